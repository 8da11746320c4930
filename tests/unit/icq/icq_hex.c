#include "icq_hex.h"

#include <criterion/criterion.h>
#include <string.h>

static int
digit(char c)
{
	const char *all = "0123456789abcdef0123456789ABCDEF", *at = strchr(all, c);

	cr_assert(c != '\0' && at != NULL, "no hex digit: %c", c);
	return (int)(at - all) & 15;
}

struct view
icq_hex(struct icq_hex *h, const char *text)
{
	size_t n = 0;

	while (*text != '\0') {
		if (*text == ' ') {
			text++;
			continue;
		}
		cr_assert(n < sizeof(h->bytes) && text[1] != '\0');
		h->bytes[n++] = (uint8_t)(digit(text[0]) << 4 | digit(text[1]));
		text += 2;
	}
	h->v = view_of(h->bytes, n);
	return h->v;
}

bool
icq_hex_is(struct view v, const char *text)
{
	static struct icq_hex h;

	return view_eq(v, icq_hex(&h, text));
}

uint32_t
icq_random(uint32_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}
