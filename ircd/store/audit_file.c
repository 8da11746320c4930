/* f->head is what the disk has: a write is tried with a copy of the chain, which takes its place when it was written. */
#include "store/audit_file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/mem.h"
#include "proto/audit_chain.h"
#include "store/audit_file_priv.h"

int
audit_file_make_dir(const char *dir, struct err *e)
{
	return mkdir(dir, 0700) == -1 && errno != EEXIST ? err_sys(e, dir) : 0;
}

struct audit_file *
audit_file_new(const char *dir, const struct audit_file_conf *conf)
{
	struct audit_file *f = mem_zalloc(sizeof(*f));

	f->dir = view_dup(view_z(dir));
	f->conf = *conf;
	f->fd = f->head_fd = -1;
	return f;
}

void
audit_file_free(struct audit_file *f)
{
	if (f == NULL)
		return;
	audit_file_shut(&f->fd);
	audit_file_shut(&f->head_fd);
	mem_free(f->dir);
	sodium_memzero(f, sizeof(*f));
	mem_free(f);
}

void
audit_file_configure(struct audit_file *f, const struct audit_file_conf *conf)
{
	f->conf = *conf;
}

void
audit_file_copy_to(struct audit_file *f, void (*copy)(void *arg, struct view lines), void *arg)
{
	f->copy = copy;
	f->copy_arg = arg;
}

bool
audit_file_is_open(const struct audit_file *f)
{
	return f->is_open;
}

struct audit_file_figures
audit_file_figures(const struct audit_file *f)
{
	return (struct audit_file_figures){ .file = f->head.chain.file,
		.offset = f->head.offset,
		.seq = f->head.chain.seq,
		.bytes = f->bytes,
		.sealed_ms = f->sealed_ms,
		.unsealed = f->unsealed };
}

void
audit_file_shut(int *fd)
{
	if (*fd != -1)
		(void)close(*fd);
	*fd = -1;
}

const char *
audit_file_path(const struct audit_file *f, const char *name, struct audit_path *p)
{
	(void)snprintf(p->z, sizeof(p->z), "%s/%s", f->dir, name);
	return p->z;
}

const char *
audit_file_path_of(const struct audit_file *f, uint64_t number, struct audit_path *p)
{
	(void)snprintf(p->z, sizeof(p->z), "%s/" AUDIT_FILE_NAME, f->dir, number);
	return p->z;
}

static int
write_at(int fd, struct view v, uint64_t offset)
{
	while (v.n != 0) {
		ssize_t n = pwrite(fd, v.p, v.n, (off_t)offset);

		if (n == -1 && errno == EINTR)
			continue;
		if (n == 0)
			errno = ENOSPC;
		if (n <= 0)
			return -1;
		offset += (uint64_t)n;
		v = view_skip(v, (size_t)n);
	}
	return 0;
}

static int
sync_dir(const struct audit_file *f, struct err *e)
{
	int fd = open(f->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC), r;

	if (fd == -1)
		return err_sys(e, f->dir);
	r = fsync(fd) == -1 ? err_sys(e, f->dir) : 0;
	(void)close(fd);
	return r;
}

static int
write_slot(struct audit_file *f)
{
	char slot[AUDIT_HEAD_SLOT];
	uint64_t at;
	int r;

	f->head.generation++;
	at = f->head.generation % 2 * AUDIT_HEAD_SLOT;
	audit_head_write(&f->head, slot);
	r = write_at(f->head_fd, view_of(slot, sizeof(slot)), at);
	sodium_memzero(slot, sizeof(slot));
	return r;
}

/* Where the secrets have gone on the other slot still has those of before: it is written too, once this one is on the disk. */
int
audit_file_write_head(struct audit_file *f, struct err *e)
{
	bool has_gone_on = memcmp(f->seed, f->head.chain.seed, sizeof(f->seed)) != 0;

	if (write_slot(f) == -1 || (has_gone_on && (fdatasync(f->head_fd) == -1 || write_slot(f) == -1)))
		return err_sys(e, AUDIT_FILE_HEAD);
	memcpy(f->seed, f->head.chain.seed, sizeof(f->seed));
	return 0;
}

/* f->out, behind the log's end.  What is written in part is taken away again. */
static int
write_out(struct audit_file *f, const struct audit_chain *chain, struct err *e)
{
	struct view out = view_of(f->out, f->n_out);

	if (write_at(f->fd, out, f->head.offset) == -1) {
		(void)err_sys(e, "write");
		(void)!ftruncate(f->fd, (off_t)f->head.offset);
		return -1;
	}
	f->head.chain = *chain;
	f->head.offset += f->n_out;
	f->bytes += f->n_out;
	f->n_out = 0;
	f->is_dirty = true;
	if (f->copy != NULL)
		f->copy(f->copy_arg, out);
	return 0;
}

static int
sync_all(struct audit_file *f, struct err *e)
{
	if (!f->is_dirty)
		return 0;
	if (fdatasync(f->fd) == -1)
		return err_sys(e, "fdatasync");
	if (audit_file_write_head(f, e) == -1)
		return -1;
	f->is_dirty = false;
	return 0;
}

