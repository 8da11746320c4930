/*
 * Loading and references.  A struct conf and all that it points to is one arena; the last
 * reference frees it.  Callers see it const; a pointer of ours leads back to the counter.
 */
#include "conf/conf.h"

#include <stdlib.h>
#include <string.h>

#include "conf/conf_bind.h"
#include "conf/conf_file.h"
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
};

static struct live *
live_of(const struct conf *conf)
{
	return CONTAINER_OF(conf, const struct box, conf)->live;
}

static void
live_free(struct live *live)
{
	conf_arena_release(&live->arena);
	mem_free(live);
}

static struct live *
live_new(const char *path, struct conf_faults *faults)
{
	struct live *live = mem_zalloc(sizeof(*live));
	struct conf *conf = &live->box.conf;
	const char *slash = strrchr(path, '/');
	struct err e;

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
