/* RPL_NAMREPLY: who is in a channel, on as many lines as it takes.  For NAMES and after JOIN. */
#ifndef CONCLAVE_COMMANDS_NAMES_LIST_H
#define CONCLAVE_COMMANDS_NAMES_LIST_H

#include "commands/command.h"
#include "state/channel.h"

/* 353 lines and 366, at the pace of `to`: the last may come in a later turn. */
void names_list_send(struct cmd_ctx *cx, struct client *to, struct channel *ch);

#endif
