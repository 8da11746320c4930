/*
 * What a server that starts finds.  The head says where the log ended at least; behind that there may be lines that were written and not
 * remembered, each of which is told by its hash, and half a line.  Whatever else is found is not ours: it is left as it is, and a new chain
 * begins behind it.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/mem.h"
#include "core/rng.h"
#include "store/audit_file_priv.h"

#define REST_MAX ((size_t)32 * 1024 * 1024) /* written behind the head; the queue holds much less */

enum look {
	LOOK_NOTHING, /* there is no log */
	LOOK_OURS,
	LOOK_DAMAGED, /* found->why */
	LOOK_REFUSED, /* *e */
};

static enum look
damaged(struct audit_found *found, const char *what, uint64_t number)
{
	if (number == 0)
		(void)snprintf(found->why, sizeof(found->why), "%s", what);
	else
		(void)snprintf(found->why, sizeof(found->why), AUDIT_FILE_NAME " %s", number, what);
	return LOOK_DAMAGED;
}

static ssize_t
read_at(int fd, char *dst, size_t n, uint64_t offset)
{
	size_t got = 0;

	while (got < n) {
		ssize_t r = pread(fd, dst + got, n - got, (off_t)(offset + got));

		if (r == -1 && errno == EINTR)
			continue;
		if (r == -1)
			return -1;
		if (r == 0)
			break;
		got += (size_t)r;
	}
	return (ssize_t)got;
}

static bool
is_there(const struct audit_file *f, uint64_t number)
{
	struct audit_path p;
	struct stat st;

	return lstat(audit_file_path_of(f, number, &p), &st) == 0;
}

/* The highest number of a file; 0: there is none. */
static int
last_number(const struct audit_file *f, uint64_t *out, struct err *e)
{
	DIR *d = opendir(f->dir);
	const struct dirent *entry;

	*out = 0;
	if (d == NULL)
		return err_sys(e, f->dir);
	while ((entry = readdir(d)) != NULL) {
		struct view name = view_z(entry->d_name);
		uint64_t number;

		if (view_starts(name, VIEW("audit-")) && name.n > 10 &&
			view_eq(view_skip(name, name.n - 4), VIEW(".log")) &&
			view_to_u64(view_left(view_skip(name, 6), name.n - 10), &number) == 0 &&
			number < UINT64_MAX / 2 && number > *out)
			*out = number;
	}
	(void)closedir(d);
	return 0;
}

/* The line that the head is about. */
static bool
ends_as_remembered(const struct audit_file *f, enum audit_line_kind *kind)
{
	const struct audit_head *h = &f->head;
	char text[AUDIT_LINE_MAX];
	size_t n = h->offset < sizeof(text) ? (size_t)h->offset : sizeof(text);
	struct audit_line l;
	struct view line;

	if (n == 0 || read_at(f->fd, text, n, h->offset - n) != (ssize_t)n || text[n - 1] != '\n')
		return false;
	line = view_of(text, n - 1);
	for (size_t at = view_find(line, '\n'); at < line.n; at = view_find(line, '\n'))
		line = view_skip(line, at + 1);
	if (!audit_line_take(line, &l) || l.seq != h->chain.seq ||
		sodium_memcmp(l.mac, h->chain.mac, sizeof(l.mac)) != 0)
		return false;
	*kind = l.kind;
	return true;
}

static bool
is_seal(enum audit_line_kind kind)
{
	return kind == AUDIT_LINE_CHECKPOINT || kind == AUDIT_LINE_END;
}

/* Lines behind the head, as far as they are ours; *rest: what is not. */
static int
follow(struct audit_file *f, uint64_t *rest, struct err *e)
{
	struct audit_lines lines;
	struct audit_line l;
	struct view line;
	struct stat st;
	char *text;
	ssize_t n;

	if (fstat(f->fd, &st) == -1)
		return err_sys(e, "fstat");
	*rest = (uint64_t)st.st_size > f->head.offset ? (uint64_t)st.st_size - f->head.offset : 0;
	if (*rest == 0)
		return 0;
	text = mem_alloc(REST_MAX);
	n = read_at(f->fd, text, REST_MAX, f->head.offset);
	if (n == -1)
		(void)err_sys(e, "read");
	lines = (struct audit_lines){ .rest = view_of(text, n > 0 ? (size_t)n : 0) };
	while (!f->has_ended && audit_lines_next(&lines, &line) == AUDIT_PIECE_LINE &&
		audit_line_take(line, &l) && audit_chain_follow(&f->head.chain, &l)) {
		f->head.offset += line.n + 1;
		*rest -= line.n + 1;
		f->has_ended = l.kind == AUDIT_LINE_END;
		f->unsealed = is_seal(l.kind) ? 0 : f->unsealed + 1;
		f->is_dirty = true;
	}
	mem_free(text);
	return n == -1 ? -1 : 0;
}

