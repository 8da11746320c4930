/*
 * Clients from their first byte to the reaper.  A client with a nick is in world->nicks until it has exited,
 * whatever its phase, so that two who register at the same time can't take the same nick; only registered
 * users are found by it.
 */
#include "state/client.h"

#include <assert.h>
#include <stdio.h>

#include "core/mem.h"
#include "core/utf8.h"
#include "proto/caps.h"
#include "proto/casemap.h"
#include "proto/names.h"
#include "state/auditorium.h"
#include "state/channel.h"
#include "state/client_priv.h"
#include "state/cursor_priv.h"
#include "state/filter.h"
#include "state/invite.h"
#include "state/mode.h"
#include "state/monitor.h"
#include "state/whowas.h"

/* Copies before it frees: v may point into what is replaced. */
static void
string_set(char **slot, struct view v)
{
	char *copy = view_dup(v);

	mem_free(*slot);
	*slot = copy;
}

static bool
nick_matches(const struct hash_node *node, const void *key)
{
	const struct client *c = CONTAINER_OF(node, const struct client, by_nick);
	const struct view *nick = key;

	return casemap_eq(client_nick(c), *nick);
}

struct client *
client_nick_holder(const struct world *w, struct view nick)
{
	struct hash_node *n;

	if (nick.n == 0 || nick.n > NICK_LEN_MAX)
		return NULL;
	n = hash_table_find(&w->nicks, casemap_hash(nick), nick_matches, &nick);
	return n != NULL ? CONTAINER_OF(n, struct client, by_nick) : NULL;
}

void
client_spell_nick(struct client *c, struct view nick)
{
	struct world *w = c->world;

	if (c->nick_len != 0)
		hash_table_del(&w->nicks, &c->by_nick);
	c->nick_len = (uint8_t)view_copy(nick, c->nick, sizeof(c->nick));
	hash_table_add(&w->nicks, &c->by_nick, casemap_hash(client_nick(c)));
	member_forget_bans_of(c);
}

struct client *
client_make(struct world *w, struct node *node, struct view host)
{
	struct client *c = mem_zalloc(sizeof(*c));

	c->handle = handle_new(w->clients, c);
	assert(!handle_is_none(c->handle));
	c->world = w;
	c->node = node;
	c->link = node->number;
	c->phase = CLIENT_NEW;
	list_init(&c->memberships);
	list_init(&c->invites);
	list_init(&c->of_node);
	list_add_tail(&w->others, &c->in_world);
	w->n_unregistered++;
	client_set_host(c, host);
	return c;
}

struct client *
client_new(struct world *w, struct view host)
{
	struct client *c;

	if (handle_count(w->clients) >= w->conf.max_clients)
		return NULL;
	c = client_make(w, w->me, host);
	client_make_uid(c);
	return c;
}

void
client_become_user(struct client *c, uint64_t modes)
{
	struct world *w = c->world;

	c->phase = CLIENT_USER;
	cursor_forget(w, &c->in_world);
	list_del(&c->in_world);
	list_add_tail(&w->users, &c->in_world);
	list_add_tail(&c->node->users, &c->of_node);
	c->node->n_users++;
	w->n_unregistered--;
	w->n_users++;
	if (w->n_users > w->max_users)
		w->max_users = w->n_users;
	if (w->me->n_users > w->max_local)
		w->max_local = w->me->n_users;
	c->umodes = 0; /* what USER asked for was not counted yet */
	client_set_modes(c, modes, 0);
}

void
client_free(struct client *c)
{
	if (c == NULL)
		return;
	assert(c->phase != CLIENT_USER);
	client_exit(c, 0);
	cursor_forget(c->world, &c->in_world);
	list_del(&c->in_world);
	mem_free(c->host);
	mem_free(c->address);
	mem_free(c->name);
	mem_free(c->realname);
	mem_free(c->account);
	mem_free(c->away);
	client_far_free(c);
	mem_free(c);
}

struct client *
client_find(const struct world *w, struct view nick)
{
	struct client *c = client_nick_holder(w, nick);

	return c != NULL && client_is_user(c) ? c : NULL;
}

struct client *
client_get(const struct world *w, struct handle h)
{
	return handle_get(w->clients, h);
}

/*
 * SAVE names who loses a nick by the time: so no two nicks of one user have the same, though he has both within a second.  Who changes it as
 * fast for a minute is not worth a time that others call too far ahead.
 */
#define NICK_TS_AHEAD 60u

static uint64_t
next_nick_ts(const struct client *c, uint64_t now_s)
{
	uint64_t next = c->nick_ts_max + 1;

	return !client_is_user(c) || next <= now_s ? now_s : next <= now_s + NICK_TS_AHEAD ? next : now_s;
}

enum nick_verdict
client_set_nick(struct client *c, struct view nick, uint64_t now_wall_ms)
{
	struct world *w = c->world;
	const struct client *holder;

	assert(c->phase != CLIENT_GONE);
	if (c->nick_len != 0 && view_eq(nick, client_nick(c)))
		return NICK_SAME;
	if (!name_is_nick(nick, w->conf.nick_len))
		return NICK_INVALID;
	holder = client_nick_holder(w, nick);
	if (holder != NULL && holder != c)
		return NICK_IN_USE;
	client_put_nick(
		c, nick, holder == NULL ? next_nick_ts(c, now_wall_ms / 1000) : c->nick_ts, now_wall_ms);
	return NICK_OK;
}

