/*
 * A configuration as it was written: sections in order with the text of their values, shape checked, meaning
 * not yet. Made by conf_scan.c (shape, names, titles) and conf_confuse.c (values), read by conf_bind.c.
 */
#ifndef CONCLAVE_CONF_CONF_RAW_H
#define CONCLAVE_CONF_CONF_RAW_H

#include <stdbool.h>
#include <stddef.h>

#include "conf/conf_arena.h"
#include "conf/conf_faults.h"
#include "conf/conf_schema.h"
#include "core/util.h"
#include "core/view.h"

#define CONF_TEXT_MAX	((size_t)1024 * 1024) /* bytes of all files together */
#define CONF_FILES_MAX	64		      /* the file and what it includes */
#define CONF_STRING_MAX 1024		      /* bytes of one value or title */
#define CONF_LIST_MAX	256		      /* values of one list */

struct conf_raw_value {
	struct conf_raw_value *next;
	const char *text; /* printable UTF-8, at most CONF_STRING_MAX bytes */
	unsigned line;
};
struct conf_raw_key {
	unsigned line; /* 0: not set */
	bool is_bad;   /* its fault was told: there is nothing more to say about it */
	size_t n;
	struct conf_raw_value *first, *last;
};
struct conf_raw_section {
	struct conf_raw_section *next;
	const struct conf_section *def; /* NULL: an include, whose file is the title */
	const char *title;		/* NULL when the section has none */
	const char *file;
	unsigned line;
	struct conf_raw_key *key; /* def->n_bind, in the order of def->bind */
};

/* What one load works on.  What is found lies in the arena. */
struct conf_raw {
	struct conf_arena *arena;
	struct conf_faults *faults;
	const char *dir;			/* of the main file, real */
	const char *shown;			/* the main file as the administrator names it */
	struct conf_raw_section *first, **tail; /* def is never NULL here */
	const char *path[CONF_FILES_MAX];	/* files read so far */
	size_t n_files, n_bytes;
	size_t count[CONF_SECTION_N]; /* sections of each kind, also those above the limit */
	bool is_incomplete; /* a section, or the end of a file, was not read: what is missing may be there */
	bool is_disputed;   /* libconfuse did not read what the scan took for good: a bug of ours */
};

void conf_raw_init(struct conf_raw *raw, struct conf_arena *arena, struct conf_faults *faults);
/* Reads the file at path and what it includes; `shown` names it in faults. */
void conf_raw_read(struct conf_raw *raw, const char *shown, const char *path);
/*
 * The same for text at hand, which is changed: comments and what is faulty become blanks.  text[n] is a NUL.
 */
void conf_raw_parse(struct conf_raw *raw, const char *shown, char *text, size_t n);
/* One value more of a key. */
void conf_raw_add_value(struct conf_arena *arena, struct conf_raw_key *key, struct view text, unsigned line);

#endif
