/* Reading a file and what it includes, in the order in which it is written. */
#include "conf/conf_raw.h"

#include <string.h>

#include "conf/conf_confuse.h"
#include "conf/conf_file.h"
#include "conf/conf_scan.h"
#include "core/mem.h"

void
conf_raw_init(struct conf_raw *raw, struct conf_arena *arena, struct conf_faults *faults)
{
	*raw = (struct conf_raw){ .arena = arena, .faults = faults };
	raw->tail = &raw->first;
}

void
conf_raw_read(struct conf_raw *raw, const char *shown, const char *path)
{
	struct conf_file_text text;
	struct err e;

	raw->path[raw->n_files++] = path;
	if (conf_file_read(path, CONF_TEXT_MAX - raw->n_bytes, &text, &e) == -1) {
		conf_faults_add(raw->faults, shown, 0, "%s", e.text);
		raw->is_incomplete = true;
		return;
	}
	conf_raw_parse(raw, shown, text.p, text.n);
	mem_free(text.p);
}

static bool
was_read(const struct conf_raw *raw, const char *path)
{
	for (size_t i = 0; i < raw->n_files; i++)
		if (strcmp(raw->path[i], path) == 0)
			return true;
	return false;
}

/* Each file is read once, so a ring of includes ends too. */
static void
read_include(struct conf_raw *raw, const struct conf_raw_section *item)
{
	const char *slash = strrchr(raw->shown, '/');
	struct view dir = view_of(raw->shown, slash != NULL ? (size_t)(slash - raw->shown) : 0);
	struct err e;
	const char *path = conf_file_inside(raw->arena, raw->dir, item->title, &e);
	const char *shown = item->title;

	if (slash != NULL)
		shown = conf_arena_path(raw->arena, conf_arena_text(raw->arena, dir), item->title);
	if (path != NULL && !was_read(raw, path) && raw->n_files < CONF_FILES_MAX) {
		conf_raw_read(raw, shown, path);
		return;
	}
	raw->is_incomplete = true;
	if (path == NULL)
		conf_faults_add(
			raw->faults, item->file, item->line, "include: \"%s\" %s", item->title, e.text);
	else if (was_read(raw, path))
		conf_faults_add(
			raw->faults, item->file, item->line, "include: \"%s\" was read already", item->title);
	else
		conf_faults_add(raw->faults, item->file, item->line,
			"include: \"%s\" is one file too many; allowed: %d", item->title, CONF_FILES_MAX);
}

/* Recursion is as deep as there are files: CONF_FILES_MAX. */
void
conf_raw_parse(struct conf_raw *raw, const char *shown, char *text, size_t n)
{
	struct conf_raw_section *item, *next;
	size_t good = conf_scan(raw, shown, text, n, &item);

	raw->n_bytes += n;
	conf_confuse_values(raw, shown, text, good, item);
	for (; item != NULL; item = next) {
		next = item->next;
		item->next = NULL;
		if (item->def == NULL) {
			read_include(raw, item);
			continue;
		}
		*raw->tail = item;
		raw->tail = &item->next;
	}
}

void
conf_raw_add_value(struct conf_arena *arena, struct conf_raw_key *key, struct view text, unsigned line)
{
	struct conf_raw_value *v = conf_arena_take(arena, 1, sizeof(*v));

	*v = (struct conf_raw_value){ .text = conf_arena_text(arena, text), .line = line };
	if (key->last != NULL)
		key->last->next = v;
	else
		key->first = v;
	key->last = v;
	key->n++;
}
