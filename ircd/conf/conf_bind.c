/*
 * Walks the table, not the file: a section that is missing gets its defaults by the same way as one that is
 * there.
 */
#include "conf/conf_bind.h"

#include <string.h>

#include "conf/conf_check.h"
#include "conf/conf_origin.h"
#include "conf/conf_range.h"
#include "conf/conf_take.h"
#include "core/utf8.h"

enum { SHOWN_MAX = 60 }; /* bytes of a value that a fault shows */

void
conf_bind_fault(const struct conf_slot *slot, const struct conf_raw_value *value, const char *what)
{
	char range[CONF_RANGE_TEXT];
	struct view shown = utf8_left(view_z(value->text), SHOWN_MAX);

	if ((slot->bind->flags & CONF_SECRET) != 0)
		shown = VIEW("(secret)");
	conf_faults_add(slot->b->faults, slot->sec->file, value->line, "%s %s: \"%.*s\" %s; allowed: %s",
		slot->sec->def->name, slot->bind->key, VIEW_ARG(shown), what, conf_range(slot->bind, range));
}

const struct conf_raw_key *
conf_bind_key(const struct conf_raw_section *sec, const char *key)
{
	return &sec->key[conf_bind_find(sec->def, view_z(key)) - sec->def->bind];
}

unsigned
conf_bind_line(const struct conf_raw_section *sec, const char *key)
{
	unsigned line = conf_bind_key(sec, key)->line;

	return line != 0 ? line : sec->line;
}

/* The words of "{ a, b }". */
static void
cut_list(const struct conf_slot *slot, struct conf_raw_key *key)
{
	struct view list = view_z(slot->bind->standard), word;

	list = view_trim(view_of(list.p + 1, list.n - 2));
	while (view_cut(&list, ',', &word))
		conf_raw_add_value(slot->b->arena, key, view_trim(word), slot->sec->line);
}

static void
take_default(struct conf_slot *slot)
{
	struct conf_raw_value value = { .text = slot->bind->standard, .line = slot->sec->line };
	struct conf_raw_key key = { .line = slot->sec->line };

	if ((slot->bind->flags & CONF_LIST) != 0) {
		cut_list(slot, &key);
	} else {
		key.n = 1;
		key.first = key.last = &value;
	}
	slot->key = &key;
	conf_take(slot);
	slot->key = NULL;
}

static void
fault_missing(const struct conf_slot *slot)
{
	char range[CONF_RANGE_TEXT];

	conf_faults_add(slot->b->faults, slot->sec->file, slot->sec->line,
		"%s: the key %s is missing; allowed: %s", slot->sec->def->name, slot->bind->key,
		conf_range(slot->bind, range));
}

/* first: the struct of the first section of the kind; NULL when this is it. */
static void
bind_key(struct conf_slot *slot, const char *first)
{
	const struct conf_bind *bind = slot->bind;
	const struct conf_raw_key *key = &slot->sec->key[bind - slot->sec->def->bind];

	if (key->is_bad)
		return;
	if (first != NULL && (bind->flags & CONF_FIRST) != 0) {
		if (key->line != 0)
			conf_faults_add(slot->b->faults, slot->sec->file, key->line,
				"%s %s may stand in the first section %s only, for all of them",
				slot->sec->def->name, bind->key, slot->sec->def->name);
		memcpy(slot->section + bind->at, first + bind->at, bind->width);
	} else if (key->line != 0 && (key->n != 0 || (bind->flags & CONF_LIST) != 0)) {
		slot->key = key;
		conf_take(slot);
	} else if (bind->standard != NULL) {
		take_default(slot);
	} else if ((bind->flags & CONF_REQUIRED) != 0) {
		fault_missing(slot);
	}
}

