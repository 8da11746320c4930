/*
 * One JSON object (RFC 8259) into memory that is given, field by field, left to right.  Whatever bytes a value has, the result is valid
 * JSON in UTF-8 on one line: control bytes are escaped, and bytes that are no UTF-8 become U+FFFD.
 * A field that does not fit is cut if it is text and left out otherwise, and the object then ends in "cut":true.
 */
#ifndef CONCLAVE_PROTO_JSON_BUILD_H
#define CONCLAVE_PROTO_JSON_BUILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"

#define JSON_BUILD_MIN 64 /* least room */
#define JSON_DEPTH_MAX 4  /* objects and lists within each other */

struct json_build {
	char *p;
	size_t n, max; /* max: without what is kept back for the ends */
	size_t ends;   /* open objects and lists */
	char end[JSON_DEPTH_MAX];
	bool first; /* no comma before what comes next */
	bool cut;
};

/* Begins the object; size: JSON_BUILD_MIN and up. */
void json_begin(struct json_build *j, char *dst, size_t size);
/* key: a literal of plain letters; NULL within a list. */
void json_text(struct json_build *j, const char *key, struct view v);
void json_number(struct json_build *j, const char *key, uint64_t n);
void json_bool(struct json_build *j, const char *key, bool b);
/* Each begun one is ended before the whole is. */
void json_object_begin(struct json_build *j, const char *key);
void json_list_begin(struct json_build *j, const char *key);
void json_inner_end(struct json_build *j);
/* The whole object, not NUL-terminated; dies with the memory. */
struct view json_end(struct json_build *j) WARN_UNUSED;

#endif