/* The file behind one that has ended: its first line may be written, or half of it, or nothing. */
static enum look
look_at_next(struct audit_file *f, struct audit_found *found, struct err *e)
{
	uint64_t number = f->head.chain.file + 1, rest, was = f->head.offset;
	char text[AUDIT_LINE_MAX];
	struct audit_path p;
	int fd;
	ssize_t n;

	fd = open(audit_file_path_of(f, number, &p), O_RDWR | O_NOFOLLOW | O_CLOEXEC);
	if (fd == -1 && errno == ENOENT)
		return LOOK_OURS;
	if (fd == -1) {
		(void)err_sys(e, p.z);
		return LOOK_REFUSED;
	}
	audit_file_shut(&f->fd);
	f->fd = fd;
	f->has_ended = false;
	f->head.offset = 0;
	if (follow(f, &rest, e) == -1)
		return LOOK_REFUSED;
	if (f->head.offset == 0) { /* made again by audit_file_begin(), if nothing stands in it */
		f->head.offset = was;
		f->has_ended = true;
		n = read_at(fd, text, sizeof(text), 0);
		return n >= 0 && view_find(view_of(text, (size_t)n), '\n') == (size_t)n
			? LOOK_OURS
			: damaged(found, "is there already", number);
	}
	f->head.begun_ms = f->opened_ms;
	found->torn = rest;
	return LOOK_OURS;
}

static enum look
look_at_file(struct audit_file *f, struct audit_found *found, struct err *e)
{
	uint64_t number = f->head.chain.file;
	enum audit_line_kind kind;
	struct audit_path p;
	struct stat st;

	f->fd = open(audit_file_path_of(f, number, &p), O_RDWR | O_NOFOLLOW | O_CLOEXEC);
	if (f->fd == -1 && errno == ENOENT)
		return damaged(found, "is missing", number);
	if (f->fd == -1 || fstat(f->fd, &st) == -1) {
		(void)err_sys(e, p.z);
		return LOOK_REFUSED;
	}
	if (!S_ISREG(st.st_mode))
		return damaged(found, "is no file", number);
	if ((uint64_t)st.st_size < f->head.offset)
		return damaged(found, "is shorter than it was", number);
	if (!ends_as_remembered(f, &kind))
		return damaged(found, "is not as it was left", number);
	f->has_ended = kind == AUDIT_LINE_END;
	f->unsealed = is_seal(kind) ? 0 : 1;
	if (follow(f, &found->torn, e) == -1)
		return LOOK_REFUSED;
	if (f->has_ended && found->torn != 0)
		return damaged(found, "goes on behind its end", number);
	if (f->has_ended)
		return look_at_next(f, found, e);
	return is_there(f, number + 1) ? damaged(found, "is there already", number + 1) : LOOK_OURS;
}

