/*
 * The best room: a small tmpfs with the directories in it, put together from detached mounts, so that nothing
 * goes through a path that somebody else could exchange meanwhile.  Kernel 5.12 or later.
 */
#include "config.h"

#include "jail/jail_priv.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "core/view.h"

#define ATTR_SAFE (MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC)

static void
fd_close(int fd)
{
	if (fd != -1)
		close(fd);
}

/* A detached copy of the mount at path, with further attributes; a descriptor, or -1. */
static int
tree_clone(const char *path, uint64_t attrs, struct err *e)
{
	unsigned flags = OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC;
	unsigned deep = 0;
	struct mount_attr attr = { .attr_set = attrs };
	int fd = open_tree(AT_FDCWD, path, flags);

	if (fd == -1 && errno == EINVAL) {
		/* In a user namespace a mount may not be copied without those on top of it. */
		deep = AT_RECURSIVE;
		fd = open_tree(AT_FDCWD, path, flags | deep);
	}
	if (fd == -1) {
		err_sys(e, path);
		return err_wrap(e, "open_tree");
	}
	if (mount_setattr(fd, "", AT_EMPTY_PATH | deep, &attr, sizeof(attr)) == -1) {
		err_sys(e, "mount_setattr");
		close(fd);
		return -1;
	}
	return fd;
}

static int
tmpfs_new(struct err *e)
{
	int fs = fsopen("tmpfs", FSOPEN_CLOEXEC), fd = -1;

	if (fs == -1)
		return err_sys(e, "fsopen(tmpfs)");
	if (fsconfig(fs, FSCONFIG_SET_STRING, "size", "64k", 0) == -1 ||
		fsconfig(fs, FSCONFIG_SET_STRING, "nr_inodes", "256", 0) == -1 ||
		fsconfig(fs, FSCONFIG_SET_STRING, "mode", "0755", 0) == -1 ||
		fsconfig(fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0) == -1)
		err_sys(e, "fsconfig(tmpfs)");
	else if ((fd = fsmount(fs, FSMOUNT_CLOEXEC, ATTR_SAFE)) == -1)
		err_sys(e, "fsmount(tmpfs)");
	close(fs);
	return fd;
}

/* Makes the path in the room and puts the tree there. */
static int
tree_place(int room, int tree, const char *path, struct err *e)
{
	int at, r = 0;

	if (jail_mkdir_path(room, path, e) == -1)
		return -1;
	at = jail_open_beneath(room, path, e);
	if (at == -1)
		return -1;
	if (move_mount(tree, "", at, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH) == -1) {
		err_sys(e, path);
		r = err_wrap(e, "move_mount");
	}
	close(at);
	return r;
}

static int
trees_place(int room, const struct jail_dir *dirs, size_t n, struct err *e)
{
	for (size_t i = 0; i < n; i++)
		if (tree_place(room, dirs[i].fd, dirs[i].path, e) == -1)
			return -1;
	return 0;
}

/* NOSYMFOLLOW: a link planted in the state directory from outside leads nowhere. */
static int
trees_clone(struct jail_dir *dirs, size_t n, struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		dirs[i].fd = tree_clone(dirs[i].path,
			ATTR_SAFE | (dirs[i].is_state ? MOUNT_ATTR_NOSYMFOLLOW : MOUNT_ATTR_RDONLY), e);
		if (dirs[i].fd == -1)
			return -1;
	}
	return 0;
}

/* The working directory is the room; the old root ends up on top of it, and goes. */
static int
root_swap(struct err *e)
{
	struct mount_attr attr = { .attr_set = MOUNT_ATTR_RDONLY };

	if (syscall(SYS_pivot_root, ".", ".") == -1)
		return err_sys(e, "pivot_root");
	if (umount2(".", MNT_DETACH) == -1)
		return err_sys(e, "umount of the old root");
	if (chdir("/") == -1)
		return err_sys(e, "chdir /");
	if (mount_setattr(AT_FDCWD, "/", 0, &attr, sizeof(attr)) == -1)
		return err_sys(e, "read-only root");
	return 0;
}

int
jail_room_pivot(const struct jail *j, struct err *e)
{
	struct jail_dir dirs[JAIL_N_DIRS];
	size_t n = jail_dirs(j, dirs);
	int room = -1, at = -1, r = -1;

	if (trees_clone(dirs, n, e) == -1)
		goto out;
	room = tmpfs_new(e);
	if (room == -1)
		goto out;
	/* A place that is sure to exist, to hang the room up for the swap; it is hidden in this namespace only. */
	at = open(j->conf_dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (at == -1 ||
		move_mount(room, "", at, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH) == -1 ||
		fchdir(room) == -1) {
		err_sys(e, "move_mount of the room");
		goto out;
	}
	if (trees_place(room, dirs, n, e) == 0 && root_swap(e) == 0)
		r = 0;
out:
	fd_close(at);
	fd_close(room);
	for (size_t i = 0; i < n; i++)
		fd_close(dirs[i].fd);
	return r;
}
