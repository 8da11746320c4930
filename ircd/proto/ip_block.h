/* A block of IP addresses, "192.0.2.0/24": read, written, cut out of an address.  IPv4 within IPv6 (::ffff:0:0/96) is IPv4. */
#ifndef CONCLAVE_PROTO_IP_BLOCK_H
#define CONCLAVE_PROTO_IP_BLOCK_H

#include <stdint.h>

#include "core/util.h"
#include "core/view.h"

#define IP_BLOCK_TEXT 56 /* bytes that hold any printed block, with NUL */

struct ip_block {
	uint8_t family; /* AF_INET, AF_INET6 */
	uint8_t bits;
	uint8_t ip[16]; /* network order; IPv4 in the first four; behind `bits` all zero */
};

/* An address is the block of itself.  0, or -1 if it is none; host bits are cleared. */
int ip_block_parse(struct view text, struct ip_block *out) WARN_UNUSED;
/* "192.0.2.1", "192.0.2.0/24", "0::1": no length where it is one address, never a colon in front.  Returns dst. */
const char *ip_block_text(const struct ip_block *b, char dst[IP_BLOCK_TEXT]);
/* The block of so many bits that this address is in.  bits: at most 32 or 128. */
struct ip_block ip_block_of(uint8_t family, const uint8_t ip[16], unsigned bits) WARN_UNUSED;

#endif
