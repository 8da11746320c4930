/* What tables there are, and how an older file becomes one of today. */
#ifndef CONCLAVE_STORE_STORE_SCHEMA_H
#define CONCLAVE_STORE_STORE_SCHEMA_H

#include <stdint.h>

#include "core/err.h"
#include "core/util.h"
#include "store/store.h"

#define STORE_APPLICATION_ID 0x436e636cu /* "Cncl" */

/* The number in user_version that a file of this program has. */
uint32_t store_schema_version(void) WARN_UNUSED;
/* From 0 (empty) or an older version to today's, in one transaction. */
int store_schema_update(struct store_db *db, struct err *e) WARN_UNUSED;

#endif
