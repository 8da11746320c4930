/*
 * What is different between two configurations, section by section and key by key, in words.  A function of the two alone: what REHASH -n
 * shows and what REHASH does start here.
 */
#ifndef CONCLAVE_CONF_CONF_DIFF_H
#define CONCLAVE_CONF_CONF_DIFF_H

#include <stdbool.h>
#include <stddef.h>

#include "conf/conf.h"

struct conf_bind;
struct conf_section;

enum conf_change_kind {
	CONF_ADDED,
	CONF_REMOVED,
	CONF_CHANGED,	/* a key */
	CONF_REORDERED, /* sections of which the first that fits counts */
	CONF_REWRITTEN, /* a text that is read with the configuration: motd, rules */
};

/* Dies with the call. */
struct conf_change {
	enum conf_change_kind kind;
	const struct conf_section *section;
	const struct conf_bind *bind; /* of CONF_CHANGED and CONF_REWRITTEN */
	const char *name;	      /* `class "users"`, `server` */
	struct conf_place place;      /* in the new one; of CONF_REMOVED in the old one */
	bool restart;		      /* a running server can't take it over */
	const char *text; /* `class "users": sendq 100K -> 1M`; one line, printable; secrets are not in it */
};
typedef void conf_change_fn(void *arg, const struct conf_change *change);

/*
 * conf_diff: calls fn for each difference, in the order of the option table, and of the new file within a kind.
 *   ret  how many; 0: nothing is different but perhaps the order of what has none
 */
size_t conf_diff(const struct conf *was, const struct conf *is, conf_change_fn *fn, void *arg);

#endif
