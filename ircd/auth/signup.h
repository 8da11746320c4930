/*
 * Registering an account: the one way, whoever asks (REGISTER, NickServ).  What `accounts` says of names, email addresses, rates and invite
 * codes is asked here, in front of the registry; who is through is logged in.
 * Where an invite code is wanted and none was given the registration waits for signup_verify(), by the same client.
 */
#ifndef CONCLAVE_AUTH_SIGNUP_H
#define CONCLAVE_AUTH_SIGNUP_H

#include <stdbool.h>

#include "conf/conf.h"
#include "core/util.h"
#include "core/view.h"
#include "state/client.h"

struct loop;
struct signups;

#define SIGNUP_PENDING_MAX 200	  /* registrations that wait for a code */
#define SIGNUP_PENDING_MS  900000 /* how long */
#define SIGNUP_WRONG_MAX   5	  /* wrong codes that one of them outlives, less one */

enum signup_verdict {
	SIGNUP_OK,	    /* the account is there, and who asked is logged in to it */
	SIGNUP_CODE_WANTED, /* signup_verify() will complete it */
	SIGNUP_CLOSED,
	SIGNUP_SERVICES, /* accounts { owner services } */
	SIGNUP_LOGGED_IN,
	SIGNUP_NOT_CONNECTED, /* only users may (accounts register-before-connect) */
	SIGNUP_NO_NICK,
	SIGNUP_NOT_NICK, /* the name must be the nick (accounts custom-account-name) */
	SIGNUP_BAD_NAME,
	SIGNUP_RESERVED,
	SIGNUP_IN_USE, /* somebody else is called so */
	SIGNUP_TAKEN,
	SIGNUP_WEAK_PASSWORD,
	SIGNUP_BAD_PASSWORD,
	SIGNUP_NO_EMAIL,
	SIGNUP_BAD_EMAIL,
	SIGNUP_BAD_CODE,
	SIGNUP_NOT_ALLOWED, /* not let in yet, and it is not known whether it will be */
	SIGNUP_TOO_OFTEN,
	SIGNUP_FULL,
	SIGNUP_BUSY,
	SIGNUP_FAILED,
	SIGNUP_N
};

/* A sentence without its period, for people. */
const char *signup_text(enum signup_verdict v) WARN_UNUSED;

/*
 * On the loop's thread, once for each ask, perhaps before the call returns.  c: who asked, or NULL if it has gone; the account may be there
 * all the same.  Whoever gave memory as arg takes it back here.
 */
typedef void signup_done_fn(struct client *c, enum signup_verdict v, struct view account, void *arg);

/* All is copied. */
struct signup_ask {
	struct view name; /* empty: the nick */
	struct view password;
	struct view email; /* empty: none */
	struct view code;  /* empty: none */
	signup_done_fn *done;
	void *arg;
};

void signup(struct client *c, const struct signup_ask *ask);
/* The code for what c began to register under this name: name, code, done and arg of *ask are used. */
void signup_verify(struct client *c, const struct signup_ask *ask);

/* Accounts may be registered at all. */
bool signup_is_open(const struct conf *conf) WARN_UNUSED;
#define SIGNUP_CAP_VALUE 64
/* "before-connect,custom-account-name": the value of draft/account-registration, NUL-terminated.  Returns dst. */
const char *signup_cap_value(const struct conf *conf, char dst[SIGNUP_CAP_VALUE]);

/* What waits, and how often each address has asked; one for each gate (gate_env). */
struct signups *signups_new(struct loop *loop) WARN_UNUSED;
void signups_free(struct signups *all); /* NULL is fine */

#endif
