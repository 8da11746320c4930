/*
 * The guard: what texts ask people to do.  Rules of the configuration look at a copy without formatting; the answer is an action, which
 * commands/ and the chats of relay/ carry out.  It knows no connection and sends nothing.  Loop's thread only.
 */
#ifndef CONCLAVE_GUARD_GUARD_H
#define CONCLAVE_GUARD_GUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conf/conf_guard.h"
#include "core/util.h"
#include "core/view.h"

struct channel;
struct client;
struct conf;
struct guard;

#define GUARD_TEXT_MAX 4096 /* bytes of a text that are looked at: a message, a line of a chat */

/* Where a text is said. */
enum guard_place {
	GUARD_CHANNEL,
	GUARD_QUERY,
	GUARD_TOPIC,
	GUARD_PART,
	GUARD_QUIT,
	GUARD_AWAY,
	GUARD_REALNAME,
	GUARD_KICK,
	GUARD_DCC_CHAT,
	GUARD_PLACE_N
};

/* In rising order, as the configuration has them. */
enum guard_action {
	GUARD_PASS = CONF_GUARD_PASS,
	GUARD_TAG = CONF_GUARD_TAG,
	GUARD_WARN = CONF_GUARD_WARN,
	GUARD_HOLD = CONF_GUARD_HOLD,
	GUARD_BLOCK = CONF_GUARD_BLOCK,
};

struct guard_ask {
	const struct client *from; /* NULL: a speaker of a chat who has left; nothing exempts that one */
	enum guard_place place;
	bool is_notice;		 /* of GUARD_CHANNEL, GUARD_QUERY */
	const struct client *to; /* of GUARD_QUERY, GUARD_DCC_CHAT; NULL: nobody, as of a message to a mask */
	const struct channel *ch; /* NULL where there is none */
	struct view text;	  /* what is beyond GUARD_TEXT_MAX is not looked at */
	uint64_t now_ms;	  /* monotonic */
};

struct guard_verdict {
	enum guard_action action;
	const char *name,
		*text; /* of the rule that decided; NULL with GUARD_PASS.  Live until guard_configure() */
	bool strip;    /* there are bytes for guard_strip() to take out */
};

/* The class of somebody on this server; NULL: it has none. */
typedef const char *guard_class_fn(const struct client *c);

/* A reference to conf is taken.  class_of NULL: nobody is in a class. */
struct guard *guard_new(const struct conf *conf, guard_class_fn *class_of) WARN_UNUSED;
void guard_free(struct guard *g); /* NULL is fine */
/* Counters of rules that have the same name as before go on. */
void guard_configure(struct guard *g, const struct conf *conf);
const struct conf_guard *guard_conf(const struct guard *g);

/* g NULL: everything passes. */
void guard_judge(struct guard *g, const struct guard_ask *ask, struct guard_verdict *out);

/* He is never looked at: privilege guard-exempt. */
bool guard_is_exempt(const struct client *from) WARN_UNUSED;
/* What the configuration says about the channel; NULL: nothing. */
const struct conf_guard_channel *guard_channel(const struct guard *g, struct view name) WARN_UNUSED;

/* True, once in `warn-pause`, for each pair: to whom, NULL: all of ch; from whom it does not matter there. */
bool guard_warns_now(struct guard *g, const struct guard_ask *ask) WARN_UNUSED;

/* True, once in `warn-pause` for each sender: operators are told of what it said. */
bool guard_tags_now(struct guard *g, const struct guard_ask *ask) WARN_UNUSED;

/* A rule, in the order of the configuration, then those that are built in. */
struct guard_count {
	const char *name, *text;
	enum guard_action action;
	uint64_t tried, hits, cut; /* since the start; cut: the pattern took too many steps */
};
bool guard_count_at(const struct guard *g, size_t i, struct guard_count *out) WARN_UNUSED;
/* "warn" */
struct view guard_action_name(enum guard_action a);

#endif
