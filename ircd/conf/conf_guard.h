/* What the guard does about texts, as the configuration has it.  What is said in conf_types.h holds here. */
#ifndef CONCLAVE_CONF_CONF_GUARD_H
#define CONCLAVE_CONF_CONF_GUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conf/conf_allow.h"
#include "conf/conf_class.h"

/* In rising order: of all rules that a text is hit by, the highest action counts. */
enum conf_guard_action {
	CONF_GUARD_PASS,  /* counted, nothing else */
	CONF_GUARD_TAG,	  /* operators hear of it */
	CONF_GUARD_WARN,  /* delivered, and its receivers are warned */
	CONF_GUARD_HOLD,  /* kept for somebody to look at */
	CONF_GUARD_BLOCK, /* its sender is told why */
};

/* Sets of kinds of texts, guard-rule { on }, and of whom they are said to, { in }. */
enum {
	CONF_GUARD_ON_MESSAGE = 1 << 0,
	CONF_GUARD_ON_NOTICE = 1 << 1,
	CONF_GUARD_ON_TOPIC = 1 << 2,
	CONF_GUARD_ON_PART = 1 << 3,
	CONF_GUARD_ON_QUIT = 1 << 4,
	CONF_GUARD_ON_AWAY = 1 << 5,
	CONF_GUARD_ON_REALNAME = 1 << 6,
	CONF_GUARD_ON_KICK = 1 << 7,
	CONF_GUARD_ON_DCC_CHAT = 1 << 8,
	CONF_GUARD_IN_CHANNEL = 1 << 0,
	CONF_GUARD_IN_QUERY = 1 << 1,
};

#define CONF_GUARD_WORD_MAX 32 /* bytes of one word */

struct conf_guard {
	bool enabled;
	bool strip; /* control bytes that no client needs are taken out of texts */
	uint32_t match_limit;
	uint64_t warn_ms; /* who was warned of somebody is not warned again for so long */
	uint64_t hold_ms;
	uint32_t max_held, max_held_per_user;
	struct conf_rate ctcp_sender,
		ctcp_target; /* requests of one sender, to one user; count 0: no limit */
	struct conf_rate
		repeat; /* users who get the same text with a link of one sender; count 0: no limit */
};

struct conf_guard_rule {
	struct conf_place place;
	const char *name;    /* its title: "S1" */
	const char *pattern; /* compiles, proto/pattern.h */
	const char *except;  /* the same; NULL: none */
	const char *const *words;
	size_t n_words; /* 0: it is always tried */
	bool raw, hidden;
	uint32_t on, in; /* sets of CONF_GUARD_ON_*, CONF_GUARD_IN_* */
	enum conf_guard_action action, stranger_action;
	const char *text; /* what it is about, for people; never NULL */
	const char *const *exempt_classes;
	size_t n_exempt_classes;
	const char *const *exempt_accounts;
	size_t n_exempt_accounts;
};

/* The first whose mask a channel's name fits counts. */
struct conf_guard_channel {
	const char *mask;
	bool exempt;
	enum conf_ctcp ctcp;
};

#endif
