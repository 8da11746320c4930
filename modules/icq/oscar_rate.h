/*
 * How fast a client may send, by OSCAR: each SNAC belongs to a class, and each class has a level, an average of the time between SNACs.
 * Nobody sleeps here: a server asks oscar_rate_take() what to do with a SNAC that has come, a client oscar_rate_wait_ms() when it may
 * send the next one.  Times are of one clock that only goes forward.
 */
#ifndef CONCLAVE_ICQ_OSCAR_RATE_H
#define CONCLAVE_ICQ_OSCAR_RATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "icq/icq_bytes.h"

enum {
	OSCAR_RATE_CLASSES_MAX = 8, /* that we read */
	OSCAR_RATE_MOST = 3600000,  /* no level and no window above it makes sense */
};

/* Levels are in milliseconds, max >= clear >= alert >= limit >= disconnect. */
struct oscar_rate_class {
	uint16_t id;
	uint32_t window; /* over how many SNACs the average is */
	uint32_t clear;	 /* who has been limited waits for that */
	uint32_t alert, limit, disconnect;
	uint32_t current, max;
};

enum oscar_rate_verdict {
	OSCAR_RATE_FINE,
	OSCAR_RATE_ALERT,     /* tell him: 01/0A */
	OSCAR_RATE_LIMITED,   /* drop it */
	OSCAR_RATE_DISCONNECT /* and him */
};

struct oscar_rate {
	uint64_t last_ms;
	uint32_t level;
	bool is_limited;
};

/* What a server of ours tells its clients and holds them to. */
enum oscar_rate_id {
	OSCAR_RATE_MOST_SNACS = 1,
	OSCAR_RATE_LISTS = 2,
	OSCAR_RATE_MESSAGES = 3,
	OSCAR_RATE_ID_N
};

const struct oscar_rate_class *oscar_rate_class(enum oscar_rate_id id) WARN_UNUSED;
enum oscar_rate_id oscar_rate_id(uint32_t snac_id) WARN_UNUSED;

/* False: the numbers make no sense. */
bool oscar_rate_class_is_sane(const struct oscar_rate_class *class) WARN_UNUSED;
/* At its best level, or what a server says that it is. */
void oscar_rate_init(struct oscar_rate *r, const struct oscar_rate_class *class, uint64_t now_ms);
/* A SNAC has come, or goes out; those that are dropped count too. */
enum oscar_rate_verdict
oscar_rate_take(struct oscar_rate *r, const struct oscar_rate_class *class, uint64_t now_ms) WARN_UNUSED;
/* Milliseconds until a SNAC would leave the level at `clear` or above, where no server minds it; 0: now. */
uint64_t oscar_rate_wait_ms(
	const struct oscar_rate *r, const struct oscar_rate_class *class, uint64_t now_ms) WARN_UNUSED;

/* ---- 01/07 ---- */

struct oscar_rates {
	size_t n;
	struct oscar_rate_class class[OSCAR_RATE_CLASSES_MAX]; /* sane ones only */
	struct view members;				       /* for oscar_rates_find() */
};

/* False: cut short, or more than OSCAR_RATE_CLASSES_MAX classes. */
bool oscar_rates_parse(struct oscar_rates *rates, struct view body) WARN_UNUSED;
/* The class that a SNAC belongs to; NULL if the server has not said. */
const struct oscar_rate_class *
oscar_rates_find(const struct oscar_rates *rates, uint32_t snac_id) WARN_UNUSED;
/* All of ours. */
void oscar_rates_put(struct icq_out *out);
/* 01/08, which a server has no use for. */
void oscar_rates_put_ack(struct icq_out *out, const struct oscar_rates *rates);

/* ---- 01/0A ---- */

enum oscar_rate_news {
	OSCAR_RATE_CHANGED = 1,
	OSCAR_RATE_WARNS = 2,
	OSCAR_RATE_LIMITS = 3,
	OSCAR_RATE_CLEARS = 4
};

struct oscar_rate_change {
	uint16_t news; /* of enum oscar_rate_news, if we know it */
	struct oscar_rate_class class;
};

/* False also where its numbers make no sense. */
bool oscar_rate_change_parse(struct oscar_rate_change *c, struct view body) WARN_UNUSED;
/* class->current is the level that is told. */
void oscar_rate_change_put(struct icq_out *out, const struct oscar_rate_change *c);

#endif
