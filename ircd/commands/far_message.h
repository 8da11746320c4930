/* What users of other servers, and servers, say to people here; and where it goes on. */
#ifndef CONCLAVE_COMMANDS_FAR_MESSAGE_H
#define CONCLAVE_COMMANDS_FAR_MESSAGE_H

#include "commands/command.h"
#include "link/link.h"

/*
 * Whether they may speak there has been decided by their server.  What the receiver wants to hear, and what the guard says about what people
 * here are to hear, is decided here; those elsewhere hear it whatever that is.
 */
void far_message(struct cmd_ctx *cx, const struct link_said *said);

#endif
