/* Where the sections of a configuration were written, and under which title: what is told to the administrator about them. */
#ifndef CONCLAVE_CONF_CONF_ORIGIN_H
#define CONCLAVE_CONF_CONF_ORIGIN_H

#include <stddef.h>

#include "conf/conf.h"
#include "core/util.h"

struct conf_bind;
struct conf_section;

/* One for each section of a kind, in the order of its structs; a single section that was not written has one too. */
struct conf_origin {
	const char *title; /* NULL: it has none */
	const char *file;
	unsigned line;		  /* 0: it was not written, all in it is default */
	const unsigned *key_line; /* in the order of the kind's keys; 0: not written */
};

/* i: below the count of sections of this kind. */
const struct conf_origin *
conf_origin(const struct conf *conf, const struct conf_section *def, size_t i) WARN_UNUSED;
/* The line of the key, or of the section that does not have it; line 0: neither was written. */
struct conf_place conf_origin_place(const struct conf_origin *o, const struct conf_section *def,
	const struct conf_bind *bind) WARN_UNUSED;
/* How many sections of this kind there are, at least 1 for what can't be there twice, and the struct of one. */
size_t conf_origin_count(const struct conf *conf, const struct conf_section *def) WARN_UNUSED;
const void *
conf_origin_section(const struct conf *conf, const struct conf_section *def, size_t i) WARN_UNUSED;

#endif
