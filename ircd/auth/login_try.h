/*
 * Logging a client in: the one way, whoever asks (SASL, NickServ).  What is proved here ends in login_set(); what is not is told in a
 * way that does not say whether there is such an account.
 *
 * Limits: failed attempts per address (IPv6: per /64), failed passwords per account from all addresses together, one attempt at a time
 * per client, and LOGIN_CHECKS_MAX passwords at a time, so that who is refused hears so at once.  Attempts that succeed do not count.
 */
#ifndef CONCLAVE_AUTH_LOGIN_TRY_H
#define CONCLAVE_AUTH_LOGIN_TRY_H

#include <stdbool.h>
#include <stdint.h>

#include "auth/people.h"
#include "conf/conf.h"
#include "core/util.h"
#include "core/view.h"
#include "state/account.h"
#include "state/client.h"

#define LOGIN_CHECKS_MAX 64 /* passwords of accounts with the workers; their queue has room for others */

struct login_limits;

enum login_result {
	LOGIN_TRY_OK,	     /* the client is logged in and was told (900) */
	LOGIN_TRY_WRONG,     /* no such account, or not proved */
	LOGIN_TRY_SUSPENDED, /* proved, but nobody may use the account now */
	LOGIN_TRY_TOO_OFTEN, /* try again later */
	LOGIN_TRY_BUSY,	     /* too many wait, or an attempt of this client does: try again */
	LOGIN_TRY_N
};
/* For people, such as "try again later". */
const char *login_result_text(enum login_result r);

/*
 * On the loop's thread, once for each attempt; perhaps before login_by_password() returns.  c: who asked, or NULL if it has gone
 * meanwhile or login_give_up() was called: then nobody was logged in.  Whoever gave memory as arg takes it back here.
 */
typedef void login_done_fn(struct client *c, enum login_result r, void *arg);

/* All is copied. */
struct login_ask {
	struct view account, password;
	login_done_fn *done;
	void *arg;
};

/* Argon2id on a worker, for an account that there is not, too. */
void login_by_password(struct client *c, const struct login_ask *ask);
/* Nobody waits for the answer any more.  The client's next attempt has to wait until the worker is done, all the same. */
void login_give_up(struct client *c);
/* The client's certificate.  account: which one it must belong to; empty: whichever. */
enum login_result login_by_cert(struct client *c, struct view account) WARN_UNUSED;
/* The user of this host who is at the other end of the Unix socket. */
enum login_result login_by_peer(struct client *c, struct view account) WARN_UNUSED;
/* Could login_by_peer() succeed for it? */
bool login_knows_peer(const struct client *c) WARN_UNUSED;

/*
 * For a proof in steps that is made elsewhere (SCRAM).  login_may_try() counts an attempt: LOGIN_TRY_OK, or why there may be none;
 * then login_proved() takes it back and logs in, unless the account was suspended.
 */
enum login_result login_may_try(struct client *c, struct view account) WARN_UNUSED;
enum login_result login_proved(struct client *c, struct account *a) WARN_UNUSED;
/* It was not proved: logged.  LOGIN_TRY_WRONG. */
enum login_result login_disproved(struct client *c, struct view account);

/* For a proof that the services of the network judge: an attempt that login_may_try() counted was none. */
void login_forgive(struct client *c);
/* They have logged it in or out, and login_told() was said: operator's rights and bans that go by accounts follow.  c may leave. */
void login_elsewhere(struct client *c);

/*
 * The key of an account that there is not: its salt stays the same, and no password fits.  With a cloak-key it stays the same across
 * restarts, too, as real ones do.
 */
void login_fake_key(const struct client *c, struct view account, struct scram_key *key);

/* The counters; one for each gate.  Changed limits begin with a clean slate. */
struct login_limits *login_limits_new(void) WARN_UNUSED;
void login_limits_free(struct login_limits *l);
void login_limits_configure(struct login_limits *l, const struct conf *conf);

#endif
