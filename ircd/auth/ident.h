/*
 * Asking the Auth service (ident, RFC 1413) of a client's host whose connection it is.  Begins when somebody connects and holds
 * registration (HOLD_IDENT) until it has answered, refused, or its time is up.  What it says becomes the user name; it proves nothing.
 */
#ifndef CONCLAVE_AUTH_IDENT_H
#define CONCLAVE_AUTH_IDENT_H

#include <stdbool.h>
#include <stddef.h>

#include "auth/gate.h"
#include "core/util.h"
#include "core/view.h"
#include "net/dial.h"

#define IDENT_LOOKUPS_MAX     64    /* asked at a time; above, a client does without */
#define IDENT_PER_ADDRESS_MAX 4	    /* of these, for one address; IPv6: one /64 */
#define IDENT_REFUSED_MS      60000 /* for so long, an address that refused is not asked again */
#define IDENT_REFUSED_MAX     256   /* such addresses; the oldest is forgotten */

struct ident;

/* How services are reached: net/dial.h, unless a test plays them. */
struct ident_dialer {
	struct dial *(*start)(void *arg, const struct dial_plan *plan, struct err *e);
	void (*cancel)(void *arg, struct dial *d);
	void *arg;
};

/* env is borrowed.  Whether anybody is asked, and on which port, is settled here: the jail closes behind it. */
struct ident *ident_new(const struct gate_env *env, const struct conf *conf) WARN_UNUSED;
/* Nobody is being asked any more.  NULL is fine. */
void ident_free(struct ident *id);
void ident_set_dialer(struct ident *id, const struct ident_dialer *dialer);
/* Some rule wanted it when the server started. */
bool ident_may_ask(const struct ident *id) WARN_UNUSED;
/* Services that are being asked. */
size_t ident_count(const struct ident *id) WARN_UNUSED;

/* c has just connected: asks, if a rule wants it for such a client. */
void ident_open(struct ident *id, struct client *c);
/* c leaves. */
void ident_forget(struct ident *id, const struct client *c);
/*
 * c does not come from where it seemed to (a gateway speaks for it): what was asked or answered does not count.  c may have left when this
 * returns.
 */
void ident_skip(struct ident *id, struct client *c);
/* c has said USER: its user name is that, unless a service told another. */
void ident_take_user(struct client *c, struct view user);
/* The reply in words of ours, "NO-USER", "not asked". */
const char *ident_text(const struct session *s);

#endif
