/*
 * Regular expressions of the configuration, as PCRE2 has them: about bytes, never compiled to machine code, and with limits, so that no
 * text that a stranger chooses can make one run long.
 */
#ifndef CONCLAVE_PROTO_PATTERN_H
#define CONCLAVE_PROTO_PATTERN_H

#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"

#define PATTERN_MAX	  1000 /* bytes of one */
#define PATTERN_WHY_MAX	  200  /* bytes that say what is wrong with one, with NUL */
#define PATTERN_DEPTH_MAX 250  /* how deep a match may go back and forth */
#define PATTERN_HEAP_KIB  256  /* what a match may use of memory */

struct pattern;

/*
 * pattern_new: compiles one.
 *   in   text  1..PATTERN_MAX bytes.  In the syntax of Perl, of single bytes; "." is any byte, "$" is the very end; \C and (*UTF) are not
 *              allowed
 *   out  why   what is wrong with it, and where, for people
 *   ret  NULL with *why
 */
struct pattern *pattern_new(struct view text, char why[PATTERN_WHY_MAX]) WARN_UNUSED;
void pattern_free(struct pattern *p); /* NULL is fine */

enum pattern_found {
	PATTERN_NO,
	PATTERN_YES,
	PATTERN_CUT, /* it took more than `limit` steps from one place of the text on, or more room than there is */
};

/* limit: 1..; *where is set on PATTERN_YES, a part of `text`. */
enum pattern_found
pattern_find(struct pattern *p, struct view text, uint32_t limit, struct view *where) WARN_UNUSED;

/* Version of the library, for people. */
const char *pattern_library_version(void);

#endif
