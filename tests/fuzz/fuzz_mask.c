/*
 * mask_match() against the definition, filled in as a table: cell (i, k) says if mask[i..] matches text[k..].  The first byte of
 * the input says how many bytes are the mask; the rest is the text.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "proto/casemap.h"
#include "proto/limits.h"
#include "proto/mask.h"

#define PART_MAX 96

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t
after_character(struct view text, size_t k)
{
	do
		k++;
	while (k < text.n && ((unsigned char)text.p[k] & 0xc0) == 0x80);
	return k;
}

static bool
by_table(struct view mask, struct view text)
{
	static bool cell[PART_MAX + 1][PART_MAX + 1];

	for (size_t i = mask.n + 1; i-- != 0;) {
		for (size_t k = text.n + 1; k-- != 0;) {
			char c = i < mask.n ? mask.p[i] : '\0';

			if (i == mask.n)
				cell[i][k] = k == text.n;
			else if (c == '*')
				cell[i][k] = cell[i + 1][k] || (k < text.n && cell[i][k + 1]);
			else if (k == text.n)
				cell[i][k] = false;
			else if (c == '?')
				cell[i][k] = cell[i + 1][after_character(text, k)];
			else
				cell[i][k] = casemap_eq(view_of(mask.p + i, 1), view_of(text.p + k, 1)) &&
					cell[i + 1][k + 1];
		}
	}
	return cell[0][0];
}

static bool
is_acceptable(struct view typed)
{
	bool good = typed.n != 0 && typed.p[0] != ':';

	for (size_t i = 0; i < typed.n; i++)
		good = good && (unsigned char)typed.p[i] > ' ' && typed.p[i] != ',' && typed.p[i] != 0x7f;
	return good;
}

static void
normalise(struct view typed)
{
	char once[MASK_LEN + 1], twice[MASK_LEN + 1];
	size_t n = mask_normalise(typed, once, sizeof(once));

	assert((n == 0) == !is_acceptable(typed));
	if (n == 0)
		return;
	assert(n <= MASK_LEN && strlen(once) == n && strstr(once, "**") == NULL);
	assert(strchr(once, '!') != NULL && strchr(once, '@') != NULL);
	assert(mask_normalise(view_of(once, n), twice, sizeof(twice)) == n && memcmp(once, twice, n) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct view mask, text;

	if (size == 0)
		return 0;
	text = view_of(data + 1, size - 1);
	mask = view_left(text, data[0] % (PART_MAX + 1));
	text = view_left(view_skip(text, mask.n), PART_MAX);
	assert(mask_match(mask, text) == by_table(mask, text));
	normalise(text);
	normalise(mask);
	return 0;
}
