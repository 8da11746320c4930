/*
 * Configuration files.  Whatever the text: no fault means a whole configuration, a fault is one printable
 * line, and libconfuse reads everything that the scan before it took for good.  With a form feed in it the text is two files, and what
 * REHASH -n says of going from one to the other is looked at too.
 */
#include "config.h"

#include "conf/conf.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conf/conf_diff.h"
#include "conf/conf_faults.h"
#include "conf/conf_origin.h"
#include "conf/conf_raw.h"
#include "conf/conf_set.h"
#include "core/mem.h"
#include "core/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A directory with a file for each key that wants one. */
static char dir[] = "/tmp/fuzz-conf-XXXXXX";
static char path[64];
static const struct {
	const char *name, *text;
} files[] = {
	{ "b.conf", "admin { name = \"b\" }\n" },
	{ "tls.crt", "-----BEGIN CERTIFICATE-----\n" },
	{ "tls.key", "-----BEGIN PRIVATE KEY-----\n" },
	{ "motd.txt", "hello\n" },
};

static void
remove_dir(void)
{
	char name[96];

	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		(void)snprintf(name, sizeof(name), "%s/%s", dir, files[i].name);
		(void)unlink(name);
	}
	(void)rmdir(dir);
}

static void
make_dir(void)
{
	char name[96];

	if (path[0] != '\0')
		return;
	assert(mkdtemp(dir) != NULL);
	(void)atexit(remove_dir);
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		FILE *to;

		(void)snprintf(name, sizeof(name), "%s/%s", dir, files[i].name);
		to = fopen(name, "w");
		assert(to != NULL && fputs(files[i].text, to) >= 0 && fclose(to) == 0);
	}
	(void)snprintf(path, sizeof(path), "%s/t.conf", dir);
}

/* The two readers of the same text agree. */
static void
check_agreement(struct view text)
{
	struct conf_faults *faults = conf_faults_new();
	struct conf_arena arena = { NULL };
	char *copy = view_dup(text);
	struct conf_raw raw;

	conf_raw_init(&raw, &arena, faults);
	raw.dir = dir;
	raw.shown = path;
	conf_raw_parse(&raw, path, copy, text.n);
	assert(!raw.is_disputed);
	for (const struct conf_raw_section *s = raw.first; s != NULL; s = s->next)
		for (size_t i = 0; i < s->def->n_bind; i++)
			assert(s->key[i].n == 0 || s->key[i].line >= s->line);
	mem_free(copy);
	conf_arena_release(&arena);
	conf_faults_free(faults);
}

static void
check_faults(const struct conf_faults *faults)
{
	for (size_t i = 0; i < conf_faults_count(faults); i++) {
		struct view v = view_z(conf_faults_text(faults, i));

		assert(v.n != 0 && utf8_is_valid(v));
		for (size_t k = 0; k < v.n; k++)
			assert((unsigned char)v.p[k] >= ' ' && v.p[k] != 0x7f);
	}
}

/* What conf_types.h promises. */
static void
check_conf(const struct conf *c, struct conf_faults *none)
{
	assert(c->server.name != NULL && strlen(c->server.name) >= 3 && strlen(c->server.sid) == 3);
	assert(c->n_class >= 1 && c->n_listen >= 1 && c->n_allow >= 1);
	for (size_t i = 0; i < c->n_listen; i++)
		assert(c->listen[i].kind == CONF_LISTEN_UNIX
				? c->listen[i].path != NULL
				: c->listen[i].address != NULL && c->listen[i].port != 0);
	for (size_t i = 0; i < c->n_tls; i++)
		assert(c->tls[i].certificate != NULL && c->tls[i].key != NULL &&
			c->tls[i].handshake_timeout_ms != 0);
	for (size_t i = 0; i < c->n_allow; i++)
		assert(c->allow[i].class != NULL && c->allow[i].who.user != NULL);
	for (size_t i = 0; i < c->n_oper; i++)
		assert(c->oper[i].role != NULL && c->oper[i].n_from >= 1 &&
			(c->oper[i].has_fingerprint || c->oper[i].password != NULL));
	assert(conf_compare(c, c, none) == 0);
}

