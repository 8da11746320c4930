/* Password checks: argon2id by libsodium, on a worker thread, for it costs tens of milliseconds and as many megabytes. */
#ifndef CONCLAVE_AUTH_PASSWORD_H
#define CONCLAVE_AUTH_PASSWORD_H

#include <stdbool.h>

#include "core/util.h"
#include "core/view.h"
#include "proto/password_hash.h"
#include "state/client.h"

struct worker_pool;

/*
 * Called on the loop's thread.  c: who asked, or NULL if it has gone meanwhile; right: the password was right.
 * arg: as given; whoever gave memory takes it back here, in every case.
 */
typedef void password_done_fn(struct client *c, bool right, void *arg);

/* Is this the password of `hash` ("$argon2id$...")?  All is copied. */
struct password_ask {
	const char *hash;
	struct view password;
	password_done_fn *done;
	void *arg;
};

/*
 * password_check: asks a worker.
 *   ret  true: done() will be called; false: too much to do, try again later; done() won't be called
 *   secrets  the copy of the password is wiped before it is freed
 */
bool password_check(struct worker_pool *pool, struct client *c, const struct password_ask *ask) WARN_UNUSED;

#endif
