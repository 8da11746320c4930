/* A world with a route and hearers on connections in memory. */
#ifndef CONCLAVE_TESTS_UNIT_ROUTE_ROUTE_RIG_H
#define CONCLAVE_TESTS_UNIT_ROUTE_ROUTE_RIG_H

#include <stdint.h>

#include "net/conn_mem.h"
#include "route/reply.h"
#include "route/route.h"
#include "state/channel.h"
#include "state/client.h"
#include "state/world.h"

enum { RIG_HEARERS = 16, RIG_HEARD = 8192 };
#define RIG_WALL UINT64_C(1767323045678) /* 2026-01-02T03:04:05.678Z */

struct hearer {
	struct route_rig *rig;
	struct client *c;
	struct conn_mem *mem;
	char heard[RIG_HEARD];
};

struct route_rig {
	uint64_t now_ms; /* since the start */
	struct loop *loop;
	struct world *world;
	struct line_pool *lines;
	struct net *net;
	struct route *route;
	size_t n;
	struct hearer hearer[RIG_HEARERS];
};

struct route_rig *rig_new(void);
void rig_free(struct route_rig *r);
/* Not registered, no nick. */
struct hearer *rig_stranger(struct route_rig *r, uint64_t caps);
/* nick!~u@192.0.2.1 */
struct hearer *rig_user(struct route_rig *r, const char *nick, uint64_t caps);
struct channel *rig_join(struct hearer *h, const char *name);
/* All that has come since the last time, after a turn of the loop.  Dies with the next call for the same hearer. */
const char *rig_heard(struct hearer *h);

#endif
