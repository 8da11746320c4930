/*
 * Loading, references and comparison.  A struct conf and all that it points to is one arena; the last
 * reference frees it. The public type is const: the counter beside it is the only thing that ever changes.
 */
#include "conf/conf.h"

#include <stdlib.h>
#include <string.h>

#include "conf/conf_bind.h"
#include "conf/conf_file.h"
#include "core/mem.h"

struct box {
	struct conf conf;
	struct conf_arena arena;
	size_t refs;
};

/* conf is the first member of its box; the cast drops const for the counter alone. */
static struct box *
box_of(const struct conf *conf)
{
	return (struct box *)(uintptr_t)conf;
}

static void
box_free(struct box *box)
{
	conf_arena_release(&box->arena);
	mem_free(box);
}

static struct box *
box_new(const char *path, struct conf_faults *faults)
{
	struct box *box = mem_zalloc(sizeof(*box));
	const char *slash = strrchr(path, '/');
	struct err e;

	box->refs = 1;
	box->conf.dir = conf_file_dir(&box->arena, path, &e);
	if (box->conf.dir == NULL) {
		conf_faults_add(faults, path, 0, "the directory cannot be reached: %s", e.text);
		box_free(box);
		return NULL;
	}
	box->conf.path = conf_arena_path(&box->arena, strcmp(box->conf.dir, "/") == 0 ? "" : box->conf.dir,
		slash != NULL ? slash + 1 : path);
	return box;
}

/* From what was read to the configuration; takes box and gives NULL when there was a fault. */
static const struct conf *
finish(struct box *box, const struct conf_raw *raw, size_t faults_before)
{
	struct conf_build b = { .conf = &box->conf, .arena = &box->arena, .faults = raw->faults, .raw = raw };

	conf_bind_all(&b);
	conf_faults_sort(raw->faults);
	if (conf_faults_count(raw->faults) == faults_before)
		return &box->conf;
	box_free(box);
	return NULL;
}

const struct conf *
conf_load(const char *path, struct conf_faults *faults)
{
	size_t before = conf_faults_count(faults);
	struct box *box = box_new(path, faults);
	struct conf_raw raw;
	struct err e;

	if (box == NULL)
		return NULL;
	if (conf_file_inside(&box->arena, box->conf.dir, box->conf.path, &e) == NULL) {
		conf_faults_add(faults, path, 0, "%s", e.text);
		box_free(box);
		return NULL;
	}
	conf_raw_init(&raw, &box->arena, faults);
	raw.dir = box->conf.dir;
	raw.shown = conf_arena_text(&box->arena, view_z(path));
	conf_raw_read(&raw, raw.shown, box->conf.path);
	return finish(box, &raw, before);
}

const struct conf *
conf_load_text(const char *path, struct view text, struct conf_faults *faults)
{
	size_t before = conf_faults_count(faults);
	struct box *box = box_new(path, faults);
	struct conf_raw raw;
	char *copy;

	if (box == NULL)
		return NULL;
	conf_raw_init(&raw, &box->arena, faults);
	raw.dir = box->conf.dir;
	raw.shown = conf_arena_text(&box->arena, view_z(path));
	raw.path[raw.n_files++] = box->conf.path;
	if (text.n > CONF_TEXT_MAX || view_find(text, '\0') < text.n) {
		conf_faults_add(faults, path, 0,
			text.n > CONF_TEXT_MAX ? "is larger than 1 MiB" : "holds a NUL byte");
		box_free(box);
		return NULL;
	}
	copy = view_dup(text);
	conf_raw_parse(&raw, raw.shown, copy, text.n);
	mem_free(copy);
	return finish(box, &raw, before);
}

const struct conf *
conf_ref(const struct conf *conf)
{
	box_of(conf)->refs++;
	return conf;
}

void
conf_unref(const struct conf *conf)
{
	struct box *box = box_of(conf);

	if (conf != NULL && --box->refs == 0)
		box_free(box);
}

const struct conf_class *
conf_class_find(const struct conf *conf, struct view name)
{
	for (size_t i = 0; i < conf->n_class; i++)
		if (view_eq(view_z(conf->class[i].name), name))
			return &conf->class[i];
	return NULL;
}

const struct conf_oper *
conf_oper_find(const struct conf *conf, struct view name)
{
	for (size_t i = 0; i < conf->n_oper; i++)
		if (view_eq(view_z(conf->oper[i].name), name))
			return &conf->oper[i];
	return NULL;
}
