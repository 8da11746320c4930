/* What sasl.c and the mechanisms share. */
#ifndef CONCLAVE_AUTH_SASL_PRIV_H
#define CONCLAVE_AUTH_SASL_PRIV_H

#include <stdbool.h>

#include "auth/login_try.h"
#include "auth/sasl.h"
#include "core/buf.h"
#include "core/timer.h"

enum sasl_step {
	SASL_SEND, /* what is in `out`, and wait for what the client says */
	SASL_WAIT, /* sasl_conclude() is called, or was; the exchange may be gone */
	SASL_END,  /* `result` is how */
};

struct sasl;

/* Clients speak first: a mechanism begins with the client's first message. */
struct sasl_mech {
	struct view name;
	const char *help;
	bool (*usable)(const struct client *c, const struct conf *conf);
	enum sasl_step (*step)(struct sasl *x, struct view message);
	void (*release)(struct sasl *x); /* frees state; NULL: there is none */
};

struct sasl {
	struct session *session;
	const struct sasl_mech *mech;
	void *state; /* of the mechanism; NULL at first */
	struct timer timer;
	struct buf in;	/* base64 of a message that is not whole yet */
	struct buf out; /* what the mechanism says */
	bool waiting;	/* for a worker */
	enum login_result result;
};

/* The answer that SASL_WAIT promised: a login_done_fn. */
void sasl_conclude(struct client *c, enum login_result r, void *arg);
/* TLS, a Unix socket or loopback: nobody else reads what is said. */
bool sasl_is_private(const struct client *c) WARN_UNUSED;
/* It has a certificate of its own. */
bool sasl_has_certificate(const struct client *c) WARN_UNUSED;
/* For sasl_relay.c.  The exchange ends so, and the client is told; it may leave. */
void sasl_finish(struct client *c, enum login_result r);
/* It is over, and the client was told. */
void sasl_drop(struct client *c);
/* "AUTHENTICATE text" */
void sasl_send_chunk(struct client *c, struct view text);
/* One that is not said to end with r. */
enum sasl_step sasl_ends(struct sasl *x, enum login_result r);

extern const struct sasl_mech sasl_plain, sasl_external, sasl_scram, sasl_scram_plus;

#endif