/* Behind what is there; half a line of a killed server goes first. */
int
audit_file_add_key(const struct audit_file *f, struct view line, struct err *e)
{
	struct audit_path p;
	int fd = open(
		audit_file_path(f, AUDIT_FILE_KEYS, &p), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	char end[AUDIT_LINE_MAX];
	struct stat st;
	off_t from;
	ssize_t n;
	int r = -1;

	if (fd == -1)
		return err_sys(e, p.z);
	if (fstat(fd, &st) == -1)
		goto out;
	from = st.st_size > (off_t)sizeof(end) ? st.st_size - (off_t)sizeof(end) : 0;
	n = pread(fd, end, sizeof(end), from);
	if (n < 0)
		goto out;
	while (n > 0 && end[n - 1] != '\n')
		n--;
	if (view_of(end, (size_t)n).n >= line.n && memcmp(end + n - (ssize_t)line.n, line.p, line.n) == 0)
		r = 0;
	else if (ftruncate(fd, from + n) == 0 && write_at(fd, line, (uint64_t)(from + n)) == 0)
		r = fdatasync(fd);
out:
	if (r == -1)
		(void)err_sys(e, p.z);
	(void)close(fd);
	return r;
}

/* The oldest ones go.  Up to the first that is not there: what was below it has gone before. */
static void
take_away_old(const struct audit_file *f)
{
	struct audit_path p;
	uint64_t number = f->head.chain.file;

	for (number = number > f->conf.keep ? number - f->conf.keep : 0; number != 0; number--) {
		if (unlink(audit_file_path_of(f, number, &p)) == -1)
			return;
	}
}

int
audit_file_begin(
	struct audit_file *f, uint64_t wall_ms, enum audit_begins begins, struct view why, struct err *e)
{
	struct audit_chain chain = f->head.chain;
	char line[AUDIT_LINE_MAX];
	struct audit_path p;
	struct view text;

	audit_file_shut(&f->fd);
	f->fd = open(
		audit_file_path_of(f, chain.file + 1, &p), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (f->fd == -1 || ftruncate(f->fd, 0) == -1)
		return err_sys(e, p.z);
	text = view_of(line, audit_chain_file(&chain, line, wall_ms, begins, why));
	if (write_at(f->fd, text, 0) == -1 || fdatasync(f->fd) == -1) {
		(void)err_sys(e, p.z);
		(void)!ftruncate(f->fd, 0);
		return -1;
	}
	if (audit_file_add_key(f, text, e) == -1 || sync_dir(f, e) == -1)
		return -1;
	f->head.chain = chain;
	f->head.offset = text.n;
	f->head.begun_ms = wall_ms;
	f->bytes += text.n;
	f->unsealed = 1;
	f->has_ended = false;
	if (f->copy != NULL)
		f->copy(f->copy_arg, text);
	take_away_old(f);
	return audit_file_write_head(f, e);
}

static int
end_file(struct audit_file *f, uint64_t wall_ms, struct err *e)
{
	struct audit_chain chain = f->head.chain;

	f->n_out = audit_chain_checkpoint(&chain, f->out, wall_ms, true);
	if (write_out(f, &chain, e) == -1)
		return -1;
	f->has_ended = true;
	f->unsealed = 0;
	f->sealed_ms = wall_ms;
	return sync_all(f, e);
}

static bool
is_full(const struct audit_file *f, uint64_t wall_ms)
{
	return f->head.offset >= f->conf.rotate_size ||
		(wall_ms > f->head.begun_ms && wall_ms - f->head.begun_ms >= f->conf.rotate_age_ms);
}

/* A file that was ended, and whose next could not be made, is tried again. */
static int
rotate_if_full(struct audit_file *f, uint64_t wall_ms, struct err *e)
{
	if (!f->has_ended && !is_full(f, wall_ms))
		return 0;
	if (!f->has_ended && end_file(f, wall_ms, e) == -1)
		return -1;
	return audit_file_begin(f, wall_ms, AUDIT_BEGINS_NEXT, VIEW(""), e);
}

/* As many records as f->out holds and the file should take. */
static int
put_some(struct audit_file *f, struct view *objects, uint64_t wall_ms, struct err *e)
{
	struct audit_chain chain = f->head.chain;
	uint64_t unsealed = f->unsealed;
	bool has_sealed = false;
	struct view rest = *objects;
	int r;

	f->n_out = 0;
	while (rest.n != 0 && f->n_out <= sizeof(f->out) - 2 * (size_t)AUDIT_LINE_MAX &&
		f->head.offset + f->n_out < f->conf.rotate_size) {
		size_t n = view_find(rest, '\n');

		f->n_out += audit_chain_record(&chain, f->out + f->n_out, view_left(rest, n));
		rest = view_skip(rest, n + 1);
		if (++unsealed < f->conf.seal_after)
			continue;
		f->n_out += audit_chain_checkpoint(&chain, f->out + f->n_out, wall_ms, false);
		unsealed = 0;
		has_sealed = true;
	}
	r = write_out(f, &chain, e);
	audit_chain_wipe(&chain);
	if (r == -1)
		return -1;
	f->unsealed = unsealed;
	if (has_sealed)
		f->sealed_ms = wall_ms;
	*objects = rest;
	return 0;
}

int
audit_file_put(struct audit_file *f, struct view *objects, uint64_t wall_ms, struct err *e)
{
	while (objects->n != 0) {
		if (rotate_if_full(f, wall_ms, e) == -1 || put_some(f, objects, wall_ms, e) == -1)
			return -1;
	}
	return sync_all(f, e);
}

int
audit_file_seal(struct audit_file *f, uint64_t wall_ms, struct err *e)
{
	struct audit_chain chain = f->head.chain;

	if (f->unsealed == 0 || f->has_ended)
		return sync_all(f, e);
	f->n_out = audit_chain_checkpoint(&chain, f->out, wall_ms, false);
	if (write_out(f, &chain, e) == -1)
		return -1;
	f->unsealed = 0;
	f->sealed_ms = wall_ms;
	return sync_all(f, e);
}
