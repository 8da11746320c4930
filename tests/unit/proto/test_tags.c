/* Walking, copying and escaping of tags, by the pages of IRCv3 and at the limits. */
#include "proto/tags.h"

#include <string.h>

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

struct text_case {
	char in[64], want[64];
};

ParameterizedTestParameters(tags, unescape)
{
	static struct text_case cases[] = {
		{ "", "" },
		{ "plain", "plain" },
		{ "a\\:b\\sc\\\\d\\re\\nf", "a;b c\\d\re\nf" },
		{ "\\b", "b" },
		{ "test\\", "test" },
		{ "\\", "" },
		{ "\\\\:", "\\:" },
		{ "\\\\\\:", "\\;" },
		{ "a=b", "a=b" },
	};

	return cr_make_param_array(struct text_case, cases, ARRAY_LEN(cases));
}
ParameterizedTest(struct text_case *c, tags, unescape)
{
	char got[64];
	size_t n = tag_unescape(view_z(c->in), got, sizeof(got));

	cr_expect(view_eq(view_of(got, n), view_z(c->want)), "\"%s\"", c->in);
}

ParameterizedTestParameters(tags, escape)
{
	static struct text_case cases[] = {
		{ "", "" },
		{ "plain=", "plain=" },
		{ "; \\\r\n", "\\:\\s\\\\\\r\\n" },
		{ "\xc3\xa9", "\xc3\xa9" },
	};

	return cr_make_param_array(struct text_case, cases, ARRAY_LEN(cases));
}
ParameterizedTest(struct text_case *c, tags, escape)
{
	char got[64];
	size_t n = tag_escape(view_z(c->in), got, sizeof(got));

	cr_assert_neq(n, SIZE_MAX);
	cr_expect(view_eq(view_of(got, n), view_z(c->want)), "\"%s\"", c->in);
}

Test(tags, escape_says_when_there_is_no_room)
{
	char got[4];

	cr_expect_eq(tag_escape(VIEW("abcd"), got, 4), (size_t)4);
	cr_expect_eq(tag_escape(VIEW("abcde"), got, 4), SIZE_MAX);
	cr_expect_eq(tag_escape(VIEW("ab;"), got, 4), (size_t)4);
	cr_expect_eq(tag_escape(VIEW("abc;"), got, 4), SIZE_MAX);
	cr_expect_eq(tag_escape(view_of(NULL, 0), got, 0), (size_t)0);
	cr_expect_eq(tag_escape(VIEW("a\0b"), got, 4), SIZE_MAX);
}

Test(tags, unescape_is_cut_at_the_size)
{
	char got[4] = "....";

	cr_expect_eq(tag_unescape(VIEW("a\\sbcd"), got, 3), (size_t)3);
	cr_expect_eq(memcmp(got, "a b.", 4), 0);
}

Test(tags, escape_and_unescape_are_inverse_for_every_byte)
{
	for (int i = 1; i < 256; i++) {
		char c[3] = { 'a', (char)(unsigned char)i, 'z' }, there[6], back[6];
		size_t n = tag_escape(view_of(c, 3), there, sizeof(there));

		cr_assert_neq(n, SIZE_MAX);
		cr_expect_not(view_has_any(view_of(there, n), VIEW("; \r\n")), "byte %d", i);
		n = tag_unescape(view_of(there, n), back, sizeof(back));
		cr_expect(view_eq(view_of(back, n), view_of(c, 3)), "byte %d", i);
	}
}

Test(tags, keys)
{
	static const char *const good[] = { "a", "+a", "time", "vendor.example/a-b", "+v.x/typing",
		"+draft/reply", "0" };
	static const char *const bad[] = { "", "+", "a b", "a_b", "++a", "a+", "/a", "+/a", "a/", "a/b/c",
		"a\\", "\xc3\xa9" };

	for (size_t i = 0; i < ARRAY_LEN(good); i++)
		cr_expect(tag_is_key(view_z(good[i])), "\"%s\"", good[i]);
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		cr_expect_not(tag_is_key(view_z(bad[i])), "\"%s\"", bad[i]);
}

Test(tags, next_walks_and_passes_over_what_is_wrong)
{
	struct view rest = VIEW(";a=1;;b;c=;=x;d_d=2;+e=x=y;f=g;");
	struct tag t;

	cr_assert(tags_next(&rest, &t));
	cr_expect(view_eq(t.key, VIEW("a")) && view_eq(t.value, VIEW("1")));
	cr_assert(tags_next(&rest, &t));
	cr_expect(view_eq(t.key, VIEW("b")) && t.value.n == 0);
	cr_assert(tags_next(&rest, &t));
	cr_expect(view_eq(t.key, VIEW("c")) && t.value.n == 0);
	cr_assert(tags_next(&rest, &t));
	cr_expect(view_eq(t.key, VIEW("+e")) && view_eq(t.value, VIEW("x=y")));
	cr_assert(tags_next(&rest, &t));
	cr_expect(view_eq(t.key, VIEW("f")) && view_eq(t.value, VIEW("g")));
	cr_expect_not(tags_next(&rest, &t));
	cr_expect_not(tags_next(&rest, &t));
}

