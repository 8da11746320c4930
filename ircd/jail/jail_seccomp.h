/* The filter as an object, for jail_seal() and for the tests that compare it with what was reviewed. */
#ifndef CONCLAVE_JAIL_JAIL_SECCOMP_H
#define CONCLAVE_JAIL_JAIL_SECCOMP_H

#include <sys/types.h>

#include "jail/jail.h"

/* What a filter depends on. */
struct jail_filter_spec {
	enum jail_mode mode; /* not JAIL_OFF */
	bool need_bind, need_dial, need_udp, need_source, need_unix;
	pid_t pid; /* the process that may signal itself */
	bool need_batches;
};

enum jail_filter_form {
	JAIL_FILTER_TEXT, /* libseccomp's pseudo code; differs between its versions */
	JAIL_FILTER_BPF,  /* struct sock_filter[] */
};

/* Writes the filter to fd. */
int jail_filter_export(
	const struct jail_filter_spec *spec, enum jail_filter_form form, int fd, struct err *e) WARN_UNUSED;
/* How many rows of the table apply. */
size_t jail_filter_rules(const struct jail_filter_spec *spec);

#endif
