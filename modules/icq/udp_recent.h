/*
 * What was answered to those who have no session, for a while: a packet that the network or the client doubles is answered as before,
 * and compares no password, counts no failure and opens no session a second time.  Bounded: the oldest is forgotten.
 */
#ifndef CONCLAVE_ICQ_UDP_RECENT_H
#define CONCLAVE_ICQ_UDP_RECENT_H

#include <stdint.h>

#include "core/util.h"
#include "icq/udp_packet.h"
#include "net/addr.h"
#include "net/addr_table.h"

#define UDP_RECENT_MS  30000u
#define UDP_RECENT_MAX 1024u

enum udp_outcome {
	UDP_NOT_SEEN,
	UDP_SEEN_SILENT, /* of a session that is over */
	UDP_SEEN_ACK,	 /* how it was ended */
	UDP_SEEN_WRONG,
	UDP_SEEN_LATER,
};

/* Embedded. */
struct udp_recent {
	struct addr_table table;
};

/* A packet, by all that makes it the same one. */
uint64_t udp_recent_key(const struct peer_addr *from, const struct udp_packet *p) WARN_UNUSED;

void udp_recent_init(struct udp_recent *r);
void udp_recent_release(struct udp_recent *r);
void udp_recent_put(struct udp_recent *r, uint64_t key, enum udp_outcome outcome, uint64_t now_ms);
enum udp_outcome udp_recent_find(const struct udp_recent *r, uint64_t key, uint64_t now_ms) WARN_UNUSED;

#endif