struct counts {
	const struct conf *was, *is;
	size_t added, removed, changed, reordered, restart;
};

static bool
has(const char *text, const char *part)
{
	return part != NULL && strstr(text, part) != NULL;
}

/* Long enough that no other value is the same by chance, as the shortest secret is. */
static void
check_secrets(const char *text, const struct conf *c)
{
	assert(!has(text, c->server.cloak_key));
	for (size_t i = 0; i < c->server.n_cloak_old_keys; i++)
		assert(!has(text, c->server.cloak_old_keys[i]));
}

static void
on_change(void *arg, const struct conf_change *change)
{
	struct counts *n = arg;
	struct view v = view_z(change->text);

	assert(v.n != 0 && utf8_is_valid(v) && change->place.file != NULL);
	for (size_t k = 0; k < v.n; k++)
		assert((unsigned char)v.p[k] >= ' ' && v.p[k] != 0x7f);
	n->added += change->kind == CONF_ADDED;
	n->removed += change->kind == CONF_REMOVED;
	n->changed += change->kind == CONF_CHANGED || change->kind == CONF_REWRITTEN;
	n->reordered += change->kind == CONF_REORDERED;
	n->restart += change->restart;
	assert(!change->restart || change->kind == CONF_CHANGED);
	if (change->kind == CONF_CHANGED && (change->bind->flags & CONF_SECRET) != 0) {
		check_secrets(change->text, n->was);
		check_secrets(change->text, n->is);
	}
}

/* There and back is the same way. */
static void
check_difference(const struct conf *a, const struct conf *b)
{
	struct counts there = { .was = a, .is = b }, back = { .was = b, .is = a };
	struct conf_faults *notes = conf_faults_new();
	size_t n = conf_diff(a, b, on_change, &there);

	assert(n == conf_diff(b, a, on_change, &back));
	assert(n == there.added + there.removed + there.changed + there.reordered);
	assert(there.added == back.removed && there.removed == back.added && there.changed == back.changed);
	assert(there.restart == conf_compare(a, b, notes));
	check_faults(notes);
	conf_faults_free(notes);
}

/* What SET makes of it. */
static void
check_copy(const struct conf *c)
{
	struct conf_class *classes;
	struct conf *copy = conf_copy(c, &classes);
	char text[CONF_SHOW_TEXT];

	check_difference(c, copy);
	assert(conf_as_read(copy) == c);
	for (const struct conf_setting *s = conf_setting_next(NULL); s != NULL; s = conf_setting_next(s)) {
		struct view v = view_z(conf_setting_text(s, c, text));

		assert(v.n != 0);
		if (!view_eq(v, VIEW("differs by class")))
			assert(conf_setting_put(s, copy, classes, v) == 0);
	}
	assert(conf_diff(c, copy, on_change, &(struct counts){ .was = c, .is = copy }) == 0);
	classes[0].flood_burst++;
	assert(conf_diff(c, copy, on_change, &(struct counts){ .was = c, .is = copy }) == 1);
	conf_unref(copy);
}

static const struct conf *
check_text(struct view text)
{
	struct conf_faults *faults = conf_faults_new();
	const struct conf *c = conf_load_text(path, text, faults);

	assert((c == NULL) == (conf_faults_count(faults) != 0));
	check_faults(faults);
	if (c != NULL) {
		check_conf(c, faults);
		check_copy(c);
	}
	conf_faults_free(faults);
	if (text.n <= CONF_TEXT_MAX && view_find(text, '\0') == text.n)
		check_agreement(text);
	return c;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct view text = view_of(data, size);
	size_t cut = view_find(text, '\f');
	const struct conf *a, *b = NULL;

	make_dir();
	a = check_text(view_left(text, cut));
	if (cut < text.n)
		b = check_text(view_skip(text, cut + 1));
	if (a != NULL && b != NULL)
		check_difference(a, b);
	conf_unref(a);
	conf_unref(b);
	assert(conf_live_count() == 0);
	return 0;
}
