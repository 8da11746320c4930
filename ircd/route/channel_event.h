/*
 * What happens in channels, as those here hear it and as other servers hear it, each once.  Whoever brings it about, by a command, as a
 * service or in another server's name, has asked state/ before and calls one of these.
 */
#ifndef CONCLAVE_ROUTE_CHANNEL_EVENT_H
#define CONCLAVE_ROUTE_CHANNEL_EVENT_H

#include <stdbool.h>

#include "core/view.h"
#include "route/route.h"
#include "route/tree.h"
#include "state/channel.h"
#include "state/client.h"
#include "state/member.h"

/* An event of whoever it was. */
void channel_event_begin(struct event *ev, struct route *rt, struct tree_source by, struct view verb);
/* m has come: JOIN, and AWAY for those who want to know. */
void channel_event_join(struct route *rt, struct member *m);
/* The same, where other servers hear of it in another way. */
void channel_event_join_here(struct route *rt, struct member *m);
/* m leaves, of its own will; it is gone afterwards.  reason: empty is none; cut at KICK_LEN.  ret: so is the channel. */
bool channel_event_part(struct route *rt, struct member *m, struct view reason);
bool channel_event_part_here(struct route *rt, struct member *m, struct view reason);
/* The same by another's hand. */
bool channel_event_kick(struct route *rt, struct tree_source by, struct member *m, struct view reason);
/* The topic was changed. */
void channel_event_topic(struct route *rt, struct tree_source by, const struct channel *ch);
void channel_event_topic_here(struct route *rt, struct tree_source by, const struct channel *ch);
/* whom is invited: it, unless it has silenced `by`, and who could have said the same (IRCv3 invite-notify). */
void channel_event_invite(
	struct route *rt, const struct client *by, const struct channel *ch, struct client *whom);
/* c knocks: those hear it who could let it in. */
void channel_event_knock(struct route *rt, const struct client *c, const struct channel *ch);
/* by takes a message back.  It hears so itself only with echo-message. */
void channel_event_redact(
	struct route *rt, struct client *by, const struct channel *ch, struct view msgid, struct view reason);

#endif
