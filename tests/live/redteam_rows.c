/* Rows of the plan that are more than one attempt: threads, starts, stricter kernels, modes, REHASH. */
#include "config.h"

#include "redteam.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/loop.h"
#include "core/mem.h"
#include "core/util.h"
#include "core/worker.h"

static bool
killed_by_filter(int status)
{
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS;
}

/* Why a child is not as it should be. */
static const char *
describe(int status, const struct told *told)
{
	static char text[512];

	if (WIFSIGNALED(status))
		snprintf(text, sizeof(text), "signal %d", WTERMSIG(status));
	else if (!told->said)
		snprintf(text, sizeof(text), "no word, exit status %d", WEXITSTATUS(status));
	else
		snprintf(text, sizeof(text), "result %d, level %s %s", told->result,
			jail_level_name(told->report.level), told->text);
	return text;
}

/* 13.26: a filter that is loaded while a thread still starts would kill it, or miss it. */
void
check_starts(unsigned starts)
{
	struct lock_how how = { .require = JAIL_LEVEL_SECCOMP, .threads = 4 };
	struct told told;
	char name[64];
	unsigned good = 0;
	int status = 0;

	for (unsigned i = 0; i < starts; i++) {
		status = run_locked(&how, &told);
		if (status != 0 || !told.said || told.result != 0)
			break;
		good++;
	}
	snprintf(name, sizeof(name), "%u starts with 4 threads", starts);
	say(good == starts, "13.26", name, good == starts ? "all ready" : describe(status, &told));
}

struct thread_attempt {
	struct job job;
	bool done;
};

static void
execve_in_thread(struct job *j)
{
	(void)j;
	syscall(SYS_execve, "/nonexistent", NULL, NULL);
}

static void
after_execve(struct job *j)
{
	CONTAINER_OF(j, struct thread_attempt, job)->done = true;
}

/* Runs before the seal, so that the thread exists; the job comes after it. */
static int
attempt_by_worker(const void *arg)
{
	struct worker_pool *pool = *(struct worker_pool *const *)arg;
	static struct thread_attempt attempt = { .job = { NULL, execve_in_thread, after_execve } };
	struct err e;

	if (!worker_submit(pool, &attempt.job))
		return EAGAIN;
	for (int turn = 0; turn < 10 && !attempt.done; turn++) {
		if (loop_turn(place.loop, 500, &e) == -1)
			return EIO;
	}
	return 0; /* we live: the thread was not stopped, or died alone */
}

/* 13.25: a thread that breaks the rules takes the process with it. */
void
check_threads(void)
{
	static struct worker_pool *pool;
	struct lock_how how = { .require = JAIL_LEVEL_SECCOMP,
		.threads = 2,
		.pool = &pool,
		.fn = attempt_by_worker,
		.arg = &pool };
	struct told told;
	int status = run_locked(&how, &told);

	say(killed_by_filter(status), "13.25", "execve by a worker thread ends the process",
		killed_by_filter(status) ? "SIGSYS" : describe(status, &told));
}

struct degraded {
	const char *name;
	unsigned refusals;
	enum jail_level require;
	enum jail_level reached; /* JAIL_LEVEL_NONE and starts == false: refused */
	bool starts;
	const char *text; /* in the failure's text, or in the room's report */
	enum jail_step step;
};

