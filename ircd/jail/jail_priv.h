/* What the files of this folder share. */
#ifndef CONCLAVE_JAIL_JAIL_PRIV_H
#define CONCLAVE_JAIL_JAIL_PRIV_H

#include <sys/types.h>

#include "jail/jail.h"

/* Ways to get a room, best first.  An ordinary user needs a user namespace for each. */
enum jail_rung {
	RUNG_PIVOT,  /* mount namespace, detached mounts, pivot_root */
	RUNG_CHROOT, /* mount namespace, mount(2), chroot */
	RUNG_NONE,   /* no room: Landlock only */
	N_RUNGS,
};

struct jail {
	enum jail_mode mode;
	enum jail_level require;
	char *conf_dir, *state_dir, *peer_dir;
	struct jail_ports *bind_ports, *connect_ports;
	size_t n_bind_ports, n_connect_ports;
	bool need_bind, need_udp, need_batches, need_source;
	uint64_t max_fds, max_file_bytes;
	bool from_root; /* effective uid was 0 when jail_new() was called */
	bool has_user;	/* uid and gid are those of the plan's account */
	uid_t uid;
	gid_t gid;
	char *user; /* the account's name; NULL: none was asked for */
	enum jail_rung rung;
	bool landlocked; /* files are bounded by Landlock */
	bool filtered;	 /* the filter denies what is not in its table */
	struct jail_report report;
};

/* jail_plan.c: pure. */
/* 0, or -1 with a text that names the fault. */
int jail_plan_check(const struct jail_plan *p, bool is_root, struct err *e) WARN_UNUSED;
enum jail_level jail_level_of(enum jail_rung rung, bool landlocked, bool filtered) WARN_UNUSED;
/* -1 when less holds than is required, with a text that says what to do. */
int jail_level_check(enum jail_level have, enum jail_level require, struct err *e) WARN_UNUSED;
/* The best rung whose trial worked, RUNG_NONE when none did; works[RUNG_NONE] is not looked at. */
enum jail_rung jail_rung_choose(const bool works[N_RUNGS]) WARN_UNUSED;

/*
 * The directories that the room shows, an outer one before those beneath it.
 *   ret  how many of dirs[] there are, 1 to JAIL_N_DIRS; the paths are j's
 */
enum { JAIL_N_DIRS = 3 };
struct jail_dir {
	const char *path;
	bool is_state; /* read-write, and no symbolic link in it leads anywhere; the others are read-only */
	int fd;	       /* of whoever makes the room; -1 so far */
};
size_t jail_dirs(const struct jail *j, struct jail_dir dirs[JAIL_N_DIRS]) WARN_UNUSED;

/* jail_report.c */
void jail_tell(struct jail *j, enum jail_step step, enum jail_result result, const char *fmt, ...)
	PRINTF_LIKE(4, 5);
/* Records e->text as the step's failure.  Returns -1. */
int jail_tell_failed(struct jail *j, enum jail_step step, const struct err *e);
void jail_tell_off(struct jail *j, enum jail_step step);
/* True, with the step told, when the plan's mode is JAIL_OFF. */
bool jail_is_off(struct jail *j, enum jail_step step) WARN_UNUSED;

/*
 * jail_in_child: runs fn(arg, out) in a forked child and brings `out` back.
 *   in      size  of *out, 1..4096, so that a pipe takes it whole; *out is also what the child starts with
 *   in/out  *out  unchanged when -1 is returned
 *   ret     0, or -1 with *e filled when the child died before it was done
 */
int
jail_in_child(void (*fn)(void *arg, void *out), void *arg, void *out, size_t size, struct err *e) WARN_UNUSED;

/* jail_room_pivot.c, jail_room_chroot.c: inside a fresh mount namespace whose mounts are private. */
int jail_room_pivot(const struct jail *j, struct err *e) WARN_UNUSED;
int jail_room_chroot(const struct jail *j, struct err *e) WARN_UNUSED;
/* mkdir -p of an absolute path beneath the directory dirfd. */
int jail_mkdir_path(int dirfd, const char *path, struct err *e) WARN_UNUSED;
/* The directory at an absolute path beneath dirfd, through no symbolic link; an O_PATH descriptor or -1. */
int jail_open_beneath(int dirfd, const char *path, struct err *e) WARN_UNUSED;

#endif