static void
bind_section(struct conf_build *b, const struct conf_raw_section *raw, char *section, const char *first)
{
	struct conf_slot slot = { .b = b, .sec = raw, .section = section };

	if (raw->def->take_title != NULL)
		raw->def->take_title(b, raw, section);
	for (size_t i = 0; i < raw->def->n_bind; i++) {
		slot.bind = &raw->def->bind[i];
		bind_key(&slot, first);
	}
	if (raw->def->check != NULL)
		raw->def->check(b, raw, section);
}

/* The title of a section names it, so it must be the only one. */
static void
check_title(struct conf_build *b, const struct conf_raw_section *raw)
{
	if (raw->def->repeats)
		return;
	for (const struct conf_raw_section *s = b->raw->first; raw->title != NULL && s != raw; s = s->next)
		if (s->def == raw->def && strcmp(s->title, raw->title) == 0) {
			conf_faults_add(b->faults, raw->file, raw->line,
				"%s \"%s\" is there twice; first in %s:%u", raw->def->name, raw->title,
				s->file, s->line);
			return;
		}
}

static void
check_count(struct conf_build *b, const struct conf_section *def, size_t n)
{
	if (n >= def->min || b->raw->is_incomplete)
		return;
	if (def->at_n == CONF_SINGLE)
		conf_faults_add(b->faults, b->raw->shown, 0, "the section %s is missing", def->name);
	else
		conf_faults_add(b->faults, b->raw->shown, 0, "there is no section %s; at least %zu is needed",
			def->name, def->min);
}

static void
note_origin(struct conf_build *b, const struct conf_raw_section *raw, struct conf_origin *o)
{
	unsigned *lines = conf_arena_take(b->arena, raw->def->n_bind, sizeof(*lines));

	for (size_t i = 0; i < raw->def->n_bind; i++)
		lines[i] = raw->key[i].line;
	*o = (struct conf_origin){ raw->title, raw->file, raw->line, lines };
}

/* A single section that is not there but could be: all defaults. */
static void
bind_nothing(struct conf_build *b, const struct conf_section *def, struct conf_origin *origin)
{
	struct conf_raw_section raw = { .def = def, .file = b->raw->shown };

	if (def->min != 0)
		return;
	raw.key = conf_arena_take(b->arena, def->n_bind, sizeof(*raw.key));
	bind_section(b, &raw, (char *)b->conf + def->at, NULL);
	note_origin(b, &raw, origin);
}

/* Returns where the sections of this kind were written. */
static const struct conf_origin *
bind_kind(struct conf_build *b, const struct conf_section *def)
{
	char *conf = (char *)b->conf, *array = conf + def->at, *at;
	struct conf_origin *origin, *o;
	size_t n = 0;

	for (const struct conf_raw_section *s = b->raw->first; s != NULL; s = s->next)
		n += s->def == def;
	origin = o = conf_arena_take(b->arena, n + 1, sizeof(*origin));
	check_count(b, def, b->raw->count[def - conf_sections]);
	if (def->at_n != CONF_SINGLE) {
		array = conf_arena_take(b->arena, n, def->size);
		memcpy(conf + def->at, &array, sizeof(array));
		memcpy(conf + def->at_n, &n, sizeof(n));
	} else if (n == 0) {
		bind_nothing(b, def, origin);
	}
	at = array;
	for (const struct conf_raw_section *s = b->raw->first; s != NULL; s = s->next) {
		if (s->def != def)
			continue;
		check_title(b, s);
		bind_section(b, s, at, at != array ? array : NULL);
		note_origin(b, s, o++);
		at += def->size;
	}
	return origin;
}

void
conf_bind_all(struct conf_build *b)
{
	const struct conf_origin **origin =
		conf_arena_take(b->arena, CONF_SECTION_N, sizeof(struct conf_origin *));

	for (size_t i = 0; i < CONF_SECTION_N; i++)
		origin[i] = bind_kind(b, &conf_sections[i]);
	b->conf->origin = origin;
	if (!b->raw->is_incomplete)
		conf_check_whole(b);
}
