/* Signals become callbacks on the loop's thread: SIGTERM and SIGINT end, SIGHUP rehashes. */
#ifndef CONCLAVE_MAIN_SIGNALS_H
#define CONCLAVE_MAIN_SIGNALS_H

#include "core/err.h"
#include "core/loop.h"
#include "core/util.h"

struct signals_fn {
	void (*end)(void *arg, int signal);
	void (*hangup)(void *arg);
	void *arg;
};

/* Once per process. */
int signals_init(struct loop *loop, const struct signals_fn *fn, struct err *e) WARN_UNUSED;
void signals_release(struct loop *loop);

#endif
