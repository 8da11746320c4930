/*
 * DCC messages as clients get them: written by us from what was understood, never passed on.  Each comes from the other of the two, so that
 * clients take it for that one's.
 */
#ifndef CONCLAVE_RELAY_RELAY_LINE_H
#define CONCLAVE_RELAY_RELAY_LINE_H

#include <stdbool.h>

#include "core/util.h"
#include "proto/dcc.h"
#include "relay/relay_session.h"

struct client;
struct route;

/* A PRIVMSG, of REJECT a NOTICE.  false: it can't be built, and nothing was sent.  What dcc_parse() has taken can be. */
bool relay_line_send(struct route *rt, const struct client *from, struct client *to, const struct dcc_out *d);

/* SEND or CHAT to the receiver: where we listen for him. */
bool relay_line_offer(const struct relay_session *s) WARN_UNUSED;
/* SEND or CHAT to the sender, as the answer to a passive offer: where we listen for him. */
bool relay_line_invite(const struct relay_session *s) WARN_UNUSED;
bool relay_line_resume(const struct relay_session *s, uint64_t pos) WARN_UNUSED; /* to the sender */
void relay_line_accept(const struct relay_session *s);				 /* to the receiver */
/* REJECT to one of the two. */
void relay_line_reject(const struct relay_session *s, enum pump_leg to);

#endif
