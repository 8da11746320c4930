/*
 * Faults are kept as finished text, because the file's bytes that they quote are gone when they are shown.
 * A file that is nothing but faults stays bounded: past CONF_FAULTS_MAX they are only counted.
 */
#include "conf/conf_faults.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/log.h"
#include "core/mem.h"
#include "core/view.h"

enum { TEXT_MAX = 1024, FILES_MAX = 80 };

struct fault {
	char *text;
	unsigned file, line, seq; /* file: index of first appearance */
};

struct conf_faults {
	size_t n, dropped;
	struct fault fault[CONF_FAULTS_MAX];
	char dropped_text[64];
	unsigned n_files;
	char *file[FILES_MAX];
};

struct conf_faults *
conf_faults_new(void)
{
	return mem_zalloc(sizeof(struct conf_faults));
}

void
conf_faults_free(struct conf_faults *f)
{
	if (f == NULL)
		return;
	for (size_t i = 0; i < f->n; i++)
		mem_free(f->fault[i].text);
	for (unsigned i = 0; i < f->n_files; i++)
		mem_free(f->file[i]);
	mem_free(f);
}

size_t
conf_faults_count(const struct conf_faults *f)
{
	return f->n + (f->dropped != 0 ? 1 : 0);
}

const char *
conf_faults_text(const struct conf_faults *f, size_t i)
{
	assert(i < conf_faults_count(f));
	return i < f->n ? f->fault[i].text : f->dropped_text;
}

/*
 * Index of a file's name; all names past the table share the last index, which only makes the order coarser.
 */
static unsigned
file_index(struct conf_faults *f, const char *name)
{
	for (unsigned i = 0; i < f->n_files; i++)
		if (strcmp(f->file[i], name) == 0)
			return i;
	if (f->n_files == FILES_MAX)
		return FILES_MAX;
	f->file[f->n_files] = view_dup(view_z(name));
	return f->n_files++;
}

void
conf_faults_add(struct conf_faults *f, const char *file, unsigned line, const char *fmt, ...)
{
	char what[TEXT_MAX / 2], whole[TEXT_MAX], shown[TEXT_MAX];
	struct fault *to;
	va_list ap;

	if (f->n == CONF_FAULTS_MAX) {
		f->dropped++;
		(void)snprintf(f->dropped_text, sizeof(f->dropped_text), "and %zu more", f->dropped);
		return;
	}
	va_start(ap, fmt);
	(void)vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	if (line != 0)
		(void)snprintf(whole, sizeof(whole), "%s:%u: %s", file, line, what);
	else
		(void)snprintf(whole, sizeof(whole), "%s: %s", file, what);
	to = &f->fault[f->n];
	to->text = view_dup(view_z(log_escape(view_z(whole), shown, sizeof(shown))));
	to->file = file_index(f, file);
	to->line = line;
	to->seq = (unsigned)f->n++;
}

static int
compare(unsigned a, unsigned b)
{
	return (a > b) - (a < b);
}

static int
fault_order(const void *pa, const void *pb)
{
	const struct fault *a = pa, *b = pb;
	int c = compare(a->file, b->file);

	if (c == 0)
		c = compare(a->line, b->line);
	return c != 0 ? c : compare(a->seq, b->seq);
}

void
conf_faults_sort(struct conf_faults *f)
{
	if (f->n != 0)
		qsort(f->fault, f->n, sizeof(f->fault[0]), fault_order);
}
