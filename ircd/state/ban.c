/*
 * Mask lists.  Entries are normalised, no two are the same mask under the casemapping, and they stay in the
 * order they came.
 */
#include "state/ban.h"

#include <string.h>

#include "core/mem.h"
#include "proto/casemap.h"
#include "proto/mask.h"
#include "state/client.h"

#define BANS_CAP_MIN 4

void
ban_list_init(struct ban_list *l)
{
	*l = (struct ban_list){ 0 };
}

static void
ban_release(struct ban *b)
{
	mem_free(b->mask);
	mem_free(b->by);
}

void
ban_list_release(struct ban_list *l)
{
	for (size_t i = 0; i < l->count; i++)
		ban_release(&l->item[i]);
	mem_free(l->item);
	ban_list_init(l);
}

/* l->count when it is not there. */
static size_t
ban_index(const struct ban_list *l, struct view mask)
{
	size_t i = 0;

	while (i < l->count && !casemap_eq(view_z(l->item[i].mask), mask))
		i++;
	return i;
}

enum ban_verdict
ban_list_add(struct ban_list *l, struct view typed, struct view by, uint64_t now_wall_ms)
{
	char norm[MASK_LEN + 1];
	struct view mask = view_of(norm, mask_normalise(typed, norm, sizeof(norm)));

	if (mask.n == 0)
		return BAN_INVALID;
	if (ban_index(l, mask) < l->count)
		return BAN_EXISTS;
	if (l->count >= CHANNEL_LIST_MAX)
		return BAN_FULL;
	if (l->count == l->cap) {
		l->cap = l->cap != 0 ? 2 * l->cap : BANS_CAP_MIN;
		l->item = mem_grow(l->item, l->cap, sizeof(*l->item));
	}
	l->item[l->count++] =
		(struct ban){ .mask = view_dup(mask), .by = view_dup(by), .set_ms = now_wall_ms };
	return BAN_OK;
}

enum ban_verdict
ban_list_del(struct ban_list *l, struct view typed, char removed[MASK_LEN + 1])
{
	char norm[MASK_LEN + 1];
	struct view mask = view_of(norm, mask_normalise(typed, norm, sizeof(norm)));
	size_t i;

	if (mask.n == 0)
		return BAN_INVALID;
	i = ban_index(l, mask);
	if (i == l->count)
		return BAN_ABSENT;
	(void)view_copy(view_z(l->item[i].mask), removed, MASK_LEN + 1);
	ban_release(&l->item[i]);
	l->count--;
	memmove(&l->item[i], &l->item[i + 1], (l->count - i) * sizeof(*l->item));
	if (l->count == 0)
		ban_list_release(l);
	return BAN_OK;
}

static bool
any_matches(const struct ban_list *l, struct view who)
{
	for (size_t i = 0; i < l->count; i++) {
		if (mask_match(view_z(l->item[i].mask), who))
			return true;
	}
	return false;
}

bool
ban_list_hits(const struct ban_list *l, const struct client *c)
{
	char who[MASK_LEN + 1];
	size_t n;

	if (l->count == 0)
		return false;
	n = client_mask(c, who);
	if (any_matches(l, view_of(who, n)))
		return true;
	if (c->address == NULL)
		return false;
	n -= c->host_len;
	n += view_copy(view_z(c->address), who + n, sizeof(who) - n);
	return any_matches(l, view_of(who, n));
}