/* 13.38.  What a start on a lesser machine must say; names are of what that machine does not have. */
static const struct degraded degraded[] = {
	{ "new mount calls; chroot is enough", REFUSE_NEW_MOUNTS, JAIL_LEVEL_CHROOT, JAIL_LEVEL_CHROOT, true,
		"by chroot", JAIL_STEP_ROOM },
	{ "new mount calls; a namespace is required", REFUSE_NEW_MOUNTS, JAIL_LEVEL_NAMESPACE,
		JAIL_LEVEL_CHROOT, false, "lower jail { require }", JAIL_STEP_ROOM },
	{ "namespaces; Landlock is enough", REFUSE_UNSHARE, JAIL_LEVEL_LANDLOCK, JAIL_LEVEL_LANDLOCK, true,
		"no room of its own", JAIL_STEP_ROOM },
	{ "namespaces; chroot is required", REFUSE_UNSHARE, JAIL_LEVEL_CHROOT, JAIL_LEVEL_LANDLOCK, false,
		"user namespaces", JAIL_STEP_ROOM },
	{ "Landlock; a namespace is there", REFUSE_LANDLOCK, JAIL_LEVEL_NAMESPACE, JAIL_LEVEL_NAMESPACE, true,
		"the kernel has none", JAIL_STEP_LANDLOCK },
	{ "namespaces, Landlock; the filter is enough", REFUSE_UNSHARE | REFUSE_LANDLOCK, JAIL_LEVEL_SECCOMP,
		JAIL_LEVEL_SECCOMP, true, "the kernel has none", JAIL_STEP_LANDLOCK },
	{ "namespaces, Landlock; Landlock is required", REFUSE_UNSHARE | REFUSE_LANDLOCK, JAIL_LEVEL_LANDLOCK,
		JAIL_LEVEL_NONE, false, "lsm= list", JAIL_STEP_LANDLOCK },
	{ "seccomp; the filter is required", REFUSE_SECCOMP, JAIL_LEVEL_SECCOMP, JAIL_LEVEL_NAMESPACE, false,
		"no filter", JAIL_STEP_SECCOMP },
	{ "all of it; nothing is required", REFUSE_UNSHARE | REFUSE_LANDLOCK | REFUSE_SECCOMP,
		JAIL_LEVEL_NONE, JAIL_LEVEL_NONE, true, "loading the filter", JAIL_STEP_SECCOMP },
};

void
check_degraded(void)
{
	for (size_t i = 0; i < ARRAY_LEN(degraded); i++) {
		const struct degraded *d = &degraded[i];
		struct lock_how how = { .require = d->require, .refusals = d->refusals };
		struct told told;
		char name[128];
		int status = run_locked(&how, &told);
		const char *text = d->starts ? told.report.item[d->step].text : told.text;
		bool good = status == 0 && told.said && (told.result == 0) == d->starts &&
			told.report.level == d->reached && strstr(text, d->text) != NULL &&
			jail_report_warns(&told.report);

		snprintf(name, sizeof(name), "without %s", d->name);
		say(good, "13.38", name, good ? text : describe(status, &told));
	}
}

static int
try_execve(const void *arg)
{
	(void)arg;
	return syscall(SYS_execve, "/nonexistent", NULL, NULL) == -1 ? errno : 0;
}

/* Modes that only tell: ENOENT is what execve says when it is let through. */
void
check_modes(void)
{
	static const struct {
		enum jail_mode mode;
		int code;
	} cases[] = {
		{ JAIL_ERRNO, EPERM },
		{ JAIL_LOG, ENOENT },
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct lock_how how = {
			.mode = cases[i].mode, .require = JAIL_LEVEL_SECCOMP, .fn = try_execve
		};
		struct told told;
		char name[64];
		int status = run_locked(&how, &told);
		bool good = status == 0 && told.said && told.result == cases[i].code &&
			jail_report_warns(&told.report);

		snprintf(name, sizeof(name), "execve, mode %s", jail_mode_name(cases[i].mode));
		say(good, "modes", name, good ? strerror(cases[i].code) : describe(status, &told));
	}
}

/* 13.36: what somebody changes outside, and what is seen of it inside. */
struct change {
	const char *name;
	int (*make)(const char *path); /* outside, at the path of what is opened inside */
	int code;		       /* of opening it inside; 0: its first byte is 'n' */
	int code_landlock;	       /* if not 0: where Landlock is all there is */
	bool root_only;		       /* an ordinary user may read whatever it writes */
};

