#include <criterion/criterion.h>
#include <string.h>

#include "core/utf8.h"
#include "icq/icq_charset.h"
#include "icq/icq_text.h"

#define BAD "\xef\xbf\xbd"

static void
expect_clean(struct view raw, const char *want)
{
	char got[256];
	size_t n = icq_text_clean(raw, got, sizeof(got));

	cr_expect(view_eq(view_of(got, n), view_z(want)), "%.*s, not %s", (int)n, got, want);
}

static void
expect_from_irc(const char *said, const char *want)
{
	char got[256];
	size_t n = icq_text_from_irc(view_z(said), VIEW("anna"), got, sizeof(got));

	cr_expect(view_eq(view_of(got, n), view_z(want)), "%.*s, not %s", (int)n, got, want);
}

Test(icq_text, line_ends_become_line_feeds_and_controls_go)
{
	expect_clean(VIEW("a\r\nb\rc\nd\r\r\n"), "a\nb\nc\nd\n\n");
	expect_clean(VIEW("a\tb"), "a b");
	expect_clean(VIEW("\x01VERSION\x01"), "VERSION");
	expect_clean(VIEW("a\0b\x1b[31m\x7f\x03"
			  "4c\xc2\x9b"),
		"ab[31m4c");
	expect_clean(VIEW("a\xe2\x80\xa8"
			  "b\xe2\x80\xa9"
			  "c"),
		"a\nb\nc");
	expect_clean(VIEW("/join #a"), "/join #a");
	expect_clean(VIEW(""), "");
}

Test(icq_text, what_is_no_utf8_is_replaced)
{
	expect_clean(VIEW("a\xff\xe2\x82"
			  "b\xc0\x80"),
		"a" BAD BAD BAD "b" BAD BAD);
	expect_clean(VIEW("Größe שלום 😀 中 e\xcc\x81"), "Größe שלום 😀 中 e\xcc\x81");
}

Test(icq_text, clean_text_is_cut_between_characters)
{
	char dst[ICQ_TEXT_MAX(4)];

	cr_expect(icq_text_clean(VIEW("\xff\xff\xff\xff"), dst, sizeof(dst)) == sizeof(dst),
		"the longest there is");
	cr_expect(icq_text_clean(VIEW("aä"), dst, 3) == 3);
	cr_expect(icq_text_clean(VIEW("aäb"), dst, 2) == 1);
	cr_expect(icq_text_clean(VIEW("a"), dst, 0) == 0);
}

Test(icq_text, formatting_of_irc_is_left_out)
{
	expect_from_irc("\x02"
			"bold\x02 \x03"
			"4,12red\x03 \x04"
			"ff0000hex\x0f \x1d\x1f\x16\x11\x1e.",
		"bold red hex .");
	expect_from_irc("a\x03", "a");
	expect_from_irc("\x03"
			"12\x03"
			"1345",
		"45");
	expect_from_irc("plain /me", "plain /me");
	expect_from_irc("a\xff", "a" BAD);
	expect_from_irc("", "");
}

Test(icq_text, an_action_says_who_and_other_ctcp_says_nothing)
{
	expect_from_irc("\x01"
			"ACTION waves\x01",
		"* anna waves");
	expect_from_irc("\x01"
			"ACTION \x02waves\x02",
		"* anna waves");
	expect_from_irc("\x01"
			"ACTION\x01",
		"* anna ");
	expect_from_irc("\x01"
			"DCC SEND x 2130706433 4000 1\x01",
		"");
	expect_from_irc("\x01"
			"ACTIONS x\x01",
		"");
	expect_from_irc("\x01", "");
	cr_expect(icq_text_is_action(VIEW("\x01"
					  "ACTION waves\x01")));
	cr_expect(!icq_text_is_action(VIEW("\x01"
					   "VERSION\x01")) &&
		!icq_text_is_action(VIEW("ACTION x")));
	cr_expect(!icq_text_is_action(VIEW("")));
}

Test(icq_text, from_irc_is_never_longer_than_said)
{
	char dst[ICQ_TEXT_FROM_IRC_MAX(4, 4) + 1];

	cr_expect(icq_text_from_irc(VIEW("\xff\xff\xff\xff"), VIEW("anna"), dst, sizeof(dst)) == 12);
	cr_expect(icq_text_from_irc(VIEW("\x01"
					 "ACTION \xff\xff"),
			  VIEW("anna"), dst, sizeof(dst)) == 13);
	cr_expect(icq_text_from_irc(VIEW("\x01"
					 "ACTION x"),
			  VIEW("anna"), dst, 7) == 7,
		"cut");
	cr_expect(icq_text_from_irc(VIEW("\x01"
					 "ACTION x"),
			  VIEW("anna"), dst, 5) == 2,
		"whole or not at all, and nothing behind");
}

/* Pieces put one behind the other with '|'. */
static const char *
lines_of(const char *text, size_t max)
{
	static char got[1024];
	struct view rest = view_z(text), line;
	size_t n = 0;

	while (icq_text_line(&rest, max, &line)) {
		cr_assert(line.n != 0 && line.n <= max, "%zu bytes", line.n);
		memcpy(got + n, line.p, line.n);
		n += line.n;
		got[n++] = '|';
	}
	got[n] = '\0';
	return got;
}

