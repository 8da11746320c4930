#include "guard/strip.h"

#include <criterion/criterion.h>
#include <string.h>

static void
gives(struct view text, struct view want)
{
	char dst[512], same[512];
	size_t n = guard_strip(text, dst);

	cr_expect(view_eq(view_of(dst, n), want), "\"%.*s\" gives \"%.*s\"", VIEW_ARG(text), (int)n, dst);
	memcpy(same, text.p, text.n);
	cr_expect_eq(guard_strip(view_of(same, text.n), same), n);
	cr_expect(memcmp(same, dst, n) == 0, "in place: \"%.*s\"", VIEW_ARG(text));
}

static void
stays(struct view text)
{
	gives(text, text);
}

Test(strip, what_people_write_stays)
{
	stays(VIEW(""));
	stays(VIEW("plain text"));
	stays(VIEW("\x02"
		   "bold\x02 \x03"
		   "04,01red\x0f \x11m\x16r\x1di\x1es\x1fu \x04"
		   "ff0000hex\ttab"));
	stays(VIEW("\x01"
		   "ACTION waves\x01"));
	stays(VIEW("h\xc3\xa4 \xe2\x82\xac \xf0\x9f\x98\x80"));
	stays(VIEW("\xd8\xa7\xe2\x80\x8f\xd9\x84\xe2\x80\x8e \xd8\x9c")); /* marks of Arabic text */
}

Test(strip, bytes_that_are_no_utf8_stay)
{
	stays(VIEW("\xff\xfe\x9b"
		   "31m\x80 \xc2"));
	stays(VIEW("\xe2\x80"));
	stays(VIEW("a\xe4"
		   "b"));
}

Test(strip, escape_sequences_go_with_their_parameters)
{
	gives(VIEW("a\x1b[31mred\x1b[0m"), VIEW("ared"));
	gives(VIEW("a\x1b[2J\x1b[1;1Hb"), VIEW("ab"));
	gives(VIEW("a\x1b]0;title\x07"
		   "b"),
		VIEW("ab"));
	gives(VIEW("a\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\"), VIEW("alink"));
	gives(VIEW("a\x1bPq#0\x1b\\b"), VIEW("ab"));
	gives(VIEW("a\x1b(0b\x1b"
		   "cd"),
		VIEW("abd"));
	gives(VIEW("a\xc2\x9b"
		   "31mb\xc2\x9d"
		   "0;t\xc2\x9c"
		   "c\xc2\x85"),
		VIEW("abc"));
}

Test(strip, a_sequence_without_end_takes_no_text_along)
{
	gives(VIEW("a\x1b]0;title"), VIEW("a0;title"));
	gives(VIEW("a\x1b[31"), VIEW("a31"));
	gives(VIEW("a\x1b["), VIEW("a"));
	gives(VIEW("a\x1b"), VIEW("a"));
	gives(VIEW("a\xc2\x90"
		   "bc"),
		VIEW("abc"));
}

Test(strip, controls_go)
{
	gives(VIEW("a\x07\x08\x0b\x0c\x0e\x10\x7f\x1c"
		   "b"),
		VIEW("ab"));
	gives(view_of("a\0b", 3), VIEW("ab"));
}

#define RLO "\xe2\x80\xae"
#define LRE "\xe2\x80\xaa"
#define PDF "\xe2\x80\xac"
#define RLI "\xe2\x81\xa7"
#define PDI "\xe2\x81\xa9"

Test(strip, directions_that_are_closed_stay)
{
	stays(VIEW("a " RLO "b" PDF " c"));
	stays(VIEW(RLI "b " LRE "c" PDF PDI));
}

Test(strip, directions_that_are_not_closed_go)
{
	gives(VIEW("a" RLO "gpj.exe"), VIEW("agpj.exe"));
	gives(VIEW("a" PDF "b" PDI "c"), VIEW("abc"));
	gives(VIEW(RLO "a" LRE "b" PDF "c"), VIEW("a" LRE "b" PDF "c"));
	gives(VIEW(RLI "a" RLO "b" PDI "c"), VIEW(RLI "ab" PDI "c"));
	gives(VIEW(LRE "a" PDI "b" PDF), VIEW(LRE "ab" PDF));
}

Test(strip, sixteen_within_one_another_and_one_more)
{
	char text[256], want[256];
	size_t n = 0, m;

	for (int i = 0; i < 16; i++, n += 3)
		memcpy(text + n, RLO, 3);
	memcpy(want, text, n);
	m = n;
	for (int i = 0; i < 16; i++, m += 3)
		memcpy(want + m, PDF, 3);
	stays(view_of(want, m));
	memcpy(text + n, RLO, 3);
	n += 3;
	for (int i = 0; i < 17; i++, n += 3)
		memcpy(text + n, PDF, 3);
	gives(view_of(text, n), view_of(want, m));
}
