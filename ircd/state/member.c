/*
 * Memberships.  Each is in two places at once: its client's list and its channel's array; member_add() and
 * member_del() are the only ones who touch either, so that n_channels, n_members and pos always agree with
 * them.
 */
#include "state/member.h"

#include <assert.h>

#include "core/mem.h"
#include "state/ban.h"
#include "state/channel.h"
#include "state/channel_server.h"
#include "state/client.h"
#include "state/cursor_priv.h"
#include "state/mode.h"
#include "state/registration.h"

#define MEMBERS_CAP_MIN 4

/* Walks the shorter of the two. */
struct member *
member_find(const struct channel *ch, const struct client *c)
{
	if (c->n_channels <= ch->n_members) {
		LIST_FOR_EACH (it, &c->memberships) {
			struct member *m = member_of_client_link(it);

			if (m->channel == ch)
				return m;
		}
		return NULL;
	}
	for (uint32_t i = 0; i < ch->n_members; i++) {
		if (ch->member[i]->client == c)
			return ch->member[i];
	}
	return NULL;
}

static void
members_resize(struct channel *ch, uint32_t cap)
{
	ch->member = mem_grow(ch->member, cap, sizeof(struct member *));
	ch->cap_members = cap;
}

struct member *
member_add(struct channel *ch, struct client *c, uint32_t ranks)
{
	struct member *m = mem_zalloc(sizeof(*m));

	assert(client_is_user(c));
	if (ch->n_members == ch->cap_members)
		members_resize(ch, ch->cap_members != 0 ? 2 * ch->cap_members : MEMBERS_CAP_MIN);
	m->client = c;
	m->channel = ch;
	m->pos = ch->n_members;
	member_set_ranks(m, ranks);
	ch->member[ch->n_members++] = m;
	list_add_tail(&c->memberships, &m->of_client);
	c->n_channels++;
	return m;
}

bool
member_del(struct member *m)
{
	struct channel *ch = m->channel;
	uint32_t last = ch->n_members - 1, hole;

	assert(ch->member[m->pos] == m);
	hole = member_cursor_fill(ch, m->pos);
	if (hole != last) {
		ch->member[hole] = ch->member[last];
		ch->member[hole]->pos = hole;
	}
	ch->n_members--;
	list_del(&m->of_client);
	m->client->n_channels--;
	mem_free(m);
	if (ch->n_members == 0)
		registration_left_empty(ch);
	if (ch->n_members == 0 && (ch->modes & CMODES_STAY) == 0) {
		channel_free(ch);
		return true;
	}
	if (ch->cap_members > MEMBERS_CAP_MIN && ch->n_members <= ch->cap_members / 4)
		members_resize(ch, ch->cap_members / 2);
	return false;
}

void
member_set_ranks(struct member *m, uint32_t ranks)
{
	assert(ranks <= UINT16_MAX);
	m->ranks = (uint16_t)ranks;
}

bool
member_is_banned(struct member *m)
{
	const struct ban_list *l = m->channel->list;

	/* What depends on other channels changes without our hearing of it. */
	if (l[LIST_BAN].n_volatile + l[LIST_EXEMPT].n_volatile + l[LIST_QUIET].n_volatile != 0)
		return channel_bans_speech(m->channel, m->client);
	if (m->banned == MEMBER_BAN_UNKNOWN)
		m->banned = channel_bans_speech(m->channel, m->client) ? MEMBER_BAN_YES : MEMBER_BAN_NO;
	return m->banned == MEMBER_BAN_YES;
}

void
member_forget_bans_of(struct client *c)
{
	LIST_FOR_EACH (it, &c->memberships)
		member_of_client_link(it)->banned = MEMBER_BAN_UNKNOWN;
}

void
member_forget_bans_in(struct channel *ch)
{
	for (uint32_t i = 0; i < ch->n_members; i++)
		ch->member[i]->banned = MEMBER_BAN_UNKNOWN;
}

const char *
member_prefixes(const struct member *m, bool all, char *dst)
{
	size_t n = 0;

	/* The highest rank is the last prefix row. */
	for (size_t i = n_channel_modes; i-- > 0;) {
		const struct mode_def *def = &channel_modes[i];

		if (def->kind != MODE_PREFIX || (m->ranks & def->bit) == 0)
			continue;
		dst[n++] = def->sigil;
		if (!all)
			break;
	}
	dst[n] = '\0';
	return dst;
}
