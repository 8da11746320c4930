/* The edges of each grammar: first byte, last byte, shortest, longest and one above. */
#include "proto/names.h"

#include <string.h>

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "proto/limits.h"

enum kind { NICK, CHANNEL, KEY, SERVER, ACCOUNT };

struct name_case {
	enum kind kind;
	char text[32];
	bool want;
};

static bool
ask(enum kind kind, struct view v)
{
	switch (kind) {
	case NICK:
		return name_is_nick(v, NICK_LEN_DEFAULT);
	case CHANNEL:
		return name_is_channel(v);
	case KEY:
		return name_is_key(v);
	case SERVER:
		return name_is_server(v);
	case ACCOUNT:
		return name_is_account(v);
	}
	return false;
}

ParameterizedTestParameters(names, are_as_their_grammar_says)
{
	static struct name_case cases[] = {
		{ NICK, "a", true },
		{ NICK, "Zz09-", true },
		{ NICK, "[]\\`_^{|}", true },
		{ NICK, "", false },
		{ NICK, "0a", false },
		{ NICK, "-a", false },
		{ NICK, "a b", false },
		{ NICK, "a~", false },
		{ NICK, "~", false },
		{ NICK, "a@", false },
		{ NICK, "a!", false },
		{ NICK, "a.b", false },
		{ NICK, "#a", false },
		{ NICK, "a\xc3\xa9", false },
		{ NICK, "a\x7f", false },
		{ CHANNEL, "#a", true },
		{ CHANNEL, "##", true },
		{ CHANNEL, "#a:b", true },
		{ CHANNEL, "#caf\xc3\xa9", true },
		{ CHANNEL, "#", false },
		{ CHANNEL, "", false },
		{ CHANNEL, "a#", false },
		{ CHANNEL, "&a", false },
		{ CHANNEL, "#a b", false },
		{ CHANNEL, "#a,b", false },
		{ CHANNEL, "#a\a", false },
		{ CHANNEL, "#a\x02", false },
		{ CHANNEL, "#a\x7f", false },
		{ CHANNEL, "#caf\xc3", false },
		{ CHANNEL, "#\xff", false },
		{ KEY, "k", true },
		{ KEY, "a:b!~", true },
		{ KEY, "", false },
		{ KEY, ":a", false },
		{ KEY, "a b", false },
		{ KEY, "a,b", false },
		{ KEY, "a\t", false },
		{ KEY, "\x7f", false },
		{ KEY, "\xc3\xa9", false },
		{ SERVER, "a.b", true },
		{ SERVER, "irc-1.Example_2.net", true },
		{ SERVER, "localhost", false },
		{ SERVER, "", false },
		{ SERVER, "a.b ", false },
		{ SERVER, "a.b!", false },
		{ SERVER, "*.b", false },
		{ SERVER, "a.\xc3\xa9", false },
	};

	return cr_make_param_array(struct name_case, cases, ARRAY_LEN(cases));
}
ParameterizedTest(struct name_case *c, names, are_as_their_grammar_says)
{
	cr_expect_eq(ask(c->kind, view_z(c->text)), c->want, "kind %d, \"%s\"", (int)c->kind, c->text);
}

ParameterizedTestParameters(names, of_accounts_stand_whole_in_masks)
{
	static struct name_case cases[] = {
		{ ACCOUNT, "a", true },
		{ ACCOUNT, "0:-x.y#", true },
		{ ACCOUNT, "caf\xc3\xa9", true },
		{ ACCOUNT, "", false },
		{ ACCOUNT, "*", false },
		{ ACCOUNT, ":a", false },
		{ ACCOUNT, "a b", false },
		{ ACCOUNT, "a,b", false },
		{ ACCOUNT, "a!b", false },
		{ ACCOUNT, "a@b", false },
		{ ACCOUNT, "a$", false },
		{ ACCOUNT, "a*", false },
		{ ACCOUNT, "a?", false },
		{ ACCOUNT, "a\t", false },
		{ ACCOUNT, "a\x7f", false },
		{ ACCOUNT, "a\xff", false },
	};

	return cr_make_param_array(struct name_case, cases, ARRAY_LEN(cases));
}
ParameterizedTest(struct name_case *c, names, of_accounts_stand_whole_in_masks)
{
	cr_expect_eq(ask(c->kind, view_z(c->text)), c->want, "kind %d, \"%s\"", (int)c->kind, c->text);
}

