#include "proto/ban_mask.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdio.h>
#include <string.h>

#define HEX8 "abababababababab"
#define HEX  HEX8 HEX8 HEX8 HEX8

struct mask_case {
	enum ban_kind kind;
	enum ban_form form;
	char typed[240], want[240]; /* want "": refused */
};

ParameterizedTestParameters(ban_mask, normalise)
{
	static struct mask_case cases[] = {
		{ BAN_KLINE, BAN_FORM_HOST, "bob@*.example.org", "bob@*.example.org" },
		{ BAN_KLINE, BAN_FORM_HOST, "***@**.x", "*@*.x" },
		{ BAN_KLINE, BAN_FORM_HOST, "host.example", "*@host.example" },
		{ BAN_KLINE, BAN_FORM_HOST, "*@192.0.2.*", "*@192.0.2.*" },
		{ BAN_KLINE, BAN_FORM_HOST, "*@user/alice", "*@user/alice" },
		{ BAN_KLINE, BAN_FORM_BLOCK, "10.1.2.3/8", "*@10.0.0.0/8" },
		{ BAN_KLINE, BAN_FORM_BLOCK, "~x*@2001:DB8::/32", "~x*@2001:db8::/32" },
		{ BAN_KLINE, BAN_FORM_BLOCK, "*@::1", "*@0::1" },
		{ BAN_KLINE, BAN_FORM_ACCOUNT, "$A:mal*", "$a:mal*" },
		{ BAN_KLINE, BAN_FORM_CERT, "$f:" HEX, "$f:" HEX },
		{ BAN_KLINE, BAN_FORM_CERT, "$F:AB:AB:abababababab" HEX8 HEX8 HEX8, "$f:" HEX },
		{ BAN_KLINE, 0, "$f:" HEX "a", "" },
		{ BAN_KLINE, 0, "$f:" HEX8, "" },
		{ BAN_KLINE, 0, "$f:" HEX ":", "" },
		{ BAN_KLINE, 0, "$f:", "" },
		{ BAN_KLINE, 0, "$a:", "" },
		{ BAN_KLINE, 0, "$r:x", "" },
		{ BAN_KLINE, 0, "$z", "" },
		{ BAN_KLINE, 0, "*@10.0.0.0/33", "" },
		{ BAN_KLINE, 0, "n!u@h", "" },
		{ BAN_KLINE, 0, "a@b@c", "" },
		{ BAN_KLINE, 0, "@h", "" },
		{ BAN_KLINE, 0, "u@", "" },
		{ BAN_KLINE, 0, ":u@h", "" },
		{ BAN_KLINE, 0, "u@h i", "" },
		{ BAN_KLINE, 0, "u@\xff", "" },
		{ BAN_KLINE, 0, "", "" },
		{ BAN_KLINE, 0, "aaaaaaaaaaaaaaaaaaaaa@h", "" }, /* 21 */
		{ BAN_KLINE, BAN_FORM_HOST, "aaaaaaaaaaaaaaaaaaaa@h", "aaaaaaaaaaaaaaaaaaaa@h" },
		{ BAN_DLINE, BAN_FORM_BLOCK, "192.0.2.9/24", "192.0.2.0/24" },
		{ BAN_DLINE, BAN_FORM_BLOCK, "::1", "0::1" },
		{ BAN_DLINE, 0, "*@192.0.2.1", "" },
		{ BAN_DLINE, 0, "192.0.2.*", "" },
		{ BAN_XLINE, BAN_FORM_REALNAME, "*buy\\snow**", "*buy\\snow*" },
		{ BAN_XLINE, 0, "two words", "" },
		{ BAN_RESV, BAN_FORM_NICK, "Admin*", "Admin*" },
		{ BAN_RESV, BAN_FORM_CHANNEL, "#warez*", "#warez*" },
		{ BAN_RESV, 0, "a@b", "" },
		{ BAN_RESV, 0, "#a,#b", "" },
		{ BAN_DCCDENY, BAN_FORM_FILE, "*.ExE", "*.ExE" },
		{ BAN_DCCDENY, BAN_FORM_FILE, "my?file**.txt", "my?file*.txt" },
		{ BAN_DCCDENY, 0, "dir/x", "" },
		{ BAN_DCCDENY, 0, "dir\\x", "" },
		{ BAN_DCCDENY, 0, "a b", "" },
		{ BAN_ELINE, BAN_FORM_REALNAME, "$R:good\\sman", "$r:good\\sman" },
		{ BAN_ELINE, BAN_FORM_BLOCK, "192.0.2.1", "*@192.0.2.1" },
	};

	return cr_make_param_array(struct mask_case, cases, ARRAY_LEN(cases));
}
ParameterizedTest(struct mask_case *c, ban_mask, normalise)
{
	char got[BAN_MASK_LEN + 1];
	size_t n = ban_mask_normalise(c->kind, view_z(c->typed), got, sizeof(got));
	struct ban_mask m;

	cr_expect_str_eq(got, c->want, "%s is \"%s\"", c->typed, got);
	cr_expect_eq(n, strlen(c->want));
	cr_expect_eq(ban_mask_parse(c->kind, view_of(got, n), &m), n != 0);
	if (n != 0)
		cr_expect_eq(m.form, c->form, "%s", c->typed);
}

