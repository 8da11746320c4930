/*
 * The pump: carries the bytes of one DCC session between its two legs, byte for byte and within limits, until it ends.  A SEND goes from
 * sender to receiver; back come the acknowledgements of the receiver.  A CHAT is lines both ways, see chat_filter.h.
 *
 * All pumps together do a bounded work in each turn of the loop, after everything that is IRC.
 */
#ifndef CONCLAVE_RELAY_PUMP_H
#define CONCLAVE_RELAY_PUMP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/err.h"
#include "core/loop.h"
#include "core/util.h"
#include "core/view.h"
#include "net/stream.h"

enum pump_leg { PUMP_SENDER, PUMP_RECEIVER, PUMP_N_LEGS }; /* of a CHAT: who offered, who was offered */

enum pump_end {
	PUMP_DONE,     /* all announced bytes passed and both are through; of a CHAT: somebody hung up */
	PUMP_SHORT,    /* the sender stopped before all bytes */
	PUMP_CUT,      /* the receiver left before all bytes */
	PUMP_RESET,    /* a connection broke */
	PUMP_IDLE,     /* nothing moved for idle_ms */
	PUMP_SLOW,     /* less than min_rate, over a minute */
	PUMP_LIFETIME, /* lifetime_ms is over */
	PUMP_ACKS,     /* more came back than a receiver has to say */
	PUMP_LINE,     /* CHAT: a line longer than CHAT_LINE_MAX */
	PUMP_TLS,      /* a handshake failed or took too long */
	PUMP_INFECTED, /* the scanner found something: counts.found */
	PUMP_NO_SCAN,  /* no answer from the scanner, and there has to be one */
	PUMP_KILLED,   /* pump_stop() */
	PUMP_N_ENDS,
};

enum { PUMP_FOUND_MAX = 63, PUMP_HASH_LEN = 32 };

struct pump_counts {
	uint64_t bytes[PUMP_N_LEGS]; /* that came from this leg and were passed on */
	uint64_t refused;	     /* lines of a CHAT that were dropped */
	uint64_t ms;		     /* since pump_start() */
	bool over;		     /* the sender had more than it announced; that was not passed */
	bool scanned;		     /* the scanner has seen all and found nothing */
	bool has_hash;
	uint8_t hash[PUMP_HASH_LEN];	/* SHA-256 of bytes[PUMP_SENDER] */
	char found[PUMP_FOUND_MAX + 1]; /* the scanner's name for it, printable ASCII, or "" */
	char fingerprint[PUMP_N_LEGS][STREAM_FINGERPRINT_LEN + 1]; /* of the certificate, "" none */
};

struct pump_plan {
	int fd[PUMP_N_LEGS];		       /* connected, non-blocking; taken */
	struct tls_contexts *tls[PUMP_N_LEGS]; /* NULL: plain; borrowed for the call */
	enum stream_side side[PUMP_N_LEGS];
	bool is_chat;
	uint64_t bytes; /* SEND: 1.., what is still to come of the file; more is never passed */
	uint64_t handshake_ms, idle_ms, drain_ms, lifetime_ms;
	uint64_t max_rate; /* bytes a second from the sender; 0: no limit */
	uint32_t
		min_rate; /* SEND: bytes a second over a minute, where no limit of ours held it back; 0: none */
	bool hash;
	const char *scan; /* SEND: clamd's socket, or NULL; copied */
	bool scan_must;
	/*
	 * CHAT: one line of text, 0..CHAT_LINE_MAX bytes, without its end, in the order it was said.  It may be made shorter in place.
	 * What is put into tell[leg] is said to that leg as a line of its own, before this one.  false: the line is dropped.
	 * It must not stop the pump.
	 */
	bool (*line)(void *arg, enum pump_leg from, char *line, size_t *n, struct view tell[PUMP_N_LEGS]);
	/* Once, never within pump_start(); the pump is gone. */
	void (*done)(void *arg, enum pump_end why, const struct pump_counts *c);
	void *arg;
};

struct pump;
struct pumps; /* what all share: a turn's budget, the rate of all, buffers */

struct pumps *pumps_new(struct loop *loop) WARN_UNUSED;
void pumps_free(struct pumps *all); /* no pump is left; NULL is fine */
/* Bytes a second of all together, 0: no limit. */
void pumps_configure(struct pumps *all, uint64_t max_total_rate);

/* NULL with *e: the descriptors are closed, done() won't be called. */
struct pump *pump_start(struct pumps *all, const struct pump_plan *plan, struct err *e) WARN_UNUSED;
/* Both legs are reset and done(PUMP_KILLED) is called.  Not within line(). */
void pump_stop(struct pump *p);
/* So far, without the hash. */
struct pump_counts pump_counts(const struct pump *p);

#endif
