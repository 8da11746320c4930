/* Which names are the same name.  RFC 1459 2.2: {}|~ are the lower case of []\^ under "rfc1459". */
#ifndef CONCLAVE_PROTO_CASEMAP_H
#define CONCLAVE_PROTO_CASEMAP_H

#include <stdbool.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"

enum casemap { CASEMAP_RFC1459, CASEMAP_ASCII };

/* The server's one casemapping; set once at start by casemap_set(), before any name is folded. */
void casemap_set(enum casemap which);
enum casemap casemap_get(void);
const char *casemap_name(enum casemap which); /* "rfc1459", "ascii": value of CASEMAPPING */

char casemap_fold(char c);
bool casemap_eq(struct view a, struct view b) WARN_UNUSED;
/* Keyed hash of the folded name (core/hash.h).  Of a longer view the first 1,024 bytes count. */
uint64_t casemap_hash(struct view v) WARN_UNUSED;

#endif
