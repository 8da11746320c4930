/*
 * Reading is bounded and never blocks on a FIFO.  After start the same calls run inside the jail, where the
 * configuration's directory has the same path: open, fstat, read, close and, for realpath(3), readlink.
 */
#include "config.h"

#include "conf/conf_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/mem.h"
#include "core/view.h"

static const char *
last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

const char *
conf_file_dir(struct conf_arena *arena, const char *path, struct err *e)
{
	size_t n = (size_t)(last_part(path) - path);
	const char *dir = ".";
	char real[PATH_MAX];

	/* With a slash at its end realpath() would make a call that the jail lacks. */
	while (n > 1 && path[n - 1] == '/')
		n--;
	if (n != 0)
		dir = conf_arena_text(arena, view_of(path, n));
	if (realpath(dir, real) == NULL) {
		(void)err_sys(e, dir);
		return NULL;
	}
	return conf_arena_text(arena, view_z(real));
}

static bool
is_below(const char *path, const char *dir)
{
	size_t n = strlen(dir);

	if (n == 1) /* "/" */
		return true;
	return strncmp(path, dir, n) == 0 && path[n] == '/';
}

const char *
conf_file_inside(struct conf_arena *arena, const char *dir, const char *name, struct err *e)
{
	const char *full = name[0] == '/' ? name : conf_arena_path(arena, dir, name);
	const char *parent;
	char real[PATH_MAX];

	if (last_part(full)[0] == '\0') {
		(void)err_fmt(e, "names a directory, not a file");
		return NULL;
	}
	parent = conf_file_dir(arena, full, e);
	if (parent == NULL || realpath(full, real) == NULL) {
		(void)err_set(e, errno, "cannot be reached");
		return NULL;
	}
	if ((strcmp(parent, dir) != 0 && !is_below(parent, dir)) || !is_below(real, dir)) {
		(void)err_fmt(e, "lies outside of %s%s", dir,
			is_below(full, dir) && strstr(full, "/../") == NULL ? " (a link leads there)" : "");
		return NULL;
	}
	return conf_arena_path(arena, strcmp(parent, "/") == 0 ? "" : parent, last_part(full));
}

static int
read_all(int fd, struct conf_file_text *text, size_t want, struct err *e)
{
	while (text->n < want) {
		ssize_t got = read(fd, text->p + text->n, want - text->n);

		if (got == -1 && errno == EINTR)
			continue;
		if (got == -1)
			return err_sys(e, "read");
		if (got == 0)
			break;
		text->n += (size_t)got;
	}
	return 0;
}

static int
read_fd(int fd, size_t max, struct conf_file_text *text, struct err *e)
{
	struct stat st;

	if (fstat(fd, &st) == -1)
		return err_sys(e, "fstat");
	if (!S_ISREG(st.st_mode))
		return err_fmt(e, "is not a regular file");
	text->is_public = (st.st_mode & S_IROTH) != 0;
	/* One byte more than allowed tells a file that is too large, also one that grows meanwhile. */
	text->p = mem_zalloc(max + 2);
	text->n = 0;
	if (read_all(fd, text, max + 1, e) == -1)
		return -1;
	if (text->n > max)
		return err_fmt(e, "is larger than %zu bytes", max);
	text->p[text->n] = '\0';
	if (memchr(text->p, '\0', text->n) != NULL)
		return err_fmt(e, "holds a NUL byte");
	return 0;
}

int
conf_file_read(const char *path, size_t max, struct conf_file_text *text, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	int r;

	text->p = NULL;
	if (fd == -1)
		return err_set(e, errno, "cannot be opened");
	r = read_fd(fd, max, text, e);
	(void)close(fd);
	if (r == -1) {
		mem_free(text->p);
		text->p = NULL;
	}
	return r;
}
