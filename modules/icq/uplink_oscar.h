/* The client's side of OSCAR: what its two halves share. uplink_oscar.c has the connections, uplink_oscar_said.c what comes over the second. */
#ifndef CONCLAVE_ICQ_UPLINK_OSCAR_H
#define CONCLAVE_ICQ_UPLINK_OSCAR_H

#include <stdbool.h>
#include <stdint.h>

#include "core/buf.h"
#include "core/timer.h"
#include "icq/flap.h"
#include "icq/oscar_rate.h"
#include "icq/snac.h"
#include "icq/uplink_priv.h"

enum {
	UPLINK_COOKIE_MAX = 2048,
	UPLINK_SNAC_MAX = 4096, /* bytes of what we send */
};

enum oscar_phase {
	OSCAR_LOGIN, /* connection to the server that knows passwords */
	OSCAR_BOS,   /* to the one that has messages */
	OSCAR_IN
};

struct oscar_uplink {
	struct uplink *u;
	struct uplink_pipe *pipe;
	uint8_t n_dials; /* a new pipe may be where the old one was */
	enum oscar_phase phase;
	uint16_t seq, meta_seq;
	struct buf in; /* of a frame that is not whole yet */
	struct timer alive, pace;
	bool has_rate;
	struct oscar_rate_class rate_class; /* that messages belong to */
	struct oscar_rate rate;
	size_t cookie_n;
	char cookie[UPLINK_COOKIE_MAX];
};

/* One command; body: what is behind the head. */
void uplink_oscar_send(struct oscar_uplink *s, enum snac_id id, uint32_t request, struct view body);
void uplink_oscar_fail(struct oscar_uplink *s, enum uplink_fault fault, const char *why);
/* 01/07 has come: whoever is asked for is asked for, and then we are in. */
void uplink_oscar_enter(struct oscar_uplink *s, const struct snac *snac);
/* A command of the second connection, once we are in. */
void uplink_oscar_heard(struct oscar_uplink *s, const struct snac *snac);

#endif
