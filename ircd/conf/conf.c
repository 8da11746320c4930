/*
 * Loading and references.  A struct conf and all that it points to is one arena; the last
 * reference frees it.  Callers see it const; a pointer of ours leads back to the counter.
 */
#include "conf/conf.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "conf/conf_bind.h"
#include "conf/conf_file.h"
#include "conf/conf_motd.h"
#include "conf/conf_origin.h"
#include "conf/conf_schema.h"
#include "core/mem.h"

struct live;

struct box {
	struct conf conf;
	struct live *live; /* what holds this box */
};

struct live {
	struct box box;
	struct conf_arena arena;
	size_t refs;
	const struct conf *file; /* of a copy: the one that was read, a reference.  NULL: this is it */
};

static size_t n_live;

static struct live *
live_of(const struct conf *conf)
{
	return CONTAINER_OF(conf, const struct box, conf)->live;
}

static void
live_free(struct live *live)
{
	const struct conf *file = live->file;

	conf_arena_release(&live->arena);
	mem_free(live);
	n_live--;
	conf_unref(file); /* which has none itself */
}

static struct live *
live_new(const char *path, struct conf_faults *faults)
{
	struct live *live = mem_zalloc(sizeof(*live));
	struct conf *conf = &live->box.conf;
	const char *slash = strrchr(path, '/');
	struct err e;

	n_live++;
	live->refs = 1;
	live->box.live = live;
	conf->dir = conf_file_dir(&live->arena, path, &e);
	if (conf->dir == NULL) {
		conf_faults_add(faults, path, 0, "the directory cannot be reached: %s", e.text);
		live_free(live);
		return NULL;
	}
	conf->path = conf_arena_path(
		&live->arena, strcmp(conf->dir, "/") == 0 ? "" : conf->dir, slash != NULL ? slash + 1 : path);
	return live;
}

/* From what was read to the configuration; takes live and gives NULL when there was a fault. */
static const struct conf *
finish(struct live *live, const struct conf_raw *raw, size_t faults_before)
{
	struct conf_build b = {
		.conf = &live->box.conf, .arena = &live->arena, .faults = raw->faults, .raw = raw
	};

	conf_bind_all(&b);
	conf_faults_sort(raw->faults);
	if (conf_faults_count(raw->faults) == faults_before)
		return &live->box.conf;
	live_free(live);
	return NULL;
}

const struct conf *
conf_load(const char *path, struct conf_faults *faults)
{
	size_t before = conf_faults_count(faults);
	struct live *live = live_new(path, faults);
	struct conf_raw raw;
	struct err e;

	if (live == NULL)
		return NULL;
	if (conf_file_inside(&live->arena, live->box.conf.dir, live->box.conf.path, &e) == NULL) {
		conf_faults_add(faults, path, 0, "%s", e.text);
		live_free(live);
		return NULL;
	}
	conf_raw_init(&raw, &live->arena, faults);
	raw.dir = live->box.conf.dir;
	raw.shown = conf_arena_text(&live->arena, view_z(path));
	conf_raw_read(&raw, raw.shown, live->box.conf.path);
	return finish(live, &raw, before);
}

const struct conf *
conf_load_text(const char *path, struct view text, struct conf_faults *faults)
{
	size_t before = conf_faults_count(faults);
	struct live *live = live_new(path, faults);
	struct conf_raw raw;
	char *copy;

	if (live == NULL)
		return NULL;
	conf_raw_init(&raw, &live->arena, faults);
	raw.dir = live->box.conf.dir;
	raw.shown = conf_arena_text(&live->arena, view_z(path));
	raw.path[raw.n_files++] = live->box.conf.path;
	if (text.n > CONF_TEXT_MAX || view_find(text, '\0') < text.n) {
		conf_faults_add(faults, path, 0,
			text.n > CONF_TEXT_MAX ? "is larger than 1 MiB" : "holds a NUL byte");
		live_free(live);
		return NULL;
	}
	copy = view_dup(text);
	conf_raw_parse(&raw, raw.shown, copy, text.n);
	mem_free(copy);
	return finish(live, &raw, before);
}

