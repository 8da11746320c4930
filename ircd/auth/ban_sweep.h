/*
 * Walks over everybody who is connected, for bans: how many one would hit, and putting out those whom it does.  A walk takes a bounded
 * piece in each turn of the loop, so that nobody's lines wait for it; who comes meanwhile is matched as he comes.
 */
#ifndef CONCLAVE_AUTH_BAN_SWEEP_H
#define CONCLAVE_AUTH_BAN_SWEEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "auth/gate.h"
#include "core/handle.h"
#include "core/list.h"
#include "core/timer.h"
#include "core/util.h"
#include "proto/ban_mask.h"
#include "registry/registry.h"
#include "state/cursor.h"

#define BAN_SWEEP_PIECE 500 /* clients in one turn */
#define BAN_SWEEP_EXITS 16  /* of them that are put out: each is told to all who share a channel */
#define BAN_SWEEP_NAMES 200 /* bytes of nicks */

struct server_ban;
struct server_bans;

enum ban_sweep_kind {
	SWEEP_COUNT, /* whom a ban that is not set would hit; of RESV: who is called so, or which channels are */
	SWEEP_PUT_OUT, /* whom this one hits */
	SWEEP_ALL,     /* whom any hits */
};

/* Embedded in a heap object of whoever wants to know. */
struct ban_sweep {
	enum ban_sweep_kind kind;
	/* PUT_OUT: the ban's number; it may go meanwhile */
	uint64_t id;
	struct handle setter; /* whether it hits this one is noted */
	void (*done)(struct ban_sweep *sw);
	/* what it has come to */
	size_t n_seen, n_hits;
	bool hits_setter;
	char names[BAN_SWEEP_NAMES]; /* of the first ones, "bob, eve" */
	/* of ban_sweep.c */
	struct gate *gate;
	struct list in_desk;
	struct timer timer;
	struct cursor cursor;
	struct server_bans *trial; /* COUNT: holds nothing but the ban */
};

/* kind, setter, done and id are set.  May be done before it returns; done() may free it. */
void ban_sweep_start(struct ban_sweep *sw, struct gate *g);
/* The same for a ban that is none yet; mask: normalised. */
void ban_sweep_count(struct ban_sweep *sw, struct gate *g, enum ban_kind k, struct view mask);

/* Walks that are under way, and what has to be asked for twice; one for each server (gate_env). */
struct ban_desk;
struct ban_desk *ban_desk_new(void) WARN_UNUSED;
/* Ends all walks where they are; each is done. */
void ban_desk_stop(struct ban_desk *d);
/* Stopped. */
void ban_desk_free(struct ban_desk *d);
bool ban_desk_is_stopping(const struct ban_desk *d) WARN_UNUSED;
/*
 * This is asked for by `who` (a client's handle, a user of this host) for the second time within BAN_CONFIRM_MS: then it is forgotten.
 * Else it is remembered, in place of the oldest if there are too many.
 */
#define BAN_CONFIRM_MS	60000
#define BAN_CONFIRM_MAX 64
bool ban_desk_is_second(struct ban_desk *d, uint64_t who, enum ban_kind k, struct view mask, uint64_t now_ms);

/* All bans anew from the database (registry_ban_reload()), and whoever is hit by one of them is put out. */
void ban_reload(struct gate *g, struct registry_call call);

#endif
