/*
 * The proof: what must fail is tried.  Only things that fail with an error, as what the filter kills for cannot be
 * tried by somebody who wants to live.
 */
#include "config.h"

#include "jail/jail_priv.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define FDS_LOOKED_AT 1024

/* Opens what must not open; 0 when the error is the expected one. */
static int
must_not_open(const char *path, int flags, int expected, struct err *e)
{
	int fd = openat(AT_FDCWD, path, flags | O_CLOEXEC, 0600);

	if (fd != -1) {
		close(fd);
		if (flags & O_CREAT)
			unlink(path);
		return err_fmt(e, "proof failed: %s could be opened", path);
	}
	if (errno != expected)
		return err_fmt(e, "proof failed: opening %s gave \"%s\", not \"%s\"", path, strerror(errno),
			strerror(expected));
	return 0;
}

static int
must_not_write(const char *dir, int expected, struct err *e)
{
	char path[PATH_MAX];

	if (dir == NULL)
		return 0;
	if (snprintf(path, sizeof(path), "%s/.jail-proof", dir) >= (int)sizeof(path))
		return err_set(e, ENAMETOOLONG, dir);
	return must_not_open(path, O_WRONLY | O_CREAT | O_EXCL, expected, e);
}

static int
prove_files(const struct jail *j, struct err *e)
{
	bool room = j->rung != RUNG_NONE;

	if (!room && !j->landlocked)
		return 0;
	if (must_not_open("/proc/self", O_RDONLY | O_DIRECTORY, room ? ENOENT : EACCES, e) == -1 ||
		must_not_write(j->conf_dir, room ? EROFS : EACCES, e) == -1)
		return -1;
	return must_not_write(j->peer_dir, room ? EROFS : EACCES, e);
}

/* A scanner is spoken to by a stream. */
static int
prove_filter(const struct jail *j, struct err *e)
{
	int fd = socket(AF_UNIX, j->peer_dir != NULL ? SOCK_DGRAM : SOCK_STREAM, 0);

	if (fd != -1) {
		close(fd);
		return err_fmt(e, "proof failed: the filter let a Unix socket through");
	}
	if (errno != EAFNOSUPPORT)
		return err_sys(e, "proof failed: socket(AF_UNIX)");
	return 0;
}

/* A descriptor of a directory outside is a way out of any root. */
static int
prove_fds(struct err *e)
{
	for (int fd = 0; fd < FDS_LOOKED_AT; fd++) {
		struct stat st;

		if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode))
			return err_fmt(e, "proof failed: descriptor %d is a directory", fd);
	}
	return 0;
}

int
jail_prove(struct jail *j, struct err *e)
{
	bool has_filter = j->report.item[JAIL_STEP_SECCOMP].result != JAIL_RESULT_FAILED;

	if (jail_is_off(j, JAIL_STEP_PROOF))
		return 0;
	if (prove_files(j, e) == -1 || prove_fds(e) == -1 || (has_filter && prove_filter(j, e) == -1) ||
		jail_level_check(j->report.level, j->require, e) == -1)
		return jail_tell_failed(j, JAIL_STEP_PROOF, e);
	jail_tell(j, JAIL_STEP_PROOF, JAIL_RESULT_OK, "%s%sno directory is open",
		j->rung != RUNG_NONE || j->landlocked
			? "no file outside opens, the configuration cannot be written, "
			: "",
		!has_filter		      ? ""
			: j->peer_dir != NULL ? "no Unix socket but a stream, "
					      : "no Unix socket, ");
	return 0;
}
