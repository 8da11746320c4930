/*
 * What lies beside the files is read before them: a server that writes meanwhile has then written at least what its head says.  Each log is
 * verified for itself, and the worst of the results is the exit status.
 */
#include "ctl/ctl_audit_verify.h"

#include <errno.h>
#include <inttypes.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>

#include "core/mem.h"
#include "ctl/ctl_audit_files.h"
#include "ctl/ctl_show.h"
#include "proto/audit_verify.h"

enum { STATUS_BAD = 1 };

/* A log on its way through the check. */
struct check {
	const struct ctl_audit_verify *o;
	const char *name; /* directory, or first file */
	bool is_own_key;  /* nobody gave a public key: it is that of the directory */
	struct ctl_audit_files files;
	struct audit_verify v;
	char *keys;
	char *reason; /* of a new chain, as its file says; NULL: none */
	size_t at;    /* the file that is looked at */
};

static void
beside(const char *dir, const char *name, char dst[1024])
{
	(void)snprintf(dst, 1024, "%s/%s", dir, name);
}

static int
unreadable(const struct check *c, const struct err *e)
{
	(void)fputs("conclavectl: ", c->o->err);
	ctl_show_plain(c->o->err, view_z(e->text));
	(void)fputc('\n', c->o->err);
	return EX_NOINPUT;
}

/* None, or none that may be read, is no error: then less is proved, which is told. */
static void
take_head(struct check *c, const char *dir)
{
	struct audit_head head;
	char path[1024], *p;
	struct err e;
	size_t n = 0;

	beside(dir, "audit.head", path);
	if (ctl_audit_read(path, &p, &n, &e) == -1)
		return;
	if (audit_head_read(view_of(p, n), &head))
		audit_verify_head(&c->v, &head);
	sodium_memzero(p, n);
	mem_free(p);
	sodium_memzero(&head, sizeof(head));
}

static int
take_key(struct check *c, const char *dir, struct err *e)
{
	uint8_t key[AUDIT_KEY_BYTES];
	char path[1024];
	size_t n = 0;

	beside(dir, "audit.keys", path);
	if (ctl_audit_read(path, &c->keys, &n, e) == 0)
		audit_verify_keys(&c->v, view_of(c->keys, n));
	beside(dir, "audit.pub", path);
	c->is_own_key = c->o->key == NULL;
	if (ctl_audit_key(c->is_own_key ? path : c->o->key, key, e) == 0)
		audit_verify_key(&c->v, key);
	else if (!c->is_own_key)
		return -1;
	return 0;
}

static void
take_reason(struct check *c, struct view text)
{
	struct view reason;

	if (c->v.verdict == AUDIT_NEW_CHAIN && c->reason == NULL && audit_verify_is_new(text, &reason) &&
		reason.n != 0)
		c->reason = view_dup(reason);
}

/* A file without its end, as the server could not go on with it: then the next one says so. */
static void
look_for_new(struct check *c)
{
	struct view reason;
	struct err e;
	size_t n = 0;
	char *p;

	if (c->at + 1 == c->files.n || ctl_audit_read(c->files.file[c->at + 1].path, &p, &n, &e) == -1)
		return;
	if (audit_verify_is_new(view_of(p, n), &reason)) {
		c->at++;
		c->v.verdict = AUDIT_NEW_CHAIN;
		c->v.line = 1;
		c->v.bad_seq = 1;
		take_reason(c, view_of(p, n));
	}
	mem_free(p);
}

/* A file that was taken away while we looked is no fault, as long as it is the oldest. */
static int
check_file(struct check *c, struct err *e)
{
	const struct ctl_audit_file *f = &c->files.file[c->at];
	size_t n = 0;
	char *p;

	if (ctl_audit_read(f->path, &p, &n, e) == -1)
		return e->code == ENOENT && !c->v.has_begun && f->number != 0 && c->at + 1 < c->files.n ? 0
													: -1;
	(void)!audit_verify_file(&c->v, view_of(p, n), f->number, c->at + 1 == c->files.n);
	take_reason(c, view_of(p, n));
	mem_free(p);
	if (c->v.verdict == AUDIT_NO_END)
		look_for_new(c);
	return 0;
}

static void
say_bad_json(const struct check *c, const char *path)
{
	FILE *out = c->o->out;

	(void)fputs("{\"ok\":false,\"log\":", out);
	ctl_show_string(out, view_z(c->name));
	(void)fputs(",\"file\":", out);
	ctl_show_string(out, view_z(path));
	(void)fprintf(out, ",\"line\":%zu,\"seq\":%" PRIu64 ",\"fault\":", c->v.line, c->v.bad_seq);
	ctl_show_string(out, view_z(audit_verify_text(c->v.verdict)));
	if (c->reason != NULL) {
		(void)fputs(",\"reason\":", out);
		ctl_show_string(out, view_z(c->reason));
	}
	(void)fputs("}\n", out);
}

static int
say_bad(const struct check *c)
{
	const char *path = c->at < c->files.n ? c->files.file[c->at].path : c->name;

	if (c->o->json) {
		say_bad_json(c, path);
		return STATUS_BAD;
	}
	ctl_show_plain(c->o->out, view_z(path));
	if (c->v.line != 0)
		(void)fprintf(c->o->out, ":%zu", c->v.line);
	(void)fprintf(c->o->out, ": number %" PRIu64 ": %s", c->v.bad_seq, audit_verify_text(c->v.verdict));
	if (c->reason != NULL) {
		(void)fputs(": ", c->o->out);
		ctl_show_plain(c->o->out, view_z(c->reason));
	}
	(void)fputc('\n', c->o->out);
	return STATUS_BAD;
}

