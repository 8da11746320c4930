/*
 * Who hears QUITs is known before the first of them: whoever shares a channel with somebody behind the server that goes.  So the batch is
 * opened for each hearer once, by one look at the channels, and closed for the same ones.
 */
#include "route/netsplit.h"

#include <stdio.h>

#include "core/mem.h"
#include "route/event.h"
#include "route/leave.h"
#include "route/route_priv.h"
#include "state/auditorium.h"
#include "state/client_remote.h"
#include "state/cursor.h"

_Static_assert(sizeof(((struct netsplit *)NULL)->ref) == BATCH_REF, "the name of a batch");

enum seen { SEEN_BY_NONE, SEEN_BY_WHO_SEES_ALL, SEEN_BY_ALL };

/* By whom of its channel it will be seen that somebody goes. */
static enum seen
look_at(const struct channel *ch, const struct node *gone)
{
	enum seen seen = SEEN_BY_NONE;

	for (uint32_t i = 0; i < ch->n_members; i++) {
		const struct member *m = ch->member[i];

		if (m->client->link != gone->number || !node_is_behind(m->client->node, gone))
			continue;
		if (!auditorium_hides(m))
			return SEEN_BY_ALL;
		seen = SEEN_BY_WHO_SEES_ALL;
	}
	return seen;
}

static void
add_hearer(struct netsplit *s, struct client *c)
{
	if (s->n == s->cap) {
		s->cap = s->cap != 0 ? 2 * s->cap : 16;
		s->hearer = mem_grow(s->hearer, s->cap, sizeof(struct client *));
	}
	s->hearer[s->n++] = c;
}

static void
add_members(struct netsplit *s, const struct channel *ch, enum seen seen)
{
	for (uint32_t i = 0; i < ch->n_members; i++) {
		struct client *c = ch->member[i]->client;

		if (c->mark == s->rt->mark || c->conn == NULL || (c->caps & CAP_BIT(CAP_BATCH)) == 0 ||
			(seen != SEEN_BY_ALL && !auditorium_sees_all(ch->member[i])))
			continue;
		c->mark = s->rt->mark;
		add_hearer(s, c);
	}
}

/* words: behind the name of the batch. */
static void
say_batch(struct netsplit *s, char sign, struct view words)
{
	char text[BATCH_REF + 1];
	struct event ev;

	event_begin(&ev, s->rt->world, NULL, VIEW("BATCH"));
	ev.no_label = true;
	(void)snprintf(text, sizeof(text), "%c%s", sign, s->ref);
	msg_build_param(&ev.build, view_z(text));
	for (struct view word; view_cut(&words, ' ', &word);)
		msg_build_param(&ev.build, word);
	for (size_t i = 0; i < s->n; i++)
		route_user(s->rt, s->hearer[i], &ev);
}

void
netsplit_begin(struct netsplit *s, struct route *rt, const struct node *gone)
{
	char words[sizeof(s->reason) + 10];

	*s = (struct netsplit){ .rt = rt };
	(void)snprintf(s->reason, sizeof(s->reason), "%s %s", gone->uplink->name, gone->name);
	rt->mark++;
	LIST_FOR_EACH (it, &rt->world->channel_list) {
		const struct channel *ch = channel_of_world_link(it);
		enum seen seen = look_at(ch, gone);

		if (seen != SEEN_BY_NONE)
			add_members(s, ch, seen);
	}
	if (s->n == 0)
		return;
	(void)route_batch_ref(++rt->batch_count, s->ref);
	(void)snprintf(words, sizeof(words), "netsplit %s", s->reason);
	say_batch(s, '+', view_z(words));
}

void
netsplit_leave(struct netsplit *s, struct client *c)
{
	leave_in_batch(s->rt, c, view_z(s->reason), view_z(s->ref));
}

void
netsplit_end(struct netsplit *s)
{
	if (s->n != 0)
		say_batch(s, '-', (struct view){ NULL, 0 });
	mem_free(s->hearer);
}
