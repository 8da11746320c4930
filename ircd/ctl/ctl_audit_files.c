#include "ctl/ctl_audit_files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/mem.h"

/* "audit-000012.log"; 0: no such name. */
static uint64_t
number_of(struct view name)
{
	uint64_t number;

	if (!view_starts(name, VIEW("audit-")) || name.n <= 10 ||
		!view_eq(view_skip(name, name.n - 4), VIEW(".log")) ||
		view_to_u64(view_left(view_skip(name, 6), name.n - 10), &number) == -1)
		return 0;
	return number;
}

static void
add(struct ctl_audit_files *fs, uint64_t number, char *path)
{
	fs->file = mem_grow(fs->file, fs->n + 1, sizeof(*fs->file));
	fs->file[fs->n++] = (struct ctl_audit_file){ number, path };
}

void
ctl_audit_files_add(struct ctl_audit_files *fs, const char *path)
{
	const char *slash = strrchr(path, '/');

	add(fs, number_of(view_z(slash != NULL ? slash + 1 : path)), view_dup(view_z(path)));
}

void
ctl_audit_files_release(struct ctl_audit_files *fs)
{
	for (size_t i = 0; i < fs->n; i++)
		mem_free(fs->file[i].path);
	mem_free(fs->file);
	*fs = (struct ctl_audit_files){ NULL, 0 };
}

static int
by_number(const void *a, const void *b)
{
	const struct ctl_audit_file *x = a, *y = b;

	return (x->number > y->number) - (x->number < y->number);
}

static char *
join(const char *dir, const char *name)
{
	size_t n = strlen(dir) + 1 + strlen(name) + 1;
	char *path = mem_alloc(n);

	(void)snprintf(path, n, "%s/%s", dir, name);
	return path;
}

int
ctl_audit_files_find(struct ctl_audit_files *fs, const char *dir, struct err *e)
{
	DIR *d = opendir(dir);
	const struct dirent *entry;

	if (d == NULL)
		return err_sys(e, dir);
	while ((entry = readdir(d)) != NULL && fs->n < CTL_AUDIT_FILES_MAX) {
		uint64_t number = number_of(view_z(entry->d_name));

		if (number != 0)
			add(fs, number, join(dir, entry->d_name));
	}
	(void)closedir(d);
	if (fs->n != 0)
		qsort(fs->file, fs->n, sizeof(*fs->file), by_number);
	return 0;
}

static int
read_all(int fd, char *p, size_t max, size_t *n, struct err *e)
{
	*n = 0;
	while (*n < max) {
		ssize_t got = read(fd, p + *n, max - *n);

		if (got == -1 && errno == EINTR)
			continue;
		if (got == -1)
			return err_sys(e, "read");
		if (got == 0)
			break;
		*n += (size_t)got;
	}
	return 0;
}

int
ctl_audit_read(const char *path, char **p, size_t *n, struct err *e)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC), r;
	struct stat st;

	*p = NULL;
	if (fd == -1)
		return err_sys(e, path);
	if (fstat(fd, &st) == -1) {
		r = err_sys(e, path);
	} else if (!S_ISREG(st.st_mode)) {
		r = err_fmt(e, "%s: not a file", path);
	} else if ((uint64_t)st.st_size > CTL_AUDIT_FILE_MAX) {
		r = err_fmt(e, "%s: too large to be a file of an audit log", path);
	} else {
		*p = mem_alloc((size_t)st.st_size + 1);
		r = read_all(fd, *p, (size_t)st.st_size, n, e);
	}
	(void)close(fd);
	if (r == -1) {
		mem_free(*p);
		*p = NULL;
	}
	return r;
}

static bool
key_of(struct view v, uint8_t key[AUDIT_KEY_BYTES])
{
	size_t n = 0;

	v = view_trim(view_left(v, view_find(v, '\n')));
	return v.n == (size_t)2 * AUDIT_KEY_BYTES &&
		sodium_hex2bin(key, AUDIT_KEY_BYTES, v.p, v.n, NULL, &n, NULL) == 0 && n == AUDIT_KEY_BYTES;
}

int
ctl_audit_key(const char *text, uint8_t key[AUDIT_KEY_BYTES], struct err *e)
{
	size_t n = 0;
	char *p;
	int r;

	if (key_of(view_z(text), key))
		return 0;
	if (ctl_audit_read(text, &p, &n, e) == -1)
		return -1;
	r = key_of(view_of(p, n), key) ? 0 : err_fmt(e, "%s: no public key: 64 hexadecimal digits", text);
	mem_free(p);
	return r;
}
