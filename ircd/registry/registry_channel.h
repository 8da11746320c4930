/*
 * Registered channels as they change.  Memory changes first, for a channel is alive; the change is written at the end of the turn, and
 * whoever made it hears nothing, neither its echo nor an answer, before it is on the disk: what it hears is a confirmation.
 * When it can't be written it is told so, and the channel is tried again until it can.
 */
#ifndef CONCLAVE_REGISTRY_REGISTRY_CHANNEL_H
#define CONCLAVE_REGISTRY_REGISTRY_CHANNEL_H

#include "core/err.h"
#include "core/util.h"
#include "core/view.h"
#include "registry/registry.h"
#include "state/channel.h"
#include "state/client.h"
#include "state/registration.h"

struct registry_channels;

/*
 * ch becomes the channel of the account that `by` is logged in to; the channel hears +r.  TAKEN, NO_ACCOUNT, FULL, CHANNELS_FULL,
 * CHANNELS_CLOSED, BUSY (stopping).  That `by` is operator there is the caller's question.
 */
enum registry_verdict
registry_channel_add(struct registry *r, struct channel *ch, struct client *by) WARN_UNUSED;
/* An account, which becomes the founder: NO_ACCOUNT, CHANNELS_FULL. */
enum registry_verdict registry_channel_found(
	struct registry *r, struct registration *reg, struct view account, struct client *by) WARN_UNUSED;
/* Not registered any more; the channel stays while somebody is in.  NO_CHANNEL. */
void registry_channel_drop(struct registry *r, struct view channel, struct registry_call call);
/* Modes, topic, a list, the name, access or a setting is not as it was.  Harmless if ch is not registered.  by NULL: the server. */
void registry_channel_changed(struct registry *r, const struct channel *ch, struct client *by);
/* The account is no more: its channels go to the one with most access, or are dropped. */
void registry_channel_account_gone(struct registry *r, struct view account);

/* For registry.c. */
struct registry_channels *registry_channels_new(struct registry *r) WARN_UNUSED;
int registry_channels_load(struct registry_channels *rc, struct err *e) WARN_UNUSED;
void registry_channels_stop(struct registry_channels *rc); /* writes what waits, before the store is freed */
void registry_channels_free(struct registry_channels *rc);

#endif
