#include "tests/scenario/scn_lookup.h"

#include <string.h>

#include "core/loop.h"
#include "core/mem.h"
#include "tests/scenario/scn_match.h"

struct waiter {
	struct list link;
	struct timer timer;
	struct scn_lookup *lookup;
	size_t i;
	struct resolver_ask ask;
};

/* l->n when there is none. */
static size_t
find(const struct scn_lookup *l, const struct peer_addr *peer)
{
	size_t i = 0;

	while (i < l->n &&
		(l->item[i].peer.family != peer->family ||
			memcmp(l->item[i].peer.ip, peer->ip, sizeof(peer->ip)) != 0))
		i++;
	return i;
}

static void
on_due(struct timer *t, uint64_t now_ms)
{
	struct waiter *w = CONTAINER_OF(t, struct waiter, timer);
	const struct scn_lookup *l = w->lookup;
	struct resolver_ask by = w->ask;
	size_t i = w->i;

	(void)now_ms;
	list_del(&w->link);
	mem_free(w);
	by.done(by.arg, by.who, l->item[i].verdict == RESOLVER_FOUND ? l->item[i].name : NULL);
}

/* Addresses that no script named have none. */
static enum resolver_verdict
ask(void *arg, const struct peer_addr *peer, const struct resolver_ask *by, char name[DNS_HOST_LEN + 1])
{
	struct scn_lookup *l = arg;
	size_t i = find(l, peer);
	struct waiter *w;

	if (i == l->n)
		return RESOLVER_NONE;
	if (l->item[i].after_ms == 0) {
		(void)view_copy(view_z(l->item[i].name), name, DNS_HOST_LEN + 1);
		return l->item[i].verdict;
	}
	w = mem_zalloc(sizeof(*w));
	w->lookup = l;
	w->i = i;
	w->ask = *by;
	list_add_tail(&l->waiting, &w->link);
	loop_timer(l->loop, &w->timer, loop_mono_ms(l->loop) + l->item[i].after_ms, on_due);
	return RESOLVER_WAIT;
}

void
scn_lookup_init(struct scn_lookup *l)
{
	*l = (struct scn_lookup){ .source = { .ask = ask, .arg = l } };
	list_init(&l->waiting);
}

void
scn_lookup_stop(struct scn_lookup *l)
{
	while (!list_is_empty(&l->waiting)) {
		struct waiter *w = CONTAINER_OF(l->waiting.next, struct waiter, link);

		loop_timer_cancel(l->loop, &w->timer);
		list_del(&w->link);
		mem_free(w);
	}
}

int
scn_lookup_set(struct scn_lookup *l, const struct peer_addr *peer, struct view what, uint64_t after_ms)
{
	size_t i = find(l, peer);
	struct view verb = scn_word(&what);

	if (i == SCN_LOOKUPS_MAX || what.n > DNS_HOST_LEN)
		return -1;
	l->n += i == l->n;
	l->item[i].peer = *peer;
	l->item[i].after_ms = after_ms;
	(void)view_copy(what, l->item[i].name, sizeof(l->item[i].name));
	l->item[i].verdict = RESOLVER_FOUND;
	if (view_eq(verb, VIEW("nothing")))
		l->item[i].verdict = RESOLVER_NONE;
	else if (view_eq(verb, VIEW("busy")))
		l->item[i].verdict = RESOLVER_BUSY;
	else if (!view_eq(verb, VIEW("answers")) || what.n == 0)
		return -1;
	return 0;
}
