/* Open invitations: at most INVITES_MAX per client, the oldest goes first. */
#ifndef CONCLAVE_STATE_INVITE_H
#define CONCLAVE_STATE_INVITE_H

#include <stdbool.h>

#include "core/list.h"
#include "core/util.h"

struct channel;
struct client;

struct invite {
	struct list of_client, of_channel;
	struct channel *channel;
	struct client *client;
};

void invite_add(struct channel *ch, struct client *c); /* once per pair */
bool invite_has(const struct channel *ch, const struct client *c) WARN_UNUSED;
void invite_del(struct channel *ch, struct client *c); /* harmless when there is none */
void invite_clear_client(struct client *c);
void invite_clear_channel(struct channel *ch);
size_t invite_count(const struct client *c);

#endif
