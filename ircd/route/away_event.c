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
