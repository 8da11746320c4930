#include "route/away_event.h"

#include "proto/caps.h"
#include "route/event.h"
#include "route/tree.h"

void
away_event(struct route *rt, struct client *c)
{
	struct event ev;

	event_begin(&ev, route_world(rt), c, VIEW("AWAY"));
	if (c->away != NULL)
		msg_build_text(&ev.build, view_z(c->away));
	ev.need = CAP_BIT(CAP_AWAY_NOTIFY);
	route_known(rt, c, &ev, false);
	tree_away(rt, c);
}

void
away_event_member(struct route *rt, const struct member *m, uint64_t without)
{
	struct event ev;

	if (m->client->away == NULL)
		return;
	event_begin(&ev, route_world(rt), m->client, VIEW("AWAY"));
	msg_build_text(&ev.build, view_z(m->client->away));
	ev.need = CAP_BIT(CAP_AWAY_NOTIFY);
	ev.without = without;
	route_member(rt, m, &ev, m->client);
}
