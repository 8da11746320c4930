/* Formatting as https://modern.ircdocs.horse/formatting has it: a code is one byte, and colours have numbers behind it. */
#include "proto/text.h"

#include <string.h>

#define CTCP	   '\x01'
#define COLOUR	   '\x03'
#define HEX	   '\x04'
#define HEX_LEN	   6
#define DIGITS_MAX 2

bool
text_is_ctcp(struct view text)
{
	static const char action[] = "\x01"
				     "ACTION";
	size_t n = sizeof(action) - 1;

	if (text.n == 0 || text.p[0] != CTCP)
		return false;
	return text.n < n || memcmp(text.p, action, n) != 0 ||
		(text.n > n && text.p[n] != ' ' && text.p[n] != CTCP);
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_hex(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* How many digits of one colour begin at i. */
static size_t
digits(struct view text, size_t i, bool hex)
{
	size_t max = hex ? HEX_LEN : DIGITS_MAX, n = 0;

	while (n < max && i + n < text.n && (hex ? is_hex(text.p[i + n]) : is_digit(text.p[i + n])))
		n++;
	return hex && n < HEX_LEN ? 0 : n;
}

/* Where the colour that begins at i ends: "3", "03,15", "ff0000,00ff00" or nothing. */
static size_t
colour_end(struct view text, size_t i, bool hex)
{
	size_t n = digits(text, i, hex), back;

	i += n;
	if (n == 0 || i >= text.n || text.p[i] != ',')
		return i;
	back = digits(text, i + 1, hex);
	return back != 0 ? i + 1 + back : i;
}

size_t
text_format_len(struct view text, size_t at)
{
	char c = text.p[at];

	if (c == COLOUR || c == HEX)
		return colour_end(text, at + 1, c == HEX) - at;
	return c != '\0' && strchr("\x02\x0f\x11\x16\x1d\x1e\x1f", c) != NULL ? 1 : 0;
}

size_t
text_strip(struct view text, char *dst)
{
	size_t n = 0, i = 0;

	while (i < text.n) {
		size_t format = text_format_len(text, i);

		if (format == 0)
			dst[n++] = text.p[i++];
		i += format;
	}
	return n;
}
