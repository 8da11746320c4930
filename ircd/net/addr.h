/* Socket addresses: parsing, printing, comparing. No name is ever resolved here. */
#ifndef CONCLAVE_NET_ADDR_H
#define CONCLAVE_NET_ADDR_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "core/err.h"
#include "core/util.h"
#include "core/view.h"

#define ADDR_TEXT_MAX 128 /* longest printed form with NUL: "unix:" + path */

/* Where to listen or to dial. */
struct addr {
	socklen_t len;
	union {
		struct sockaddr sa;
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
		struct sockaddr_un un;
	} u;
};

/* Who is there: what a conn keeps of its peer. IPv4-mapped IPv6 addresses are kept as IPv4. */
struct peer_addr {
	uint8_t family; /* AF_INET, AF_INET6, AF_UNIX */
	uint16_t port;	/* host order; 0 for AF_UNIX */
	uint8_t ip[16]; /* network order; IPv4 in the first four; zero for AF_UNIX */
};

/* "127.0.0.1:6667", "[::1]:6697", "*:6667" (IPv4 and IPv6: "::" without V6ONLY), "unix:/run/conclave/sock". */
int addr_parse(struct view text, struct addr *out, struct err *e) WARN_UNUSED;
const char *addr_format(const struct addr *a, char dst[ADDR_TEXT_MAX]); /* what addr_parse() reads */
bool addr_eq(const struct addr *a, const struct addr *b) WARN_UNUSED;

void peer_addr_from(struct peer_addr *out, const struct sockaddr *sa, socklen_t len);
/*
 * The host part as IRC shows it: "192.0.2.1", "2001:db8::1" ("0::1" when it would begin with a colon), "localhost" for AF_UNIX.
 * dst: at least INET6_ADDRSTRLEN + 1 bytes.  Returns dst.
 */
const char *peer_addr_host(const struct peer_addr *a, char *dst, size_t size);
/* "192.0.2.1", "2001:db8::1", without brackets.  0, or -1 if it is none. */
int peer_addr_parse(struct view text, struct peer_addr *out) WARN_UNUSED;
/* On this host: a Unix socket, 127.0.0.0/8 or ::1. */
bool peer_addr_is_local(const struct peer_addr *a) WARN_UNUSED;

/* A block of addresses, "192.0.2.0/24", "2001:db8::/32", "10.0.0.1"; "*" or "0.0.0.0/0" with "::/0" see all. */
struct cidr {
	uint8_t family; /* 0: everything, Unix sockets too */
	uint8_t bits;
	uint8_t ip[16];
};
int cidr_parse(
	struct view text, struct cidr *out) WARN_UNUSED; /* 0, or -1 if it is none; host bits are cleared */
bool cidr_has(const struct cidr *c, const struct peer_addr *a) WARN_UNUSED;

#endif
