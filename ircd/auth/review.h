/*
 * Who is connected, under a new configuration: the `allow` rules and the oper sections are asked again about everybody.  First a plan is
 * made, which changes nothing; REHASH -n shows it, REHASH carries it out, so that neither can say what the other does not do.
 */
#ifndef CONCLAVE_AUTH_REVIEW_H
#define CONCLAVE_AUTH_REVIEW_H

#include <stddef.h>

#include "auth/admission.h"
#include "auth/oper_check.h"
#include "conf/conf.h"
#include "core/util.h"
#include "state/client.h"

struct gate;
struct review_queue;

enum review_fate {
	REVIEW_STAYS,
	REVIEW_MOVES,	/* to another class */
	REVIEW_DROPPED, /* no rule admits it any more */
};

struct review {
	enum review_fate fate;
	const char *class_name;	       /* of MOVES; lives as long as the configuration */
	const struct conf_allow *rule; /* that decided; NULL: none is about it */
	enum admission_lack lack;      /* of DROPPED */
	struct oper_outlook oper;      /* STAYS of who is none; not asked of who is dropped */
};

/*
 * review_client: a user of this server under `fresh`, by what is known of it: address, user name, listener, TLS, certificate, account,
 * what an Auth service said.  It is not asked anything: a password that let it in counts for the rule that has it, or, where that password
 * is nowhere any more, for every rule with a password; a quiz counts as answered.
 */
void review_client(const struct conf *fresh, const struct client *c, struct review *out);

/* Everybody whose lot is another under `fresh`; in one turn of the loop.  Keeps a reference to it. */
struct review_plan *review_plan_new(const struct gate *g, const struct conf *fresh) WARN_UNUSED;
void review_plan_free(struct review_plan *p); /* NULL is fine */

struct review_counts {
	size_t dropped, moved, lowered, changed; /* the last: other privileges */
};
struct review_counts review_plan_counts(const struct review_plan *p);
/* One line each for who is dropped, lowered, gets other privileges or another class, at most REVIEW_TOLD of each, then how many more. */
#define REVIEW_TOLD 50
typedef void review_emit_fn(void *to, const char *line);
void review_plan_tell(const struct review_plan *p, review_emit_fn *emit, void *to);
/*
 * review_plan_apply: after gate_configure() with the same configuration, in the turn in which the plan was made.  Not more than
 * REVIEW_AT_ONCE are dropped in this turn, so that those who stay can read who goes; the others follow by a timer, and who would be
 * admitted by then (it has logged in meanwhile, or REHASH has come again) stays.
 */
#define REVIEW_AT_ONCE 200
void review_plan_apply(const struct review_plan *p, struct review_queue *later);

/* Who is still to be dropped; one for a gate. */
struct review_queue *review_queue_new(struct gate *g) WARN_UNUSED;
void review_queue_free(struct review_queue *q);
void review_queue_clear(struct review_queue *q);
void review_queue_add(struct review_queue *q, const struct client *c);
/* Drops c, who leaves; what it and the others read: "No longer allowed: TLS is required". */
void review_drop(struct client *c, const struct review *r);

#endif
