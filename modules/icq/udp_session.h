/* A client of the legacy protocol that has logged in. */
#ifndef CONCLAVE_ICQ_UDP_SESSION_H
#define CONCLAVE_ICQ_UDP_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "icq/icq_types.h"
#include "icq/udp_packet.h"
#include "icq/udp_resend.h"
#include "net/addr.h"

struct udp_caller;
struct udp_server;
struct udp_session;

/* Whose packet it is: by address, port, version, UIN and, in version 5, the session id.  NULL: nobody's. */
struct udp_session *udp_session_find(
	const struct udp_server *srv, const struct peer_addr *from, const struct udp_packet *p) WARN_UNUSED;

enum udp_open_verdict {
	UDP_OPEN_OK,
	UDP_OPEN_LATER, /* too many, or the server ends */
};
/*
 * c: a login that has proved itself; a session of the same key is over before.  It is acknowledged, and hello is the first that it is told.
 * On UDP_OPEN_LATER nothing is sent.
 */
enum udp_open_verdict udp_session_open(struct udp_server *srv, const struct udp_caller *c,
	enum icq_state state, const struct udp_news *hello) WARN_UNUSED;
/* A packet of it, not its login. */
void udp_session_hear(struct udp_session *s, const struct udp_packet *p);
/* At once, with its number: it is never sent again. */
void udp_session_ack(struct udp_session *s, const struct udp_packet *p);
/* It is told in its turn, and again until it is acknowledged. */
void udp_session_tell(struct udp_session *s, const struct udp_news *a);
/* False: n more packets would be more than max-queue. */
bool udp_session_has_room(const struct udp_session *s, size_t n) WARN_UNUSED;
/* Over, by the client's wish or for its silence. */
void udp_session_close(struct udp_session *s, struct view reason);
/* The core has ended it already. */
void udp_session_gone(struct udp_session *s);
void udp_session_close_all(struct udp_server *srv);

#endif
