/* The event of a JOIN, for JOIN and for what looks like one to clients (RENAME). */
#ifndef CONCLAVE_COMMANDS_JOIN_EVENT_H
#define CONCLAVE_COMMANDS_JOIN_EVENT_H

#include "commands/command.h"
#include "route/event.h"
#include "state/channel.h"

void
join_event_begin(struct event *ev, struct cmd_ctx *cx, const struct client *who, const struct channel *ch);

#endif
