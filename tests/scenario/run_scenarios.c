/*
 * Runs scripts against the daemon's real code: scripts/<family>/<file>.scn hold one or several scenarios, each of which gets a server of its
 * own, in memory or, with --server, as a process.  The language is in README.md.
 */
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>

#include "core/buf.h"
#include "core/hash.h"
#include "core/log.h"
#include "core/mem.h"
#include "core/rng.h"
#include "tests/scenario/scn_fit.h"
#include "tests/scenario/scn_link.h"
#include "tests/scenario/scn_step.h"

enum { FILE_BYTES_MAX = 1 << 20, PATH_BYTES = 1024, REASONS_MAX = 64 };

struct run {
	const char *only;     /* part of the names that are run; NULL = all */
	bool list;	      /* names only */
	struct scn_over over; /* program NULL = in memory */
	unsigned passed, failed, skipped;
	struct {
		char *why;
		unsigned n;
	} reason[REASONS_MAX]; /* for skipping; the rest has none */
	char file[PATH_BYTES];
	unsigned line; /* of file, that was read last */
};

static int
read_file(const char *path, struct buf *out)
{
	FILE *f = fopen(path, "r");
	char *p = NULL;
	int r = -1;

	if (f == NULL)
		return -1;
	p = buf_reserve(out, FILE_BYTES_MAX);
	if (p != NULL) {
		buf_commit(out, fread(p, 1, FILE_BYTES_MAX, f));
		r = ferror(f) != 0 || feof(f) == 0 ? -1 : 0;
	}
	(void)fclose(f);
	return r;
}

/* The next line, trimmed in front; false at the end, and before the next `scenario` unless it is asked for. */
static bool
next_line(struct run *r, struct view *rest, struct view *line, bool head)
{
	struct view ahead = *rest;

	if (!view_cut(&ahead, '\n', line) || (!head && view_starts(*line, VIEW("scenario "))))
		return false;
	*rest = ahead;
	r->line++;
	while (line->n != 0 && (line->p[0] == '\t' || line->p[0] == ' '))
		*line = view_skip(*line, 1);
	return true;
}

static bool
run_steps(struct run *r, struct scn *s, struct view *rest, bool tls)
{
	struct view line;

	if (scn_init(s, r->over.program != NULL ? &r->over : NULL) == -1)
		return false;
	if (!scn_link_look(s, *rest))
		return false;
	if (s->rig.live != NULL && tls)
		scn_live_want_tls(s->rig.live);
	while (next_line(r, rest, &line, false)) {
		if (!scn_step(s, line))
			return false;
	}
	return scn_finish(s);
}

static void
skip_steps(struct run *r, struct view *rest)
{
	struct view line;

	while (next_line(r, rest, &line, false))
		;
}

static bool
is_wanted(const struct run *r, struct view name)
{
	struct view only = view_z(r->only);

	for (size_t i = 0; i + only.n <= name.n; i++) {
		if (view_eq(view_left(view_skip(name, i), only.n), only))
			return true;
	}
	return false;
}

static void
skip_for(struct run *r, struct view why)
{
	size_t i = 0;

	while (i + 1 < REASONS_MAX && r->reason[i].why != NULL && !view_eq(view_z(r->reason[i].why), why))
		i++;
	if (r->reason[i].why == NULL)
		r->reason[i].why = view_dup(why);
	r->reason[i].n++;
	r->skipped++;
}

static void
tell_reasons(struct run *r)
{
	for (size_t i = 0; i < REASONS_MAX && r->reason[i].why != NULL; i++) {
		(void)printf("skip - %s: %u scenarios: %s\n", r->over.name, r->reason[i].n, r->reason[i].why);
		mem_free(r->reason[i].why);
	}
}

static void
run_scenario(struct run *r, struct view name, struct view *rest)
{
	struct scn_fit fit = { .wants_tls = false };
	struct scn *s;

	if (r->list || !is_wanted(r, name)) {
		if (r->list && is_wanted(r, name))
			(void)printf("%.*s\n", VIEW_ARG(name));
		else
			r->skipped++;
		skip_steps(r, rest);
		return;
	}
	if (r->over.program != NULL)
		fit = scn_fit_look(*rest, &r->over);
	if (fit.why_not.n != 0) {
		skip_for(r, fit.why_not);
		skip_steps(r, rest);
		return;
	}
	s = mem_zalloc(sizeof(*s));
	if (run_steps(r, s, rest, fit.wants_tls)) {
		(void)printf("ok %.*s\n", VIEW_ARG(name));
		r->passed++;
	} else {
		(void)printf("not ok %.*s: %s:%u %s\n", VIEW_ARG(name), r->file, r->line, s->fault);
		r->failed++;
	}
	(void)fflush(stdout);
	skip_steps(r, rest);
	scn_release(s);
	mem_free(s);
}

