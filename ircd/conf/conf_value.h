/* Values as people write them: numbers, times, sizes, switches; and back, for messages. */
#ifndef CONCLAVE_CONF_CONF_VALUE_H
#define CONCLAVE_CONF_CONF_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"

#define CONF_VALUE_TEXT 32 /* bytes that hold any printed time or size, with NUL */

/* All return 0, or -1 on anything that is not wholly such a value; overflow is one such thing. */

/*
 * "30s", "2m", "1h30m", "1d": each unit at most once, in falling order; a number without unit is refused.
 * Milliseconds.
 */
int conf_value_time(struct view v, uint64_t *ms) WARN_UNUSED;
/* "8192", "8K", "1M", "2G": powers of 1024.  Bytes. */
int conf_value_size(struct view v, uint64_t *bytes) WARN_UNUSED;
/* yes no, true false, on off */
int conf_value_bool(struct view v, bool *out) WARN_UNUSED;
/* "0660": 3 or 4 octal digits, at most 0777. */
int conf_value_mode(struct view v, uint32_t *mode) WARN_UNUSED;
/* 2 * n hexadecimal digits, with or without a colon between bytes. */
int conf_value_hex(struct view v, uint8_t *out, size_t n) WARN_UNUSED;

/* "5:20s": a count of 1.. and a time of 1 s to 1 d; or "0", which is a count of 0. */
int conf_value_rate(struct view v, uint32_t *count, uint64_t *per_ms) WARN_UNUSED;

/* The shortest way to write the value; return dst. */
const char *conf_value_time_text(uint64_t ms, char dst[CONF_VALUE_TEXT]);
const char *conf_value_size_text(uint64_t bytes, char dst[CONF_VALUE_TEXT]);

#endif
