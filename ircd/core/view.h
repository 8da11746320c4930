/*
 * struct view: bytes that somebody else owns.  Passed by value.  Not NUL-terminated; may hold any byte.
 * A view dies with its owner (a view into a linebuf: at the next read).
 */
#ifndef CONCLAVE_CORE_VIEW_H
#define CONCLAVE_CORE_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "core/util.h"

struct view {
	const char *p; /* may be NULL when n == 0 */
	size_t n;      /* bytes */
};

/* From a string literal; VIEW_INIT is for static initialisers. */
#define VIEW(lit) ((struct view){ "" lit, sizeof(lit) - 1 })
#define VIEW_INIT(lit)                  \
	{                               \
		"" lit, sizeof(lit) - 1 \
	}
/* For printf-like "%.*s". */
#define VIEW_ARG(v) (int)(v).n, (v).n != 0 ? (v).p : ""

static inline struct view
view_of(const void *p, size_t n)
{
	return (struct view){ p, n };
}

/* From a NUL-terminated string; NULL gives the empty view. */
static inline struct view
view_z(const char *z)
{
	return (struct view){ z, z != NULL ? strlen(z) : 0 };
}

static inline bool
view_eq(struct view a, struct view b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* ASCII letters compare alike.  Not for nicks and channels: those use proto/casemap.h. */
bool view_eq_nocase(struct view a, struct view b) WARN_UNUSED;
bool view_starts(struct view v, struct view prefix) WARN_UNUSED;
/* True if v holds any byte of `set` (which may hold NUL). */
bool view_has_any(struct view v, struct view set) WARN_UNUSED;
/* Position of the first `c`, or v.n. */
size_t view_find(struct view v, char c) WARN_UNUSED;
/* The first n bytes, or all. */
struct view view_left(struct view v, size_t n) WARN_UNUSED;
/* Without the first n bytes; empty if there are not so many. */
struct view view_skip(struct view v, size_t n) WARN_UNUSED;
/* Without ASCII blanks and tabs at both ends. */
struct view view_trim(struct view v) WARN_UNUSED;
/*
 * view_cut: take the next piece of a list.
 *   in/out *rest  what is left; after the last piece its p is NULL
 *   out    *piece bytes before the next `sep`; may be empty
 *   ret    false when *rest was exhausted before the call (p == NULL)
 */
bool view_cut(struct view *rest, char sep, struct view *piece) WARN_UNUSED;
/*
 * view_to_u32, view_to_u64: the whole view as a decimal number, 1..10 or 1..20 digits.
 *   ret  0, or -1 on anything else: empty, sign, blank, other character, overflow.  *out only set on 0.
 */
int view_to_u32(struct view v, uint32_t *out) WARN_UNUSED;
int view_to_u64(struct view v, uint64_t *out) WARN_UNUSED;
/* A NUL-terminated copy on the heap that the caller frees.  NUL bytes within are kept.  Aborts when out of memory. */
char *view_dup(struct view v) WARN_UNUSED;
/* Copies at most size-1 bytes and a NUL; returns how many bytes were copied. size >= 1. */
size_t view_copy(struct view v, char *dst, size_t size);

#endif