/* The head, into f->head; *has: there is a whole one. */
static int
read_head(struct audit_file *f, bool *has, bool *is_new, struct err *e)
{
	char text[2 * AUDIT_HEAD_SLOT];
	struct audit_path p;
	ssize_t n;

	audit_file_shut(&f->head_fd);
	f->head_fd = open(
		audit_file_path(f, AUDIT_FILE_HEAD, &p), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (f->head_fd == -1)
		return err_sys(e, p.z);
	n = read_at(f->head_fd, text, sizeof(text), 0);
	if (n == -1)
		return err_sys(e, p.z);
	*is_new = n == 0;
	*has = audit_head_read(view_of(text, (size_t)n), &f->head);
	sodium_memzero(text, sizeof(text));
	return 0;
}

/* For a sysadmin to copy: 64 hex digits and a newline. */
static int
write_public(const struct audit_file *f, struct err *e)
{
	char hex[2 * AUDIT_KEY_BYTES + 1];
	uint8_t owner[AUDIT_KEY_BYTES];
	struct audit_path p, fresh;
	int fd, r = -1;

	audit_chain_owner(&f->head.chain, owner);
	(void)sodium_bin2hex(hex, sizeof(hex), owner, sizeof(owner));
	hex[sizeof(hex) - 1] = '\n';
	fd = open(audit_file_path(f, AUDIT_FILE_PUBLIC ".new", &fresh),
		O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644);
	if (fd == -1)
		return err_sys(e, fresh.z);
	if (write(fd, hex, sizeof(hex)) == (ssize_t)sizeof(hex) && fsync(fd) == 0)
		r = rename(fresh.z, audit_file_path(f, AUDIT_FILE_PUBLIC, &p));
	if (r == -1)
		(void)err_sys(e, fresh.z);
	(void)close(fd);
	return r;
}

static int
begin_chain(struct audit_file *f, uint64_t last, struct err *e)
{
	uint8_t seed[AUDIT_KEY_BYTES];
	uint64_t generation = f->head.generation;

	rng_bytes(seed, sizeof(seed));
	f->head = (struct audit_head){ .generation = generation };
	audit_chain_begin(&f->head.chain, seed, last + 1);
	sodium_memzero(seed, sizeof(seed));
	sodium_memzero(f->seed, sizeof(f->seed)); /* both slots of the head are written */
	return write_public(f, e) == -1 ? -1 : audit_file_write_head(f, e);
}

/* Cuts off what is no line of ours, and sees to it that audit.keys knows the file. */
static int
go_on(struct audit_file *f, const struct audit_found *found, struct err *e)
{
	char text[AUDIT_LINE_MAX];
	struct view line;
	ssize_t n;

	sodium_memzero(f->seed, sizeof(f->seed)); /* both slots are written */
	if (found->torn != 0 && ftruncate(f->fd, (off_t)f->head.offset) == -1)
		return err_sys(e, "ftruncate");
	if (fdatasync(f->fd) == -1 || audit_file_write_head(f, e) == -1)
		return err_sys(e, "fdatasync");
	f->is_dirty = false;
	if (f->has_ended)
		return 0; /* the next file comes with the next record */
	n = read_at(f->fd, text, sizeof(text), 0);
	if (n == -1)
		return err_sys(e, "read");
	line = view_of(text, (size_t)n);
	return audit_file_add_key(f, view_left(line, view_find(line, '\n') + 1), e);
}

/* f->has_ended: the next file is still to be made. */
static enum look
look(struct audit_file *f, struct audit_found *found, uint64_t *last, struct err *e)
{
	bool has = false, is_new = true;

	if (read_head(f, &has, &is_new, e) == -1 || last_number(f, last, e) == -1)
		return LOOK_REFUSED;
	if (has && f->head.chain.seq != 0)
		return look_at_file(f, found, e);
	if (!has && is_new && *last == 0)
		return LOOK_NOTHING;
	if (!has)
		return damaged(
			found, is_new ? AUDIT_FILE_HEAD " is missing" : AUDIT_FILE_HEAD " is damaged", 0);
	f->has_ended = true;
	return look_at_next(f, found, e);
}

/* A new chain, in a file with a number that none has. */
static int
begin_new(struct audit_file *f, uint64_t last, const struct audit_found *found, struct err *e)
{
	f->has_ended = false;
	return begin_chain(f, last, e) == -1
		? -1
		: audit_file_begin(f, f->opened_ms, found->begins, view_z(found->why), e);
}

int
audit_file_open(struct audit_file *f, uint64_t wall_ms, struct audit_found *found, struct err *e)
{
	uint64_t last = 0;
	int r = -1;

	*found = (struct audit_found){ .begins = AUDIT_BEGINS_NEXT };
	if (f->is_open)
		return 0;
	audit_file_shut(&f->fd);
	f->is_dirty = f->has_ended = false;
	f->opened_ms = wall_ms;
	switch (look(f, found, &last, e)) {
	case LOOK_OURS:
		r = f->fd != -1 ? go_on(f, found, e) : 0;
		if (r == 0 && f->head.chain.seq == 0) { /* killed before the first line of a chain */
			found->begins = f->head.chain.file == 0 ? AUDIT_BEGINS_FIRST : AUDIT_BEGINS_NEW;
			r = audit_file_begin(f, wall_ms, found->begins, VIEW(""), e);
		}
		break;
	case LOOK_NOTHING:
		found->begins = AUDIT_BEGINS_FIRST;
		r = begin_new(f, 0, found, e);
		break;
	case LOOK_DAMAGED:
		found->begins = AUDIT_BEGINS_NEW;
		found->torn = 0;
		r = begin_new(f, last, found, e);
		break;
	case LOOK_REFUSED:
		break;
	}
	f->is_open = r == 0;
	return r;
}
