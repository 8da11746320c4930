/* The real server with a clock of its own, connections in memory, and what is checked of it after each turn. */
#ifndef CONCLAVE_FUZZ_SERVER_RIG_H
#define CONCLAVE_FUZZ_SERVER_RIG_H

#include <stdbool.h>
#include <stdint.h>

#include "conf/conf.h"
#include "core/clock.h"
#include "core/view.h"
#include "main/server.h"
#include "net/conn_mem.h"
#include "tests/fuzz/fuzz_server_belief.h"
#include "tests/fuzz/fuzz_server_workers.h"

#define RIG_SLOTS 8
#define RIG_CONFS 3

struct rig {
	uint64_t now_ms;
	struct clock clock;
	struct loop *loop;
	struct worker_pool workers;
	struct server *server;
	size_t slabs_before;
	unsigned rehashes;
	struct slot {
		struct conn_mem *mem; /* NULL: free */
		struct conn *conn;    /* while the server has not closed */
		struct belief belief;
	} slot[RIG_SLOTS];
};

/* Once: the configurations. */
void rig_load(void);
void rig_init(struct rig *r);
/* Everybody goes; what must be left then is checked. */
void rig_release(struct rig *r);
void rig_configure(struct rig *r, unsigned which);
/* flags: t TLS, f TLS with a certificate, 6 IPv6, u Unix socket, s the listener with a class, o another address */
void rig_open(struct rig *r, size_t i, struct view flags);
void rig_feed(struct rig *r, size_t i, struct view bytes);
/* As if the peer had proved this account; empty: none any more. */
void rig_account(struct rig *r, size_t i, struct view account);
/* One turn of the loop, after which the peers read what they can. */
void rig_turn(struct rig *r);
/* Turns until nothing happens any more; then everybody's beliefs must be true. */
void rig_settle(struct rig *r);

#endif
