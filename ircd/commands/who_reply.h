/* What WHO says of one user: RPL_WHOREPLY, or RPL_WHOSPCRPL with the fields that were asked for. */
#ifndef CONCLAVE_COMMANDS_WHO_REPLY_H
#define CONCLAVE_COMMANDS_WHO_REPLY_H

#include "commands/command.h"
#include "proto/whox.h"
#include "state/channel.h"

struct who_about {
	const struct client *client;
	const struct member *member; /* in the channel that was asked for; NULL: none was */
	const struct whox *asks;
};

void who_reply_send(struct cmd_ctx *cx, const struct client *to, const struct who_about *about);

#endif
