/* The last lines are looked for from the newest file backwards, so that a long log costs no more than what is shown of it. */
#include "ctl/ctl_audit_tail.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <time.h>

#include "core/mem.h"
#include "ctl/ctl_audit_files.h"
#include "ctl/ctl_show.h"

#define LOOK_NS 250000000 /* between two looks at a file that is followed */

/* The last lines of one file that are wanted: views into its text. */
struct found {
	char *text;
	size_t n_text; /* whole lines, that were looked at */
	struct view *line;
	size_t n;
};

static void
show(const struct ctl_audit_tail *o, struct view line)
{
	if (o->json) {
		(void)fwrite(line.p, 1, line.n, o->out);
		(void)fputc('\n', o->out);
	} else {
		ctl_audit_print(o->out, line);
	}
}

static int
fail(const struct ctl_audit_tail *o, const struct err *e)
{
	(void)fputs("conclavectl: ", o->err);
	ctl_show_plain(o->err, view_z(e->text));
	(void)fputc('\n', o->err);
	return EX_NOINPUT;
}

static void
keep(struct found *f, struct view line, size_t max)
{
	if (max == 0)
		return;
	if (f->n == max) {
		memmove(f->line, f->line + 1, (f->n - 1) * sizeof(*f->line));
		f->n--;
	}
	f->line = mem_grow(f->line, f->n + 1, sizeof(*f->line));
	f->line[f->n++] = line;
}

/* Backwards, as the last ones are wanted. */
static int
find(const struct ctl_audit_tail *o, const char *path, size_t max, struct found *f, struct err *e)
{
	size_t n = 0, end;

	if (ctl_audit_read(path, &f->text, &n, e) == -1)
		return -1;
	while (n != 0 && f->text[n - 1] != '\n')
		n--;
	f->n_text = n;
	for (end = n; end != 0 && f->n < max;) {
		size_t from = end - 1;
		struct view line;

		while (from != 0 && f->text[from - 1] != '\n')
			from--;
		line = view_of(f->text + from, end - 1 - from);
		end = from;
		if (ctl_audit_wants(&o->filter, line))
			keep(f, line, max);
	}
	return 0;
}

static void
found_free(struct found *f)
{
	mem_free(f->text);
	mem_free(f->line);
}

/* The file grew: shows what is new, and returns how far it was read. */
static size_t
show_new(const struct ctl_audit_tail *o, const char *path, size_t from)
{
	struct view rest, line;
	struct err e;
	size_t n = 0;
	char *p;

	if (ctl_audit_read(path, &p, &n, &e) == -1 || n <= from) {
		mem_free(p);
		return from;
	}
	rest = view_of(p + from, n - from);
	while (view_find(rest, '\n') < rest.n) {
		line = view_left(rest, view_find(rest, '\n'));
		if (ctl_audit_wants(&o->filter, line))
			show(o, line);
		rest = view_skip(rest, line.n + 1);
		from += line.n + 1;
	}
	mem_free(p);
	return from;
}

static bool
has_grown(const char *path, size_t from)
{
	struct stat st;

	return stat(path, &st) == 0 && (uint64_t)st.st_size > from;
}

/* Where the log goes on: the newest file, and how far it was shown. */
struct place {
	char *path;
	uint64_t number;
	size_t from;
};

static void
next_file(struct place *at, const char *dir)
{
	struct ctl_audit_files fs = { NULL, 0 };
	struct err e;

	if (dir == NULL || ctl_audit_files_find(&fs, dir, &e) == -1)
		return;
	for (size_t i = 0; i < fs.n; i++) {
		if (fs.file[i].number <= at->number)
			continue;
		mem_free(at->path);
		at->path = view_dup(view_z(fs.file[i].path));
		at->number = fs.file[i].number;
		at->from = 0;
		break;
	}
	ctl_audit_files_release(&fs);
}

/* Until nobody reads what is written.  dir NULL: one file, which is not rotated. */
static int
follow(const struct ctl_audit_tail *o, struct place *at, const char *dir)
{
	const struct timespec pause = { .tv_nsec = LOOK_NS };

	while (fflush(o->out) == 0 && ferror(o->out) == 0) {
		bool grown = at->path != NULL && has_grown(at->path, at->from);
		size_t was = at->from;

		if (grown)
			at->from = show_new(o, at->path, at->from);
		if (at->from == was) /* the rest of a file is read before the next one */
			next_file(at, dir);
		if (!grown)
			(void)nanosleep(&pause, NULL); /* allow sleeping: there is nothing else to do */
	}
	return EX_IOERR;
}

/* The newest file first; shown from the oldest of those that it takes. */
static int
show_last(const struct ctl_audit_tail *o, const struct ctl_audit_files *fs, struct place *at)
{
	struct found *f = mem_array(fs->n + 1, sizeof(*f));
	struct err e = { .text = "" };
	size_t left = o->lines, first = fs->n;
	int status = EX_OK;

	while (first != 0 && (left != 0 || first == fs->n)) {
		first--;
		if (find(o, fs->file[first].path, left, &f[first], &e) == -1) {
			if (e.code != ENOENT || first + 1 == fs->n)
				status = fail(o, &e);
			break; /* older ones are taken away meanwhile */
		}
		left -= f[first].n;
	}
	for (size_t i = first; i < fs->n; i++) {
		for (size_t k = f[i].n; k-- > 0;)
			show(o, f[i].line[k]);
	}
	if (fs->n != 0)
		*at = (struct place){ view_dup(view_z(fs->file[fs->n - 1].path)), fs->file[fs->n - 1].number,
			f[fs->n - 1].n_text };
	for (size_t i = first; i < fs->n; i++)
		found_free(&f[i]);
	mem_free(f);
	return status;
}

int
ctl_audit_tail(const struct ctl_audit_tail *o, const char *path)
{
	const char *dir = path != NULL ? path : CTL_AUDIT_DIR;
	struct ctl_audit_files fs = { NULL, 0 };
	struct place at = { NULL, 0, 0 };
	struct err e = { .text = "" };
	struct stat st;
	int status;

	if (stat(dir, &st) == 0 && !S_ISDIR(st.st_mode)) {
		ctl_audit_files_add(&fs, dir);
		dir = NULL;
	} else if (ctl_audit_files_find(&fs, dir, &e) == -1) {
		return fail(o, &e);
	}
	status = show_last(o, &fs, &at);
	ctl_audit_files_release(&fs);
	if (status == EX_OK && o->follows)
		status = follow(o, &at, dir);
	mem_free(at.path);
	return status;
}
