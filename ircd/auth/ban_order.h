/*
 * Setting a ban, for whoever may: an operator, conclavectl.  It is counted whom it would hit; one that hits many, or its setter, or that
 * names nobody in particular, has to be asked for twice; then it is written, and whoever it hits is put out.
 */
#ifndef CONCLAVE_AUTH_BAN_ORDER_H
#define CONCLAVE_AUTH_BAN_ORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "auth/gate.h"
#include "core/handle.h"
#include "core/util.h"
#include "core/view.h"
#include "registry/registry_ban.h"

/* Why it has to be asked for twice. */
enum ban_doubt {
	BAN_DOUBT_NONE,
	BAN_DOUBT_WIDE,	  /* it names nobody in particular */
	BAN_DOUBT_SETTER, /* it hits who sets it */
	BAN_DOUBT_MANY,
};

struct ban_answer {
	enum registry_verdict verdict; /* OK: it is set, unless there is a doubt */
	enum ban_doubt doubt;
	const struct registry_ban_ask *ask; /* dies with the call */
	size_t n_hits, n_of;		    /* put out, or would be; of how many users, or channels */
	const char *names;		    /* of the first ones, "bob, eve"; may be empty */
};
/* Once. */
typedef void ban_answer_fn(const struct ban_answer *a, void *arg);

struct ban_order {
	struct registry_ban_ask ask; /* copied; n_hits is found out */
	struct handle setter;	     /* HANDLE_NONE: somebody on this host */
	uint64_t who; /* whose order it is, for the second time: ban_order_by_client(), ban_order_by_uid() */
	bool force;   /* it need not be asked for twice */
	ban_answer_fn *done;
	void *arg;
};

/* May be done before it returns. */
void ban_order(struct gate *g, const struct ban_order *o);
uint64_t ban_order_by_client(struct handle h) WARN_UNUSED;
uint64_t ban_order_by_uid(uint32_t uid) WARN_UNUSED;
/* For people, of an answer that is not OK: "It would hit 7 of 9 users (bob, eve ...)".  Returns dst. */
#define BAN_ANSWER_TEXT 400
const char *ban_answer_text(const struct ban_answer *a, char dst[BAN_ANSWER_TEXT]);

#endif
