#include "tests/unit/state/world_check.h"

#include <string.h>

#include "proto/casemap.h"
#include "proto/extban.h"
#include "state/channel.h"
#include "state/client.h"
#include "state/cursor.h"
#include "state/filter.h"
#include "state/invite.h"
#include "state/member.h"
#include "state/mode.h"
#include "state/oper.h"
#include "state/registration.h"
#include "state/snomask.h"
#include "state/whowas.h"

#define HOLDS(cond)                   \
	do {                          \
		if (!(cond))          \
			return #cond; \
	} while (0)

/* What the lists of clients say. */
struct tally {
	size_t users, unregistered, invisible, opers, snotices, nicks, memberships, invites, permanent,
		registered;
	size_t accepts, accepted; /* the same, from both ends */
};

static const char *
membership_fault(const struct client *c, struct member *m)
{
	const struct channel *ch = m->channel;

	HOLDS(m->client == c);
	HOLDS(m->pos < ch->n_members);
	HOLDS(ch->member[m->pos] == m);
	HOLDS(channel_find(c->world, channel_name(ch)) == ch);
	HOLDS(member_find(ch, c) == m);
	return NULL;
}

static const char *
invites_fault(const struct client *c)
{
	HOLDS(invite_count(c) <= INVITES_MAX);
	LIST_FOR_EACH (it, &c->invites) {
		const struct invite *i = CONTAINER_OF(it, struct invite, of_client);

		HOLDS(i->client == c);
		HOLDS(channel_find(c->world, channel_name(i->channel)) == i->channel);
		HOLDS(member_find(i->channel, c) == NULL);
		for (struct list *o = it->next; o != &c->invites; o = o->next)
			HOLDS(CONTAINER_OF(o, struct invite, of_client)->channel != i->channel);
	}
	return NULL;
}

static const char *
accepts_fault(const struct client *c, struct tally *t)
{
	const struct filter *f = c->filter;
	size_t n = 0;

	if (f == NULL)
		return NULL;
	HOLDS(c->phase != CLIENT_GONE);
	HOLDS(f->silence.count != 0 || !list_is_empty(&f->accepts) || !list_is_empty(&f->accepted_by) ||
		f->called_ms != 0);
	LIST_FOR_EACH (it, &f->accepts) {
		const struct accept *a = accept_of_owner_link(it);

		HOLDS(a->owner == c && a->other != c && a->other->phase == CLIENT_USER);
		HOLDS(filter_accepts(c, a->other));
		n++;
	}
	HOLDS(n == f->n_accepts && n <= ACCEPT_MAX);
	t->accepts += n;
	LIST_FOR_EACH (it, &f->accepted_by) {
		HOLDS(CONTAINER_OF(it, const struct accept, of_other)->other == c);
		t->accepted++;
	}
	return NULL;
}

static const char *
client_fault(const struct client *c)
{
	size_t n = 0;

	HOLDS(strlen(c->nick) == c->nick_len);
	HOLDS(strlen(c->user) == c->user_len);
	HOLDS(strlen(c->host) == c->host_len);
	HOLDS(c->phase == CLIENT_GONE ? handle_is_none(c->handle) : client_get(c->world, c->handle) == c);
	HOLDS(client_find(c->world, client_nick(c)) == c || !client_is_user(c));
	HOLDS(c->oper == NULL || (c->umodes & UMODE_OPER) != 0);
	HOLDS(((c->umodes & UMODE_SNOTICES) != 0) == (snomask_of(c) != 0));
	HOLDS((c->umodes & UMODE_SNOTICES) == 0 || oper_has(c, PRIV_SERVER_NOTICES));
	HOLDS(client_is_user(c) || list_is_empty(&c->memberships));
	LIST_FOR_EACH (it, &c->memberships) {
		const char *fault = membership_fault(c, member_of_client_link(it));

		if (fault != NULL)
			return fault;
		n++;
	}
	HOLDS(n == c->n_channels);
	return invites_fault(c);
}

static const char *
bans_fault(const struct ban_list *l, size_t max)
{
	char norm[MASK_LEN + 1];

	HOLDS(l->count <= max);
	HOLDS(l->count <= l->cap);
	for (size_t i = 0; i < l->count; i++) {
		struct view mask = view_z(l->item[i].mask);

		HOLDS(mask.n <= MASK_LEN);
		HOLDS(extban_normalise(mask, norm, sizeof(norm)) == mask.n && view_eq(mask, view_z(norm)));
		for (size_t o = 0; o < i; o++)
			HOLDS(!casemap_eq(mask, view_z(l->item[o].mask)));
	}
	return NULL;
}

static const char *
clients_fault(const struct world *w, const struct list *head, struct tally *t)
{
	LIST_FOR_EACH (it, head) {
		const struct client *c = client_of_world_link(it);
		const char *fault = client_fault(c);
		bool is_user = client_is_user(c);

		if (fault == NULL)
			fault = accepts_fault(c, t);
		if (fault == NULL && c->filter != NULL)
			fault = bans_fault(&c->filter->silence, SILENCE_MAX);
		if (fault != NULL)
			return fault;
		HOLDS(c->world == w);
		HOLDS(is_user == (head == &w->users));
		t->users += is_user;
		t->unregistered += c->phase == CLIENT_NEW;
		t->invisible += is_user && (c->umodes & UMODE_INVISIBLE) != 0;
		t->opers += is_user && (c->umodes & UMODE_OPER) != 0;
		t->snotices += (c->umodes & UMODE_SNOTICES) != 0;
		t->nicks += c->phase != CLIENT_GONE && c->nick_len != 0;
		t->memberships += c->n_channels;
		t->invites += invite_count(c);
	}
	return NULL;
}

