/* What is asked of REHASH, from IRC and from conclavectl. */
#ifndef CONCLAVE_COMMANDS_REHASH_ASK_H
#define CONCLAVE_COMMANDS_REHASH_ASK_H

#include <stdbool.h>
#include <stddef.h>

#include "core/util.h"
#include "core/view.h"

/* What is read again.  A part is what the running configuration names; the configuration itself is looked at for REHASH_ALL alone. */
enum rehash_part {
	REHASH_ALL,
	REHASH_MOTD, /* and rules */
	REHASH_TLS,  /* certificates and keys */
	REHASH_DNS,  /* nothing is read: names that were learnt are forgotten */
	REHASH_BANS, /* from the database; whom one hits is put out */
	REHASH_PART_N
};

struct rehash_ask {
	enum rehash_part part;
	bool dry; /* only say what would become of it */
	const char *by;
	void (*emit)(void *to, const char *line); /* a control_emit_fn */
	void *to;
};

/* "motd"; of REHASH_ALL "all" */
struct view rehash_part_name(enum rehash_part part) WARN_UNUSED;
/*
 * rehash_ask_parse: [-n] [<part>], in any order, case ignored.
 *   out  ask  part and dry; the rest is left alone
 *   ret  NULL, or what is wrong; static
 */
const char *rehash_ask_parse(const struct view *word, size_t n, struct rehash_ask *ask) WARN_UNUSED;

#endif
