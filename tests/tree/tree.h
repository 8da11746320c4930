/*
 * A whole network in one process: servers with their own worlds and configurations, one loop and one clock that stands still until told,
 * and cables between them: two ends of connections in memory, of which bytes are carried from one to the other, or are held.
 */
#ifndef CONCLAVE_TESTS_TREE_TREE_H
#define CONCLAVE_TESTS_TREE_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/buf.h"
#include "core/util.h"
#include "core/view.h"
#include "main/server.h"

struct conn_mem;
struct tree_saying;
struct tree_user;

enum { TREE_SERVERS_MAX = 16, TREE_CABLES_MAX = 16, TREE_USERS_MAX = 4096, TREE_MESSAGES_MAX = 128 };

struct tree_cable {
	bool is_there;
	size_t server[2];
	struct conn_mem *end[2];
	bool is_held[2];  /* what server[0] says, what server[1] says, waits */
	uint64_t carried; /* bytes */
};

struct tree {
	uint64_t mono_ms, wall_ms;
	uint64_t random; /* state of tree_random() */
	struct loop *loop;
	struct worker_pool *workers;
	size_t n_servers, n_users;
	struct server *server[TREE_SERVERS_MAX];
	struct tree_cable cable[TREE_CABLES_MAX];
	struct tree_user *user[TREE_USERS_MAX]; /* tree_user.h */
	struct tree_saying *message[TREE_MESSAGES_MAX];
	size_t n_messages;
	uint64_t first_message; /* number of message[0] */
	uint64_t n_heard;	/* numbered messages, of all users */
	const char *trace;	/* lines on cables with this text are printed; NULL: none */
	struct buf faults;	/* a line each, the first ones */
	unsigned n_faults;
};

/* n servers, named s0.test and so on, with SIDs 00A, 01A, ...; no cables.  NULL with a message on stderr. */
struct tree *tree_new(size_t n_servers, uint64_t seed) WARN_UNUSED;
void tree_free(struct tree *t);
/* Something is not as it should be. */
void tree_fault(struct tree *t, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* 0..n-1; always the same after tree_new() with the same seed. */
uint32_t tree_random(struct tree *t, uint32_t n);

/* b dials a; nothing has been said when it returns. */
struct tree_cable *tree_connect(struct tree *t, size_t a, size_t b);
/* The cable between the two, in either order; NULL: there is none. */
struct tree_cable *tree_cable_find(struct tree *t, size_t a, size_t b);
/* Both ends break at once; what is on its way is lost. */
void tree_cut(struct tree *t, struct tree_cable *c);
/* Carries at most so many bytes each way, as far as it is not held; true if any. */
bool tree_carry(struct tree *t, struct tree_cable *c, size_t most);
/* a and b are connected by cables through which all is carried. */
bool tree_is_connected(const struct tree *t, size_t a, size_t b);

/* One turn of the loop, nothing is carried. */
void tree_turn(struct tree *t);
/* Turns and carries until nothing is left to do; users have heard what there is. */
void tree_settle(struct tree *t);
/* Time passes, in small steps, between which it settles. */
void tree_advance(struct tree *t, uint64_t ms);

static inline struct world *
tree_world(const struct tree *t, size_t server)
{
	return t->server[server]->world;
}

#endif