static const char *
lists_fault(const struct channel *ch)
{
	const char *fault = NULL;

	for (size_t i = 0; i < LIST_N && fault == NULL; i++)
		fault = bans_fault(&ch->list[i], CHANNEL_LIST_MAX);
	return fault;
}

static const char *
members_fault(const struct channel *ch)
{
	HOLDS(ch->n_members > 0 || (ch->modes & CMODES_STAY) != 0);
	HOLDS(ch->n_members <= ch->cap_members);
	for (uint32_t i = 0; i < ch->n_members; i++) {
		const struct member *m = ch->member[i];

		HOLDS(m->pos == i);
		HOLDS(m->channel == ch);
		HOLDS(m->ranks < 2 * RANK_OWNER);
		HOLDS(m->banned == MEMBER_BAN_UNKNOWN ||
			(m->banned == MEMBER_BAN_YES) == channel_bans_speech(ch, m->client));
	}
	return NULL;
}

static const char *
channel_fault(const struct channel *ch, struct tally *left)
{
	const char *fault = members_fault(ch);

	HOLDS(strlen(ch->key) <= KEY_LEN);
	HOLDS(((ch->modes & CMODE_KEY) != 0) == (ch->key[0] != '\0'));
	HOLDS(((ch->modes & CMODE_LIMIT) != 0) == (ch->limit != 0));
	HOLDS(((ch->modes & CMODE_FORWARD) != 0) == (ch->forward != NULL));
	HOLDS(((ch->modes & CMODE_THROTTLE) != 0) == (ch->joins_max != 0));
	HOLDS((ch->joins_max != 0) == (ch->joins_s != 0));
	HOLDS(ch->joins <= ch->joins_max || ch->joins_max == 0);
	HOLDS(ch->limit <= CHANNEL_LIMIT_MAX);
	HOLDS((ch->topic == NULL) == (ch->topic_by == NULL));
	HOLDS(ch->topic == NULL || (ch->topic[0] != '\0' && strlen(ch->topic) <= TOPIC_LEN));
	HOLDS((ch->registration != NULL) == ((ch->modes & CMODE_REGISTERED) != 0));
	HOLDS(ch->registration == NULL || ch->registration->channel == ch);
	left->registered += ch->registration != NULL;
	left->permanent += (ch->modes & CMODE_PERMANENT) != 0;
	HOLDS(left->memberships >= ch->n_members);
	left->memberships -= ch->n_members;
	LIST_FOR_EACH (it, &ch->invites) {
		HOLDS(CONTAINER_OF(it, struct invite, of_channel)->channel == ch);
		HOLDS(left->invites-- > 0);
	}
	LIST_FOR_EACH (it, &ch->cursors) {
		const struct member_cursor *cur = CONTAINER_OF(it, struct member_cursor, parked);

		HOLDS(cur->channel == ch && cur->next <= ch->n_members);
		HOLDS(it->next == &ch->cursors ||
			cur->next <= CONTAINER_OF(it->next, struct member_cursor, parked)->next);
	}
	return fault != NULL ? fault : lists_fault(ch);
}

const char *
world_fault(const struct world *w)
{
	struct tally t = { 0 };
	const char *fault = clients_fault(w, &w->users, &t);
	size_t pos = 0, n = 0;

	if (fault == NULL)
		fault = clients_fault(w, &w->others, &t);
	for (struct hash_node *it = NULL;
		fault == NULL && (it = hash_table_next(&w->channels, &pos, it)) != NULL; n++)
		fault = channel_fault(channel_of_node(it), &t);
	if (fault != NULL)
		return fault;
	HOLDS(n == w->channels.count);
	LIST_FOR_EACH (it, &w->channel_list) {
		struct channel *ch = channel_of_world_link(it);

		HOLDS(n-- > 0 && channel_find(w, channel_name(ch)) == ch);
	}
	HOLDS(n == 0);
	HOLDS(w->channels.count <= w->conf.max_channels);
	HOLDS(t.memberships == 0); /* those of the clients are those of the channels */
	HOLDS(t.invites == 0);
	HOLDS(t.accepts == t.accepted);
	HOLDS(t.permanent == w->n_permanent && t.permanent <= CHANNELS_PERMANENT_MAX);
	HOLDS(t.registered == w->n_registered);
	HOLDS(t.users == w->n_users);
	HOLDS(t.users <= w->max_users);
	HOLDS(t.unregistered == w->n_unregistered);
	HOLDS(t.invisible == w->n_invisible);
	HOLDS(t.opers == w->n_opers);
	HOLDS(t.snotices == w->n_snotices);
	HOLDS(t.nicks == w->nicks.count);
	HOLDS(handle_count(w->clients) == t.users + t.unregistered);
	HOLDS(whowas_count(w->whowas) <= w->conf.whowas_entries);
	return NULL;
}
