/*
 * Addresses that were refused so often that nobody from there is accepted for a time.  A bounded table; of IPv6 the /64 counts.
 * Loopback and Unix sockets are never shut out.  A NULL table counts nothing.
 */
#ifndef CONCLAVE_AUTH_REJECT_H
#define CONCLAVE_AUTH_REJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conf/conf_allow.h"
#include "core/util.h"
#include "net/addr.h"

struct reject;

/* max_entries addresses are remembered; who was refused longest ago is forgotten for a new one.  Nothing is shut before it is configured. */
struct reject *reject_new(size_t max_entries) WARN_UNUSED;
void reject_free(struct reject *r);
/* Forgets all. */
void reject_configure(struct reject *r, const struct conf_reject *conf);
/* One refusal, a wrong password say.  True: it was one too many, and the address is shut out from now on. */
bool reject_count(struct reject *r, const struct peer_addr *peer, uint64_t now_ms);
/* Asked for each connection; those that are refused so are counted. */
bool reject_is_shut(struct reject *r, const struct peer_addr *peer, uint64_t now_ms) WARN_UNUSED;

/* The address counts as one that was never refused.  True: it was shut out. */
bool reject_forget(struct reject *r, const struct peer_addr *peer, uint64_t now_ms);

struct reject_figures {
	size_t addresses;     /* remembered */
	uint64_t shut_out;    /* how often an address was */
	uint64_t turned_back; /* connections */
};
struct reject_figures reject_figures(const struct reject *r);

#endif