static int
put_file(const char *path, mode_t mode)
{
	char fresh[PATH_MAX + 8];
	int fd, r = 0;

	snprintf(fresh, sizeof(fresh), "%s.new", path);
	fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
	if (fd == -1)
		return -1;
	if (write(fd, "new\n", 4) != 4 || fchmod(fd, mode) == -1)
		r = -1;
	close(fd);
	return r == 0 ? rename(fresh, path) : -1;
}

static int
change_rename_over(const char *path)
{
	return put_file(path, 0644);
}

static int
change_link_within(const char *path)
{
	char real[PATH_MAX + 8];

	snprintf(real, sizeof(real), "%s.real", path);
	return put_file(real, 0644) == 0 && (unlink(path) == 0 || errno == ENOENT)
		? symlink(strrchr(real, '/') + 1, path)
		: -1;
}

static int
change_link_outside(const char *path)
{
	char target[PATH_MAX];

	snprintf(target, sizeof(target), "../outside.pem");
	return unlink(path) == 0 || errno == ENOENT ? symlink(target, path) : -1;
}

static int
change_root_only(const char *path)
{
	return put_file(path, 0600);
}

static int
change_directory(const char *path)
{
	char old[PATH_MAX + 8];

	snprintf(old, sizeof(old), "%s.old", place.conf);
	if ((unlink(path) == -1 && errno != ENOENT) || rename(place.conf, old) == -1 ||
		mkdir(place.conf, 0755) == -1)
		return -1;
	return put_file(path, 0644);
}

static const struct change changes[] = {
	{ "a file renamed over the old one", change_rename_over, 0, 0, false },
	{ "a link within the directory", change_link_within, 0, 0, false },
	{ "a link that leads outside", change_link_outside, ENOENT, EACCES, false },
	{ "a file that only root may read", change_root_only, EACCES, 0, true },
	{ "the directory exchanged for another", change_directory, ENOENT, EACCES, false },
};

struct change_arg {
	const char *path;
	int go, ready; /* ends of pipes */
};

/* Locked: says so, waits for the change outside, and looks. */
static int
look_again(const void *arg)
{
	const struct change_arg *a = arg;
	char c = 'r';
	int fd;

	if (write(a->ready, &c, 1) != 1 || read(a->go, &c, 1) != 1)
		return EIO;
	fd = open(a->path, O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		return errno;
	if (read(fd, &c, 1) != 1)
		c = '?';
	close(fd);
	return c == 'n' ? 0 : ESTALE;
}

/* The one who changes things while run_locked() waits for its child: a process of its own. */
static pid_t
changer_start(const struct change *ch, const char *path, const int ready[2], const int go[2])
{
	pid_t pid = fork();
	char c;

	if (pid != 0)
		return pid;
	close(ready[1]);
	if (read(ready[0], &c, 1) == 1 && ch->make(path) == 0 && write(go[1], "g", 1) == 1)
		_exit(0);
	_exit(1);
}

static void
check_change(const struct change *ch, unsigned refusals)
{
	char path[PATH_MAX + 16];
	int ready[2], go[2], status, changer_status = -1;
	struct change_arg arg = { .path = path };
	struct lock_how how = {
		.require = JAIL_LEVEL_SECCOMP, .refusals = refusals, .fn = look_again, .arg = &arg
	};
	struct told told;
	int want;
	pid_t pid;

	snprintf(path, sizeof(path), "%s/changed.pem", place.conf);
	if (pipe2(ready, O_CLOEXEC) == -1 || pipe2(go, O_CLOEXEC) == -1)
		return say(false, "13.36", ch->name, strerror(errno));
	arg.ready = ready[1];
	arg.go = go[0];
	pid = changer_start(ch, path, ready, go);
	close(ready[0]);
	close(go[1]);
	status = run_locked(&how, &told);
	close(ready[1]);
	close(go[0]);
	if (pid == -1 || waitpid(pid, &changer_status, 0) != pid || changer_status != 0)
		return say(false, "13.36", ch->name, "could not be made");
	want = ch->code_landlock != 0 && told.report.level < JAIL_LEVEL_CHROOT ? ch->code_landlock : ch->code;
	say(status == 0 && told.said && told.result == want, "13.36", ch->name,
		told.result == want ? (want == 0 ? "seen" : strerror(want)) : describe(status, &told));
}

void
check_rehash(unsigned refusals)
{
	for (size_t i = 0; i < ARRAY_LEN(changes); i++) {
		if (changes[i].root_only && geteuid() != 0)
			say_skip("13.36", changes[i].name, "an ordinary user may read its own files");
		else
			check_change(&changes[i], refusals);
	}
}

/* Where the two directories may lie to each other.  Names are relative to the run's directory. */
static const struct {
	const char *name, *conf, *state; /* state NULL: there is none */
	bool needs_room;		 /* Landlock alone cannot do it, and says so */
} layouts[] = {
	{ "state below configuration", "one", "one/state" },
	{ "configuration below state", "two/conf", "two", true },
	{ "configuration deep below state", "three/a/b/c", "three", true },
	{ "no state", "four", NULL },
};

static int
open_for(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC, 0600);

	if (fd == -1)
		return errno;
	close(fd);
	return 0;
}

