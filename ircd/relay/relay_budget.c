/* The rate is one time: when it will be full again.  What is missing until then, in shares of the time, is how much has been taken. */
#include "relay/relay_budget.h"

#include <assert.h>

#include "conf/conf_dcc.h"
#include "core/mem.h"
#include "relay/relay.h"

static struct relay_user *
user_of(struct hash_node *node)
{
	return node != NULL ? CONTAINER_OF(node, struct relay_user, node) : NULL;
}

static uint64_t
hash_of(struct handle who)
{
	return hash_bytes(view_of(&who, sizeof(who)));
}

static bool
is_his(const struct hash_node *node, const void *key)
{
	const struct handle *who = key;

	return handle_eq(CONTAINER_OF(node, const struct relay_user, node)->who, *who);
}

void
relay_budget_init(struct relay_budget *b)
{
	hash_table_init(&b->users);
}

void
relay_budget_release(struct relay_budget *b)
{
	size_t pos = 0;
	struct hash_node *node = hash_table_next(&b->users, &pos, NULL);

	while (node != NULL) {
		struct relay_user *u = user_of(node);

		node = hash_table_next(&b->users, &pos, node);
		mem_free(u);
	}
	hash_table_release(&b->users);
}

struct relay_user *
relay_budget_find(const struct relay_budget *b, struct handle who)
{
	return b->users.count != 0 ? user_of(hash_table_find(&b->users, hash_of(who), is_his, &who)) : NULL;
}

struct relay_user *
relay_budget_get(struct relay_budget *b, struct handle who)
{
	struct relay_user *u = relay_budget_find(b, who);

	if (u == NULL) {
		u = mem_zalloc(sizeof(*u));
		u->who = who;
		hash_table_add(&b->users, &u->node, hash_of(who));
	}
	return u;
}

void
relay_budget_forget(struct relay_budget *b, struct handle who)
{
	struct relay_user *u = relay_budget_find(b, who);

	if (u == NULL)
		return;
	assert(u->n_sessions == 0);
	hash_table_del(&b->users, &u->node);
	mem_free(u);
}

static uint64_t
share_ms(const struct conf_dcc *d)
{
	return d->offers.per_ms / d->offers.count;
}

/* How long until one more may be made. */
static uint64_t
rate_wait_ms(const struct relay_user *u, const struct conf_dcc *d, uint64_t now_ms)
{
	uint64_t missing, room;

	if (d->offers.count == 0 || u->full_ms <= now_ms)
		return 0;
	missing = u->full_ms - now_ms;
	room = share_ms(d) * (d->offers.count - 1);
	return missing > room ? missing - room : 0;
}

uint64_t
relay_budget_wait_ms(const struct relay_user *u, const struct conf_dcc *d, uint64_t now_ms)
{
	uint64_t off = u->off_until_ms > now_ms ? u->off_until_ms - now_ms : 0;
	uint64_t rate = rate_wait_ms(u, d, now_ms);

	return off > rate ? off : rate;
}

enum relay_limit
relay_budget_offer(struct relay_user *u, const struct conf_dcc *d, uint64_t now_ms)
{
	if (u->off_until_ms > now_ms)
		return RELAY_LIMIT_FAILS;
	if (rate_wait_ms(u, d, now_ms) != 0)
		return RELAY_LIMIT_RATE;
	if (d->offers.count != 0)
		u->full_ms = (u->full_ms > now_ms ? u->full_ms : now_ms) + share_ms(d);
	return RELAY_LIMIT_NONE;
}

enum relay_limit
relay_budget_room(const struct relay_user *u, const struct conf_dcc *d)
{
	if (u->n_offers >= d->max_offers)
		return RELAY_LIMIT_OFFERS;
	return u->n_open >= d->max_open ? RELAY_LIMIT_OPEN : RELAY_LIMIT_NONE;
}

bool
relay_budget_dialled(struct relay_user *u, bool was_there, uint64_t now_ms)
{
	u->n_fails = was_there ? 0 : u->n_fails + 1;
	if (u->n_fails < RELAY_FAILS_MAX)
		return false;
	u->n_fails = 0;
	u->off_until_ms = now_ms + RELAY_FAIL_OFF_MS;
	return true;
}

uint32_t
relay_budget_sessions(uint32_t configured, uint64_t descriptors)
{
	uint64_t most = descriptors / RELAY_SESSION_FDS;

	return descriptors != 0 && most < configured ? (uint32_t)most : configured;
}