void
client_drop_nick(struct client *c)
{
	assert(c->phase == CLIENT_NEW);
	if (c->nick_len != 0)
		hash_table_del(&c->world->nicks, &c->by_nick);
	c->nick_len = 0;
	c->nick[0] = '\0';
}

void
client_set_user(struct client *c, struct view user, struct view realname)
{
	client_set_user_name(c, user);
	client_set_realname(c, realname);
}

void
client_set_user_name(struct client *c, struct view user)
{
	c->user_len = (uint8_t)view_copy(user, c->user, sizeof(c->user));
	member_forget_bans_of(c);
}

void
client_set_host(struct client *c, struct view host)
{
	struct view v = view_left(host, HOST_LEN);

	string_set(&c->host, v);
	c->host_len = (uint8_t)v.n;
	member_forget_bans_of(c);
}

void
client_set_address(struct client *c, struct view address)
{
	if (address.n == 0) {
		mem_free(c->address);
		c->address = NULL;
	} else {
		string_set(&c->address, view_left(address, HOST_LEN));
	}
	member_forget_bans_of(c);
}

void
client_set_name(struct client *c, struct view name)
{
	if (c->address == NULL)
		client_set_address(c, client_host(c));
	string_set(&c->name, view_left(name, HOST_LEN));
	client_set_host(c, view_z(c->name));
}

struct view
client_real_host(const struct client *c)
{
	if (c->name != NULL)
		return view_z(c->name);
	return c->address != NULL ? view_z(c->address) : client_host(c);
}

void
client_set_realname(struct client *c, struct view realname)
{
	string_set(&c->realname, utf8_left(realname, REALNAME_LEN));
	member_forget_bans_of(c);
}

void
client_set_account(struct client *c, struct view account)
{
	if (account.n == 0) {
		mem_free(c->account);
		c->account = NULL;
	} else {
		string_set(&c->account, account);
	}
	member_forget_bans_of(c);
}

void
client_set_away(struct client *c, struct view text)
{
	if (text.n == 0) {
		mem_free(c->away);
		c->away = NULL;
	} else {
		string_set(&c->away, utf8_left(text, AWAY_LEN));
	}
}

void
client_register(struct client *c, uint64_t now_wall_ms, uint64_t now_mono_ms)
{
	struct world *w = c->world;
	uint64_t modes = client_cloak_at_first(c, c->umodes | w->conf.user_modes);

	assert(c->phase == CLIENT_NEW);
	assert(c->nick_len != 0 && c->user_len != 0 && c->realname != NULL);
	c->signon_ms = now_wall_ms;
	c->active_ms = now_mono_ms;
	c->nick_ts = c->nick_ts_max = now_wall_ms / 1000;
	client_become_user(c, modes | (c->is_secure ? UMODE_TLS : 0));
}

void
client_exit(struct client *c, uint64_t now_wall_ms)
{
	struct world *w = c->world;

	if (c->phase == CLIENT_GONE)
		return;
	LIST_FOR_EACH_SAFE (it, nx, &c->memberships)
		(void)member_del(member_of_client_link(it)); /* told by who asked for the exit */
	invite_clear_client(c);
	monitor_clear(c);
	filter_clear(c);
	client_set_modes(c, 0, c->umodes);
	if (client_is_user(c)) {
		whowas_add(w->whowas, c, now_wall_ms);
		w->n_users--;
		c->node->n_users--;
		list_del(&c->of_node);
		cursor_forget(w, &c->in_world);
		list_del(&c->in_world);
		list_add_tail(&w->others, &c->in_world);
	} else {
		w->n_unregistered--;
	}
	if (c->nick_len != 0)
		hash_table_del(&w->nicks, &c->by_nick);
	hash_table_del(&w->uids, &c->by_uid);
	handle_free(w->clients, c->handle);
	c->handle = HANDLE_NONE;
	c->phase = CLIENT_GONE;
}

bool
client_shares_channel(const struct client *a, const struct client *b)
{
	const struct client *few = a->n_channels > b->n_channels ? b : a;

	if (a == b)
		return true;
	LIST_FOR_EACH (it, &few->memberships) {
		const struct member *one = member_of_client_link(it);
		const struct member *other = member_find(one->channel, few == a ? b : a);

		if (other != NULL && auditorium_shows(few == a ? one : other, few == a ? other : one))
			return true;
	}
	return false;
}

size_t
client_mask(const struct client *c, char *dst)
{
	char *p = dst;

	memcpy(p, c->nick, c->nick_len);
	p += c->nick_len;
	*p++ = '!';
	memcpy(p, c->user, c->user_len);
	p += c->user_len;
	*p++ = '@';
	memcpy(p, c->host, c->host_len);
	p += c->host_len;
	*p = '\0';
	return (size_t)(p - dst);
}

const char *
client_log_name(const struct client *c, char dst[CLIENT_LOG_NAME])
{
	size_t n = client_mask(c, dst);

	if (c->address != NULL)
		(void)snprintf(dst + n, CLIENT_LOG_NAME - n, " [%s]", c->address);
	return dst;
}

void
client_set_caps(struct client *c, uint64_t caps)
{
	const uint64_t both = CAP_BIT(CAP_MULTILINE) | CAP_BIT(CAP_BATCH);

	c->caps = (caps & both) == both ? caps | CAP_LINES : caps & ~CAP_LINES;
}

void
client_touch(struct client *c, uint64_t now_mono_ms)
{
	c->active_ms = now_mono_ms;
}
