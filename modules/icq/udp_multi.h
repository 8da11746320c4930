/* UDP_S_MULTI: several packets of a server in one.  One acknowledgement, of the packet around them, is for all of them. */
#ifndef CONCLAVE_ICQ_UDP_MULTI_H
#define CONCLAVE_ICQ_UDP_MULTI_H

#include <stdbool.h>
#include <stdint.h>

#include "core/util.h"
#include "icq/icq_bytes.h"
#include "icq/udp_packet.h"

struct udp_multi {
	const struct udp_packet *around;
	struct icq_in in;
	uint8_t left;
};

struct udp_multi udp_multi(const struct udp_packet *around);
/*
 * The next of them; it has the sequence numbers of the packet around it.
 *   ret  false after the last, or when the rest is broken
 * What is no packet, or again one of several, is passed over.
 */
bool udp_multi_next(struct udp_multi *m, struct udp_packet *p) WARN_UNUSED;

#endif
