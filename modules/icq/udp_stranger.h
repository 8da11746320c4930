/*
 * Packets of those who have no session: logins, and what asks for a new UIN, which nobody is given.  Each is answered within its own
 * length, so a source that somebody makes up gets no more than was spent on it.
 */
#ifndef CONCLAVE_ICQ_UDP_STRANGER_H
#define CONCLAVE_ICQ_UDP_STRANGER_H

#include <stdbool.h>

#include "core/util.h"
#include "icq/udp_packet.h"

struct udp_caller;
struct udp_server;
struct udp_session;

/* A command that is a stranger's even if he has a session. */
bool udp_stranger_is(const struct udp_packet *p) WARN_UNUSED;
/* s: of the same key, or NULL. */
void udp_stranger_hear(struct udp_server *srv, struct udp_caller *c, struct udp_session *s);

#endif
