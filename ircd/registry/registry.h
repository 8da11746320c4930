/*
 * The registry: accounts (and registered channels, and server bans) as they change, in memory and on disk.  One set of functions for all who change them:
 * NickServ, REGISTER, conclavectl.  They ask for no rights: whoever calls has done so.
 *
 * A change is checked, what it needs is hashed on a worker, it is written by the storage thread, and only when it is on the disk does
 * memory follow and the caller hear of it.  Changes of one name are made one after the other, in the order of calling.
 */
#ifndef CONCLAVE_REGISTRY_REGISTRY_H
#define CONCLAVE_REGISTRY_REGISTRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conf/conf.h"
#include "core/err.h"
#include "core/util.h"
#include "core/view.h"
#include "route/route.h"
#include "state/client.h"
#include "state/world.h"

#define REGISTRY_CHANGES_MAX 256 /* under way at a time, BUSY beyond */

struct audit;
struct loop;
struct registry;
struct store;
struct worker_pool;

enum registry_verdict {
	REGISTRY_OK,
	REGISTRY_BUSY,	   /* too much to do: try again */
	REGISTRY_FAILED,   /* the disk, or memory for a hash */
	REGISTRY_CLOSED,   /* accounts { registration closed } */
	REGISTRY_SERVICES, /* accounts { owner services }: they are not kept here */
	REGISTRY_BAD_NAME,
	REGISTRY_TAKEN,
	REGISTRY_FULL, /* accounts { max-accounts } */
	REGISTRY_BAD_PASSWORD,
	REGISTRY_BAD_EMAIL,
	REGISTRY_BAD_TEXT,
	REGISTRY_BAD_CODE,
	REGISTRY_CODES_FULL,
	REGISTRY_NO_ACCOUNT,
	REGISTRY_CERT_TAKEN, /* by this account or another */
	REGISTRY_CERTS_FULL, /* ACCOUNT_CERTS_MAX */
	REGISTRY_NO_CERT,
	REGISTRY_NO_CHANNEL,
	REGISTRY_CHANNELS_FULL,	  /* channels { max-per-account } */
	REGISTRY_CHANNELS_CLOSED, /* channels { registration } */
	REGISTRY_NO_BAN,
	REGISTRY_BAN_TAKEN, /* the kind has the mask */
	REGISTRY_BANS_FULL, /* bans { max } */
	REGISTRY_N
};

/* A sentence without its period, for people. */
const char *registry_verdict_text(enum registry_verdict v) WARN_UNUSED;

/* Once, on the loop's thread; what is refused at sight is told before the call returns. */
typedef void registry_done_fn(enum registry_verdict v, void *arg);
struct registry_call {
	registry_done_fn *done; /* NULL: nobody wants to know */
	void *arg;
	/* Whose wish it is, for the audit log; borrowed for the call.  Both NULL: the server's own. */
	const struct client *by;
	const uint32_t *uid; /* of conclavectl */
};

/* Everything is borrowed and outlives the registry, but for what registry_stop() lets go. */
struct registry_env {
	struct world *world;
	struct route *route;
	struct audit *audit; /* NULL: nothing is recorded */
	struct loop *loop;
	struct worker_pool *workers;
	struct store *
		store; /* NULL: nothing is written; every change is confirmed when it is checked and hashed */
	void (*end)(struct client *c, struct view reason); /* gate_exit() */
	void (*logged_out)(struct client *c);		   /* its account is gone; NULL: nobody cares */
};

/* Takes a reference to conf. */
struct registry *registry_new(const struct registry_env *env, const struct conf *conf) WARN_UNUSED;
/* Everything that the store has, into the world: before the first stranger.  -1: a row that can't be; nobody may be let in. */
int registry_load(struct registry *r, struct err *e) WARN_UNUSED;
void registry_configure(struct registry *r, const struct conf *conf);
/* From now on everything is BUSY.  Before the pool and the store are freed; what they have under way comes to its end. */
void registry_stop(struct registry *r);
/* Stopped, and the pool and the store are freed. */
void registry_free(struct registry *r);
/* Changes that have not come to their done(). */
size_t registry_pending(const struct registry *r) WARN_UNUSED;

#endif
