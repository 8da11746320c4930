/* UIDs, and users of other servers. */
#include "state/client_remote.h"

#include <assert.h>

#include "core/mem.h"
#include "proto/casemap.h"
#include "state/client_priv.h"
#include "state/filter.h"
#include "state/mode_bits.h"
#include "state/oper.h"
#include "state/whowas.h"

static bool
uid_matches(const struct hash_node *node, const void *key)
{
	const struct view *uid = key;

	return view_eq(client_uid(CONTAINER_OF(node, const struct client, by_uid)), *uid);
}

struct client *
client_find_uid(const struct world *w, struct view uid)
{
	struct hash_node *n;

	if (uid.n != UID_LEN)
		return NULL;
	n = hash_table_find(&w->uids, hash_bytes(uid), uid_matches, &uid);
	return n != NULL ? CONTAINER_OF(n, struct client, by_uid) : NULL;
}

/* TS6: the SID, then a number to the base of 36, letters before digits, whose first digit is a letter: AAAAAB is the first. */
void
client_make_uid(struct client *c)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	uint64_t n = ++c->world->uid_count;

	(void)view_copy(view_left(view_z(c->world->conf.sid), SID_LEN), c->uid, sizeof(c->uid));
	for (size_t i = UID_LEN; i-- > SID_LEN;) {
		unsigned base = i == SID_LEN ? 26 : 36;

		c->uid[i] = digits[n % base];
		n /= base;
	}
	c->uid[UID_LEN] = '\0';
	hash_table_add(&c->world->uids, &c->by_uid, hash_bytes(client_uid(c)));
}

struct client_far *
client_far(struct client *c)
{
	if (c->far == NULL)
		c->far = mem_zalloc(sizeof(*c->far));
	return c->far;
}

void
client_far_free(struct client *c)
{
	if (c->far == NULL)
		return;
	mem_free(c->far->fingerprint);
	mem_free(c->far->oper);
	mem_free(c->far->role);
	mem_free(c->far);
	c->far = NULL;
}

static void
replace(char **slot, struct view v)
{
	mem_free(*slot);
	*slot = v.n != 0 ? view_dup(v) : NULL;
}

void
client_set_real_host(struct client *c, struct view host)
{
	mem_free(c->name);
	c->name = c->address == NULL || !view_eq(host, view_z(c->address)) ? view_dup(host) : NULL;
}

void
client_set_fingerprint(struct client *c, struct view fingerprint)
{
	replace(&client_far(c)->fingerprint, fingerprint);
}

void
client_set_oper_names(struct client *c, struct view oper, struct view role)
{
	struct client_far *far = client_far(c);

	replace(&far->oper, view_left(oper, sizeof(c->oper->oper) - 1));
	replace(&far->role, view_left(role, sizeof(c->oper->role) - 1));
}

struct client *
client_introduce(struct world *w, const struct client_intro *intro, uint64_t now_wall_ms)
{
	struct client *c;

	if (handle_count(w->clients) >= w->conf.max_clients)
		return NULL;
	assert(client_find_uid(w, intro->uid) == NULL && client_nick_holder(w, intro->nick) == NULL);
	c = client_make(w, intro->node, intro->host);
	(void)view_copy(intro->uid, c->uid, sizeof(c->uid));
	hash_table_add(&w->uids, &c->by_uid, hash_bytes(client_uid(c)));
	client_spell_nick(c, intro->nick);
	c->nick_ts = intro->nick_ts;
	client_set_user(c, intro->user, intro->realname);
	if (!view_eq(intro->address, client_host(c)))
		client_set_address(c, intro->address);
	client_set_real_host(c, intro->real_host.n != 0 ? intro->real_host : intro->host);
	client_set_account(c, intro->account);
	c->is_secure = (intro->umodes & UMODE_TLS) != 0;
	c->signon_ms = now_wall_ms;
	client_become_user(c, intro->umodes);
	return c;
}

void
client_put_nick(struct client *c, struct view nick, uint64_t nick_ts, uint64_t now_wall_ms)
{
	if (client_is_user(c) && !casemap_eq(nick, client_nick(c))) {
		whowas_add(c->world->whowas, c, now_wall_ms);
		filter_forget_nick(c);
		c->owns_nick = false;
	}
	client_spell_nick(c, nick);
	c->nick_ts = nick_ts;
	if (nick_ts > c->nick_ts_max)
		c->nick_ts_max = nick_ts;
}
