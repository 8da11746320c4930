/* An offer of a file or a chat: whether it may be made, and if so its session. */
#ifndef CONCLAVE_RELAY_RELAY_OFFER_H
#define CONCLAVE_RELAY_RELAY_OFFER_H

#include <stdbool.h>

#include "core/util.h"
#include "proto/dcc.h"
#include "relay/relay_end.h"

struct client;
struct relay;

/* m: SEND or CHAT, and no answer to one.  Both are told whatever they are to be told. */
void relay_offer_make(struct relay *r, struct client *from, struct client *to, const struct dcc_msg *m);
/* It was made by the relay of another server: true if the policy here has nothing against its going on as it is; else both know. */
bool relay_offer_passes(
	struct relay *r, struct client *from, struct client *to, const struct dcc_msg *m) WARN_UNUSED;
/* It was not understood, or is none; m: its word alone.  It counts as an offer. */
void relay_offer_deny(struct relay *r, struct client *from, struct client *to, const struct dcc_msg *m,
	enum relay_denial why);

#endif