Test(ban_mask, at_the_limit_and_one_above)
{
	char typed[HOST_LEN + 8], got[BAN_MASK_LEN + 1];
	int n = snprintf(typed, sizeof(typed), "*@%.*s", HOST_LEN + 1,
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");

	cr_expect_eq(ban_mask_normalise(BAN_KLINE, view_of(typed, (size_t)n), got, sizeof(got)), 0);
	cr_expect_eq(
		ban_mask_normalise(BAN_KLINE, view_of(typed, (size_t)n - 1), got, sizeof(got)), HOST_LEN + 2);
	cr_expect_eq(ban_mask_normalise(BAN_KLINE, view_of(typed, (size_t)n - 1), got, HOST_LEN + 2), 0);
	cr_expect_eq(ban_mask_normalise(BAN_KLINE, view_of(typed, (size_t)n - 1), got, HOST_LEN + 3),
		HOST_LEN + 2);
}

Test(ban_mask, parse_takes_nothing_but_the_one_spelling)
{
	struct ban_mask m;

	cr_expect_not(ban_mask_parse(BAN_KLINE, VIEW("host.example"), &m));
	cr_expect_not(ban_mask_parse(BAN_KLINE, VIEW("*@10.0.0.1/8"), &m));
	cr_expect_not(ban_mask_parse(BAN_DLINE, VIEW("10.0.0.0/08"), &m));
	cr_assert(ban_mask_parse(BAN_KLINE, VIEW("bob@10.0.0.0/8"), &m));
	cr_expect(view_eq(m.user, VIEW("bob")) && view_eq(m.text, VIEW("10.0.0.0/8")) && m.block.bits == 8);
}

Test(ban_mask, realname_escapes_blanks_and_back)
{
	char word[64], back[64];
	size_t n = ban_mask_escape(VIEW("buy it now"), word, sizeof(word));

	cr_expect_str_eq(word, "buy\\sit\\snow");
	n = ban_mask_realname(view_of(word, n), back);
	cr_expect(view_eq(view_of(back, n), VIEW("buy it now")));
	cr_expect_eq(ban_mask_realname(VIEW("a\\"), back), 2);
}

Test(ban_mask, wide_is_what_names_nobody_in_particular)
{
	static const struct {
		enum ban_kind kind;
		const char *mask;
		bool wide;
	} some[] = {
		{ BAN_KLINE, "*@*", true },
		{ BAN_KLINE, "?*@*.*", true },
		{ BAN_KLINE, "*@0.0.0.0/0", true },
		{ BAN_KLINE, "*@10.0.0.0/7", true },
		{ BAN_KLINE, "*@10.0.0.0/8", false },
		{ BAN_KLINE, "bob@0.0.0.0/0", false },
		{ BAN_KLINE, "bob@*", false },
		{ BAN_KLINE, "*@*.org", false },
		{ BAN_KLINE, "$a:*", true },
		{ BAN_DLINE, "0::/0", true },
		{ BAN_XLINE, "*", true },
		{ BAN_RESV, "#*", true },
		{ BAN_RESV, "?*", true },
		{ BAN_RESV, "a*", false },
		{ BAN_DCCDENY, "*.*", true },
		{ BAN_DCCDENY, "*.exe", false },
	};

	for (size_t i = 0; i < ARRAY_LEN(some); i++) {
		struct ban_mask m;

		cr_assert(ban_mask_parse(some[i].kind, view_z(some[i].mask), &m), "%s", some[i].mask);
		cr_expect_eq(ban_mask_is_wide(&m), some[i].wide, "%s", some[i].mask);
	}
}

Test(ban_mask, kinds_have_letters_and_names)
{
	cr_expect_eq(ban_kind_find(VIEW("k")), BAN_KLINE);
	cr_expect_eq(ban_kind_find(VIEW("Dline")), BAN_DLINE);
	cr_expect_eq(ban_kind_find(VIEW("x-line")), BAN_XLINE);
	cr_expect_eq(ban_kind_find(VIEW("DCCDENY")), BAN_DCCDENY);
	cr_expect_eq(ban_kind_find(VIEW("")), BAN_KIND_N);
	for (unsigned k = 0; k < BAN_KIND_N; k++)
		cr_expect_eq(ban_kind_find(ban_kind_letter(k)), k);
}
