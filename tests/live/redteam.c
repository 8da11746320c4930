/*
 * redteam: locks itself up as the daemon does, and tries to get out.
 *   redteam DIRECTORY [--without mounts,unshare,landlock] [--starts N] [--golden FILE]
 *   redteam --pfc | --calls     print the filter, to be reviewed and committed
 *   redteam --live PID          print the calls that the filter of a running process does not kill
 * DIRECTORY is an empty one that the account "nobody" may enter.  Each line: ok|not ok ROW attempt: what came of it.
 */
#include "config.h"

#include "redteam.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/util.h"
#include "core/view.h"
#include "jail/jail_trap.h"

static unsigned n_passed, n_failed, n_skipped;

void
say(bool passed, const char *row, const char *name, const char *got)
{
	printf("%s %s %s: %s\n", passed ? "ok" : "not ok", row, name, got);
	*(passed ? &n_passed : &n_failed) += 1;
}

void
say_skip(const char *row, const char *name, const char *why)
{
	printf("skip %s %s: %s\n", row, name, why);
	n_skipped++;
}

static int
make_attempt(const void *arg)
{
	const struct attempt *a = arg;

	if (a->run != NULL)
		return a->run();
	return syscall(a->call, a->arg[0], a->arg[1], a->arg[2], a->arg[3], a->arg[4], a->arg[5]) == -1
		? errno
		: 0;
}

/* A debug build names the call before it dies, but for other doors into the kernel, which kill at once. */
static bool
trap_told(const struct attempt *a, const char *message)
{
	return !jail_trap_is_built() || strcmp(a->row, "13.2") == 0 ||
		strstr(message, "jail: the filter stopped system call ") != NULL;
}

static bool
as_wanted(const struct attempt *a, int status, const struct told *told, const char *message)
{
	switch (a->want) {
	case WANT_OK:
		return status == 0 && told->said && told->result == 0;
	case WANT_ERRNO:
		if (a->code_landlock != 0 && told->report.level < JAIL_LEVEL_CHROOT)
			return status == 0 && told->said && told->result == a->code_landlock;
		return status == 0 && told->said && told->result == a->code;
	case WANT_KILL:
		return WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS && !told->said &&
			trap_told(a, message);
	case WANT_SIGNAL:
		return WIFSIGNALED(status) && WTERMSIG(status) == a->code &&
			(a->code != SIGABRT || a->run == NULL || message[0] != '\0' ||
				strcmp(a->name, "abort") == 0);
	}
	return false;
}

static void
describe(int status, const struct told *told, char *dst, size_t size)
{
	if (WIFSIGNALED(status))
		snprintf(dst, size, "%s", strsignal(WTERMSIG(status)));
	else if (!told->said)
		snprintf(dst, size, "no word, exit status %d", WEXITSTATUS(status));
	else if (told->result == -1)
		snprintf(dst, size, "not locked: %s", told->text);
	else
		snprintf(dst, size, "%s", told->result == 0 ? "done" : strerrorname_np(told->result));
}

static void
make_attempts(const struct attempt *list, size_t n, unsigned refusals)
{
	for (size_t i = 0; i < n; i++) {
		const struct attempt *a = &list[i];
		char message[512], got[256];
		struct lock_how how = { .bind = a->round == IN_BOUND || a->round == IN_RELAY ||
				a->round == IN_DIALS,
			.silent = a->round == IN_SILENCE || a->round == IN_RELAY || a->round == IN_SCAN,
			.source = a->round == IN_SOURCE || a->round == IN_DIALS,
			.dials = a->round == IN_DIALS,
			.scan = a->round == IN_SCAN,
			.require = JAIL_LEVEL_LANDLOCK,
			.refusals = refusals,
			.fn = make_attempt,
			.arg = a,
			.message = message,
			.message_size = sizeof(message) };
		struct told told;
		int status = run_locked(&how, &told);

		describe(status, &told, got, sizeof(got));
		say(as_wanted(a, status, &told, message), a->row, a->name, got);
	}
}

static int
write_file(const char *path, mode_t mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode), r;

	if (fd == -1)
		return -1;
	r = write(fd, "old\n", 4) == 4 && fchmod(fd, mode) == 0 ? 0 : -1;
	close(fd);
	return r;
}

static void
join(char dst[PATH_MAX], const char *dir, const char *name)
{
	if (snprintf(dst, PATH_MAX, "%s/%s", dir, name) >= PATH_MAX)
		dst[0] = '\0';
}

/* conf/ with a key, state/ with a planted link, and a file beside them. */
static int
place_make(const char *dir)
{
	const struct passwd *nobody = getpwnam("nobody");
	char outside[PATH_MAX];

	join(place.conf, dir, "conf");
	join(place.key, place.conf, "key.pem");
	join(place.fresh, place.conf, "fresh.pem");
	join(place.state, dir, "state");
	join(place.file, place.state, "file");
	join(place.other, place.state, "other");
	join(place.planted, place.state, "planted");
	join(outside, dir, "outside.pem");
	join(place.scan, dir, "scan");
	join(place.scanner, place.scan, "socket");
	place.outside = getpid();
	if (mkdir(place.conf, 0755) == -1 || chmod(place.conf, 0755) == -1 ||
		write_file(place.key, 0644) == -1 || mkdir(place.state, 0700) == -1 ||
		symlink("/etc/passwd", place.planted) == -1 || write_file(outside, 0644) == -1 ||
		mkdir(place.scan, 0755) == -1 || chmod(place.scan, 0755) == -1)
		return -1;
	if (geteuid() != 0)
		return 0;
	return nobody == NULL ? -1 : chown(place.state, nobody->pw_uid, nobody->pw_gid);
}

