/*
 * The few things the generator reads in a line.  Every delivered line passes here, so nothing is scanned
 * twice.
 */
#include "load_line.h"

#include <string.h>

enum { STAMP_HEX = 20 }; /* 10 digits of time, 4 of sender, 6 of number */

static const uint64_t stamp_time_mask = (1ULL << 40) - 1;

static const char *
next_word(const char *p, const char *end)
{
	const char *space = memchr(p, ' ', (size_t)(end - p));

	return space == NULL ? end : space + 1;
}

static bool
word_is(const char *p, const char *end, const char *word)
{
	size_t n = strlen(word);

	return (size_t)(end - p) >= n && memcmp(p, word, n) == 0 && (p + n == end || p[n] == ' ');
}

static enum load_line_kind
kind_of(const char *p, const char *end)
{
	static const struct {
		const char *word;
		enum load_line_kind kind;
	} kinds[] = {
		{ "PRIVMSG", LINE_PRIVMSG },
		{ "PING", LINE_PING },
		{ "PONG", LINE_PONG },
		{ "376", LINE_MOTD_END },
		{ "422", LINE_MOTD_END },
		{ "366", LINE_NAMES_END },
		{ "PART", LINE_PART },
		{ "ERROR", LINE_ERROR },
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (word_is(p, end, kinds[i].word))
			return kinds[i].kind;
	return LINE_OTHER;
}

void
load_line_parse(struct load_line *line, const char *p, size_t n)
{
	const char *end = p + n;

	if (p < end && *p == '@')
		p = next_word(p, end);
	if (p < end && *p == ':')
		p = next_word(p, end);
	if (end - p > 8 && memcmp(p, "PRIVMSG ", 8) == 0) { /* nearly all of them */
		line->kind = LINE_PRIVMSG;
		p += 8;
	} else {
		line->kind = kind_of(p, end);
		p = next_word(p, end);
	}
	if (line->kind == LINE_PRIVMSG) {
		p = next_word(p, end);
		if (p < end && *p == ':')
			p++;
	}
	line->text = p;
	line->text_len = (size_t)(end - p);
}

static void
put_hex(char *p, uint64_t v, unsigned digits)
{
	while (digits > 0) {
		p[--digits] = "0123456789abcdef"[v & 15];
		v >>= 4;
	}
}

/* Digit values plus one; 0 is no digit. */
static const unsigned char hex_digit[256] = {
	['0'] = 1,
	['1'] = 2,
	['2'] = 3,
	['3'] = 4,
	['4'] = 5,
	['5'] = 6,
	['6'] = 7,
	['7'] = 8,
	['8'] = 9,
	['9'] = 10,
	['a'] = 11,
	['b'] = 12,
	['c'] = 13,
	['d'] = 14,
	['e'] = 15,
	['f'] = 16,
};

static bool
get_hex(const char *p, unsigned digits, uint64_t *v)
{
	bool all = true;

	*v = 0;
	for (unsigned i = 0; i < digits; i++) {
		unsigned d = hex_digit[(unsigned char)p[i]];

		all = all && d != 0;
		*v = *v << 4 | (d - 1U);
	}
	return all;
}

void
load_stamp_write(char *text, const struct load_stamp *s)
{
	put_hex(text, s->at_ns & stamp_time_mask, 10);
	put_hex(text + 10, s->sender, 4);
	put_hex(text + 14, s->seq, 6);
	memset(text + STAMP_HEX, '.', STAMP_TEXT - STAMP_HEX);
}

bool
load_stamp_read(struct load_stamp *s, const char *text, size_t n)
{
	uint64_t at, sender, seq;

	if (n != STAMP_TEXT || !get_hex(text, 10, &at) || !get_hex(text + 10, 4, &sender) ||
		!get_hex(text + 14, 6, &seq))
		return false;
	s->at_ns = at;
	s->sender = (uint32_t)sender;
	s->seq = (uint32_t)seq;
	return true;
}

uint64_t
load_stamp_age(const struct load_stamp *s, uint64_t now_ns)
{
	return (now_ns - s->at_ns) & stamp_time_mask;
}
