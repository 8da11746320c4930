/* The list of what is wrong with a configuration, in the order of files and lines. */
#ifndef CONCLAVE_CONF_CONF_FAULTS_H
#define CONCLAVE_CONF_CONF_FAULTS_H

#include <stddef.h>

#include "core/util.h"

struct conf_faults;

#define CONF_FAULTS_MAX 200 /* further ones are counted, not kept; the last entry says so */

struct conf_faults *conf_faults_new(void) WARN_UNUSED;
void conf_faults_free(struct conf_faults *faults); /* NULL is fine */
size_t conf_faults_count(const struct conf_faults *faults) WARN_UNUSED;
/* "file:line: what is wrong; what is allowed"; i < count.  Printable, one line; dies with the list. */
const char *conf_faults_text(const struct conf_faults *faults, size_t i) WARN_UNUSED;
/* line 0: the fault has no line (file missing, section missing). */
void conf_faults_add(struct conf_faults *faults, const char *file, unsigned line, const char *fmt, ...)
	PRINTF_LIKE(4, 5);
/* By file, in the order in which files were first named, then by line, then as added. */
void conf_faults_sort(struct conf_faults *faults);

#endif
