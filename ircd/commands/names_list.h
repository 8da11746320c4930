/* RPL_NAMREPLY: who is in a channel, on as many lines as it takes.  For NAMES and after JOIN. */
#ifndef CONCLAVE_COMMANDS_NAMES_LIST_H
#define CONCLAVE_COMMANDS_NAMES_LIST_H

#include "commands/command.h"
#include "state/channel.h"

/* 353 lines and 366. */
void names_list_send(struct cmd_ctx *cx, const struct client *to, const struct channel *ch);

#endif
