/* What the files of the pump share. */
#ifndef CONCLAVE_RELAY_PUMP_PRIV_H
#define CONCLAVE_RELAY_PUMP_PRIV_H

#include "core/list.h"
#include "core/timer.h"
#include "relay/bucket.h"
#include "relay/pump.h"

enum {
	PUMP_QUANTUM = 65536,	   /* bytes that one pump reads before the next has its turn */
	PUMP_TURN_BUDGET = 524288, /* bytes that all pumps read and write in a turn of the loop */
	PUMP_STEP_COST = 4096,	   /* what a step counts at least: a system call or two cost as much */
	PUMP_ACK_READ = 4096,
	PUMP_ACK_FREE = 64, /* see pump_send.c */
	PUMP_ACK_LEAST = 8,
	PUMP_ACK_SHARE = 16,
	PUMP_TICK_MS = 20,	/* who waits for the rate is looked at so often */
	PUMP_WINDOW_MS = 60000, /* over which min_rate holds */
};

struct pump_chat;
struct pump_scan;
struct tls_digest;

/* From one leg to the other. */
struct pump_flow {
	uint64_t taken;	 /* bytes read */
	uint64_t passed; /* bytes written */
	uint8_t *left;	 /* what the other leg has not taken yet, or NULL */
	size_t left_off, left_n;
	bool readable;	 /* the last read did not say AGAIN */
	bool eof;	 /* nothing more comes, or nothing more is wanted */
	bool shut;	 /* the other leg has been told so */
	bool wants_shut; /* TLS had no room for its goodbye */
};

enum pump_step {
	PUMP_WAITS, /* for one of its legs, or a timer */
	PUMP_MORE,  /* it could go on at once */
	PUMP_HELD,  /* for a rate */
	PUMP_ENDS,  /* pump->why */
};

struct pump {
	struct pumps *all;
	struct list link;      /* active or held; alone otherwise */
	struct pump_plan plan; /* fd, tls and scan are no longer to be looked at */
	struct stream
		*leg[PUMP_N_LEGS]; /* NULL: closed, its flow is eof, and what goes to it is thrown away */
	struct pump_flow flow[PUMP_N_LEGS]; /* by the leg that it comes from */
	struct pump_chat *chat;		    /* or NULL */
	struct pump_scan *scan;		    /* or NULL */
	struct tls_digest *digest;	    /* or NULL */
	struct bucket rate;
	struct timer timer;
	uint64_t began_ms, moved_ms;
	uint64_t window_ms, window_bytes; /* when it began, and what had passed then */
	bool window_void;		  /* something of ours held it back since */
	bool shaking;			  /* handshakes are not over */
	bool held;
	uint64_t ack_credit;	  /* bytes that may have come back */
	size_t moved;		  /* in this step */
	enum pump_leg first_gone; /* whose end of file came first */
	enum pump_end why;
	struct pump_counts counts;
};

struct pumps {
	struct loop *loop;
	struct deferred run; /* in the phase after everything of IRC was sent */
	struct timer again;  /* due at once: somebody has more to do than the turn had room for */
	struct timer tick;
	struct list active, held;
	struct bucket rate;
	size_t n;
	uint8_t scratch[PUMP_QUANTUM];
};

static inline enum pump_leg
pump_other(enum pump_leg leg)
{
	return leg == PUMP_SENDER ? PUMP_RECEIVER : PUMP_SENDER;
}

/* pump_turn.c: it will get a step in this turn or the next. */
void pump_wake(struct pump *p);

/* pump.c */
void pump_finish(struct pump *p, enum pump_end why); /* frees p */
void pump_rearm(struct pump *p);		     /* what its legs wait for, from its state */
enum pump_step pump_step(struct pump *p) WARN_UNUSED;

/* pump_flow.c: the smallest movements.  false: the session ends, p->why says how. */
/* How much may be read from the sender now, at most `max`; 0: the rate holds it. */
size_t pump_room(struct pump *p, size_t max) WARN_UNUSED;
/* Into all->scratch, at most max; *n is 0 when there is nothing.  EOF ends the flow. */
bool pump_read(struct pump *p, enum pump_leg from, size_t max, size_t *n) WARN_UNUSED;
/* What of src that leg takes now; all, where it is closed. */
bool pump_write(struct pump *p, enum pump_leg to, const uint8_t *src, size_t n, size_t *sent) WARN_UNUSED;
/* Bytes of a SEND that pump_write() has taken. */
void pump_passed(struct pump *p, enum pump_leg from, const uint8_t *src, size_t n);
/* Both, and keeps what was not taken. */
bool pump_pass(struct pump *p, enum pump_leg from, const uint8_t *src, size_t n) WARN_UNUSED;
bool pump_flush(struct pump *p, enum pump_leg from) WARN_UNUSED;
/* After eof, with nothing left to write: tells the other leg; closes legs that are through. */
bool pump_shut(struct pump *p, enum pump_leg from) WARN_UNUSED;
/* All that was announced has been passed. */
bool pump_is_complete(const struct pump *p) WARN_UNUSED;

/* pump_send.c */
enum pump_step pump_send_step(struct pump *p) WARN_UNUSED;
void pump_sent(struct pump *p, const uint8_t *src, size_t n); /* n bytes of the file went to the receiver */
/* Bytes of the file into all->scratch, or the end behind them; sets p->held where the rate forbids. */
bool pump_send_read(struct pump *p, size_t max, size_t *n) WARN_UNUSED;

/* pump_chat.c */
struct pump_chat *pump_chat_new(void) WARN_UNUSED;
void pump_chat_free(struct pump_chat *c);
enum pump_step pump_chat_step(struct pump *p) WARN_UNUSED;
/* Whether there is room to read from `leg`, and something to write to it. */
bool pump_chat_has_room(const struct pump_chat *c, enum pump_leg leg) WARN_UNUSED;
bool pump_chat_has_output(const struct pump_chat *c, enum pump_leg leg) WARN_UNUSED;

/* pump_scan.c */
struct pump_scan *pump_scan_new(struct pump *p, const char *path) WARN_UNUSED;
void pump_scan_free(struct pump_scan *s); /* NULL is fine */
/* Moves the file.  false: the session ends. */
bool pump_scan_move(struct pump *p) WARN_UNUSED;
bool pump_scan_has_room(const struct pump_scan *s) WARN_UNUSED;
bool pump_scan_has_output(const struct pump *p) WARN_UNUSED; /* that the receiver may get now */
/* All that came has gone out, and the scanner has nothing more to say. */
bool pump_scan_is_through(const struct pump *p) WARN_UNUSED;
/* To take something, or to answer. */
bool pump_scan_is_waited_for(const struct pump *p) WARN_UNUSED;
/* When it wants pump_scan_on_time(); UINT64_MAX: never. */
uint64_t pump_scan_due_ms(const struct pump *p) WARN_UNUSED;
bool pump_scan_on_time(struct pump *p, uint64_t now_ms) WARN_UNUSED;

#endif