/* Somebody to link with: a port of the kernel's choice, never accepted from. */
static int
link_listen(void)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	socklen_t size = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd == -1 || bind(fd, (struct sockaddr *)&at, sizeof(at)) == -1 || listen(fd, 128) == -1 ||
		getsockname(fd, (struct sockaddr *)&at, &size) == -1)
		return -1;
	place.link_port = ntohs(at.sin_port);
	return fd;
}

/* A port that was free a moment ago. */
static int
relay_port_find(void)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	socklen_t size = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), r;

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	r = fd == -1 || bind(fd, (struct sockaddr *)&at, sizeof(at)) == -1 ||
			getsockname(fd, (struct sockaddr *)&at, &size) == -1
		? -1
		: 0;
	place.relay_port = ntohs(at.sin_port);
	if (fd != -1)
		close(fd);
	return r;
}

/* Somebody who scans, as far as connecting goes.  Anybody on the host may. */
static int
scanner_listen(void)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (snprintf(at.sun_path, sizeof(at.sun_path), "%s", place.scanner) >= (int)sizeof(at.sun_path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	if (fd == -1 || bind(fd, (struct sockaddr *)&at, sizeof(at)) == -1 ||
		chmod(at.sun_path, 0666) == -1 || listen(fd, 128) == -1)
		return -1;
	return fd;
}

struct options {
	const char *dir, *golden;
	unsigned refusals, starts;
};

static int
parse_without(struct view list, unsigned *refusals)
{
	static const struct {
		struct view name;
		unsigned refusal;
	} names[] = {
		{ VIEW_INIT("mounts"), REFUSE_NEW_MOUNTS },
		{ VIEW_INIT("unshare"), REFUSE_UNSHARE },
		{ VIEW_INIT("landlock"), REFUSE_LANDLOCK },
	};
	struct view name;

	while (view_cut(&list, ',', &name)) {
		unsigned found = 0;

		for (size_t i = 0; i < ARRAY_LEN(names); i++)
			found |= view_eq(name, names[i].name) ? names[i].refusal : 0;
		if (found == 0)
			return -1;
		*refusals |= found;
	}
	return 0;
}

static int
parse(int argc, char **argv, struct options *o)
{
	for (int i = 1; i < argc; i++) {
		const char *value = i + 1 < argc ? argv[i + 1] : NULL;
		uint32_t n;

		if (argv[i][0] != '-') {
			o->dir = argv[i];
			continue;
		}
		if (value == NULL)
			return -1;
		i++;
		if (strcmp(argv[i - 1], "--golden") == 0)
			o->golden = value;
		else if (strcmp(argv[i - 1], "--starts") == 0 && view_to_u32(view_z(value), &n) == 0)
			o->starts = n;
		else if (strcmp(argv[i - 1], "--without") != 0 ||
			parse_without(view_z(value), &o->refusals) == -1)
			return -1;
	}
	return o->dir != NULL && o->dir[0] == '/' ? 0 : -1;
}

static void
report_level(unsigned refusals)
{
	struct lock_how how = { .require = JAIL_LEVEL_NONE, .refusals = refusals };
	struct told told;
	char text[512];

	run_locked(&how, &told);
	for (enum jail_step s = JAIL_STEP_ROOM; s < JAIL_N_STEPS; s++)
		printf("# %s\n", jail_report_step(&told.report, s, text, sizeof(text)));
	printf("# %s\n", jail_report_line(&told.report, text, sizeof(text)));
}

int
main(int argc, char **argv)
{
	struct options o = { NULL, NULL, 0, 0 };
	struct err e;
	uint32_t pid;

	if (argc == 2 && strcmp(argv[1], "--pfc") == 0)
		return print_pfc();
	if (argc == 2 && strcmp(argv[1], "--calls") == 0)
		return print_calls();
	if (argc == 3 && strcmp(argv[1], "--live") == 0 && view_to_u32(view_z(argv[2]), &pid) == 0)
		return print_live((pid_t)pid);
	if (parse(argc, argv, &o) == -1) {
		fprintf(stderr,
			"usage: redteam DIRECTORY [--without mounts,unshare,landlock] [--starts N] "
			"[--golden FILE]\n       redteam --pfc | --calls | --live PID\n");
		return 64;
	}
	if (jail_early(&e) == -1) {
		fprintf(stderr, "redteam: %s\n", e.text);
		return 1;
	}
	if (place_make(o.dir) == -1 || link_listen() == -1 || relay_port_find() == -1 ||
		scanner_listen() == -1) {
		fprintf(stderr, "redteam: %s: %s\n", o.dir, strerror(errno));
		return 1;
	}
	report_level(o.refusals);
	make_attempts(attempts, n_attempts, o.refusals);
	make_attempts(net_attempts, n_net_attempts, o.refusals);
	if (o.refusals == 0) {
		check_threads();
		check_modes();
		check_degraded();
	}
	if (o.golden != NULL)
		check_live_filter(o.golden);
	if (o.starts != 0)
		check_starts(o.starts);
	check_rehash(o.refusals);
	check_layouts(o.dir, o.refusals);
	printf("%u passed, %u failed, %u skipped\n", n_passed, n_failed, n_skipped);
	return n_failed == 0 ? 0 : 1;
}
