/*
 * Becoming harmless.  Phases in the order in which main/boot.c calls them, each told in struct jail_report:
 *
 *   jail_early()       the first thing the program does
 *   jail_new()         once the configuration is known: checks the plan, finds the account; changes nothing
 *     ... open logs, store, keys, resolver, listeners, epoll, wake-ups ...
 *   jail_enter_room()  a root directory with two directories in it, or three
 *   jail_drop()        limits, groups, uid, capabilities, no_new_privs
 *   jail_landlock()    a second fence around files and TCP ports; fails when less holds than plan.require
 *     ... start threads; worker_pool_new() returns when they have all started ...
 *   jail_seal()        the system call filter, on all threads
 *   jail_prove()       tries what must fail
 *
 * Up to jail_landlock() there must be one thread, and nothing may fork once jail_seal() has begun.  With
 * JAIL_OFF a phase only reports that.  A phase returns 0, or -1 with *e filled with what is wrong and what to
 * do about it (the text does not say "jail", the log's area does); then the process is in no known state and must end.  A step that the kernel refuses but that
 * plan.require can do without is no failure: its result is JAIL_RESULT_LESS, its text says what is missing.
 */
#ifndef CONCLAVE_JAIL_JAIL_H
#define CONCLAVE_JAIL_JAIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/err.h"
#include "core/util.h"

/* What a system call that is not in the filter's table meets. */
enum jail_mode {
	JAIL_ENFORCE, /* the process is killed by SIGSYS */
	JAIL_ERRNO,   /* EPERM; for finding a call that a new library makes */
	JAIL_LOG,     /* allowed, with a line in the kernel's log; for the same */
	JAIL_OFF,     /* no jail at all: for sanitizers */
};

/* The ladder: how the files of the host are kept away.  Each includes the filter; a later one is stronger. */
enum jail_level {
	JAIL_LEVEL_NONE,
	JAIL_LEVEL_SECCOMP,   /* the filter alone */
	JAIL_LEVEL_LANDLOCK,  /* no room of its own: Landlock bounds what may be opened */
	JAIL_LEVEL_CHROOT,    /* a room from mount(2) and chroot(2) */
	JAIL_LEVEL_NAMESPACE, /* a room from detached mounts and pivot_root(2) */
};

/* TCP ports from first to last, both among them. */
struct jail_ports {
	uint16_t first, last;
};

/* Strings and arrays are borrowed by jail_new() and jail_probe() for the call only. */
struct jail_plan {
	const char *user; /* account to become when started as root; NULL: none, refused for root */
	enum jail_mode mode;
	enum jail_level require;
	/* Absolute; no ".", "..", "//", no "/" at the end; not "/", not equal.  Same names inside. */
	const char *conf_dir;  /* read-only inside */
	const char *state_dir; /* read-write inside; NULL: there is none */
	const char *peer_dir;  /* read-only inside: there is the Unix socket of a scanner; NULL: none, and no
				     * Unix socket inside */
	const struct jail_ports *bind_ports; /* of the relay; used only with need_bind */
	size_t n_bind_ports;
	const struct jail_ports
		*connect_ports; /* of linked servers, DNS, ident, the relay; without any, and without
						 * peer_dir, there is no connect() */
	size_t n_connect_ports;
	bool need_udp;	   /* DNS, modules: UDP sockets too, which no rule about ports holds */
	bool need_batches; /* modules: many datagrams with one call */
	bool need_source;  /* ident, relay: what connects is bound to an address of ours first, on any port */
	bool need_bind;	   /* the relay: listeners are opened after jail_seal() */
	uint64_t max_fds;  /* RLIMIT_NOFILE; 0 leaves it */
	uint64_t max_file_bytes; /* RLIMIT_FSIZE; 0 leaves it */
};

enum jail_step {
	JAIL_STEP_ROOM,
	JAIL_STEP_LIMITS,
	JAIL_STEP_USER,
	JAIL_STEP_CAPS,
	JAIL_STEP_LOCKS, /* no_new_privs, not dumpable, no memory that turns executable */
	JAIL_STEP_LANDLOCK,
	JAIL_STEP_SECCOMP,
	JAIL_STEP_PROOF,
	JAIL_N_STEPS,
};

enum jail_result {
	JAIL_RESULT_WAITING, /* not tried yet */
	JAIL_RESULT_OK,
	JAIL_RESULT_LESS, /* the next best, or a part */
	JAIL_RESULT_FAILED,
	JAIL_RESULT_OFF, /* switched off by the plan */
	JAIL_N_RESULTS,
};

struct jail_item {
	enum jail_result result;
	char text[200]; /* NUL-terminated, one line */
};

/* Plain data: may be copied, and sent through a pipe. */
struct jail_report {
	struct jail_item item[JAIL_N_STEPS];
	enum jail_level level; /* what holds so far */
	enum jail_mode mode;
};

struct jail;

/*
 * jail_early: closes every descriptor from 3 on, fails unless 0, 1 and 2 are open, sets umask 077, ignores
 * SIGPIPE and SIGXFSZ, reads the time zone, and clears the environment and the memory that it was in, but for
 * TZ, LANG, LC_ALL, LC_CTYPE, LC_MESSAGES and JOURNAL_STREAM.
 */
int jail_early(struct err *e) WARN_UNUSED;

/* Copies the plan; NULL with *e filled when it contradicts itself or names an account that is not there. */
struct jail *jail_new(const struct jail_plan *plan, struct err *e) WARN_UNUSED;
/* Frees memory only: there is no way out of the jail.  NULL is fine. */
void jail_free(struct jail *j);

int jail_enter_room(struct jail *j, struct err *e) WARN_UNUSED;
int jail_drop(struct jail *j, struct err *e) WARN_UNUSED;
int jail_landlock(struct jail *j, struct err *e) WARN_UNUSED;
int jail_seal(struct jail *j, struct err *e) WARN_UNUSED;
int jail_prove(struct jail *j, struct err *e) WARN_UNUSED;

/* Lives as long as j. */
const struct jail_report *jail_report(const struct jail *j);

/*
 * jail_probe: all phases, in a forked child, to learn what would hold here (conclaved -t); the caller is not
 * changed.
 *   out  *report  what the child achieved; complete also when -1 is returned because a phase failed
 *   ret  0 if the server would start with this plan, else -1 with the failing phase's text in *e
 */
int jail_probe(const struct jail_plan *plan, struct jail_report *report, struct err *e) WARN_UNUSED;

/* Text of a report.  dst is NUL-terminated and returned; 256 bytes hold any step, 512 the line. */
const char *jail_report_step(const struct jail_report *r, enum jail_step step, char *dst, size_t size);
const char *jail_report_line(const struct jail_report *r, char *dst, size_t size); /* one line for all */
/* An administrator should be warned: a step failed, is less or is off, or the mode is not JAIL_ENFORCE. */
bool jail_report_warns(const struct jail_report *r) WARN_UNUSED;

/* The words of the configuration: "enforce", "namespace" ... */
const char *jail_mode_name(enum jail_mode mode);
const char *jail_level_name(enum jail_level level);

#endif
