/*
 * SOCKS 5 from the client's side (RFC 1928, RFC 1929), as bytes: what to send, how much to receive, and what came of it.  It wants no byte
 * that may be the peer's already, and believes nothing that the proxy says beyond what the two documents allow.
 */
#ifndef CONCLAVE_NET_SOCKS_H
#define CONCLAVE_NET_SOCKS_H

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

/* To `to`, AF_INET or AF_INET6.  user empty: we have no name there; both at most SOCKS_NAME_MAX.  All copied. */
struct socks *socks_new(const struct addr *to, struct view user, struct view password) WARN_UNUSED;
void socks_free(struct socks *s); /* NULL is fine */

enum socks_step socks_step(const struct socks *s) WARN_UNUSED;
struct view
socks_output(const struct socks *s) WARN_UNUSED;       /* not empty; dies at the next call that changes s */
void socks_sent(struct socks *s, size_t n);	       /* n of them */
size_t socks_wants(const struct socks *s) WARN_UNUSED; /* 1..SOCKS_WANTS_MAX */
void socks_feed(struct socks *s, struct view bytes);   /* at most as many as it wants */

/* Of SOCKS_FAILED. */
enum dial_result socks_result(const struct socks *s) WARN_UNUSED;
const char *socks_why(const struct socks *s) WARN_UNUSED; /* static; for people */

#endif
