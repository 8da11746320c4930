#include "main/explain.h"

#include <stdio.h>
#include <sysexits.h>

#include "auth/admission_explain.h"
#include "core/buf.h"
#include "main/check.h"
#include "main/libraries.h"
#include "proto/casemap.h"

enum { SUBJECT_MAX = 4096, EXIT_REFUSED = 1 };

static void
print_line(void *to, const char *line)
{
	(void)fprintf(to, "%s\n", line);
}

static int
explain(const struct conf *conf, struct view text)
{
	struct admission_subject subject;
	struct err e;

	casemap_set(conf->server.casemapping);
	if (admission_subject_parse(conf, text, &subject, &e) == -1) {
		(void)fprintf(stderr, "conclaved: %s\nallowed: %s\n", e.text, ADMISSION_SUBJECT_FORM);
		return EX_USAGE;
	}
	return admission_explain(conf, &subject.facts, print_line, stdout) ? EX_OK : EXIT_REFUSED;
}

/* The words of the command line as one text; they may have come as one or as several. */
static int
join(const struct options *o, struct buf *text)
{
	if (buf_put(text, view_z(o->explain)) == -1)
		return -1;
	for (int i = 0; i < o->n_words; i++) {
		if (buf_putf(text, " %s", o->words[i]) == -1)
			return -1;
	}
	return 0;
}

int
explain_run(const struct options *o)
{
	const struct conf *conf;
	struct buf text;
	struct err e;
	int status;

	if (libraries_init(&e) == -1) {
		(void)fprintf(stderr, "conclaved: %s\n", e.text);
		return EX_OSERR;
	}
	conf = check_load(o->file);
	if (conf == NULL)
		return EX_CONFIG;
	buf_init(&text, SUBJECT_MAX);
	if (join(o, &text) == 0) {
		status = explain(conf, buf_view(&text));
	} else {
		(void)fputs("conclaved: too many words to explain\n", stderr);
		status = EX_USAGE;
	}
	buf_release(&text);
	conf_unref(conf);
	return status;
}
