/* 332 and 333, or 331.  For TOPIC and after JOIN. */
#ifndef CONCLAVE_COMMANDS_TOPIC_REPLY_H
#define CONCLAVE_COMMANDS_TOPIC_REPLY_H

#include "commands/command.h"
#include "state/channel.h"

void topic_reply_send(struct cmd_ctx *cx, const struct client *to, const struct channel *ch);

#endif
