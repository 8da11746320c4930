#include "proto/ctcp.h"

#include <criterion/criterion.h>

/* Text, form, verb and rest of one that is well formed. */
static void
expect(struct view text, enum ctcp_form form, const char *verb, const char *rest)
{
	struct ctcp c = { .verb = VIEW("untouched"), .rest = VIEW("untouched") };

	cr_expect_eq(ctcp_parse(text, &c), form, "%.*s", VIEW_ARG(text));
	cr_expect(view_eq(c.verb, view_z(verb)), "%.*s: verb %.*s", VIEW_ARG(text), VIEW_ARG(c.verb));
	cr_expect(view_eq(c.rest, view_z(rest)), "%.*s: rest %.*s", VIEW_ARG(text), VIEW_ARG(c.rest));
}

static void
expect_not(struct view text, enum ctcp_form form)
{
	expect(text, form, "untouched", "untouched");
}

Test(ctcp, text_without_soh_is_none)
{
	expect_not(VIEW(""), CTCP_NONE);
	expect_not(view_of(NULL, 0), CTCP_NONE);
	expect_not(VIEW("DCC SEND f 2130706433 4242 1"), CTCP_NONE);
}

Test(ctcp, a_request_has_a_verb_and_a_rest)
{
	expect(VIEW("\x01VERSION\x01"), CTCP_OK, "VERSION", "");
	expect(VIEW("\x01PING 12 34\x01"), CTCP_OK, "PING", "12 34");
	expect(VIEW("\x01"
		    "action  waves \x01"),
		CTCP_OK, "action", "waves");
	expect(VIEW("\x01"
		    "DCC SEND f 2130706433 4242 1"),
		CTCP_OK, "DCC", "SEND f 2130706433 4242 1");
	expect(VIEW("\x01 \tDCC\t SEND x\t\x01"), CTCP_OK, "DCC", "SEND x");
	expect(VIEW("\x01\x01"), CTCP_OK, "", "");
	expect(VIEW("\x01"), CTCP_OK, "", "");
	expect(VIEW("\x01  \x01"), CTCP_OK, "", "");
}

Test(ctcp, control_bytes_end_a_verb_and_do_not_hide_it)
{
	expect(VIEW("\x01"
		    "DCC\x0bSEND x\x01"),
		CTCP_OK, "DCC", "\x0bSEND x");
	expect(VIEW("\x01\x02"
		    "DCC SEND x\x01"),
		CTCP_OK, "DCC", "SEND x");
}

Test(ctcp, quoting_does_not_end_a_verb)
{
	struct ctcp c;

	cr_expect_eq(ctcp_parse(VIEW("\x01"
				     "D\x10"
				     "CC SEND x\x01"),
			     &c),
		CTCP_OK);
	cr_expect(ctcp_is(&c, VIEW("DCC")));
	cr_expect(view_eq(c.rest, VIEW("SEND x")));
}

Test(ctcp, soh_elsewhere_is_bad)
{
	expect_not(VIEW("look \x01"
			"DCC SEND f 2130706433 4242 1\x01"),
		CTCP_BAD);
	expect_not(VIEW("\x01"
			"DCC SEND f 2130706433 4242 1\x01 more"),
		CTCP_BAD);
	expect_not(VIEW("\x01PING 1\x01\x01"
			"DCC CHAT chat 2130706433 4242\x01"),
		CTCP_BAD);
	expect_not(VIEW("\x01PING \x01"
			"DCC SEND f 2130706433 4242 1"),
		CTCP_BAD);
	expect_not(VIEW("\x01\x01\x01"), CTCP_BAD);
	expect_not(VIEW("text\x01"), CTCP_BAD);
}

Test(ctcp, is_compares_without_case_and_quoting)
{
	struct ctcp c = { .verb = VIEW("dCc") };

	cr_expect(ctcp_is(&c, VIEW("DCC")));
	cr_expect_not(ctcp_is(&c, VIEW("DC")));
	cr_expect_not(ctcp_is(&c, VIEW("DCCC")));
	c.verb = VIEW("D\x10"
		      "C\\C");
	cr_expect(ctcp_is(&c, VIEW("DCC")));
	c.verb = VIEW("\\\x10");
	cr_expect_not(ctcp_is(&c, VIEW("DCC")));
	c.verb = VIEW("");
	cr_expect_not(ctcp_is(&c, VIEW("DCC")));
	cr_expect(ctcp_is(&c, VIEW("")));
}
