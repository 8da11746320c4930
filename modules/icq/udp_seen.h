/* Which packets of a client were carried out: what comes again is acknowledged again, and not done again. */
#ifndef CONCLAVE_ICQ_UDP_SEEN_H
#define CONCLAVE_ICQ_UDP_SEEN_H

#include <stdbool.h>
#include <stdint.h>

#include "core/util.h"
#include "icq/udp_packet.h"

#define UDP_SEEN_MAX 64 /* packets that are remembered */

/* Embedded; all zero is an empty one. */
struct udp_seen {
	uint8_t n, next;
	/* The command too: clients are known to use a keep-alive's number again. */
	struct {
		uint16_t cmd, seq1, seq2;
	} at[UDP_SEEN_MAX];
};

bool udp_seen_has(const struct udp_seen *seen, const struct udp_packet *p) WARN_UNUSED;
/* The one from longest ago is forgotten for it. */
void udp_seen_put(struct udp_seen *seen, const struct udp_packet *p);

#endif
