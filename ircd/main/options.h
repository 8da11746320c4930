/* The command line of conclaved. */
#ifndef CONCLAVE_MAIN_OPTIONS_H
#define CONCLAVE_MAIN_OPTIONS_H

#include <stdbool.h>

#include "core/util.h"

enum options_do {
	OPTIONS_SERVE,
	OPTIONS_TEST,
	OPTIONS_VERSION,
	OPTIONS_HELP,
	OPTIONS_MKPASSWD,
	OPTIONS_EXPLAIN
};

struct options {
	enum options_do what;
	const char *file;    /* -f, or the built-in path */
	bool background;     /* -d */
	const char *explain; /* --explain: the first word, and what stands behind it */
	char *const *words;
	int n_words;
};

/* 0, or -1 after a message on standard error (usage). */
int options_parse(int argc, char **argv, struct options *out) WARN_UNUSED;
void options_usage(void);

#endif
