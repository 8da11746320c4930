/* struct err: why a system-facing call failed.  Filled by the callee, told once by whoever handles it. */
#ifndef CONCLAVE_CORE_ERR_H
#define CONCLAVE_CORE_ERR_H

#include "core/util.h"

struct err {
	int code;	/* errno value, or 0 when there is none */
	char text[256]; /* NUL-terminated, one line, no trailing period */
};

/* Each returns -1, so that `return err_sys(e, "bind")` works.  e may be NULL. */
int err_sys(struct err *e, const char *what);		/* "<what>: <strerror(errno)>", code = errno */
int err_set(struct err *e, int code, const char *what); /* "<what>: <strerror(code)>" */
int err_fmt(struct err *e, const char *fmt, ...) PRINTF_LIKE(2, 3); /* code 0 */
/* Puts "<what>: " before the text that is there. */
int err_wrap(struct err *e, const char *what);

#endif
