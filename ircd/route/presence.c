#include "route/presence.h"

#include "proto/limits.h"
#include "route/reply.h"
#include "state/monitor.h"

static void
tell(struct route *rt, struct view nick, enum numeric n, struct view text)
{
	const struct list *watchers = monitor_watchers(route_world(rt), nick);

	if (watchers == NULL)
		return;
	LIST_FOR_EACH (it, watchers) {
		struct reply r;

		reply_begin(&r, rt, monitor_of_nick_link(it)->client, n);
		reply_end_text(&r, text);
	}
}

void
presence_online(struct route *rt, const struct client *c)
{
	char mask[MASK_LEN + 1];
	size_t n = client_mask(c, mask);

	tell(rt, client_nick(c), RPL_MONONLINE, view_of(mask, n));
}

void
presence_offline(struct route *rt, struct view nick)
{
	tell(rt, nick, RPL_MONOFFLINE, nick);
}
