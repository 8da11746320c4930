/* The real server with two linked servers and three clients, all in memory, and what is checked of it after each turn. */
#ifndef CONCLAVE_FUZZ_LINK_RIG_H
#define CONCLAVE_FUZZ_LINK_RIG_H

#include <stdint.h>

#include "core/clock.h"
#include "core/view.h"
#include "main/server.h"
#include "net/conn_mem.h"
#include "tests/fuzz/fuzz_server_workers.h"

/* hub.test is trusted as services and may do all; leaf.test is a leaf with few capabilities, and may do nothing that has to be permitted. */
enum link_peer { PEER_HUB, PEER_LEAF, PEER_AL, PEER_BO, PEER_CE, PEER_N };

struct rig {
	uint64_t now_ms;
	struct clock clock;
	struct loop *loop;
	struct worker_pool workers;
	struct server *server;
	size_t slabs_before;
	struct {
		struct conn_mem *mem; /* NULL: closed */
		struct conn *conn;
	} peer[PEER_N];
};

/* Once: the configuration. */
void rig_load(void);
/* Two neighbours that are up and synced, each with two users, three clients, all in #c. */
void rig_init(struct rig *r);
void rig_release(struct rig *r);
/* Connects anew, if it is not there: a server with its handshake, a client as itself. */
void rig_open(struct rig *r, enum link_peer p);
void rig_close(struct rig *r, enum link_peer p);
void rig_say(struct rig *r, enum link_peer p, struct view line);
/* One turn; then all must hold. */
void rig_turn(struct rig *r);
void rig_settle(struct rig *r);

#endif
