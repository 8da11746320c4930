/*
 * Answers of the server to one client: numerics and the few verbs that only a server says.
 * A parameter that can't stand in the middle of a message (empty, with a blank, beginning with ':') is shown as "*", and a very
 * long one is cut: replies repeat what strangers typed.
 */
#ifndef CONCLAVE_ROUTE_REPLY_H
#define CONCLAVE_ROUTE_REPLY_H

#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "proto/msg_build.h"
#include "proto/numerics.h"
#include "route/route.h"
#include "state/client.h"

#define REPLY_PARAM_MAX 200 /* bytes of a parameter */

struct reply {
	struct msg_build build;
	struct route *route;
	const struct client *to;
};

/* A numeric with nothing behind the client's name yet; add with reply_param() and end with one of reply_end*(). */
void reply_begin(struct reply *r, struct route *rt, const struct client *to, enum numeric n);
/* The same, where somebody else brought it about: it says that one's account (IRCv3 account-tag, numerics). */
void reply_begin_by(
	struct reply *r, struct route *rt, const struct client *to, enum numeric n, const struct client *by);
/* "VERB" and nothing before it: programs look for AUTHENTICATE so */
void reply_begin_bare(struct reply *r, struct route *rt, const struct client *to, struct view verb);
/* ":server VERB" without a target */
void reply_begin_verb(struct reply *r, struct route *rt, const struct client *to, struct view verb);
void reply_param(struct reply *r, struct view v);
void reply_param_u64(struct reply *r, uint64_t n);
void reply_end(struct reply *r); /* no text */
void reply_end_text(struct reply *r, struct view text);
void reply_end_textf(struct reply *r, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* The usual: a numeric, parameters, and the text of its row (left out where the row has none). */
void reply_params(
	struct route *rt, const struct client *to, enum numeric n, const struct view *param, size_t n_params);
#define reply(rt, to, n, ...)                                               \
	reply_params((rt), (to), (n), (const struct view[]){ __VA_ARGS__ }, \
		sizeof((const struct view[]){ __VA_ARGS__ }) / sizeof(struct view))
void reply_plain(struct route *rt, const struct client *to, enum numeric n);
/* The last of the parameters given is the text, for rows that have none. */
void reply_textf(struct route *rt, const struct client *to, enum numeric n, const char *fmt, ...)
	PRINTF_LIKE(4, 5);
/*
 * Replies to this client until reply_batch_end() are a batch of this type, if it negotiated batches.  One at a time.
 */
void reply_batch_begin(struct route *rt, const struct client *to, struct view type);
void reply_batch_end(struct route *rt);
/*
 * "FAIL <command> <code>" of IRCv3 standard-replies, and with the text behind it; add what it is about with reply_param().
 * Sent to all clients: no numeric says the same.
 */
void reply_begin_fail(
	struct reply *r, struct route *rt, const struct client *to, struct view command, struct view code);
void reply_fail(
	struct route *rt, const struct client *to, struct view command, struct view code, struct view text);
/* ":server NOTICE <nick> :text" */
void reply_noticef(struct route *rt, const struct client *to, const char *fmt, ...) PRINTF_LIKE(3, 4);
/* ":NickServ!NickServ@server NOTICE <nick>", end it with a text: what a service says. */
void reply_begin_service(struct reply *r, struct route *rt, const struct client *to, struct view service);
/*
 * From now on, until reply_watch_end(), it is noticed whether this client is told that something can't be done: that gives the number of the
 * last error (ERR_*), REPLY_FAIL for a FAIL, or REPLY_NO_ERROR.
 */
#define REPLY_NO_ERROR 0u
#define REPLY_FAIL     1u
void reply_watch(struct route *rt, const struct client *to);
unsigned reply_watch_end(struct route *rt) WARN_UNUSED;
/* "ERROR :text"; the caller closes. */
void reply_error(struct route *rt, const struct client *to, struct view text);

#endif
