/*
 * Landlock: what the kernel itself lets this process open, bind and connect to, whatever root it sees.  The second
 * fence inside a room, the only one without.  Applied before the threads are made, as they inherit it and older
 * kernels cannot put it on them later.
 */
#include "config.h"

#include "jail/jail_priv.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The kernel's structures and numbers, as linux/landlock.h of the build host may be older than the kernel. */
#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule	    445
#define SYS_landlock_restrict_self  446
#endif
#define CREATE_RULESET_VERSION 1u
#define RULE_PATH_BENEATH      1
#define RULE_NET_PORT	       2

#define FS_WRITE_FILE	    (UINT64_C(1) << 1)
#define FS_READ_FILE	    (UINT64_C(1) << 2)
#define FS_READ_DIR	    (UINT64_C(1) << 3)
#define FS_REMOVE_FILE	    (UINT64_C(1) << 5)
#define FS_MAKE_REG	    (UINT64_C(1) << 8)
#define FS_ABI_1	    ((UINT64_C(1) << 13) - 1)
#define FS_REFER	    (UINT64_C(1) << 13)
#define FS_TRUNCATE	    (UINT64_C(1) << 14)
#define FS_IOCTL_DEV	    (UINT64_C(1) << 15)
#define FS_RESOLVE_UNIX	    (UINT64_C(1) << 16)
#define NET_BIND_TCP	    (UINT64_C(1) << 0)
#define NET_CONNECT_TCP	    (UINT64_C(1) << 1)
#define SCOPE_ABSTRACT_UNIX (UINT64_C(1) << 0)
#define SCOPE_SIGNAL	    (UINT64_C(1) << 1)

struct ruleset_attr {
	uint64_t fs, net, scoped;
};

struct path_attr {
	uint64_t allowed;
	int32_t parent_fd;
} __attribute__((packed));

struct port_attr {
	uint64_t allowed, port;
};

/* What each version of the interface added. */
static const struct {
	int abi;
	uint64_t fs, net, scoped;
	const char *what;
} additions[] = {
	{ 1, FS_ABI_1, 0, 0, "files" },
	{ 2, FS_REFER, 0, 0, "renames" },
	{ 3, FS_TRUNCATE, 0, 0, "truncation" },
	{ 4, 0, NET_BIND_TCP | NET_CONNECT_TCP, 0, "TCP ports" },
	{ 5, FS_IOCTL_DEV, 0, 0, "devices" },
	{ 6, 0, 0, SCOPE_ABSTRACT_UNIX | SCOPE_SIGNAL, "signals" },
	{ 9, FS_RESOLVE_UNIX, 0, 0, "Unix sockets" },
};

/* From the handled rights; *missing lists what the kernel is too old for (Unix sockets are the filter's as well). */
static struct ruleset_attr
rights_for(int abi, char *missing, size_t size)
{
	struct ruleset_attr a = { 0, 0, 0 };
	size_t used = 0;

	missing[0] = '\0';
	for (size_t i = 0; i < ARRAY_LEN(additions); i++) {
		if (abi >= additions[i].abi) {
			a.fs |= additions[i].fs;
			a.net |= additions[i].net;
			a.scoped |= additions[i].scoped;
		} else if (additions[i].abi <= 6) {
			int n = snprintf(missing + used, size - used, "%s%s", used == 0 ? "" : ", ",
				additions[i].what);

			if (n > 0 && (size_t)n < size - used)
				used += (size_t)n;
		}
	}
	return a;
}

static int
ruleset_new(int abi, const struct ruleset_attr *a, struct err *e)
{
	/* An older kernel refuses a structure that it does not know to the end, unless the rest is zero. */
	size_t size = abi < 4 ? sizeof(a->fs) : abi < 6 ? 2 * sizeof(a->fs) : sizeof(*a);
	int fd = (int)syscall(SYS_landlock_create_ruleset, a, size, 0);

	return fd == -1 ? err_sys(e, "landlock_create_ruleset") : fd;
}

static int
path_allow(int ruleset, const char *path, uint64_t rights, struct err *e)
{
	struct path_attr attr = { .allowed = rights, .parent_fd = -1 };
	int fd, r = 0;

	if (path == NULL || rights == 0)
		return 0;
	fd = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1)
		return err_sys(e, path);
	attr.parent_fd = fd;
	if (syscall(SYS_landlock_add_rule, ruleset, RULE_PATH_BENEATH, &attr, 0) == -1)
		r = err_sys(e, path);
	close(fd);
	return r;
}

