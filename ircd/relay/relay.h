/*
 * DCC through the server.  An offer becomes a session between two clients, who never learn each other's address: the receiver is told where
 * this server listens for him, and when he has come the sender is dialled, or asked to come too.  Sessions are known by an id, which
 * operators see, and by the handles of their clients, so a change of nick means nothing to them.
 */
#ifndef CONCLAVE_RELAY_RELAY_H
#define CONCLAVE_RELAY_RELAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conf/conf_class.h"
#include "core/util.h"
#include "core/view.h"
#include "net/addr.h"

struct allow_table;
struct audit;
struct client;
struct conf;
struct conf_class;
struct ctcp;
struct guard;
struct loop;
struct relay;
struct relay_session;
struct route;
struct tls_contexts;
struct world;

#define RELAY_SESSION_FDS 3 /* two connections, and a scanner's or, before there are two, a listener */

/* Where a client is. */
struct relay_where {
	struct peer_addr peer; /* its address as the kernel names it, whatever its host says */
	struct addr local;     /* the address of ours that it has dialled */
	bool usable; /* false: a Unix socket, a gateway, a PROXY header, no socket at all: there is no address to match */
	const struct conf_class *class; /* NULL: none */
	char fingerprint[65];		/* of its certificate, "" where it has none */
};

/* All borrowed, and outlive the relay. */
struct relay_env {
	struct world *world;
	struct route *route;
	struct loop *loop;
	struct audit *audit; /* NULL: nothing is recorded */
	struct guard *guard; /* NULL: no rules about what is said in chats */
	void (*where)(void *arg, const struct client *c, struct relay_where *out);
	/* By which it speaks TLS now, borrowed; NULL: there are none, and SSEND and SCHAT are denied. */
	struct tls_contexts *(*tls)(void *arg);
	void *arg;
	const struct peer_addr *own; /* the addresses of this host at the start; they are not dialled */
	size_t n_own;
	uint64_t
		descriptors; /* that the relay may have open, RELAY_SESSION_FDS for each session; 0: nobody counted */
};

/* A reference to conf is taken. */
struct relay *relay_new(const struct relay_env *env, const struct conf *conf) WARN_UNUSED;
/* All sessions are reset; nobody is told. */
void relay_free(struct relay *r); /* NULL is fine */
/* Sessions that are there go on, by the times and limits that they began with. */
void relay_configure(struct relay *r, const struct conf *conf);

/*
 * What somebody said to exactly one user, who is there and lets him in.  c: its verb is DCC.  Whatever both are to be told is told here, and
 * no word of it goes on by itself.  is_notice: in a NOTICE, where there may be a REJECT alone.
 */
void
relay_hear(struct relay *r, struct client *from, struct client *to, const struct ctcp *c, bool is_notice);
/*
 * The same, where one of the two is behind a server that relays DCC as this one does, and is trusted to: its users' offers, and the answers to
 * them, pass by themselves.  What is offered here, and answers to that, is heard as above.
 *   ret  true: it goes on as it is, for it is of no session of ours, and the policy has nothing against it
 */
bool relay_passes(struct relay *r, struct client *from, struct client *to, const struct ctcp *c,
	bool is_notice) WARN_UNUSED;
/* Both are elsewhere.  True: it goes on; false: it is an offer, which is denied. */
bool relay_transits(struct relay *r, struct client *from, struct client *to, const struct ctcp *c,
	bool is_notice) WARN_UNUSED;
/* DCC where there can be none; it went nowhere.  `from` is told. */
enum relay_misuse {
	RELAY_TO_CHANNEL,
	RELAY_TO_SEVERAL, /* several targets, or a batch of lines */
	RELAY_TO_MASK,	  /* $$mask, $#mask */
	RELAY_BROKEN,	  /* not one CTCP request: SOH elsewhere, something around it */
	RELAY_N_MISUSES,
};
void relay_misused(struct relay *r, struct client *from, enum relay_misuse how);
/* It leaves, or was put out: before client_exit().  Cheap for who never had to do with DCC. */
void relay_client_left(struct relay *r, const struct client *c);
/* What users have asked for: DCCALLOW, allow.h. */
struct allow_table *relay_allows(struct relay *r) WARN_UNUSED;
/* An operator ends a session; by: his name, for the record.  false: there is none with this id. */
bool relay_kill(struct relay *r, uint32_t id, struct view by, struct view reason) WARN_UNUSED;

/* Oldest first, NULL at the end; after NULL: the first.  relay_session.h says what can be read.  In one turn of the loop. */
const struct relay_session *relay_next(const struct relay *r, const struct relay_session *after) WARN_UNUSED;

struct relay_stats {
	enum conf_dcc_mode mode; /* in force: what is configured, but never more than at the start */
	size_t sessions;	 /* now, pending ones too */
	size_t open;		 /* of these, bytes pass */
	size_t max_sessions; /* as many as there may be: less than configured where descriptors are short */
	size_t ports, free_ports;
	uint64_t offers, denied, intruders;
	uint64_t opened, done, failed; /* of those that bytes passed in: to the end, or not */
	uint64_t cancelled;	       /* ended before that */
	uint64_t bytes;		       /* from offerers to receivers, of sessions that have ended */
};
struct relay_stats relay_stats(const struct relay *r);

#endif
