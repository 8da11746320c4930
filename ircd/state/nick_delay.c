/* Those that are over are given back when another is set. */
#include "state/nick_delay.h"

#include "core/hash.h"
#include "core/mem.h"
#include "core/timer.h"
#include "proto/casemap.h"
#include "proto/limits.h"

struct delay {
	struct hash_node by_nick;
	struct timer end; /* in the set's own heap; due when it ends */
	size_t n;
	char nick[NICK_LEN_MAX + 1];
};

struct nick_delays {
	struct hash_table by_nick;
	struct timer_heap ends;
};

struct nick_delays *
nick_delays_new(void)
{
	struct nick_delays *nd = mem_zalloc(sizeof(*nd));

	hash_table_init(&nd->by_nick);
	timer_heap_init(&nd->ends);
	return nd;
}

static void
delay_free(struct nick_delays *nd, struct delay *d)
{
	timer_cancel(&nd->ends, &d->end);
	hash_table_del(&nd->by_nick, &d->by_nick);
	mem_free(d);
}

static struct delay *
first(const struct nick_delays *nd)
{
	return CONTAINER_OF(nd->ends.item[0], struct delay, end);
}

void
nick_delays_free(struct nick_delays *nd)
{
	if (nd == NULL)
		return;
	while (nd->by_nick.count != 0)
		delay_free(nd, first(nd));
	hash_table_release(&nd->by_nick);
	timer_heap_release(&nd->ends);
	mem_free(nd);
}

static bool
is_nick(const struct hash_node *node, const void *key)
{
	const struct delay *d = CONTAINER_OF(node, const struct delay, by_nick);
	const struct view *nick = key;

	return casemap_eq(view_of(d->nick, d->n), *nick);
}

static struct delay *
find(const struct nick_delays *nd, struct view nick)
{
	struct hash_node *node = hash_table_find(&nd->by_nick, casemap_hash(nick), is_nick, &nick);

	return node != NULL ? CONTAINER_OF(node, struct delay, by_nick) : NULL;
}

/* Nobody waits for the end of one. */
static void
on_end(struct timer *t, uint64_t now_ms)
{
	(void)t;
	(void)now_ms;
}

void
nick_delay_set(struct nick_delays *nd, struct view nick, uint64_t until_ms, uint64_t now_ms)
{
	struct delay *d = find(nd, nick);

	if (d != NULL)
		delay_free(nd, d);
	while (nd->by_nick.count != 0 &&
		(timer_wait_ms(&nd->ends, now_ms) == 0 || nd->by_nick.count >= NICK_DELAYS_MAX))
		delay_free(nd, first(nd));
	if (until_ms <= now_ms)
		return;
	d = mem_zalloc(sizeof(*d));
	d->n = view_copy(nick, d->nick, sizeof(d->nick));
	hash_table_add(&nd->by_nick, &d->by_nick, casemap_hash(nick));
	timer_arm(&nd->ends, &d->end, until_ms, on_end);
}

bool
nick_delay_has(const struct nick_delays *nd, struct view nick, uint64_t now_ms)
{
	const struct delay *d = nd->by_nick.count != 0 ? find(nd, nick) : NULL;

	return d != NULL && d->end.due_ms > now_ms;
}
