/*
 * May this be offered?  In this order: DCCDENY, empty files and what is too large for the scanner; rules (dcc-rule); size and types.  What is
 * discouraged passes if the receiver has asked for it (DCCALLOW).  Rules, size and types are not for whoever has the privilege dcc-exempt.
 */
#ifndef CONCLAVE_RELAY_POLICY_H
#define CONCLAVE_RELAY_POLICY_H

#include <stdbool.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"

struct allow_table;
struct client;
struct conf;
struct world;

/* What it goes by; all borrowed. */
struct policy {
	const struct world *world; /* its server bans */
	const struct conf *conf;
	const struct allow_table *allow;
	bool scans; /* what passes is scanned, which has its own limit */
};

enum policy_verdict {
	POLICY_PASS,
	POLICY_DISCOURAGED, /* it would pass if the receiver had asked for it: DCCALLOW +nick */
	POLICY_DENIED,
};

enum policy_reason {
	POLICY_BY_NOTHING, /* it passes as most do */
	POLICY_BY_PRIVILEGE,
	POLICY_BY_RULE,
	POLICY_BY_TYPE,
	POLICY_BY_SIZE,
	POLICY_BY_DENY, /* DCCDENY */
	POLICY_BY_CHAT, /* chats have to be asked for */
	POLICY_BY_EMPTY,
	POLICY_N_REASONS
};

struct policy_ask {
	const struct client *from, *to;
	const char *from_class, *to_class; /* NULL: none */
	bool is_chat;
	/* Of a file. */
	struct view name; /* made harmless */
	struct view raw;  /* as it was offered */
	uint64_t size;
};

struct policy_answer {
	enum policy_verdict verdict;
	enum policy_reason reason;
	bool asked_for;	  /* it was discouraged, and passes because the receiver has asked for it */
	const char *rule; /* title, of BY_RULE */
	struct view type; /* which one of the name it was, of BY_TYPE; empty: there is none */
	/* For people: why, of a rule or a DCCDENY.  May be empty; lives until configuration or bans change. */
	struct view text;
};

/* Changes nothing, but that a DCCDENY counts how often it has hit. */
void policy_decide(const struct policy *p, const struct policy_ask *ask, struct policy_answer *out);
/* "rule", "type", for the log. */
const char *policy_reason_name(enum policy_reason r);

#endif
