#include "route/leave.h"

#include <assert.h>

#include "core/log.h"
#include "core/loop.h"
#include "route/event.h"
#include "route/presence.h"
#include "route/route_priv.h"
#include "route/snotice.h"
#include "route/tree.h"
#include "state/client_remote.h"

void
leave_watch(struct route *rt, leave_watch_fn *left, void *arg)
{
	rt->left = left;
	rt->left_arg = arg;
}

/* batch: its name, or empty. */
static void
tell(struct route *rt, struct client *c, struct view reason, struct view batch)
{
	struct event ev;

	event_begin(&ev, c->world, c, VIEW("QUIT"));
	msg_build_text(&ev.build, reason);
	if (batch.n != 0)
		event_in_batch(&ev, batch);
	route_common(rt, c, &ev, false);
	log_debug("client", "%s!%s@%s left: %.*s", c->nick, c->user, c->host, VIEW_ARG(reason));
	snotice_send(rt, SNOTICE_QUIT, "%s!%s@%s: %.*s", c->nick, c->user, c->host, VIEW_ARG(reason));
}

void
leave_tell(struct route *rt, struct client *c, struct view reason)
{
	tell(rt, c, reason, VIEW(""));
	if (client_is_local(c))
		tree_quit(rt, c, reason);
}

void
leave_is_over(struct route *rt, const struct client *c)
{
	presence_offline(rt, client_nick(c));
}

void
leave_remote(struct route *rt, struct client *c, struct view reason)
{
	leave_in_batch(rt, c, reason, VIEW(""));
}

void
leave_in_batch(struct route *rt, struct client *c, struct view reason, struct view batch)
{
	assert(!client_is_local(c) && client_is_user(c));
	tell(rt, c, reason, batch);
	if (rt->left != NULL)
		rt->left(rt->left_arg, c);
	client_exit(c, route_wall_ms(rt));
	leave_is_over(rt, c);
	list_add_tail(&rt->gone, &c->of_node);
	loop_defer(rt->loop, LOOP_PHASE_REAP, &rt->reap);
}

void
leave_killed(struct route *rt, struct tree_source by, struct client *c, struct view why, struct view reason)
{
	tree_kill(rt, by, c, why);
	leave_remote(rt, c, reason);
}

void
leave_reap(struct deferred *d)
{
	struct route *rt = CONTAINER_OF(d, struct route, reap);

	while (!list_is_empty(&rt->gone)) {
		struct client *c = client_of_node_link(rt->gone.next);

		list_del(&c->of_node);
		client_free(c);
	}
}
