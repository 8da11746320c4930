#include "icq/icq_utf16.h"

#include "core/utf8.h"

enum { REPLACEMENT = 0xfffd, HIGH = 0xd800, LOW = 0xdc00, SURROGATE_END = 0xe000, BEYOND = 0x10000 };

static void
put_utf8(struct icq_out *out, uint32_t c)
{
	if (c < 0x80) {
		icq_put_u8(out, (uint8_t)c);
		return;
	}
	if (c < 0x800) {
		icq_put_u8(out, (uint8_t)(0xc0 | c >> 6));
	} else {
		if (c < BEYOND) {
			icq_put_u8(out, (uint8_t)(0xe0 | c >> 12));
		} else {
			icq_put_u8(out, (uint8_t)(0xf0 | c >> 18));
			icq_put_u8(out, (uint8_t)(0x80 | (c >> 12 & 0x3f)));
		}
		icq_put_u8(out, (uint8_t)(0x80 | (c >> 6 & 0x3f)));
	}
	icq_put_u8(out, (uint8_t)(0x80 | (c & 0x3f)));
}

/* The first half has been read; the second one stays where it is if it is none. */
static uint32_t
get_low(struct icq_in *in, uint32_t high)
{
	struct icq_in ahead = *in;
	uint32_t low = icq_get_u16_be(&ahead);

	if (ahead.bad || low < LOW || low >= SURROGATE_END)
		return REPLACEMENT;
	*in = ahead;
	return BEYOND + ((high - HIGH) << 10) + (low - LOW);
}

void
icq_utf16_to_utf8(struct icq_out *out, struct view utf16)
{
	struct icq_in in = icq_in(utf16);

	while (in.n >= 2) {
		uint32_t c = icq_get_u16_be(&in);

		if (c >= HIGH && c < LOW)
			c = get_low(&in, c);
		else if (c >= LOW && c < SURROGATE_END)
			c = REPLACEMENT;
		put_utf8(out, c);
	}
	if (in.n > 0)
		put_utf8(out, REPLACEMENT);
}

/* Of n bytes that utf8_first() has found to be one character. */
static uint32_t
character(struct view v, size_t n)
{
	static const uint8_t mask[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	uint32_t c = (uint8_t)v.p[0] & mask[n];

	for (size_t i = 1; i < n; i++)
		c = c << 6 | ((uint8_t)v.p[i] & 0x3f);
	return c;
}

void
icq_utf8_to_utf16(struct icq_out *out, struct view utf8)
{
	while (utf8.n > 0) {
		size_t n = utf8_first(utf8);
		uint32_t c = n > 0 ? character(utf8, n) : REPLACEMENT;

		if (c >= BEYOND) {
			icq_put_u16_be(out, (uint16_t)(HIGH | (c - BEYOND) >> 10));
			c = LOW | (c & 0x3ff);
		}
		icq_put_u16_be(out, (uint16_t)c);
		utf8 = view_skip(utf8, n > 0 ? n : 1);
	}
}
