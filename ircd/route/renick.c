#include "route/renick.h"

#include "proto/casemap.h"
#include "route/event.h"
#include "route/presence.h"
#include "route/snotice.h"
#include "route/tree.h"
#include "state/client_remote.h"

/* Those who share a channel; and who watches either nick, unless they are the same nick but for case. */
static void
tell(struct route *rt, struct client *c, struct event *ev, struct view old)
{
	route_common(rt, c, ev, true);
	if (casemap_eq(old, client_nick(c)))
		return;
	presence_offline(rt, old);
	presence_online(rt, c);
	snotice_send(rt, SNOTICE_NICK, "%.*s!%s@%s is now %s", VIEW_ARG(old), c->user, c->host, c->nick);
}

/* The event is built with the old name and told after the change. */
enum nick_verdict
renick(struct route *rt, struct client *c, struct view nick)
{
	char old[NICK_LEN_MAX + 1];
	size_t old_len = view_copy(client_nick(c), old, sizeof(old));
	enum nick_verdict v;
	struct event ev;

	if (!client_is_user(c))
		return client_set_nick(c, nick, route_wall_ms(rt));
	event_begin(&ev, route_world(rt), c, VIEW("NICK"));
	msg_build_text(&ev.build, nick);
	v = client_set_nick(c, nick, route_wall_ms(rt));
	if (v == NICK_OK) {
		tell(rt, c, &ev, view_of(old, old_len));
		tree_nick(rt, c);
	}
	return v;
}

void
renick_here(struct route *rt, struct client *c, struct view nick, uint64_t nick_ts)
{
	char old[NICK_LEN_MAX + 1];
	size_t old_len = view_copy(client_nick(c), old, sizeof(old));
	bool told = client_is_user(c) && !view_eq(nick, client_nick(c));
	struct event ev;

	if (told) {
		event_begin(&ev, route_world(rt), c, VIEW("NICK"));
		msg_build_text(&ev.build, nick);
	}
	client_put_nick(c, nick, nick_ts, route_wall_ms(rt));
	if (told)
		tell(rt, c, &ev, view_of(old, old_len));
}

void
renick_put(struct route *rt, struct client *c, struct view nick, uint64_t nick_ts)
{
	renick_here(rt, c, nick, nick_ts);
	tree_nick(rt, c);
}
