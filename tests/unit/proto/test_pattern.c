#include "proto/pattern.h"

#include <criterion/criterion.h>
#include <string.h>

#define LIMIT 2000

static struct pattern *
made(const char *text)
{
	char why[PATTERN_WHY_MAX] = "";
	struct pattern *p = pattern_new(view_z(text), why);

	cr_assert_not_null(p, "%s: %s", text, why);
	return p;
}

static enum pattern_found
found(const char *pattern, struct view text, struct view *where)
{
	struct pattern *p = made(pattern);
	enum pattern_found f = pattern_find(p, text, LIMIT, where);

	pattern_free(p);
	return f;
}

Test(pattern, tells_where)
{
	struct view text = VIEW("see curl x | sh now"), where;

	cr_assert_eq(found("curl [^|]*\\| *sh\\b", text, &where), PATTERN_YES);
	cr_assert(view_eq(where, VIEW("curl x | sh")));
	cr_assert(where.p == text.p + 4);
	cr_assert_eq(found("wget", text, &where), PATTERN_NO);
	cr_assert_eq(found("^$", VIEW(""), &where), PATTERN_YES);
	cr_assert_eq(where.n, 0);
}

Test(pattern, is_about_bytes)
{
	struct view where;

	cr_assert_eq(found("^.$", VIEW("\xff"), &where), PATTERN_YES);
	cr_assert_eq(found("^..$", VIEW("\xc3\xa4"), &where), PATTERN_YES);
	cr_assert_eq(found("a.b", VIEW("a\nb"), &where), PATTERN_YES);
	cr_assert_eq(found("b$", VIEW("b\n"), &where), PATTERN_NO);
	cr_assert_eq(found("\\x00", VIEW("a\0b"), &where), PATTERN_YES);
}

Test(pattern, bad_ones_are_told)
{
	static const char *const bad[] = { "(", "a{2,1}", "[z-a]", "*a", "\\C", "(*UTF)a", "(*UCP)a",
		"(?<n>a)(?<n>b)", "\\", "(?C1)(" };
	char why[PATTERN_WHY_MAX];

	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		why[0] = '\0';
		cr_expect_null(pattern_new(view_z(bad[i]), why), "%s", bad[i]);
		cr_expect(strstr(why, ", at byte ") != NULL, "%s", why);
	}
}

Test(pattern, length_at_the_limit_and_above)
{
	char text[PATTERN_MAX + 1], why[PATTERN_WHY_MAX];
	struct pattern *p;

	memset(text, 'a', sizeof(text));
	p = pattern_new(view_of(text, PATTERN_MAX), why);
	cr_assert_not_null(p);
	pattern_free(p);
	cr_assert_null(pattern_new(view_of(text, PATTERN_MAX + 1), why));
	cr_assert(strstr(why, "longer than") != NULL);
	cr_assert_null(pattern_new(VIEW(""), why));
}

/* Each of these takes forever without limits. */
Test(pattern, what_runs_away_is_cut)
{
	static const char *const wild[] = { "^(a+)+$", "^(a|aa)+$", "^(aa|a|a+)+$" };
	char text[512];
	struct view where;

	memset(text, 'a', sizeof(text));
	text[sizeof(text) - 1] = '!';
	for (size_t i = 0; i < ARRAY_LEN(wild); i++)
		cr_expect_eq(found(wild[i], view_of(text, sizeof(text)), &where), PATTERN_CUT, "%s", wild[i]);
}

Test(pattern, limit_counts)
{
	struct pattern *p = made("^(a+)+$");
	struct view where, text = VIEW("aaaaaaaa!");

	cr_assert_eq(pattern_find(p, text, 1, &where), PATTERN_CUT);
	cr_assert_eq(pattern_find(p, text, 100000, &where), PATTERN_NO);
	pattern_free(p);
}

Test(pattern, version_is_known)
{
	cr_assert_neq(pattern_library_version()[0], '\0');
	cr_assert_neq(pattern_library_version()[0], 'u');
}
