/*
 * The ladder.  Each rung is tried in a child first; the process itself takes the best that worked there, so that a
 * rung that the kernel refuses half-way leaves nothing behind.
 */
#include "config.h"

#include "jail/jail_priv.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "core/view.h"

int
jail_mkdir_path(int dirfd, const char *path, struct err *e)
{
	char part[PATH_MAX];
	size_t n = strlen(path);

	if (n >= sizeof(part))
		return err_set(e, ENAMETOOLONG, path);
	for (size_t i = 1; i <= n; i++) {
		if (path[i] != '/' && path[i] != '\0')
			continue;
		view_copy(view_of(path + 1, i - 1), part, sizeof(part));
		if (mkdirat(dirfd, part, 0755) == -1) {
			if (errno != EEXIST)
				return err_sys(e, path);
		} else if (fchmodat(dirfd, part, 0755, 0) == -1) { /* the umask made it 0700, root's */
			return err_sys(e, path);
		}
	}
	return 0;
}

int
jail_open_beneath(int dirfd, const char *path, struct err *e)
{
	struct open_how how = {
		.flags = O_PATH | O_DIRECTORY | O_CLOEXEC,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS,
	};
	int fd = (int)syscall(SYS_openat2, dirfd, path + 1, &how, sizeof(how));

	if (fd == -1 && errno == ELOOP)
		return err_fmt(e,
			"%s: a symbolic link within the configuration's directory leads there: "
			"write the real path",
			path);
	return fd == -1 ? err_sys(e, path) : fd;
}

static int
write_file(const char *path, const char *text, struct err *e)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC), r = 0;

	if (fd == -1)
		return err_sys(e, path);
	if (write(fd, text, strlen(text)) != (ssize_t)strlen(text))
		r = err_sys(e, path);
	close(fd);
	return r;
}

/* Inside we are who we were outside; nobody else exists. */
static int
map_self(uid_t uid, gid_t gid, struct err *e)
{
	char text[64];

	if (write_file("/proc/self/setgroups", "deny", e) == -1)
		return -1;
	snprintf(text, sizeof(text), "%u %u 1", (unsigned)uid, (unsigned)uid);
	if (write_file("/proc/self/uid_map", text, e) == -1)
		return -1;
	snprintf(text, sizeof(text), "%u %u 1", (unsigned)gid, (unsigned)gid);
	return write_file("/proc/self/gid_map", text, e);
}

static int
namespaces_leave(const struct jail *j, struct err *e)
{
	const int nice_to_have = CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP;
	int flags = CLONE_NEWNS;
	uid_t uid = geteuid();
	gid_t gid = getegid();

	if (!j->from_root)
		flags |= CLONE_NEWUSER;
	/* EINVAL: a kernel that was built without one of those. */
	if (unshare(flags | nice_to_have) == -1 && (errno != EINVAL || unshare(flags) == -1))
		return err_sys(e, j->from_root ? "unshare(NEWNS)" : "unshare(NEWUSER)");
	if (!j->from_root && map_self(uid, gid, e) == -1)
		return -1;
	/* Nothing that is mounted here may show outside. */
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == -1)
		return err_sys(e, "mount / private");
	return 0;
}

static int
room_make(const struct jail *j, enum jail_rung rung, struct err *e)
{
	if (rung == RUNG_NONE)
		return 0;
	if (namespaces_leave(j, e) == -1)
		return -1;
	return rung == RUNG_PIVOT ? jail_room_pivot(j, e) : jail_room_chroot(j, e);
}

struct trial {
	bool works;
	struct err err;
};

struct trial_arg {
	const struct jail *j;
	enum jail_rung rung;
};

static void
trial_run(void *arg, void *out)
{
	const struct trial_arg *a = arg;
	struct trial *t = out;

	t->works = room_make(a->j, a->rung, &t->err) == 0;
}

/* Fills works[]; why gets the first reason for which the best rung was refused. */
static void
ladder_try(const struct jail *j, bool works[N_RUNGS], struct err *why)
{
	for (enum jail_rung r = RUNG_PIVOT; r < RUNG_NONE; r++) {
		struct trial_arg arg = { j, r };
		struct trial t = { false, { 0, "" } };

		if (jail_in_child(trial_run, &arg, &t, sizeof(t), &t.err) == -1)
			t.works = false;
		works[r] = t.works;
		if (works[r])
			return;
		if (r == RUNG_PIVOT)
			*why = t.err;
	}
}

/* A second thread would keep the old root; unshare() does not tell for a mount namespace. */
static int
check_one_thread(struct err *e)
{
	const struct dirent *d;
	size_t n = 0;
	DIR *dir = opendir("/proc/self/task");

	if (dir == NULL)
		return 0; /* no /proc, so no way to know; the caller's order is what counts */
	while ((d = readdir(dir)) != NULL) {
		if (d->d_name[0] != '.')
			n++;
	}
	closedir(dir);
	return n <= 1 ? 0 : err_fmt(e, "%zu threads run already; the room must come before the first", n);
}

static int
check_dir(const char *path, const char *what, struct err *e)
{
	struct stat st;

	if (path == NULL)
		return 0;
	if (stat(path, &st) == -1) {
		err_sys(e, path);
		return err_wrap(e, what);
	}
	if (!S_ISDIR(st.st_mode))
		return err_fmt(e, "%s: %s is not a directory", what, path);
	return 0;
}

int
jail_enter_room(struct jail *j, struct err *e)
{
	bool works[N_RUNGS] = { false };
	struct err why = { 0, "" };

	if (jail_is_off(j, JAIL_STEP_ROOM))
		return 0;
	if (check_one_thread(e) == -1 || check_dir(j->conf_dir, "configuration", e) == -1 ||
		check_dir(j->state_dir, "state", e) == -1 || check_dir(j->peer_dir, "scanner", e) == -1)
		return jail_tell_failed(j, JAIL_STEP_ROOM, e);
	ladder_try(j, works, &why);
	j->rung = jail_rung_choose(works);
	if (room_make(j, j->rung, e) == -1) {
		j->rung = RUNG_NONE;
		err_wrap(e, "the room worked in a trial but not in earnest");
		return jail_tell_failed(j, JAIL_STEP_ROOM, e);
	}
	switch (j->rung) {
	case RUNG_PIVOT:
		jail_tell(j, JAIL_STEP_ROOM, JAIL_RESULT_OK, "empty root by pivot_root in a %snamespace",
			j->from_root ? "mount " : "user and mount ");
		break;
	case RUNG_CHROOT:
		jail_tell(j, JAIL_STEP_ROOM, JAIL_RESULT_LESS,
			"empty root by chroot, as pivot_root failed (%.120s)", why.text);
		break;
	case RUNG_NONE:
	case N_RUNGS:
		jail_tell(j, JAIL_STEP_ROOM, JAIL_RESULT_LESS, "no room of its own (%.120s)", why.text);
		break;
	}
	return 0;
}
