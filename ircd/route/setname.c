#include "route/setname.h"

#include "proto/caps.h"
#include "proto/limits.h"
#include "route/event.h"
#include "route/tree.h"

bool
setname_is_ok(struct view realname)
{
	return realname.n != 0 && realname.n <= REALNAME_LEN;
}

void
setname_here(struct route *rt, struct client *c, struct view realname)
{
	struct event ev;

	client_set_realname(c, realname);
	event_begin(&ev, route_world(rt), c, VIEW("SETNAME"));
	msg_build_text(&ev.build, view_z(c->realname));
	ev.need = CAP_BIT(CAP_SETNAME);
	route_known(rt, c, &ev, true);
}

void
setname_set(struct route *rt, struct client *c, struct view realname)
{
	setname_here(rt, c, realname);
	tree_realname(rt, c);
}
