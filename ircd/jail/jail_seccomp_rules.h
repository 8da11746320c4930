/* The table of system calls: one row for one form of one call.  Data; jail_seccomp.c makes a filter of it. */
#ifndef CONCLAVE_JAIL_JAIL_SECCOMP_RULES_H
#define CONCLAVE_JAIL_JAIL_SECCOMP_RULES_H

#include <stddef.h>
#include <stdint.h>

#include <seccomp.h>

enum jail_rule_when {
	RULE_ALWAYS,
	RULE_WITH_BIND, /* only if listeners may be opened after the seal */
	RULE_WITH_DIAL, /* only if there is a port to connect to */
	RULE_WITH_BOTH, /* for either of these */
	RULE_WITH_UNIX, /* only for a scanner's Unix socket */
	RULE_WITHOUT_UNIX,
	RULE_WITH_PEER,	   /* if there is anybody to connect to: a port, a scanner, by UDP */
	RULE_WITH_UDP,	   /* only if the resolver asks by UDP, or a module does */
	RULE_WITH_BATCHES, /* only if a module hears UDP, where many may come at once */
	RULE_WITHOUT_BATCHES,
	RULE_WITH_ADDRESS, /* only for listeners, or if what connects has a source address */
	RULE_OWN_PID,	   /* argument 0 has to be the process: the builder puts its pid there */
};

struct jail_rule {
	int call;
	int soft; /* 0: allowed; else the errno that the caller gets */
	unsigned n_args;
	struct scmp_arg_cmp arg[3];
	const char *why; /* who needs it, and for what */
	enum jail_rule_when when;
	int instead_of; /* if not 0: only where the kernel has no such call (arm64 has no unlink, rename ...) */
};

/* In the order in which they have to be added: where two rows of a call overlap, the allowing one is first. */
extern const struct jail_rule jail_rules[];
extern const size_t jail_n_rules;

#endif
