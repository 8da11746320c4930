/*
 * The next best room, for kernels without the newer mount calls and for a root that cannot be pivoted (an
 * initramfs): the same tmpfs by mount(2), moved over "/" and entered by chroot(2).  Who has CAP_SYS_CHROOT could leave
 * it again; jail_drop() takes that away.
 */
#include "config.h"

#include "jail/jail_priv.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "core/view.h"

#define MS_SAFE (MS_NOSUID | MS_NODEV | MS_NOEXEC)
#ifndef MS_NOSYMFOLLOW
#define MS_NOSYMFOLLOW 256
#endif

/* What a remount has to repeat: in a user namespace a flag of the mount outside may not be taken back. */
static unsigned
flags_of(int fd)
{
	static const struct {
		unsigned is, means;
	} flags[] = {
		{ ST_RDONLY, MS_RDONLY },
		{ ST_NOSUID, MS_NOSUID },
		{ ST_NODEV, MS_NODEV },
		{ ST_NOEXEC, MS_NOEXEC },
		{ ST_NOATIME, MS_NOATIME },
		{ ST_NODIRATIME, MS_NODIRATIME },
		{ ST_RELATIME, MS_RELATIME },
	};
	struct statvfs v;
	unsigned all = 0;

	if (fstatvfs(fd, &v) == -1)
		return 0;
	for (size_t i = 0; i < ARRAY_LEN(flags); i++) {
		if (v.f_flag & flags[i].is)
			all |= flags[i].means;
	}
	return all;
}

/* Binds the directory behind the O_PATH descriptor `from` to `path` beneath the room. */
static int
dir_bind(int room, int from, const char *path, unsigned flags, struct err *e)
{
	char source[32], target[32];
	int at = -1, mounted = -1, r = -1;

	if (jail_mkdir_path(room, path, e) == -1)
		return -1;
	at = jail_open_beneath(room, path, e);
	if (at == -1)
		return -1;
	snprintf(source, sizeof(source), "/proc/self/fd/%d", from);
	snprintf(target, sizeof(target), "/proc/self/fd/%d", at);
	/* Not MS_REC: the room hangs over the configuration's directory, and would come along. */
	if (mount(source, target, NULL, MS_BIND, NULL) == -1) {
		err_sys(e, path);
		goto out;
	}
	/* Open it again: the descriptor from before the mount is of the directory below. */
	mounted = jail_open_beneath(room, path, e);
	if (mounted == -1)
		goto out;
	snprintf(target, sizeof(target), "/proc/self/fd/%d", mounted);
	if (mount(NULL, target, NULL, MS_BIND | MS_REMOUNT | flags | flags_of(mounted), NULL) == -1)
		err_sys(e, path);
	else
		r = 0;
	close(mounted);
out:
	close(at);
	return r;
}

static int
dirs_bind(int room, const struct jail_dir *dirs, size_t n, struct err *e)
{
	for (size_t i = 0; i < n; i++)
		if (dir_bind(room, dirs[i].fd, dirs[i].path,
			    MS_SAFE | (dirs[i].is_state ? MS_NOSYMFOLLOW : MS_RDONLY), e) == -1)
			return -1;
	return 0;
}

static int
room_enter(int room, struct err *e)
{
	if (fchdir(room) == -1)
		return err_sys(e, "chdir to the room");
	if (mount(NULL, ".", NULL, MS_BIND | MS_REMOUNT | MS_SAFE | MS_RDONLY, NULL) == -1)
		return err_sys(e, "read-only root");
	if (mount(".", "/", NULL, MS_MOVE, NULL) == -1)
		return err_sys(e, "mount --move to /");
	if (chroot(".") == -1)
		return err_sys(e, "chroot");
	if (chdir("/") == -1)
		return err_sys(e, "chdir /");
	return 0;
}

int
jail_room_chroot(const struct jail *j, struct err *e)
{
	const int flags = O_PATH | O_DIRECTORY | O_CLOEXEC;
	struct jail_dir dirs[JAIL_N_DIRS];
	size_t n = jail_dirs(j, dirs);
	int room = -1, r = -1;

	for (size_t i = 0; i < n; i++) {
		dirs[i].fd = open(dirs[i].path, flags);
		if (dirs[i].fd == -1) {
			err_sys(e, dirs[i].path);
			goto out;
		}
	}
	if (mount("tmpfs", j->conf_dir, "tmpfs", MS_SAFE, "size=64k,nr_inodes=256,mode=0755") == -1) {
		err_sys(e, "mount tmpfs");
		goto out;
	}
	room = open(j->conf_dir, flags);
	if (room == -1) {
		err_sys(e, j->conf_dir);
		goto out;
	}
	if (dirs_bind(room, dirs, n, e) == 0 && room_enter(room, e) == 0)
		r = 0;
out:
	if (room != -1)
		close(room);
	for (size_t i = 0; i < n; i++)
		if (dirs[i].fd != -1)
			close(dirs[i].fd);
	return r;
}
