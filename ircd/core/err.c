/* Reasons of failures.  errno is kept by all, so that a caller may fill an err and still look at it. */
#include "core/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A reason is one line, whatever got into it. */
static void
one_line(struct err *e)
{
	for (char *p = e->text; *p != '\0'; p++) {
		if (((unsigned char)*p < ' ') || *p == 0x7f)
			*p = ' ';
	}
}

int
err_set(struct err *e, int code, const char *what)
{
	int saved = errno;

	if (e != NULL) {
		e->code = code;
		(void)snprintf(e->text, sizeof(e->text), "%s: %s", what, strerror(code));
		one_line(e);
	}
	errno = saved;
	return -1;
}

int
err_sys(struct err *e, const char *what)
{
	return err_set(e, errno, what);
}

int
err_fmt(struct err *e, const char *fmt, ...)
{
	int saved = errno;
	va_list ap;

	if (e != NULL) {
		e->code = 0;
		va_start(ap, fmt);
		(void)vsnprintf(e->text, sizeof(e->text), fmt, ap);
		va_end(ap);
		one_line(e);
	}
	errno = saved;
	return -1;
}

int
err_wrap(struct err *e, const char *what)
{
	int saved = errno;
	char inner[sizeof(e->text)];

	if (e != NULL) {
		memcpy(inner, e->text, sizeof(inner));
		if (snprintf(e->text, sizeof(e->text), "%s: %s", what, inner) <
			0) /* cut at the end is fine */
			memcpy(e->text, inner, sizeof(inner));
		one_line(e);
	}
	errno = saved;
	return -1;
}