static const char *
pieces_of(const char *text, const char *page, size_t max)
{
	static char got[1024];
	struct icq_charset *cs = page != NULL ? icq_charset_open(page, NULL) : NULL;
	struct view rest = view_z(text), piece;
	size_t n = 0;

	while (icq_text_piece(&rest, cs, max, &piece)) {
		char wire[64];

		cr_assert(icq_text_encode(cs, piece, wire, sizeof(wire)) <= max);
		memcpy(got + n, piece.p, piece.n);
		n += piece.n;
		got[n++] = '|';
	}
	got[n] = '\0';
	icq_charset_free(cs);
	return got;
}

Test(icq_text, each_line_is_one_and_empty_ones_are_none)
{
	cr_expect_str_eq(lines_of("", 10), "");
	cr_expect_str_eq(lines_of("\n\n", 10), "");
	cr_expect_str_eq(lines_of("a\nb\n\nc\n", 10), "a|b|c|");
	cr_expect_str_eq(lines_of("  a ", 10), "  a |");
	cr_expect_str_eq(lines_of("/quit\n:a", 10), "/quit|:a|");
}

Test(icq_text, a_line_is_cut_when_it_is_one_byte_too_long)
{
	cr_expect_str_eq(lines_of("0123456789", 10), "0123456789|");
	cr_expect_str_eq(lines_of("0123456789a", 10), "0123456789|a|");
	cr_expect_str_eq(lines_of("0123456789\na", 10), "0123456789|a|");
	cr_expect_str_eq(lines_of("0123456789 a", 10), "0123456789|a|");
	cr_expect_str_eq(lines_of("0123456789   ", 10), "0123456789|");
}

Test(icq_text, words_stay_whole_where_that_costs_little)
{
	cr_expect_str_eq(lines_of("one two three four", 10), "one two|three four|");
	cr_expect_str_eq(lines_of("a bcdefghijklmnop", 10), "a bcdefghi|jklmnop|");
	cr_expect_str_eq(lines_of("abcde fghijklmnop", 10), "abcde|fghijklmno|p|");
}

Test(icq_text, characters_stay_whole)
{
	cr_expect_str_eq(lines_of("äöüäöü", 5), "äö|üä|öü|");
	cr_expect_str_eq(lines_of("😀😀", 4), "😀|😀|");
	cr_expect_str_eq(lines_of("中文字", 8), "中文|字|");
	cr_expect_str_eq(lines_of("שלום", 4), "של|ום|");
	cr_expect_str_eq(lines_of("abcde\xcc\x81"
				  "f",
				 6),
		"abcd|e\xcc\x81"
		"f|");
	cr_expect_str_eq(lines_of("abcd🇩🇪🇫🇷", 12), "abcd🇩🇪|🇫🇷|");
	cr_expect_str_eq(lines_of("abcdefgh👩\u200d👧", 16), "abcdefgh|👩\u200d👧|");
	cr_expect_str_eq(
		lines_of("a\xcc\x81\xcc\x81\xcc\x81\xcc\x81", 6), "a\xcc\x81\xcc\x81|\xcc\x81\xcc\x81|");
}

Test(icq_text, bytes_that_are_no_utf8_are_cut_as_they_come)
{
	cr_expect_str_eq(lines_of("\xff\xff\xff\xff\xff\xff", 4), "\xff\xff\xff\xff|\xff\xff|");
	cr_expect_str_eq(lines_of("aaa\xe2\x82", 4), "aaa\xe2|\x82|");
}

Test(icq_text, packets_count_what_the_page_makes_of_it)
{
	cr_expect_str_eq(pieces_of("Приветик", "windows-1251", 8), "Приветик|");
	cr_expect_str_eq(pieces_of("Приветики", "windows-1251", 8), "Приветик|и|");
	cr_expect_str_eq(pieces_of("Привет", NULL, 8), "Прив|ет|");
	cr_expect_str_eq(pieces_of("……", "iso-8859-1", 5), "…|…|");
	cr_expect_str_eq(pieces_of("😀😀😀😀😀", "windows-1252", 4), "😀😀😀😀|😀|");
}

Test(icq_text, packets_end_at_lines_first)
{
	cr_expect_str_eq(pieces_of("ab\ncd", NULL, 6), "ab\ncd|");
	cr_expect_str_eq(pieces_of("abc\ncd", NULL, 6), "abc|cd|");
	cr_expect_str_eq(pieces_of("abcdef\nab ab ab", NULL, 12), "abcdef|ab ab ab|");
	cr_expect_str_eq(pieces_of("a\nbcdefghijkl", NULL, 12), "a\nbcdefghij|kl|");
	cr_expect_str_eq(pieces_of("\n\nabc\n", NULL, 8), "abc\n|");
}

Test(icq_text, line_feeds_are_cr_lf_on_the_wire)
{
	struct icq_charset *cs = icq_charset_open("windows-1252", NULL);
	char dst[16];
	size_t n = icq_text_encode(cs, VIEW("ä\n\nb"), dst, sizeof(dst));

	cr_expect(view_eq(view_of(dst, n), VIEW("\xe4\r\n\r\nb")));
	cr_expect(icq_text_encode(cs, VIEW("a\nb"), dst, 2) == 1, "whole or not at all, and nothing behind");
	cr_expect(icq_text_encode(NULL, VIEW("äa"), dst, 1) == 0);
	icq_charset_free(cs);
}