static int
ports_allow(int ruleset, const struct jail_ports *ports, size_t n, uint64_t right, struct err *e)
{
	struct port_attr attr = { .allowed = right };

	for (size_t i = 0; i < n; i++)
		for (attr.port = ports[i].first; attr.port <= ports[i].last; attr.port++)
			if (syscall(SYS_landlock_add_rule, ruleset, RULE_NET_PORT, &attr, 0) == -1)
				return err_sys(e, "landlock_add_rule(port)");
	return 0;
}

static size_t
ports_count(const struct jail_ports *ports, size_t n)
{
	size_t all = 0;

	for (size_t i = 0; i < n; i++)
		all += 1U + ports[i].last - ports[i].first;
	return all;
}

/*
 * Port 0, "any", is a port of its own to Landlock; without listen(2) nothing comes of it but a source address.  With it somebody who has
 * taken the process over may listen on a port of the kernel's choice, as also without bind(2): decision 0030.
 */
static int
binds_add(const struct jail *j, int ruleset, struct err *e)
{
	const struct jail_ports any = { 0, 0 };

	if (j->need_source && ports_allow(ruleset, &any, 1, NET_BIND_TCP, e) == -1)
		return -1;
	return j->need_bind ? ports_allow(ruleset, j->bind_ports, j->n_bind_ports, NET_BIND_TCP, e) : 0;
}

static int
rules_add(const struct jail *j, int ruleset, const struct ruleset_attr *a, struct err *e)
{
	uint64_t read = FS_READ_FILE | FS_READ_DIR;
	uint64_t write = FS_WRITE_FILE | FS_REMOVE_FILE | FS_MAKE_REG | (a->fs & FS_TRUNCATE);

	if (path_allow(ruleset, j->conf_dir, read, e) == -1 ||
		path_allow(ruleset, j->state_dir, read | write, e) == -1 ||
		path_allow(ruleset, j->peer_dir, a->fs & FS_RESOLVE_UNIX, e) == -1)
		return -1;
	if (a->net == 0)
		return 0;
	if (ports_allow(ruleset, j->connect_ports, j->n_connect_ports, NET_CONNECT_TCP, e) == -1)
		return -1;
	return binds_add(j, ruleset, e);
}

static int
restrict_self(const struct jail *j, int abi, char *missing, size_t size, struct err *e)
{
	struct ruleset_attr a = rights_for(abi, missing, size);
	int fd = ruleset_new(abi, &a, e), r = -1;

	if (fd == -1)
		return -1;
	if (rules_add(j, fd, &a, e) == 0) {
		r = (int)syscall(SYS_landlock_restrict_self, fd, 0);
		if (r == -1)
			err_sys(e, "landlock_restrict_self");
	}
	close(fd);
	return r;
}

/* What Landlock allows for a directory it allows for all below it: alone it cannot make a part read-only. */
static int
check_alone(const struct jail *j, struct err *e)
{
	size_t n = j->state_dir != NULL ? strlen(j->state_dir) : 0;

	if (j->rung != RUNG_NONE || n == 0 || strncmp(j->conf_dir, j->state_dir, n) != 0 ||
		j->conf_dir[n] != '/')
		return 0;
	return err_fmt(e,
		"without a room of its own the configuration cannot be kept read-only below the state "
		"directory %.120s: move one of them",
		j->state_dir);
}

int
jail_landlock(struct jail *j, struct err *e)
{
	char missing[80];
	int abi;

	if (jail_is_off(j, JAIL_STEP_LANDLOCK))
		return 0;
	if (check_alone(j, e) == -1)
		return jail_tell_failed(j, JAIL_STEP_LANDLOCK, e);
	abi = (int)syscall(SYS_landlock_create_ruleset, NULL, 0, CREATE_RULESET_VERSION);
	if (abi < 1) {
		jail_tell(
			j, JAIL_STEP_LANDLOCK, JAIL_RESULT_LESS, "the kernel has none (%s)", strerror(errno));
	} else if (restrict_self(j, abi, missing, sizeof(missing), e) == -1) {
		return jail_tell_failed(j, JAIL_STEP_LANDLOCK, e);
	} else {
		j->landlocked = true;
		jail_tell(j, JAIL_STEP_LANDLOCK, missing[0] == '\0' ? JAIL_RESULT_OK : JAIL_RESULT_LESS,
			"ABI %d, %zu ports to connect to%s, %zu to bind%s%s", abi,
			ports_count(j->connect_ports, j->n_connect_ports), j->need_source ? ", from any" : "",
			j->need_bind ? ports_count(j->bind_ports, j->n_bind_ports) : 0,
			missing[0] == '\0' ? "" : "; not bounded: ", missing);
	}
	/* The filter is still to come, and fails on its own; what it can do is enough for JAIL_LEVEL_SECCOMP. */
	return jail_level_check(jail_level_of(j->rung, j->landlocked, true), j->require, e);
}
