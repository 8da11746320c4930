/*
 * The server itself: world, route, net, gate and dispatch, wired together.  boot.c makes it and closes the jail around it; the scenario tests
 * make it with a clock of their own and connections in memory.  Nothing in it knows which.
 */
#ifndef CONCLAVE_MAIN_SERVER_H
#define CONCLAVE_MAIN_SERVER_H

#include "audit/audit.h"
#include "auth/gate.h"
#include "commands/command.h"
#include "conf/conf.h"
#include "core/err.h"
#include "core/util.h"
#include "main/ending.h"
#include "net/addr.h"

struct audit_log;
struct ban_desk;
struct control_socket;
struct guard;
struct held_box;
struct line_pool;
struct links;
struct loop;
struct modules;
struct net;
struct reject;
struct registry;
struct relay;
struct review_queue;
struct signups;
struct store;
struct throttle;
struct tls_contexts;
struct worker_pool;

struct server {
	struct loop *loop; /* borrowed */
	struct world *world;
	struct line_pool *lines;
	struct route *route;
	struct audit *audit;
	struct audit_log *audit_log; /* borrowed; NULL: there is none */
	struct registry *registry;
	struct guard *guard;
	struct held_box *held;
	struct signups *signups;
	struct gate *gate;
	struct review_queue *reviews; /* who goes, by the last REHASH */
	struct net *net;
	struct cmd_ctx cx;
	struct dispatch *dispatch;
	struct control control;
	struct control_socket *control_socket;
	struct ending ending;
	struct throttle *throttle; /* connections per address; NULL: no limit */
	struct reject *reject;	   /* addresses that were refused too often */
	struct ban_desk *bans;
	struct relay *relay;
	struct links *links;
	struct modules *modules;
	struct tls_contexts *const *tls; /* by which TLS is spoken now, borrowed; NULL: by none */
	struct addr memory_local;	 /* of a test, see server_env */
	char stop_reason[200];		 /* once it ends */
};

/* What works for the server; borrowed. */
struct server_env {
	struct loop *loop;
	struct worker_pool *workers;
	struct store *store;	     /* NULL: accounts are not kept */
	struct audit_log *audit_log; /* outlives the server; NULL: */
	audit_sink_fn *audit_sink;   /* of a test; NULL: nothing is recorded */
	void *audit_arg;
	struct tls_contexts *const *tls; /* the one in use, as REHASH exchanges it; NULL: there is no TLS */
	struct modules *modules; /* taken; NULL: those that the configuration switches on, without sockets */
	const struct peer_addr *own; /* the host's addresses, own_address.h */
	size_t n_own;
	uint64_t relay_fds; /* that the relay may have open; 0: nobody counted */
	struct addr
		memory_local; /* of a test: what connections in memory are taken to have dialled; len 0: nothing */
};

/* Outside of the jail: what modules need the world for, server_env's modules.  NULL with *e. */
struct modules *server_modules_open(const struct conf *conf, struct loop *loop, struct err *e) WARN_UNUSED;
void server_modules_free(struct modules *m); /* that no server has taken; NULL is fine */

/* conf has passed settings_load().  control is copied. */
struct server *server_new(
	const struct server_env *given, const struct conf *conf, const struct control *control) WARN_UNUSED;
/* What the store has: before the first stranger. */
int server_load(struct server *s, struct err *e) WARN_UNUSED;
/* All is ready: the audit log's first record. */
void server_started(const struct server *s);
/*
 * Everybody is told that it is over; the loop stops when all have gone, at most ENDING_MAX_MS later.  No listener may be open any more.
 */
void server_end(struct server *s, struct view reason);
/* Recorded; no change of an account begins any more: before the workers and the store are freed.  NULL is fine. */
void server_stop_changes(struct server *s);
/* Drops every connection without a word; see server_end() for manners.  The workers and the store are freed. */
void server_free(struct server *s);
/* Takes a checked configuration over: limits, classes, texts.  Nobody is dropped; what of it clients know is told to them anew. */
void server_configure(struct server *s, const struct conf *conf);
/* The relay's mode, sessions, ports and counters in a line.  Returns dst; 256 bytes hold it. */
const char *server_relay_text(const struct server *s, char *dst, size_t size);
/* Where conclavectl comes in, and where servers do. */
struct net *server_control_net(const struct server *s);
struct net *server_links_net(const struct server *s);
/* The version as clients see it, "conclave-0.1.0". */
const char *server_version(void);

#endif