static const struct view *
copy_lines(struct conf_arena *arena, const struct view *line, size_t n)
{
	struct view *copy = conf_arena_take(arena, n, sizeof(*copy));

	for (size_t i = 0; i < n; i++)
		copy[i] = view_of(conf_arena_text(arena, line[i]), line[i].n);
	return copy;
}

struct conf *
conf_copy(const struct conf *conf, struct conf_class **classes)
{
	struct live *live = mem_zalloc(sizeof(*live));
	struct conf *copy = &live->box.conf;
	struct conf_motd texts[CONF_MOTD_TEXTS];

	n_live++;
	live->refs = 1;
	live->box.live = live;
	live->file = conf_ref(conf_as_read(conf));
	*copy = *conf;
	conf_motd_all(&copy->server, texts);
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		*texts[i].line = copy_lines(&live->arena, *texts[i].line, *texts[i].n);
	*classes = conf_arena_take(&live->arena, conf->n_class, sizeof(**classes));
	memcpy(*classes, conf->class, conf->n_class * sizeof(**classes));
	copy->class = *classes;
	return copy;
}

/* As at the start: a file that is named must be there, the default may be missing, and come later. */
static void
read_text(struct conf_build *b, struct conf_motd *text)
{
	const struct conf_section *def = conf_section_find(VIEW("server"));
	const struct conf_bind *bind = conf_bind_find(def, view_z(text->key));
	struct err e;

	text->is_optional = conf_origin(b->conf, def, 0)->key_line[bind - def->bind] == 0;
	*text->n = 0;
	if (conf_file_inside(b->arena, b->conf->dir, text->path, &e) != NULL)
		conf_motd_read(b, text);
	else if (!text->is_optional || e.code != ENOENT)
		conf_faults_add(b->faults, text->path, 0, "%s", e.text);
}

const struct conf *
conf_with_texts(const struct conf *running, struct conf_faults *faults)
{
	size_t before = conf_faults_count(faults);
	struct conf_class *classes;
	struct conf *copy = conf_copy(running, &classes);
	struct conf_build b = { .conf = copy, .arena = &live_of(copy)->arena, .faults = faults };
	struct conf_motd texts[CONF_MOTD_TEXTS];

	conf_motd_all(&copy->server, texts);
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		read_text(&b, &texts[i]);
	if (conf_faults_count(faults) == before)
		return copy;
	conf_unref(copy);
	return NULL;
}

const struct conf *
conf_as_read(const struct conf *conf)
{
	return live_of(conf)->file != NULL ? live_of(conf)->file : conf;
}

size_t
conf_live_count(void)
{
	return n_live;
}

const struct conf *
conf_ref(const struct conf *conf)
{
	live_of(conf)->refs++;
	return conf;
}

void
conf_unref(const struct conf *conf)
{
	struct live *live = conf != NULL ? live_of(conf) : NULL;

	if (live != NULL && --live->refs == 0)
		live_free(live);
}

const struct conf_class *
conf_class_find(const struct conf *conf, struct view name)
{
	for (size_t i = 0; i < conf->n_class; i++)
		if (view_eq(view_z(conf->class[i].name), name))
			return &conf->class[i];
	return NULL;
}

bool
conf_wants_ident(const struct conf *conf)
{
	for (size_t i = 0; i < conf->n_allow; i++)
		if (conf->allow[i].ident != CONF_IDENT_OFF)
			return true;
	return false;
}

const struct conf_oper *
conf_oper_find(const struct conf *conf, struct view name)
{
	for (size_t i = 0; i < conf->n_oper; i++)
		if (view_eq(view_z(conf->oper[i].name), name))
			return &conf->oper[i];
	return NULL;
}
