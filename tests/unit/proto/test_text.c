#include "proto/text.h"

#include <criterion/criterion.h>
#include <string.h>

Test(text, ctcp_is_what_begins_with_01_but_no_action)
{
	cr_expect(text_is_ctcp(VIEW("\x01VERSION\x01")));
	cr_expect(text_is_ctcp(VIEW("\x01")));
	cr_expect(text_is_ctcp(VIEW("\x01"
				    "ACTIONS\x01")));
	cr_expect(text_is_ctcp(VIEW("\x01"
				    "ACT")));
	cr_expect_not(text_is_ctcp(VIEW("\x01"
					"ACTION waves\x01")));
	cr_expect_not(text_is_ctcp(VIEW("\x01"
					"ACTION\x01")));
	cr_expect_not(text_is_ctcp(VIEW("hello \x01")));
	cr_expect_not(text_is_ctcp(VIEW("")));
}

static void
expect(struct view text, const char *want)
{
	char got[64];
	size_t n = text_strip(text, got);

	cr_expect(view_eq(view_of(got, n), view_z(want)), "\"%.*s\" for \"%s\"", (int)n, got, want);
}

Test(text, formatting_goes_and_text_stays)
{
	expect(VIEW("plain, 1,2"), "plain, 1,2");
	expect(VIEW("\x02"
		    "a\x0f\x11"
		    "b\x16\x1d"
		    "c\x1e\x1f"),
		"abc");
	expect(VIEW("\x03"
		    "4red \x03"
		    "04,15x\x03"),
		"red x");
	expect(VIEW("\x03"
		    "123"),
		"3");
	expect(VIEW("\x03"
		    "4,x"),
		",x");
	expect(VIEW("\x03,5"), ",5");
	expect(VIEW("\x04"
		    "ff0000,00FF00x\x04"
		    "ff00x"),
		"xff00x");
	expect(VIEW("\x03\x02"), "");
	expect(VIEW("\x01"
		    "ACTION \x02x\x02\x01"),
		"\x01"
		"ACTION x\x01");
}

Test(text, strips_in_place)
{
	char bytes[] = "\x03"
		       "4a\x02"
		       "b";
	size_t n = text_strip(view_z(bytes), bytes);

	cr_expect(view_eq(view_of(bytes, n), VIEW("ab")));
}
