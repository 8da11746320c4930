/*
 * Each rate is one time: when the bucket will be full again.  What is then still missing, in shares of the time, is how much has been
 * taken.  The lists of users are handles: whoever is gone is never found again, and falls out at the end.
 */
#include "auth/rates.h"

#include <stdbool.h>
#include <string.h>

#include "auth/session.h"
#include "core/mem.h"
#include "state/channel.h"
#include "state/filter.h"
#include "state/mode.h"
#include "state/oper.h"

struct rates {
	uint64_t full_ms[CONF_RATE_N];			    /* monotonic: nothing is missing from then on */
	struct handle told[RATES_TOLD], heard[RATES_HEARD]; /* newest first */
};

/* NULL: no limit. */
static const struct conf_rate *
limit_of(const struct client *c, enum conf_rate_kind kind)
{
	const struct session *s = c->session;

	if (s == NULL || s->class == NULL || s->class->rate[kind].count == 0 ||
		oper_has(c, PRIV_FLOOD_EXEMPT))
		return NULL;
	return &s->class->rate[kind];
}

static struct rates *
rates_of(struct client *c)
{
	if (c->session->rates == NULL)
		c->session->rates = mem_zalloc(sizeof(*c->session->rates));
	return c->session->rates;
}

uint64_t
rates_wait_ms(const struct client *c, enum conf_rate_kind kind, uint64_t now_ms)
{
	const struct conf_rate *limit = limit_of(c, kind);
	uint64_t share, missing;

	if (limit == NULL || c->session->rates == NULL || c->session->rates->full_ms[kind] <= now_ms)
		return 0;
	share = limit->per_ms / limit->count;
	missing = c->session->rates->full_ms[kind] - now_ms;
	return missing > share * (limit->count - 1) ? missing - share * (limit->count - 1) : 0;
}

void
rates_count(struct client *c, enum conf_rate_kind kind, uint64_t now_ms)
{
	const struct conf_rate *limit = limit_of(c, kind);
	uint64_t *full;

	if (limit == NULL)
		return;
	full = &rates_of(c)->full_ms[kind];
	if (*full < now_ms)
		*full = now_ms;
	*full += limit->per_ms / limit->count;
}

/* To the front; if it was not there the last one falls out. */
static void
remember(struct handle *list, size_t n, struct handle h)
{
	size_t i = 0;

	while (i < n - 1 && !handle_eq(list[i], h))
		i++;
	memmove(list + 1, list, i * sizeof(*list));
	list[0] = h;
}

static bool
is_in(const struct handle *list, size_t n, struct handle h)
{
	for (size_t i = 0; i < n; i++) {
		if (handle_eq(list[i], h))
			return true;
	}
	return false;
}

/* Who leads a channel may write to each of its members. */
static bool
leads_a_channel_with(const struct client *from, const struct client *to)
{
	LIST_FOR_EACH (it, &from->memberships) {
		const struct member *m = member_of_client_link(it);

		if (m->ranks != 0 && member_find(m->channel, to) != NULL)
			return true;
	}
	return false;
}

/* Counts a new target, and lets known ones stay known for as long as they are written to. */
static uint64_t
take_target(struct client *from, const struct client *to, uint64_t now_ms)
{
	struct rates *r = rates_of(from);
	bool known = is_in(r->told, RATES_TOLD, to->handle) || is_in(r->heard, RATES_HEARD, to->handle);

	if (!known && !filter_accepts(to, from) && !leads_a_channel_with(from, to)) {
		uint64_t wait = rates_wait_ms(from, CONF_RATE_TARGETS, now_ms);

		if (wait != 0)
			return wait;
		rates_count(from, CONF_RATE_TARGETS, now_ms);
	}
	remember(r->told, RATES_TOLD, to->handle);
	return 0;
}

uint64_t
rates_message_ms(struct client *from, struct client *to, uint64_t now_ms)
{
	uint64_t wait = 0;

	if (from == to)
		return 0;
	if (limit_of(from, CONF_RATE_TARGETS) != NULL)
		wait = take_target(from, to, now_ms);
	if (wait == 0 && limit_of(to, CONF_RATE_TARGETS) != NULL)
		remember(rates_of(to)->heard, RATES_HEARD, from->handle);
	return wait;
}

void
rates_trim(struct client *c, uint64_t now_ms)
{
	const struct rates *r = c->session->rates;

	for (size_t i = 0; r != NULL && i < CONF_RATE_N; i++) {
		if (r->full_ms[i] > now_ms)
			return;
	}
	rates_free(c->session->rates);
	c->session->rates = NULL;
}

void
rates_free(struct rates *r)
{
	mem_free(r);
}
