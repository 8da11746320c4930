/*
 * The red team: attempts from inside the locked process, each with its row in the plan of attack and the result that it must
 * have.  A process can be locked only once, so each attempt has a child of its own that goes through the very phases of the
 * daemon, tries, and tells.
 */
#ifndef CONCLAVE_TESTS_LIVE_REDTEAM_H
#define CONCLAVE_TESTS_LIVE_REDTEAM_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "jail/jail.h"

struct loop;
struct worker_pool;

enum want {
	WANT_OK,    /* the attempt succeeds: a feature, or a documented gap */
	WANT_ERRNO, /* it fails with `code`, and the process lives */
	WANT_KILL,  /* the process dies by SIGSYS */
	WANT_SIGNAL /* the process dies by the signal `code`, with a message if it is SIGABRT */
};

/* Which attempts a round makes. */
enum round {
	IN_EVERY,
	IN_BOUND, /* listeners may be opened later */
	IN_UNBOUND,
	IN_SOURCE,  /* what connects has a source address */
	IN_SILENCE, /* there is nobody to connect to */
	IN_RELAY,   /* the relay in mode listen-only: listeners, and nobody to connect to */
	IN_DIALS,   /* the relay in mode full: listeners, and every port from 1024 up to connect to */
	IN_SCAN,    /* a scanner's Unix socket, and nobody else to connect to */
};

struct attempt {
	const char *row; /* in the plan: "13.5" */
	const char *name;
	enum want want;
	int code;	   /* errno or signal */
	int code_landlock; /* if not 0: the errno where Landlock is all there is */
	enum round round;
	int (*run)(void); /* 0 or an errno value; NULL: the raw call below */
	int call;
	uintptr_t arg[6];
};

extern const struct attempt attempts[], net_attempts[];
extern const size_t n_attempts, n_net_attempts;

/* Paths and ports of this run, for the attempts. */
struct place {
	char conf[PATH_MAX], key[PATH_MAX], fresh[PATH_MAX];			  /* read-only inside */
	char state[PATH_MAX], file[PATH_MAX], planted[PATH_MAX], other[PATH_MAX]; /* read-write inside */
	char scan[PATH_MAX], scanner[PATH_MAX]; /* the scanner's directory, and its socket in it */
	uint16_t link_port;			/* somebody listens there */
	uint16_t relay_port;			/* nobody does; the only one that may be bound */
	pid_t outside;				/* the process that started us all */
	struct loop *loop;
};
extern struct place place;

/* What the kernel of an older or stricter machine would refuse, imitated by a filter of our own. */
enum refusal {
	REFUSE_NOTHING = 0,
	REFUSE_NEW_MOUNTS = 1, /* fsopen() and open_tree(): ENOSYS */
	REFUSE_UNSHARE = 2,    /* EPERM */
	REFUSE_LANDLOCK = 4,   /* EOPNOTSUPP */
	REFUSE_SECCOMP = 8,    /* EINVAL */
};
/* For the calling process, for ever. */
int refuse(unsigned refusals);

/* What a child told. */
struct told {
	bool said;	/* it lived to say the rest */
	int result;	/* of the attempt: 0 or errno; -1: not locked, see error */
	char text[200]; /* error of the failing phase */
	struct jail_report report;
};

/*
 * run_locked: forks, locks the child, calls fn there.
 *   in   bind  the plan's need_bind; mode, require as in the plan
 *        fn    attempt; NULL: lock only
 *   out  *told, and *message gets up to size-1 bytes of what the child wrote to standard error
 *   ret  wait status
 */
struct lock_how {
	bool bind, silent, source, dials, scan;
	enum jail_mode mode;
	enum jail_level require;
	unsigned refusals;
	unsigned threads;	   /* started between jail_landlock() and jail_seal() */
	struct worker_pool **pool; /* if not NULL, gets those threads (in the child) */
	int (*fn)(const void *arg);
	const void *arg;
	char *message;
	size_t message_size;
};
int run_locked(const struct lock_how *how, struct told *told);
/* The same in this process; its result is the attempt's, or -1 if it could not be locked. */
int run_locked_here(const struct lock_how *how, struct told *told);

/* Counting. */
void say(bool passed, const char *row, const char *name, const char *got);
void say_skip(const char *row, const char *name, const char *why);

/* Rows that are more than one attempt. */
void check_starts(unsigned starts);
void check_threads(void);
void check_degraded(void);
void check_modes(void);
void check_rehash(unsigned refusals);
void check_layouts(const char *dir, unsigned refusals); /* changes `place`: the last one */
void check_live_filter(const char *golden_calls);
/* Files to diff with: the filter in libseccomp's words, and call by call. */
int print_pfc(void);
int print_calls(void);
/* The same of a running process; needs root. */
int print_live(pid_t pid);

#endif
