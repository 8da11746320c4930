/*
 * What a running server can't change: each key that the table marks with CONF_RESTART, and which listeners
 * there are.
 */
#include <string.h>

#include "conf/conf.h"
#include "conf/conf_faults.h"
#include "conf/conf_schema.h"

static bool
is_same_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool
is_same_list(const struct conf_bind *bind, const char *a, const char *b)
{
	const char *const *list[2];
	size_t n[2];

	memcpy(&list[0], a + bind->at, sizeof(list[0]));
	memcpy(&list[1], b + bind->at, sizeof(list[1]));
	memcpy(&n[0], a + bind->at_n, sizeof(n[0]));
	memcpy(&n[1], b + bind->at_n, sizeof(n[1]));
	for (size_t i = 0; n[0] == n[1] && i < n[0]; i++)
		if (strcmp(list[0][i], list[1][i]) != 0)
			return false;
	return n[0] == n[1];
}

static bool
is_same(const struct conf_bind *bind, const char *a, const char *b)
{
	const char *text[2];

	if (bind->type == CONF_SERVERS)
		return is_same_list(bind, a, b);
	if (bind->width != sizeof(text[0]) || (bind->type != CONF_TEXT && bind->type != CONF_PATH))
		return memcmp(a + bind->at, b + bind->at, bind->width) == 0;
	memcpy(&text[0], a + bind->at, sizeof(text[0]));
	memcpy(&text[1], b + bind->at, sizeof(text[1]));
	return is_same_text(text[0], text[1]);
}

static size_t
compare_keys(const struct conf_section *def, const char *a, const char *b, struct conf_place place,
	struct conf_faults *notes)
{
	size_t n = 0;

	for (size_t i = 0; i < def->n_bind; i++) {
		const struct conf_bind *bind = &def->bind[i];

		if ((bind->flags & CONF_RESTART) == 0 || is_same(bind, a, b))
			continue;
		conf_faults_add(notes, place.file, place.line, "%s %s has changed; that takes a restart",
			def->name, bind->key);
		n++;
	}
	return n;
}

static const struct conf_listen *
listen_find(const struct conf *conf, const char *title)
{
	for (size_t i = 0; i < conf->n_listen; i++)
		if (strcmp(conf->listen[i].title, title) == 0)
			return &conf->listen[i];
	return NULL;
}

static size_t
compare_listen(const struct conf *running, const struct conf *fresh, struct conf_faults *notes)
{
	const struct conf_section *def = conf_section_find(VIEW("listen"));
	size_t n = 0;

	for (size_t i = 0; i < fresh->n_listen; i++) {
		const struct conf_listen *l = &fresh->listen[i], *was = listen_find(running, l->title);

		if (was != NULL) {
			n += compare_keys(def, (const char *)was, (const char *)l, l->place, notes);
			continue;
		}
		conf_faults_add(notes, l->place.file, l->place.line,
			"listen \"%s\" is new; that takes a restart", l->title);
		n++;
	}
	for (size_t i = 0; i < running->n_listen; i++)
		if (listen_find(fresh, running->listen[i].title) == NULL) {
			conf_faults_add(notes, fresh->path, 0, "listen \"%s\" is gone; that takes a restart",
				running->listen[i].title);
			n++;
		}
	return n;
}

size_t
conf_compare(const struct conf *running, const struct conf *fresh, struct conf_faults *notes)
{
	const struct conf_place nowhere = { fresh->path, 0 };
	size_t n = 0;

	for (size_t i = 0; i < CONF_SECTION_N; i++) {
		const struct conf_section *def = &conf_sections[i];

		if (def->at_n == CONF_SINGLE)
			n += compare_keys(def, (const char *)running + def->at, (const char *)fresh + def->at,
				nowhere, notes);
	}
	return n + compare_listen(running, fresh, notes);
}
