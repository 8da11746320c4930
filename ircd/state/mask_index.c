/*
 * All pieces that a text begins or ends with are hashed in one walk each, a byte at a time; the table is asked where a piece of that
 * length is there.  The hash is no SipHash: masks are set by operators, and strangers, who choose the texts, gain nothing by a collision
 * but that one mask more is compared.
 */
#include "state/mask_index.h"

#include <string.h>

#include "proto/casemap.h"
#include "proto/mask.h"

#define MULTIPLIER UINT64_C(0x9fb21c651e98df25)

static inline uint64_t
step(uint64_t h, char c)
{
	h = (h ^ (unsigned char)casemap_fold(c)) * MULTIPLIER;
	return h ^ h >> 29;
}

static uint64_t
hash_forward(const struct mask_index *ix, struct view v)
{
	uint64_t h = ix->key;

	for (size_t i = 0; i < v.n; i++)
		h = step(h, v.p[i]);
	return h;
}

static uint64_t
hash_backward(const struct mask_index *ix, struct view v)
{
	uint64_t h = ix->key;

	for (size_t i = v.n; i > 0; i--)
		h = step(h, v.p[i - 1]);
	return h;
}

void
mask_index_init(struct mask_index *ix)
{
	memset(ix, 0, sizeof(*ix));
	hash_table_init(&ix->literal);
	hash_table_init(&ix->piece[0]);
	hash_table_init(&ix->piece[1]);
	list_init(&ix->wild);
}

void
mask_index_release(struct mask_index *ix)
{
	hash_table_release(&ix->literal);
	hash_table_release(&ix->piece[0]);
	hash_table_release(&ix->piece[1]);
}

static bool
is_wild(char c)
{
	return c == '*' || c == '?';
}

/* Where it goes, and how long its piece is. */
static void
place(struct mask_entry *en)
{
	struct view m = en->mask;
	size_t head = 0, tail = 0;

	while (head < m.n && !is_wild(m.p[head]))
		head++;
	while (tail < m.n && !is_wild(m.p[m.n - 1 - tail]))
		tail++;
	if (head == m.n)
		en->place = MASK_LITERAL;
	else if (head == 0 && tail == 0)
		en->place = MASK_WILD;
	else
		en->place = head > tail ? MASK_PREFIX : MASK_SUFFIX;
	if (head < tail)
		head = tail;
	en->piece = (uint8_t)(head < MASK_INDEX_PIECE ? head : MASK_INDEX_PIECE);
}

static void
count_piece(struct mask_index *ix, size_t which, uint8_t n, int by)
{
	ix->n_piece[which][n] += (uint32_t)by;
	if (n > ix->longest[which])
		ix->longest[which] = n;
	while (ix->longest[which] > 0 && ix->n_piece[which][ix->longest[which]] == 0)
		ix->longest[which]--;
}

void
mask_index_add(struct mask_index *ix, struct mask_entry *en, struct view mask)
{
	if (ix->count++ == 0)
		ix->key = hash_bytes(VIEW("mask_index")); /* not before: it may not be drawn yet */
	en->mask = mask;
	place(en);
	switch ((enum mask_place)en->place) {
	case MASK_LITERAL:
		hash_table_add(&ix->literal, &en->node, hash_forward(ix, mask));
		break;
	case MASK_PREFIX:
		hash_table_add(&ix->piece[0], &en->node, hash_forward(ix, view_left(mask, en->piece)));
		count_piece(ix, 0, en->piece, 1);
		break;
	case MASK_SUFFIX:
		hash_table_add(
			&ix->piece[1], &en->node, hash_backward(ix, view_skip(mask, mask.n - en->piece)));
		count_piece(ix, 1, en->piece, 1);
		break;
	case MASK_WILD:
		list_add_tail(&ix->wild, &en->in_wild);
		ix->n_wild++;
		break;
	}
}

void
mask_index_del(struct mask_index *ix, struct mask_entry *en)
{
	ix->count--;
	switch ((enum mask_place)en->place) {
	case MASK_LITERAL:
		hash_table_del(&ix->literal, &en->node);
		break;
	case MASK_PREFIX:
		hash_table_del(&ix->piece[0], &en->node);
		count_piece(ix, 0, en->piece, -1);
		break;
	case MASK_SUFFIX:
		hash_table_del(&ix->piece[1], &en->node);
		count_piece(ix, 1, en->piece, -1);
		break;
	case MASK_WILD:
		list_del(&en->in_wild);
		ix->n_wild--;
		break;
	}
}

struct ask {
	struct view text;
	mask_visit_fn *visit;
	const void *arg;
};

static bool
is_it(const struct mask_entry *en, const struct ask *ask)
{
	return mask_match(en->mask, ask->text) && ask->visit(en, ask->arg);
}

static bool
node_is_it(const struct hash_node *node, const void *key)
{
	return is_it(CONTAINER_OF(node, const struct mask_entry, node), key);
}

static struct mask_entry *
look_up(const struct hash_table *t, uint64_t hash, const struct ask *ask)
{
	struct hash_node *node = hash_table_find(t, hash, node_is_it, ask);

	return node != NULL ? CONTAINER_OF(node, struct mask_entry, node) : NULL;
}

/* By what they begin with, and, as the walk ends with all of the text, those without a wildcard. */
static struct mask_entry *
find_forward(const struct mask_index *ix, const struct ask *ask)
{
	struct mask_entry *en = NULL;
	uint64_t h = ix->key;
	size_t most = ix->literal.count != 0 ? ask->text.n : ix->longest[0];

	for (size_t i = 0; i < ask->text.n && i < most && en == NULL; i++) {
		h = step(h, ask->text.p[i]);
		if (i < ix->longest[0] && ix->n_piece[0][i + 1] != 0)
			en = look_up(&ix->piece[0], h, ask);
	}
	if (en == NULL && ix->literal.count != 0)
		en = look_up(&ix->literal, h, ask);
	return en;
}

static struct mask_entry *
find_backward(const struct mask_index *ix, const struct ask *ask)
{
	struct mask_entry *en = NULL;
	uint64_t h = ix->key;

	for (size_t i = 0; i < ask->text.n && i < ix->longest[1] && en == NULL; i++) {
		h = step(h, ask->text.p[ask->text.n - 1 - i]);
		if (ix->n_piece[1][i + 1] != 0)
			en = look_up(&ix->piece[1], h, ask);
	}
	return en;
}

struct mask_entry *
mask_index_find(const struct mask_index *ix, struct view text, mask_visit_fn *visit, const void *arg)
{
	const struct ask ask = { text, visit, arg };
	struct mask_entry *en;

	if (ix->count == 0)
		return NULL;
	en = find_forward(ix, &ask);
	if (en == NULL)
		en = find_backward(ix, &ask);
	if (en != NULL)
		return en;
	LIST_FOR_EACH (it, &ix->wild) {
		struct mask_entry *wild = CONTAINER_OF(it, struct mask_entry, in_wild);

		if (is_it(wild, &ask))
			return wild;
	}
	return NULL;
}
