/*
 * A scanner behind a Unix socket that speaks clamd's INSTREAM: pieces with their length before them, a length of 0 at the end, then one
 * answer.  Nothing here waits.
 */
#ifndef CONCLAVE_RELAY_CLAMD_H
#define CONCLAVE_RELAY_CLAMD_H

#include <stdbool.h>
#include <stddef.h>

#include "core/loop.h"
#include "core/util.h"

enum clamd_state {
	CLAMD_TAKES,  /* pieces, as many as it can */
	CLAMD_THINKS, /* clamd_end() was called */
	CLAMD_CLEAN,
	CLAMD_FOUND,
	CLAMD_FAILED, /* it is not there, or gave no answer that says one or the other */
};

enum { CLAMD_NAME_MAX = 63 };

struct clamd;

/* Something changed: more can be fed, or the state is another.  It may not free the clamd. */
typedef void clamd_ready_fn(void *arg);

struct clamd *clamd_new(struct loop *loop, const char *path, clamd_ready_fn *ready,
	void *arg) WARN_UNUSED;	  /* CLAMD_FAILED: not there */
void clamd_free(struct clamd *c); /* NULL is fine */
/*
 * clamd_feed: hands over what comes next.
 *   in   n    1..; what was not taken must come again in front of the next call, with at least as much behind it
 *   ret  how much of it was taken; less than n: ready() is called when there is room, or when it failed
 */
size_t clamd_feed(struct clamd *c, const void *src, size_t n) WARN_UNUSED;
/* That was all. */
void clamd_end(struct clamd *c);
enum clamd_state clamd_state(const struct clamd *c) WARN_UNUSED;
/* CLAMD_FOUND: what, printable ASCII. */
const char *clamd_found(const struct clamd *c);

#endif