/* The configuration is there and cannot be written; the state can. */
static int
use_layout(const void *arg)
{
	(void)arg;
	if (open_for(place.key, O_RDONLY) != 0)
		return ENOENT;
	if (open_for(place.fresh, O_WRONLY | O_CREAT) == 0)
		return EEXIST;
	return place.state[0] == '\0' ? 0 : open_for(place.file, O_RDWR | O_CREAT);
}

static int
make_dirs(const char *path)
{
	char part[PATH_MAX];

	for (size_t i = 1; i <= strlen(path); i++) {
		if (path[i] != '/' && path[i] != '\0')
			continue;
		snprintf(part, sizeof(part), "%.*s", (int)i, path);
		if (mkdir(part, 0777) == 0 ? chmod(part, 0755) == -1 : errno != EEXIST)
			return -1;
	}
	return 0;
}

static int
layout_make(const char *dir, const char *conf, const char *state)
{
	snprintf(place.conf, sizeof(place.conf), "%s/%s", dir, conf);
	snprintf(place.key, sizeof(place.key), "%s/%s/key.pem", dir, conf);
	snprintf(place.fresh, sizeof(place.fresh), "%s/%s/fresh.pem", dir, conf);
	place.state[0] = '\0';
	if (make_dirs(place.conf) == -1 || put_file(place.key, 0644) == -1)
		return -1;
	if (state == NULL)
		return 0;
	snprintf(place.state, sizeof(place.state), "%s/%s", dir, state);
	snprintf(place.file, sizeof(place.file), "%s/%s/file", dir, state);
	return make_dirs(place.state) == 0 ? chmod(place.state, 0777) : -1;
}

void
check_layouts(const char *dir, unsigned refusals)
{
	for (size_t i = 0; i < ARRAY_LEN(layouts); i++) {
		struct lock_how how = {
			.require = JAIL_LEVEL_SECCOMP, .refusals = refusals, .fn = use_layout
		};
		struct told told;
		int status;
		bool good;

		if (layout_make(dir, layouts[i].conf, layouts[i].state) == -1) {
			say(false, "layout", layouts[i].name, strerror(errno));
			continue;
		}
		status = run_locked(&how, &told);
		good = status == 0 && told.said && told.result == 0;
		if (layouts[i].needs_room && told.report.level < JAIL_LEVEL_CHROOT)
			good = told.said && told.result == -1 &&
				strstr(told.text, "move one of them") != NULL;
		say(good, "layout", layouts[i].name, describe(status, &told));
	}
}
