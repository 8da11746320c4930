/* What carries the bytes of a scenario's client: memory, or a socket that speaks plain, TLS or WebSocket. */
#ifndef CONCLAVE_TESTS_SCENARIO_SCN_WIRE_H
#define CONCLAVE_TESTS_SCENARIO_SCN_WIRE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/util.h"
#include "core/view.h"

struct scn_peer;
struct scn_rig;

/* The struct scn_peer owns what open() made; free() is harmless after a failed open(). */
struct scn_wire {
	/* The connection with its handshake, from p->addr; -1 with rig->fault. */
	int (*open)(struct scn_rig *rig, struct scn_peer *p);
	void (*free)(struct scn_peer *p);
	/* A line with its end, or any other bytes. */
	void (*send)(struct scn_peer *p, struct view bytes);
	/* Puts what has come to the end of p->in; never waits. */
	void (*fetch)(struct scn_peer *p);
	/* The server has closed, and all has come. */
	bool (*is_closed)(const struct scn_peer *p);
	/* Takes only n bytes more; NULL where that cannot be had. */
	void (*window)(struct scn_peer *p, size_t n);
	void (*close)(struct scn_peer *p); /* no more comes from here */
	void (*reset)(struct scn_peer *p);
};

extern const struct scn_wire scn_wire_mem;
extern const struct scn_wire scn_wire_tcp;
extern const struct scn_wire scn_wire_tls;
extern const struct scn_wire scn_wire_ws;

#endif
