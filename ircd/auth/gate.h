/*
 * The gate: from accept to registered, and out again.  It owns the sessions of all local clients.
 *
 * A client's story: opened, its name is looked up -> lines (CAP PASS NICK USER) go to dispatch -> entry_try() after each of them, until name, user and all
 * that holds it are settled -> the `allow` rules decide (admission.h) -> passwords they ask for are checked on a worker, and they are
 * asked anew -> a place in its class -> welcome.  Out: gate_exit(), then, once the connection is reaped, all memory goes.
 */
#ifndef CONCLAVE_AUTH_GATE_H
#define CONCLAVE_AUTH_GATE_H

#include <stdbool.h>
#include <stdint.h>

#include "auth/class.h"
#include "auth/session.h"
#include "conf/conf.h"
#include "core/util.h"
#include "core/view.h"
#include "proto/msg.h"
#include "route/route.h"
#include "state/isupport.h"
#include "state/world.h"

struct audit;
struct ban_desk;
struct conn_owner;
struct reject;
struct ident;
struct login_limits;
struct people;
struct registry;
struct sasl_relay_ops;
struct name_source;
struct signups;
struct worker_pool;

/* What a listener says about those who come through it; lives as long as the process. */
struct listen_point {
	const char *title;	/* as in the configuration, "127.0.0.1:6697" */
	const char *class_name; /* NULL: the class of the allow rule */
	bool proxy;		/* takes PROXY headers from gateways */
	uint16_t external_port; /* that clients dial, where it is not the listener's; 0: the listener's */
	bool no_ident;		/* who comes through it is not where it seems to come from */
	bool is_inside;		/* a module speaks for who comes through it, inside.h */
};

/* One message of a client.  ret: its cost in flood control. */
typedef uint32_t gate_dispatch_fn(void *arg, struct client *c, const struct msg *m);

/* Everything is borrowed and outlives the gate. */
struct gate_env {
	struct world *world;
	struct route *route;
	struct loop *loop;
	struct worker_pool *workers;
	struct reject *reject; /* NULL: nobody counts refusals */
	struct ban_desk *bans;
	struct registry *registry;
	struct audit *audit; /* NULL: nothing is recorded */
	struct signups *signups;
	const struct sasl_relay_ops *sasl; /* where accounts belong to the services; NULL: there are none */
	void *sasl_arg;
	gate_dispatch_fn *dispatch;
	void *dispatch_arg;
	void (*left)(void *arg,
		const struct client *c); /* whoever is concerned is told before client_exit(); NULL: nobody */
	void *left_arg;
	const struct people *people; /* whom `person` names; NULL: no names are known */
	const char *version;	     /* "conclave-0.1.0" */
};

extern const struct conn_owner gate_owner; /* its arg is the gate */

struct gate *gate_new(const struct gate_env *env, const struct conf *conf) WARN_UNUSED;
/* All connections must have been reaped. */
void gate_free(struct gate *g);
/*
 * Takes a reference.  Nobody is dropped (for that, and for who is of another class now, see review.h); limits of classes change at once;
 * users are told which tokens of 005 have changed.
 */
void gate_configure(struct gate *g, const struct conf *conf);
/* Who is asked for names of addresses, lookup_name.h; borrowed.  NULL, as at first: nobody. */
void gate_set_names(struct gate *g, const struct name_source *names);
const struct name_source *gate_names(const struct gate *g);
const struct conf *gate_conf(const struct gate *g);
const struct gate_env *gate_env(const struct gate *g);
struct class_set *gate_classes(const struct gate *g);
struct ident *gate_ident(const struct gate *g);
struct login_limits *gate_login_limits(const struct gate *g);
const struct isupport *gate_isupport(const struct gate *g);

/* Rule i of the configuration has let somebody in; and how many it has, since that configuration was taken. */
void gate_count_admitted(struct gate *g, const struct conf_allow *rule);
uint64_t gate_admitted(const struct gate *g, size_t i);

/* c was given its class: limits, flood bucket and pings are that of the class from now on. */
void gate_start_class(struct client *c, uint64_t now_ms);
/* Its class, or what the class limits, is another: queues and pings follow, and what it has spent stays spent. */
void gate_new_limits(struct client *c);
/* A stranger gets so much time from now on, whatever of it is left. */
void gate_wait_for(struct client *c, uint64_t ms);
/*
 * The client leaves: those who share a channel hear QUIT :<reason>, it hears ERROR, its connection closes once that was sent.
 * Harmless when it is leaving already, and for users of other servers, who have no connection here (route/leave.h).  Memory goes with the
 * reaper.
 */
void gate_exit(struct client *c, struct view reason);
/* The line that is being handled costs more than its row says: a list of targets, a walk over everybody. */
void gate_charge(struct client *c, size_t more);
/* Everybody leaves with this reason (DIE, SIGTERM), strangers too.  Nobody hears who else goes. */
void gate_exit_all(struct gate *g, struct view reason);

#endif
