/* What a client that has logged in may ask for, by command. */
#ifndef CONCLAVE_ICQ_UDP_HANDLE_H
#define CONCLAVE_ICQ_UDP_HANDLE_H

#include "core/util.h"
#include "icq/udp_packet.h"

struct udp_session;

enum udp_did {
	UDP_DONE,      /* or it can never be done: it is acknowledged */
	UDP_LATER,     /* not now: the client sends it again */
	UDP_MALFORMED, /* its payload is none of this command */
};

/* The session may be over afterwards. */
enum udp_did udp_handle(struct udp_session *s, const struct udp_packet *p) WARN_UNUSED;

#endif
