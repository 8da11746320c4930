/*
 * The log: one line an event, to standard error by default, in a form that journald and people can read:
 *   <level> <area>: text
 * with a journald priority prefix "<N>" when stderr is the journal.  Bytes from peers pass through log_escape() or
 * %-arguments of log_write(), which replaces control bytes in the finished line.  Any thread may call.
 */
#ifndef CONCLAVE_CORE_LOG_H
#define CONCLAVE_CORE_LOG_H

#include <stdbool.h>
#include <stddef.h>

#include "core/util.h"
#include "core/view.h"

enum log_level { LOG_LEVEL_ERROR, LOG_LEVEL_WARN, LOG_LEVEL_INFO, LOG_LEVEL_DEBUG };

typedef void log_sink_fn(void *arg, enum log_level level, const char *area, const char *text);

/* Lines above `max` are dropped. */
void log_init(enum log_level max, bool journal_prefix);
/* The same, keeping the form. */
void log_set_level(enum log_level max);
/* Replaces the sink (tests); NULL brings standard error back. */
void log_set_sink(log_sink_fn *fn, void *arg);
/* area: a static word, "net", "tls", "jail".  A line longer than 1,000 bytes is cut and says so. */
void log_write(enum log_level level, const char *area, const char *fmt, ...) PRINTF_LIKE(3, 4);
/*
 * log_escape: v as printable text.
 *   out  dst NUL-terminated, at most size-1 bytes; control bytes, DEL and invalid UTF-8 as \xHH, backslash as two
 *   ret  dst
 */
const char *log_escape(struct view v, char *dst, size_t size);

#define log_error(area, ...) log_write(LOG_LEVEL_ERROR, area, __VA_ARGS__)
#define log_warn(area, ...)  log_write(LOG_LEVEL_WARN, area, __VA_ARGS__)
#define log_info(area, ...)  log_write(LOG_LEVEL_INFO, area, __VA_ARGS__)
#define log_debug(area, ...) log_write(LOG_LEVEL_DEBUG, area, __VA_ARGS__)

#endif
