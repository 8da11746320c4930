/*
 * SOCKS from the client's side, as bytes: what to send, how much to receive, and what came of it.  Version 5 (RFC 1928, RFC 1929); version 4,
 * with the names of 4A where the address is none that 4 knows.  It wants no byte that may be the peer's already, and believes nothing that
 * the proxy says beyond what the documents allow.
 */
#ifndef CONCLAVE_NET_SOCKS_H
#define CONCLAVE_NET_SOCKS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/util.h"
#include "core/view.h"
#include "net/addr.h"
#include "net/dial.h"

#define SOCKS_NAME_MAX	255 /* bytes of a user and of a password */
#define SOCKS_WANTS_MAX 257 /* bytes: a name as long as can be, and a port */

enum socks_step {
	SOCKS_SEND,    /* socks_output() */
	SOCKS_RECEIVE, /* socks_wants() bytes, or some of them */
	SOCKS_THROUGH, /* it is done: the next byte is the peer's */
	SOCKS_FAILED,  /* socks_result() and socks_why() */
};

struct socks;

/* user empty: we have no name there; both at most SOCKS_NAME_MAX.  All copied. */
struct socks_ask {
	enum dial_socks_kind kind;
	bool associates;       /* asks for a relay of UDP, in which `to` does not matter; DIAL_SOCKS_5 only */
	const struct addr *to; /* AF_INET or AF_INET6 */
	struct view user, password; /* DIAL_SOCKS_4 says the user only, up to its first NUL */
};
struct socks *socks_new(const struct socks_ask *ask) WARN_UNUSED;
void socks_free(struct socks *s); /* NULL is fine */

enum socks_step socks_step(const struct socks *s) WARN_UNUSED;
struct view
socks_output(const struct socks *s) WARN_UNUSED;       /* not empty; dies at the next call that changes s */
void socks_sent(struct socks *s, size_t n);	       /* n of them */
size_t socks_wants(const struct socks *s) WARN_UNUSED; /* 1..SOCKS_WANTS_MAX */
void socks_feed(struct socks *s, struct view bytes);   /* at most as many as it wants */

/*
 * Of SOCKS_THROUGH: the address that the proxy has named, as it came.  False: a name, which nobody here looks up.  Nothing to go by but for a
 * relay of UDP.
 */
bool socks_bound(const struct socks *s, struct addr *out) WARN_UNUSED;
/* Of SOCKS_FAILED. */
enum dial_result socks_result(const struct socks *s) WARN_UNUSED;
const char *socks_why(const struct socks *s) WARN_UNUSED; /* static; for people */

#endif