static void
say_good_json(const struct check *c, const char *key)
{
	const struct audit_verify *v = &c->v;

	(void)fputs("{\"ok\":true,\"log\":", c->o->out);
	ctl_show_string(c->o->out, view_z(c->name));
	(void)fprintf(c->o->out,
		",\"files\":%" PRIu64 ",\"lines\":%" PRIu64 ",\"first\":%" PRIu64 ",\"last\":%" PRIu64
		",\"signed\":%" PRIu64 ",\"checkpoint\":",
		v->n_files, v->n_lines, v->first_seq, v->seq, v->n_sealed);
	ctl_show_string(c->o->out, view_z(v->sealed_time));
	(void)fprintf(c->o->out,
		",\"unproved\":%" PRIu64 ",\"torn\":%zu,\"has_head\":%s,\"key\":\"%s\",\"key_given\":%s}\n",
		v->n_unproved, v->n_torn, v->has_head ? "true" : "false", key,
		v->has_key && !c->is_own_key ? "true" : "false");
}

static void
say_good_text(const struct check *c, const char *key)
{
	const struct audit_verify *v = &c->v;
	FILE *out = c->o->out;

	ctl_show_plain(out, view_z(c->name));
	(void)fprintf(out,
		": %s: %" PRIu64 " lines in %" PRIu64 " files, numbers %" PRIu64 " to %" PRIu64 "\n",
		audit_verify_text(AUDIT_GOOD), v->n_lines, v->n_files, v->first_seq, v->seq);
	if (v->sealed_time[0] != '\0') {
		(void)fputs("  signed up to ", out);
		ctl_show_plain(out, view_z(v->sealed_time));
		(void)fprintf(out,
			"; behind that: %" PRIu64 " lines proved by audit.head, %" PRIu64 " not proved\n",
			v->n_open, v->n_unproved);
	}
	if (!v->has_head)
		(void)fputs("  without audit.head: lines that are missing at the end are not seen\n", out);
	if (v->n_torn != 0)
		(void)fprintf(out,
			"  %zu bytes at the end are no whole line: the server was killed, or is writing\n",
			v->n_torn);
	(void)fprintf(out, "  public key %s: %s\n", key,
		!v->has_key		? "of its first file; no key was given"
			: c->is_own_key ? "of this directory; compare it with your copy, or give that (-k)"
					: "follows from the one that was given");
}

static int
say_good(const struct check *c)
{
	char key[2 * AUDIT_KEY_BYTES + 1];

	(void)sodium_bin2hex(key, sizeof(key), c->v.owner, AUDIT_KEY_BYTES);
	if (c->o->json)
		say_good_json(c, key);
	else
		say_good_text(c, key);
	return EX_OK;
}

static int
check_all(struct check *c)
{
	struct err e = { .text = "" };

	for (c->at = 0; c->at < c->files.n; c->at++) {
		if (check_file(c, &e) == -1)
			return unreadable(c, &e);
		if (c->v.verdict != AUDIT_GOOD)
			return say_bad(c);
	}
	return audit_verify_end(&c->v) ? say_good(c) : say_bad(c);
}

static void
check_release(struct check *c)
{
	ctl_audit_files_release(&c->files);
	mem_free(c->keys);
	mem_free(c->reason);
	sodium_memzero(&c->v, sizeof(c->v));
}

static int
verify_dir(const struct ctl_audit_verify *o, const char *dir)
{
	struct check c = { .o = o, .name = dir };
	struct err e = { .text = "" };
	int status;

	audit_verify_init(&c.v);
	take_head(&c, dir);
	if (take_key(&c, dir, &e) == -1 || ctl_audit_files_find(&c.files, dir, &e) == -1) {
		status = unreadable(&c, &e);
	} else if (c.files.n == 0 && !c.v.has_head) {
		(void)err_fmt(&e, "%.200s: there is no audit log", dir);
		status = unreadable(&c, &e);
	} else {
		status = check_all(&c);
	}
	check_release(&c);
	return status;
}

/* Files alone: their directory may tell how they follow from a key, but not what must be there. */
static int
verify_files(const struct ctl_audit_verify *o, char *const *paths, size_t n)
{
	struct check c = { .o = o, .name = paths[0] };
	const char *slash = strrchr(paths[0], '/');
	struct view dir = slash == NULL ? VIEW(".") : view_of(paths[0], (size_t)(slash - paths[0]) + 1);
	char *of = view_dup(dir);
	struct err e = { .text = "" };
	int status;

	audit_verify_init(&c.v);
	for (size_t i = 0; i < n; i++)
		ctl_audit_files_add(&c.files, paths[i]);
	status = take_key(&c, of, &e) == -1 ? unreadable(&c, &e) : check_all(&c);
	check_release(&c);
	mem_free(of);
	return status;
}

static bool
is_dir(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static int
worse(int a, int b)
{
	return a == EX_OK || b == STATUS_BAD ? b : a;
}

int
ctl_audit_verify(const struct ctl_audit_verify *o, char *const *paths, size_t n)
{
	int status = EX_OK;
	size_t i = 0;

	if (n == 0)
		return verify_dir(o, CTL_AUDIT_DIR);
	while (i < n) {
		size_t from = i++;

		if (is_dir(paths[from])) {
			status = worse(status, verify_dir(o, paths[from]));
			continue;
		}
		while (i < n && !is_dir(paths[i]))
			i++;
		status = worse(status, verify_files(o, paths + from, i - from));
	}
	return status;
}
