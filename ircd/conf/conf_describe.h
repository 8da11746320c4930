/* The option table as data: the manual page, the sample file and their tests are held against it. */
#ifndef CONCLAVE_CONF_CONF_DESCRIBE_H
#define CONCLAVE_CONF_CONF_DESCRIBE_H

#include <stdbool.h>
#include <stddef.h>

struct conf_key {
	const char *section;  /* "listen" */
	const char *key;      /* "backlog" */
	const char *type;     /* for people: "text", "time", "list of text" */
	const char *range;    /* "1 to 65535", "none or ask", "1 to 63 bytes" */
	const char *standard; /* default as one writes it, or NULL: none */
	bool required;
	bool restart; /* a change needs a restart */
	const char *help;
};

typedef void conf_describe_fn(void *arg, const struct conf_key *key);

/* Calls fn for each key in the table's order; the strings die with the call.  Returns how many there are. */
size_t conf_describe(conf_describe_fn *fn, void *arg);

#endif