Test(names, length_limits_hold_at_the_limit_and_fail_one_above)
{
	char text[128];

	memset(text, 'a', sizeof(text));
	cr_expect(name_is_nick(view_of(text, NICK_LEN_MAX), NICK_LEN_MAX));
	cr_expect_not(name_is_nick(view_of(text, NICK_LEN_MAX + 1), NICK_LEN_MAX));
	cr_expect(name_is_key(view_of(text, KEY_LEN)));
	cr_expect_not(name_is_key(view_of(text, KEY_LEN + 1)));
	cr_expect(name_is_account(view_of(text, ACCOUNT_LEN)));
	cr_expect_not(name_is_account(view_of(text, ACCOUNT_LEN + 1)));
	text[1] = '.';
	cr_expect(name_is_server(view_of(text, SERVER_NAME_LEN)));
	cr_expect_not(name_is_server(view_of(text, SERVER_NAME_LEN + 1)));
	cr_expect(name_is_host(view_of(text, HOST_LEN)));
	cr_expect_not(name_is_host(view_of(text, HOST_LEN + 1)));
	text[0] = '#';
	cr_expect(name_is_channel(view_of(text, CHANNEL_LEN)));
	cr_expect_not(name_is_channel(view_of(text, CHANNEL_LEN + 1)));
}

Test(names, host_may_be_shown)
{
	static const struct {
		const char *text;
		bool want;
	} cases[] = {
		{ "a", true },
		{ "Staff/ann_1.example-2", true },
		{ "/a/", true },
		{ "", false },
		{ "10.0.0.1", false },
		{ "1/2", false },
		{ "::1a", false },
		{ ".a", false },
		{ "a.", false },
		{ "-a", false },
		{ "a-", false },
		{ "a b", false },
		{ "a@b", false },
		{ "a!b", false },
		{ "a*", false },
		{ "\xc3\xa4", false },
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		cr_expect_eq(name_is_host(view_z(cases[i].text)), cases[i].want, "%s", cases[i].text);
}

Test(names, nul_is_in_no_name)
{
	cr_expect_not(name_is_nick(VIEW("a\0b"), NICK_LEN_MAX));
	cr_expect_not(name_is_channel(VIEW("#\0b")));
	cr_expect_not(name_is_key(VIEW("a\0b")));
	cr_expect_not(name_is_server(VIEW("a\0.b")));
}

Test(names, only_a_hash_looks_like_a_channel)
{
	cr_expect(name_looks_like_channel(VIEW("#")));
	cr_expect(name_looks_like_channel(VIEW("#a b")));
	cr_expect_not(name_looks_like_channel(VIEW("a#")));
	cr_expect_not(name_looks_like_channel(view_of(NULL, 0)));
}

Test(names, user_is_cleaned_and_cut)
{
	char user[USER_LEN + 1];

	cr_expect_eq(name_clean_user(VIEW("bob"), user), (size_t)3);
	cr_expect_str_eq(user, "bob");
	cr_expect_eq(name_clean_user(VIEW("~b o!b@\xc3\xa9*?-_."), user), (size_t)6);
	cr_expect_str_eq(user, "bob-_.");
	cr_expect_eq(name_clean_user(VIEW("abcdefghijklm"), user), (size_t)USER_LEN);
	cr_expect_str_eq(user, "abcdefghij");
	cr_expect_eq(name_clean_user(VIEW("@@@@@@@@@@@@ab"), user), (size_t)2, "dropped bytes do not count");
	cr_expect_str_eq(user, "ab");
	cr_expect_eq(name_clean_user(VIEW("~~~"), user), (size_t)0);
	cr_expect_str_eq(user, "");
	cr_expect_eq(name_clean_user(view_of(NULL, 0), user), (size_t)0);
}
