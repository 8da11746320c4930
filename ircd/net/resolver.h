/*
 * What an address is called: by DNS, and confirmed (the name must have the address), through c-ares and our loop.  Never blocks, opens
 * no file once it was made.  One lookup serves all who ask for the same address meanwhile; answers, also that there is none, are kept.
 */
#ifndef CONCLAVE_NET_RESOLVER_H
#define CONCLAVE_NET_RESOLVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/err.h"
#include "core/handle.h"
#include "core/util.h"
#include "net/addr.h"
#include "net/dns_answer.h"

#define RESOLVER_FLIGHT_MAX 256 /* lookups at a time */

struct loop;
struct resolver;

struct resolver_conf {
	const char *const
		*servers; /* "192.0.2.53:53", "[2001:db8::53]:53"; none: those of /etc/resolv.conf */
	size_t n_servers;
	uint64_t timeout_ms; /* for all of a lookup, 100.. */
	size_t cache_max;    /* addresses, 1.. */
};

enum resolver_verdict {
	RESOLVER_FOUND, /* name is filled */
	RESOLVER_NONE,	/* there is none, or it could not be learnt */
	RESOLVER_WAIT,	/* done() will say */
	RESOLVER_BUSY,	/* too many lookups at a time */
};

/* name: NULL, or dns_is_host(); dies with the call.  Called once, from the loop, never from resolver_ask(). */
typedef void resolver_done_fn(void *arg, struct handle who, const char *name);
struct resolver_ask {
	resolver_done_fn *done;
	void *arg;
	struct handle who;
};

/* Reads /etc/resolv.conf and draws randomness: before the jail closes.  NULL with *e. */
struct resolver *resolver_new(struct loop *loop, const struct resolver_conf *conf, struct err *e) WARN_UNUSED;
/* Nobody is told any more.  NULL is fine. */
void resolver_free(struct resolver *r);
/* Another timeout for lookups to come, another size; servers stay. */
void resolver_configure(struct resolver *r, uint64_t timeout_ms, size_t cache_max);
/* What was learnt is forgotten; lookups that are under way go on.  Returns how many answers that were. */
size_t resolver_flush(struct resolver *r);
/* peer: IPv4 or IPv6.  ask is copied. */
enum resolver_verdict resolver_ask(struct resolver *r, const struct peer_addr *peer,
	const struct resolver_ask *ask, char name[DNS_HOST_LEN + 1]) WARN_UNUSED;

struct resolver_stats {
	size_t n_flight, n_known;
	uint64_t asked, hits, sent, skipped;
};
struct resolver_stats resolver_stats(const struct resolver *r);
/* "192.0.2.53:53 [2001:db8::53]:53": who is asked; cut where it is longer.  Returns dst. */
const char *resolver_servers(const struct resolver *r, char *dst, size_t size);

#endif
