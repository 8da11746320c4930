/*
 * Every key is a string for libconfuse; types are ours, so that all faults of all values are told.  Its
 * parse callback has no argument for us and its scanner is one for the process: hence the one static job.
 * Titles were taken by the scan: libconfuse would search all earlier titles at each section.  cfg_include()
 * is not used: after a fault in an included file libconfuse 3.3 keeps that file open and its include stack
 * too high, for ever.
 */
#include "config.h"

#include "conf/conf_confuse.h"

#include <confuse.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* What is being parsed; all NULL in between. */
static struct {
	struct conf_raw *raw;
	const char *file;
	struct conf_raw_section *sec; /* the section that libconfuse is in, or comes to next */
} job;

static void
skip_includes(void)
{
	while (job.sec != NULL && job.sec->def == NULL)
		job.sec = job.sec->next;
}

static void PRINTF_LIKE(2, 0) on_error(cfg_t *cfg, const char *fmt, va_list ap)
{
	char what[256];

	(void)vsnprintf(what, sizeof(what), fmt, ap);
	conf_faults_add(job.raw->faults, job.file, cfg->line > 0 ? (unsigned)cfg->line : 0,
		"%s; the rest of this file was not read", what);
	job.raw->is_incomplete = true;
	job.raw->is_disputed = true;
}

/* libconfuse read the value of a key, or one of a list. */
static int
on_value(cfg_t *cfg, cfg_opt_t *opt, const char *text, void *result)
{
	const struct conf_bind *bind = NULL;
	struct conf_raw_key *key;

	if (job.sec != NULL && strcmp(cfg_name(cfg), job.sec->def->name) == 0)
		bind = conf_bind_find(job.sec->def, view_z(cfg_opt_name(opt)));
	if (bind == NULL) {
		cfg_error(cfg, "\"%s\" was not expected here", cfg_opt_name(opt));
		return -1;
	}
	key = &job.sec->key[bind - job.sec->def->bind];
	conf_raw_add_value(job.raw->arena, key, view_z(text), (unsigned)cfg->line);
	*(const char **)result = text;
	return 0;
}

/* libconfuse read the "}" of a section. */
static int
on_section(cfg_t *cfg, cfg_opt_t *opt)
{
	if (job.sec == NULL || strcmp(cfg_opt_name(opt), job.sec->def->name) != 0) {
		cfg_error(cfg, "the section %s was not expected here", cfg_opt_name(opt));
		return -1;
	}
	job.sec = job.sec->next;
	skip_includes();
	return 0;
}

/* The table in libconfuse's form; it lies in the arena and libconfuse copies it. */
static cfg_opt_t *
key_options(struct conf_arena *arena, const struct conf_section *def)
{
	cfg_opt_t *opts =
		conf_arena_take(arena, def->n_bind + 1, sizeof(*opts)); /* the last one, all zero, ends it */

	for (size_t i = 0; i < def->n_bind; i++) {
		cfg_opt_t one = CFG_STR_CB(NULL, NULL, CFGF_NODEFAULT, on_value);

		one.name = def->bind[i].key;
		if ((def->bind[i].flags & CONF_LIST) != 0)
			one.flags |= CFGF_LIST;
		opts[i] = one;
	}
	return opts;
}

static cfg_opt_t *
section_options(struct conf_arena *arena)
{
	cfg_opt_t *opts = conf_arena_take(arena, CONF_SECTION_N + 1, sizeof(*opts));

	for (size_t i = 0; i < CONF_SECTION_N; i++) {
		cfg_opt_t one = CFG_SEC(NULL, NULL, CFGF_MULTI);

		one.name = conf_sections[i].name;
		one.subopts = key_options(arena, &conf_sections[i]);
		one.validcb = on_section;
		opts[i] = one;
	}
	return opts;
}

static void
parse(cfg_t *cfg, char *text, size_t n)
{
	FILE *fp = fmemopen(text, n, "r");

	if (fp == NULL) {
		cfg_error(cfg, "fmemopen: %s", strerror(errno));
		return;
	}
	if (cfg_parse_fp(cfg, fp) == CFG_SUCCESS && job.sec != NULL)
		cfg_error(cfg, "the section %s was not found again", job.sec->def->name);
	(void)fclose(fp);
}

void
conf_confuse_values(
	struct conf_raw *raw, const char *file, char *text, size_t n, struct conf_raw_section *items)
{
	cfg_t *cfg;

	job.raw = raw;
	job.file = file;
	job.sec = items;
	skip_includes();
	if (job.sec != NULL) {
		cfg = cfg_init(section_options(raw->arena), CFGF_NONE);
		if (cfg == NULL) {
			conf_faults_add(
				raw->faults, file, 0, "libconfuse does not start: %s", strerror(errno));
		} else {
			(void)cfg_set_error_function(cfg, on_error);
			parse(cfg, text, n);
			(void)cfg_free(cfg);
		}
	}
	memset(&job, 0, sizeof(job));
}
