/*
 * Another Conclave knows our modes by our letters.  The others of this dialect mean other things by some of them (z is who hears OPERWALL, p
 * who may override), and there are more that each of them has from a module of its own: with them only what all of them agree about.
 */
#include "link/link_umodes.h"

#include "core/util.h"
#include "link/link_caps.h"
#include "state/mode.h"

static const struct row {
	uint64_t bit;
	char letter;
} common[] = {
	{ UMODE_DEAF, 'D' },
	{ UMODE_ACCOUNTS, 'R' },
	{ UMODE_SERVICE, 'S' },
	{ UMODE_TLS, 'Z' },
	{ UMODE_CALLERID, 'g' },
	{ UMODE_INVISIBLE, 'i' },
	{ UMODE_OPER, 'o' },
	{ UMODE_WALLOPS, 'w' },
};

/* What an operator wants to hear of is for its own server. */
#define HERE_ONLY UMODE_SNOTICES

static struct row
row_of(size_t i, uint64_t caps)
{
	if ((caps & LINK_CAP_BIT(LINK_CAP_CONCLAVE)) == 0)
		return i < ARRAY_LEN(common) ? common[i] : (struct row){ 0, '\0' };
	if (i >= n_user_modes)
		return (struct row){ 0, '\0' };
	return (struct row){ user_modes[i].bit & ~HERE_ONLY, user_modes[i].letter };
}

static size_t
put(uint64_t bits, uint64_t caps, char *dst, size_t n)
{
	struct row row;

	for (size_t i = 0; (row = row_of(i, caps)).letter != '\0'; i++) {
		if ((bits & row.bit) != 0 && n < LINK_UMODES_TEXT - 1)
			dst[n++] = row.letter;
	}
	dst[n] = '\0';
	return n;
}

size_t
link_umodes_text(uint64_t bits, uint64_t caps, char dst[LINK_UMODES_TEXT])
{
	dst[0] = '+';
	return put(bits, caps, dst, 1);
}

/* A sign with no letters behind it is taken back. */
static size_t
put_signed(uint64_t bits, char sign, uint64_t caps, char *dst, size_t n)
{
	size_t end;

	dst[n] = sign;
	end = put(bits, caps, dst, n + 1);
	if (end != n + 1)
		return end;
	dst[n] = '\0';
	return n;
}

size_t
link_umodes_change(uint64_t added, uint64_t removed, uint64_t caps, char dst[LINK_UMODES_TEXT])
{
	return put_signed(removed, '-', caps, dst, put_signed(added, '+', caps, dst, 0));
}

static uint64_t
bit_of(char letter, uint64_t caps)
{
	struct row row;

	for (size_t i = 0; (row = row_of(i, caps)).letter != '\0'; i++) {
		if (row.letter == letter)
			return row.bit;
	}
	return 0;
}

void
link_umodes_parse(struct view letters, uint64_t caps, uint64_t *added, uint64_t *removed)
{
	bool add = true;

	*added = *removed = 0;
	for (size_t i = 0; i < letters.n; i++) {
		char letter = letters.p[i];
		uint64_t bit = bit_of(letter, caps);

		if (letter == '+' || letter == '-')
			add = letter == '+';
		*added = add ? *added | bit : *added & ~bit;
		*removed = add ? *removed & ~bit : *removed | bit;
	}
}
