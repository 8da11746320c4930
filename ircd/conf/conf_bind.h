/* From what was written to what it means: values by the table, then what sections mean together. */
#ifndef CONCLAVE_CONF_CONF_BIND_H
#define CONCLAVE_CONF_CONF_BIND_H

#include <stddef.h>

#include "conf/conf.h"
#include "conf/conf_arena.h"
#include "conf/conf_faults.h"
#include "conf/conf_raw.h"
#include "core/util.h"

/* The configuration that is being made. */
struct conf_build {
	struct conf *conf; /* path and dir are set */
	struct conf_arena *arena;
	struct conf_faults *faults;
	const struct conf_raw *raw;
};

/* One key and where its value goes. */
struct conf_slot {
	struct conf_build *b;
	const struct conf_raw_section *sec;
	const struct conf_bind *bind;
	const struct conf_raw_key *key; /* as written, or the default; at least one value unless a list */
	char *section;			/* the section's struct */
};

/* Fills b->conf from b->raw; what is wrong goes to b->faults. */
void conf_bind_all(struct conf_build *b);
/* Adds a fault of one value: "<section> <key>: "<value>" <what>; allowed: <range>". */
void conf_bind_fault(const struct conf_slot *slot, const struct conf_raw_value *value, const char *what);
/* The raw key of a section, set or not. */
const struct conf_raw_key *conf_bind_key(const struct conf_raw_section *sec, const char *key) WARN_UNUSED;
/* Line for a fault about a key: where it is set, or where its section begins. */
unsigned conf_bind_line(const struct conf_raw_section *sec, const char *key) WARN_UNUSED;

#endif
