/* What WHO says of one user: RPL_WHOREPLY, or RPL_WHOSPCRPL with the fields that were asked for. */
#ifndef CONCLAVE_COMMANDS_WHO_REPLY_H
#define CONCLAVE_COMMANDS_WHO_REPLY_H

#include <stdbool.h>

#include "commands/command.h"
#include "core/util.h"
#include "proto/whox.h"
#include "state/channel.h"

#define WHO_ADDRESS_SIZE 64

struct who_about {
	const struct client *client;
	const struct member *member; /* in the channel that was asked for; NULL: none was */
	const struct whox *asks;
};

void who_reply_send(struct cmd_ctx *cx, const struct client *to, const struct who_about *about);
/* The real address of c, which only itself and operators who see what is hidden may know.  False: not this one. */
bool
who_reply_address(const struct client *to, const struct client *c, char dst[WHO_ADDRESS_SIZE]) WARN_UNUSED;

#endif