static int
run_file(struct run *r, const char *path)
{
	struct buf text;
	struct view rest, line;
	int result;

	buf_init(&text, FILE_BYTES_MAX);
	result = read_file(path, &text);
	rest = buf_view(&text);
	(void)snprintf(r->file, sizeof(r->file), "%s", path);
	r->line = 0;
	while (result == 0 && next_line(r, &rest, &line, true)) {
		if (view_starts(line, VIEW("scenario ")))
			run_scenario(r, view_trim(view_skip(line, 9)), &rest);
		else if (line.n != 0 && line.p[0] != '#')
			result = -1;
	}
	if (result == -1)
		(void)fprintf(stderr, "%s:%u: cannot be read, or a statement outside of a scenario\n", path,
			r->line);
	buf_release(&text);
	return result;
}

static int run_folder(struct run *r, const char *path);

/* A script, a folder of scripts, or something else that is passed over. */
static int
run_path(struct run *r, const char *path)
{
	size_t n = strlen(path);

	if (n > 4 && strcmp(path + n - 4, ".scn") == 0)
		return run_file(r, path);
	return strchr(strrchr(path, '/') != NULL ? strrchr(path, '/') : path, '.') == NULL
		? run_folder(r, path)
		: 0;
}

static int
run_folder(struct run *r, const char *path)
{
	struct dirent **item;
	int n = scandir(path, &item, NULL, alphasort), result = 0;

	if (n == -1) {
		perror(path);
		return -1;
	}
	for (int i = 0; i < n; i++) {
		char inner[PATH_BYTES];

		if (item[i]->d_name[0] != '.') {
			(void)snprintf(inner, sizeof(inner), "%s/%s", path, item[i]->d_name);
			if (run_path(r, inner) == -1)
				result = -1;
		}
		free(item[i]);
	}
	free(item);
	return result;
}

static int
usage(void)
{
	(void)fprintf(stderr,
		"usage: run_scenarios [-l] [-n PART-OF-NAME] [--server CONCLAVED --over tcp|tls|websocket "
		"[--jail]] "
		"[SCRIPT|FOLDER]...\n");
	return EX_USAGE;
}

/* Without a path: all of ours. */
static int
run_paths(struct run *r, char **path)
{
	const char *top = getenv("top_srcdir");
	char scripts[PATH_BYTES];
	int result = 0;

	if (*path == NULL) {
		(void)snprintf(
			scripts, sizeof(scripts), "%s/tests/scenario/scripts", top != NULL ? top : ".");
		return run_folder(r, scripts);
	}
	for (; *path != NULL; path++) {
		if (run_path(r, *path) == -1)
			result = -1;
	}
	return result;
}

/* The index of the first path, or -1. */
static int
read_options(struct run *r, int argc, char **argv)
{
	int i = 1;
	bool over = false;

	for (; i < argc && argv[i][0] == '-'; i++) {
		if (strcmp(argv[i], "-l") == 0)
			r->list = true;
		else if (strcmp(argv[i], "-n") == 0 && i + 1 < argc)
			r->only = argv[++i];
		else if (strcmp(argv[i], "--jail") == 0)
			r->over.is_jailed = true;
		else if (strcmp(argv[i], "--server") == 0 && i + 1 < argc)
			r->over.program = argv[++i];
		else if (strcmp(argv[i], "--over") == 0 && i + 1 < argc &&
			scn_over_find(&r->over, argv[i + 1]) == 0)
			over = ++i > 0;
		else
			return -1;
	}
	return over == (r->over.program != NULL) ? i : -1;
}

int
main(int argc, char **argv)
{
	static struct run r;
	struct err e;
	int i = read_options(&r, argc, argv), result;

	if (i == -1)
		return usage();
	(void)signal(SIGPIPE, SIG_IGN);
	(void)umask(077); /* keys of certificates must not be readable by others */
	if (rng_init(&e) == -1) {
		(void)fprintf(stderr, "%s\n", e.text);
		return EX_OSERR;
	}
	hash_init();
	log_init(LOG_LEVEL_ERROR, false);
	result = run_paths(&r, argv + i);
	tell_reasons(&r);
	if (!r.list)
		(void)printf("%u passed, %u failed, %u skipped\n", r.passed, r.failed, r.skipped);
	return result == 0 && r.failed == 0 && (r.list || r.passed > 0) ? EX_OK : 1;
}
