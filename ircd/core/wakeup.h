/* A descriptor by which another thread or a signal handler wakes the loop (eventfd, elsewhere a pipe). */
#ifndef CONCLAVE_CORE_WAKEUP_H
#define CONCLAVE_CORE_WAKEUP_H

#include "core/err.h"
#include "core/loop.h"
#include "core/util.h"

struct wakeup {
	int rfd, wfd; /* equal for an eventfd */
	struct watch watch;
	void (*fn)(void *arg);
	void *arg;
};

/* fn runs on the loop's thread, once for any number of wake-ups. */
int
wakeup_init(struct wakeup *w, struct loop *loop, void (*fn)(void *), void *arg, struct err *e) WARN_UNUSED;
void wakeup_release(struct wakeup *w, struct loop *loop);
/* Async-signal-safe, any thread. Keeps errno. */
void wakeup_send(const struct wakeup *w);

#endif
