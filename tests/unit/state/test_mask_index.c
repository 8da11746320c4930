#include "state/mask_index.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "proto/mask.h"

#define N 600

static bool
any(const struct mask_entry *en, const void *arg)
{
	(void)en;
	(void)arg;
	return true;
}

static bool
is_that(const struct mask_entry *en, const void *arg)
{
	return en == arg;
}

static const char *
make(char *dst, size_t size, bool wild)
{
	static const char letters[] = "aBc.[";
	static const char wilds[] = "aBc.[*?*";
	size_t n = (size_t)(rand() % 9);

	for (size_t i = 0; i < n && i + 1 < size; i++)
		dst[i] = wild ? wilds[(size_t)rand() % (sizeof(wilds) - 1)]
			      : letters[(size_t)rand() % (sizeof(letters) - 1)];
	dst[n] = '\0';
	return dst;
}

static size_t
count_naive(struct mask_entry *en, const bool *in, struct view text)
{
	size_t n = 0;

	for (size_t i = 0; i < N; i++)
		n += in[i] && mask_match(en[i].mask, text);
	return n;
}

/* Each of those that fit is found, and nothing else is. */
static void
check(const struct mask_index *ix, struct mask_entry *en, const bool *in, struct view text)
{
	cr_assert_eq(mask_index_find(ix, text, any, NULL) != NULL, count_naive(en, in, text) != 0, "%.*s",
		VIEW_ARG(text));
	for (size_t i = 0; i < N; i++) {
		bool want = in[i] && mask_match(en[i].mask, text);

		cr_assert_eq(mask_index_find(ix, text, is_that, &en[i]) != NULL, want,
			"\"%.*s\" and \"%.*s\"", VIEW_ARG(en[i].mask), VIEW_ARG(text));
	}
}

Test(mask_index, finds_what_a_scan_finds)
{
	static struct mask_entry en[N];
	static char mask[N][16];
	static bool in[N];
	struct mask_index ix;
	char text[16];

	hash_init();
	srand(4711);
	mask_index_init(&ix);
	for (size_t i = 0; i < N; i++) {
		mask_index_add(&ix, &en[i], view_z(make(mask[i], sizeof(mask[i]), i % 3 != 0)));
		in[i] = true;
	}
	for (size_t round = 0; round < 60; round++) {
		check(&ix, en, in, view_z(make(text, sizeof(text), false)));
		for (size_t k = 0; k < 10; k++) {
			size_t i = (size_t)rand() % N;

			if (in[i])
				mask_index_del(&ix, &en[i]);
			in[i] = false;
		}
	}
	for (size_t i = 0; i < N; i++) {
		if (in[i])
			mask_index_del(&ix, &en[i]);
	}
	cr_expect_eq(ix.count, 0);
	cr_expect_eq(ix.n_wild, 0);
	cr_expect_eq(ix.longest[0], 0);
	cr_expect_eq(ix.longest[1], 0);
	mask_index_release(&ix);
}

Test(mask_index, pieces_longer_than_its_limit_are_compared_whole)
{
	struct mask_entry en[2];
	struct mask_index ix;
	char mask[2][MASK_INDEX_PIECE + 16], text[MASK_INDEX_PIECE + 16];
	int n;

	hash_init();
	mask_index_init(&ix);
	(void)snprintf(mask[0], sizeof(mask[0]), "*x%0*d", MASK_INDEX_PIECE + 4, 7);
	(void)snprintf(mask[1], sizeof(mask[1]), "%0*d*", MASK_INDEX_PIECE + 4, 7);
	for (size_t i = 0; i < 2; i++)
		mask_index_add(&ix, &en[i], view_z(mask[i]));
	cr_expect_eq(en[0].piece, MASK_INDEX_PIECE);
	n = snprintf(text, sizeof(text), "ax%0*d", MASK_INDEX_PIECE + 4, 7);
	cr_expect_eq(mask_index_find(&ix, view_of(text, (size_t)n), any, NULL), &en[0]);
	text[1] = 'y';
	cr_expect_null(mask_index_find(&ix, view_of(text, (size_t)n), any, NULL));
	n = snprintf(text, sizeof(text), "%0*db", MASK_INDEX_PIECE + 4, 7);
	cr_expect_eq(mask_index_find(&ix, view_of(text, (size_t)n), any, NULL), &en[1]);
	mask_index_release(&ix);
}
