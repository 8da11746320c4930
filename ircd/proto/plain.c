/* Character by character.  Bytes that are no UTF-8 stay, so that what is wrong equals nothing that is right. */
#include "proto/plain.h"

#include "core/utf8.h"

/* U+00C0..U+00FF; '-' is no letter. */
static const char latin[64] = "aaaaaaaceeeeiiiidnooooo-ouuuuyts"
			      "aaaaaaaceeeeiiiidnooooo-ouuuuyty";

static unsigned
two_bytes(struct view c)
{
	return ((unsigned)c.p[0] & 0x1fU) << 6 | ((unsigned)c.p[1] & 0x3fU);
}

static size_t
put_two(unsigned u, char dst[4])
{
	dst[0] = (char)(0xc0U | u >> 6);
	dst[1] = (char)(0x80U | (u & 0x3fU));
	return 2;
}

/* Of U+0080..U+07FF. */
static size_t
plain_two(unsigned u, char dst[4])
{
	if (u < 0xc0 || (u >= 0x300 && u <= 0x36f))
		return 0; /* signs of Latin-1; combining accents */
	if (u <= 0xff) {
		dst[0] = latin[u - 0xc0];
		return dst[0] != '-';
	}
	if ((u >= 0x391 && u <= 0x3a9) || (u >= 0x410 && u <= 0x42f))
		u += 0x20;
	else if (u >= 0x400 && u <= 0x40f)
		u += 0x50;
	else if (u == 0x3c2)
		u = 0x3c3; /* the sigma at the end of a word */
	return put_two(u, dst);
}

static size_t
plain_ascii(char c, char dst[4])
{
	dst[0] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	return (dst[0] >= 'a' && dst[0] <= 'z') || (c >= '0' && c <= '9');
}

/* U+2000..U+206F are blanks, dashes and quotation marks. */
static bool
is_punctuation(struct view c)
{
	return (c.p[0] & 0xff) == 0xe2 &&
		((c.p[1] & 0xff) == 0x80 || ((c.p[1] & 0xff) == 0x81 && (c.p[2] & 0xff) <= 0xaf));
}

static size_t
plain_char(struct view c, char dst[4])
{
	if (c.n == 1 && (c.p[0] & 0x80) == 0)
		return plain_ascii(c.p[0], dst);
	if (c.n == 2)
		return plain_two(two_bytes(c), dst);
	if (c.n == 3 && is_punctuation(c))
		return 0;
	memcpy(dst, c.p, c.n);
	return c.n;
}

size_t
plain_text(struct view text, char *dst, size_t size)
{
	size_t n = 0;

	while (text.n != 0) {
		size_t len = utf8_first(text), more;
		char one[4];

		if (len == 0)
			len = 1;
		more = plain_char(view_left(text, len), one);
		if (more > size - 1 - n)
			break;
		memcpy(dst + n, one, more);
		n += more;
		text = view_skip(text, len);
	}
	dst[n] = '\0';
	return n;
}
