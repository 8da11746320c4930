#include "relay/chat_filter.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <string.h>

struct filter_case {
	char line[96];
	enum chat_kind want;
	char text[64];
};

static void
check(const struct filter_case *c)
{
	struct view text;
	enum chat_kind got = chat_line_kind(view_z(c->line), &text);

	cr_expect_eq(got, c->want, "\"%s\" is %d, not %d", c->line, (int)got, (int)c->want);
	cr_expect(view_eq(text, view_z(c->text)), "of \"%s\": \"%.*s\"", c->line, VIEW_ARG(text));
}

ParameterizedTestParameters(chat_filter, knows_what_may_pass)
{
	static struct filter_case cases[] = {
		{ "hello", CHAT_TEXT, "hello" },
		{ "", CHAT_TEXT, "" },
		{ "DCC SEND is a word", CHAT_TEXT, "DCC SEND is a word" },
		{ "CTCP_MESSAGE without", CHAT_TEXT, "CTCP_MESSAGE without" },
		{ "\x01"
		  "ACTION waves\x01",
			CHAT_ACTION, "waves" },
		{ "\x01"
		  "ACTION waves",
			CHAT_ACTION, "waves" },
		{ "\x01"
		  "action\x01",
			CHAT_ACTION, "" },
		{ "CTCP_MESSAGE \x01"
		  "ACTION waves\x01",
			CHAT_ACTION, "waves" },
		{ "ctcp_message \x01"
		  "ACTION likes DCC\x01",
			CHAT_ACTION, "likes DCC" },
		{ "CTCP_REPLY \x01PING 17\x01", CHAT_PING, "" },
		{ "\x01PING\x01", CHAT_PING, "" },
		{ "\x01PING 12345678901234567890123456789012\x01", CHAT_PING, "" },
	};

	return cr_make_param_array(struct filter_case, cases, ARRAY_LEN(cases));
}
ParameterizedTest(struct filter_case *c, chat_filter, knows_what_may_pass)
{
	check(c);
}

ParameterizedTestParameters(chat_filter, knows_what_must_not)
{
	static struct filter_case cases[] = {
		{ "\x01PING 123456789012345678901234567890123\x01", CHAT_CTCP, "" },
		{ "\x01PING a\x02\x01", CHAT_CTCP, "" },
		{ "\x01PING \xc3\xa9\x01", CHAT_CTCP, "" },
		{ "\x01VERSION\x01", CHAT_CTCP, "" },
		{ "\x01"
		  "ACTIONS x\x01",
			CHAT_CTCP, "" },
		{ "\x01 ACTION x\x01", CHAT_CTCP, "" },
		{ "\x01\x01", CHAT_CTCP, "" },
		{ "\x01", CHAT_CTCP, "" },
		{ "x\x01"
		  "ACTION waves\x01",
			CHAT_CTCP, "" },
		{ "\x01"
		  "ACTION waves\x01 and more",
			CHAT_CTCP, "" },
		{ "\x01"
		  "ACTION a\x01"
		  "b\x01",
			CHAT_CTCP, "" },
		{ "CTCP_MESSAGE  \x01"
		  "ACTION x\x01",
			CHAT_CTCP, "" },
		{ "\x01"
		  "DCC SEND f 2130706433 5000 1\x01",
			CHAT_DCC, "" },
		{ "\x01"
		  "DCC SEND f 2130706433 5000 1",
			CHAT_DCC, "" },
		{ "CTCP_MESSAGE \x01"
		  "DCC SEND f 2130706433 5000 1\x01",
			CHAT_DCC, "" },
		{ "CTCP_MESSAGE\x01"
		  "dcc chat",
			CHAT_DCC, "" },
		{ "ctcp_reply \x01 \t dCc   SEND", CHAT_DCC, "" },
		{ "text \x01"
		  "DCC SEND f",
			CHAT_DCC, "" },
		{ "\x01"
		  "ACTION x\x01\x01"
		  "DCC SEND f\x01",
			CHAT_DCC, "" },
		{ "\x01PING \x01"
		  "DCC SEND f\x01",
			CHAT_DCC, "" },
		{ "\x01\x01"
		  "DCC",
			CHAT_DCC, "" },
		{ "\x01\x02"
		  "DCC SEND f\x01",
			CHAT_CTCP, "" },
	};

	return cr_make_param_array(struct filter_case, cases, ARRAY_LEN(cases));
}
ParameterizedTest(struct filter_case *c, chat_filter, knows_what_must_not)
{
	check(c);
}

Test(chat_filter, takes_nul_out)
{
	char line[] = "\0a\0\0b\0";

	cr_expect_eq(chat_strip_nul(line, 6), 2);
	cr_expect_eq(memcmp(line, "ab", 2), 0);
	cr_expect_eq(chat_strip_nul(line, 0), 0);
}