ParameterizedTestParameters(tags, copy_client)
{
	static struct text_case cases[] = {
		{ "", "" },
		{ "time=1;msgid=x", "" },
		{ "+a=b;c=d;+e", "+a=b;+e" },
		{ "+a=", "+a" },
		{ "+a=1;+b=2;+a=3", "+a=3;+b=2" },
		{ "+a=1;+a", "+a" },
		{ "+a=\\:\\s", "+a=\\:\\s" },
		{ "+=x;+a_b;+ok", "+ok" },
		{ "+a=1;a=2", "+a=1" },
	};

	return cr_make_param_array(struct text_case, cases, ARRAY_LEN(cases));
}
ParameterizedTest(struct text_case *c, tags, copy_client)
{
	char got[64];
	size_t n = tags_copy_client(view_z(c->in), got, sizeof(got));

	cr_expect(view_eq(view_of(got, n), view_z(c->want)), "\"%s\": \"%.*s\"", c->in, (int)n, got);
}

Test(tags, copy_leaves_out_what_does_not_fit)
{
	char got[8];
	size_t n = tags_copy_client(VIEW("+a=1;+toolong=1;+b"), got, 7);

	cr_expect(view_eq(view_of(got, n), VIEW("+a=1;+b")));
	n = tags_copy_client(VIEW("+a=1;+toolong=1;+b"), got, 6);
	cr_expect(view_eq(view_of(got, n), VIEW("+a=1")));
	cr_expect_eq(tags_copy_client(VIEW("+a"), got, 0), (size_t)0);
}

Test(tags, copy_takes_so_many_keys_and_no_more)
{
	char in[4 * (MSG_TAGS_RELAYED + 1)], got[sizeof(in)];
	size_t n = 0, len;

	for (size_t i = 0; i <= MSG_TAGS_RELAYED; i++) {
		const char tag[4] = { '+', (char)('a' + i / 26), (char)('a' + i % 26), ';' };

		memcpy(in + n, tag, sizeof(tag));
		n += sizeof(tag);
	}
	len = tags_copy_client(view_of(in, n), got, sizeof(got));
	cr_expect_eq(len, (size_t)(4 * MSG_TAGS_RELAYED - 1));
	cr_expect_eq(memcmp(got, in, len), 0);
}

Test(tags, get_unescapes_the_last_of_its_key)
{
	char got[16];
	size_t n = tags_get(VIEW("a=1;label=x\\sy;ab=2;label=z\\:"), VIEW("label"), got, sizeof(got));

	cr_expect(n == 2 && memcmp(got, "z;", 2) == 0);
	cr_expect_eq(tags_get(VIEW("a=1;b"), VIEW("b"), got, sizeof(got)), (size_t)0);
	cr_expect_eq(tags_get(VIEW("a=1;b"), VIEW("c"), got, sizeof(got)), SIZE_MAX);
	cr_expect_eq(tags_get(view_of(NULL, 0), VIEW("c"), got, sizeof(got)), SIZE_MAX);
	cr_expect_eq(tags_get(VIEW("a=12345"), VIEW("a"), got, 3), (size_t)3, "cut at the size");
}

struct deny_case {
	char deny[32], name[16];
	bool want;
};

ParameterizedTestParameters(tags, denied_by_client_tag_deny)
{
	static struct deny_case cases[] = {
		{ "", "typing", false },
		{ "typing", "typing", true },
		{ "typing", "draft/typing", false },
		{ "a,typing", "typing", true },
		{ "*", "typing", true },
		{ "*,-typing", "typing", false },
		{ "*,-typing", "a", true },
		{ "*,-a,-typing", "typing", false },
		{ "-typing", "typing", false },
	};

	return cr_make_param_array(struct deny_case, cases, sizeof(cases) / sizeof(cases[0]));
}
ParameterizedTest(struct deny_case *c, tags, denied_by_client_tag_deny)
{
	cr_expect_eq(tag_is_denied(view_z(c->name), view_z(c->deny)), c->want, "%s %s", c->deny, c->name);
}

Test(tags, denied_ones_are_taken_out)
{
	char text[] = "+a=1;+b;+vendor/c=2;+d";
	size_t n = tags_deny(text, sizeof(text) - 1, VIEW("a,d"), VIEW("+b"));

	cr_expect(view_eq(view_of(text, n), VIEW("+vendor/c=2")), "%.*s", (int)n, text);
	cr_expect_eq(tags_deny(text, n, VIEW("*"), VIEW("")), (size_t)0);
	cr_expect(tags_has(VIEW("a=1;+b"), VIEW("+b")) && !tags_has(VIEW("a=1;+b"), VIEW("b")));
}
