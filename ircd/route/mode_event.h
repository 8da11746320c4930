/* MODE of a channel as others hear it, and the changes of it that the server makes by itself. */
#ifndef CONCLAVE_ROUTE_MODE_EVENT_H
#define CONCLAVE_ROUTE_MODE_EVENT_H

#include <stddef.h>
#include <stdint.h>

#include "core/view.h"
#include "route/route.h"
#include "state/channel.h"
#include "state/client.h"
#include "state/mode.h"

/* What channel_change_modes() did. */
struct mode_event {
	uint64_t before; /* ch->modes before it */
	const struct mode_change *change;
	size_t n;
	const struct node *node; /* whose doing it is when no user's; NULL: this server's */
};

/* Tells the channel what worked, in as many lines as it takes, and other servers.  from NULL: a server. */
void mode_event_tell(
	struct route *rt, const struct client *from, const struct channel *ch, const struct mode_event *what);
/* The same without other servers, who hear of it in another way. */
void mode_event_show(
	struct route *rt, const struct client *from, const struct channel *ch, const struct mode_event *what);
/* A server elsewhere changes modes, NULL: this one; those here alone are told.  ret: how many changes there were. */
size_t mode_event_by_node(
	struct route *rt, struct channel *ch, const struct node *node, const struct mode_command *cmd);
/* The server changes modes and tells.  ret: how many changes there were; channel_end_if_empty() may be due. */
size_t mode_event_change(
	struct route *rt, struct channel *ch, struct view letters, const struct view *param, size_t n_params);
/* The channel hears that it is registered, or no more. */
void mode_event_registered(struct route *rt, const struct channel *ch);
/* m gets these RANK_* bits besides those it has. */
void mode_event_give(struct route *rt, struct member *m, uint32_t ranks);
/* In each registered channel that c is in it gets what its account has there. */
void mode_event_access(struct route *rt, struct client *c);

#endif
