/*
 * Sections are the same section when they have the same title: the second of two rules for *@* is compared with the second of before.
 * Those without a title (tls) are compared by their number.
 */
#include "conf/conf_diff.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "conf/conf_motd.h"
#include "conf/conf_origin.h"
#include "conf/conf_schema.h"
#include "conf/conf_show.h"
#include "core/mem.h"

enum { NAME_MAX_BYTES = 320, LINE_MAX_BYTES = 800, SHOWN_MAX = 8 };

struct diff {
	const struct conf *was, *is;
	conf_change_fn *fn;
	void *arg;
	size_t n;
	const struct conf_section *def;
	char name[NAME_MAX_BYTES];
};

/* Grows in dst, and stays a string when there is no room. */
struct line {
	char text[LINE_MAX_BYTES];
	size_t n;
};

static PRINTF_LIKE(2, 3) void line_add(struct line *l, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(l->text + l->n, sizeof(l->text) - l->n, fmt, ap);
	va_end(ap);
	if (n > 0)
		l->n = l->n + (size_t)n < sizeof(l->text) ? l->n + (size_t)n : sizeof(l->text) - 1;
}

static void
tell(struct diff *d, enum conf_change_kind kind, const struct conf_bind *bind, struct conf_place place,
	const char *text)
{
	const struct conf_change change = { .kind = kind,
		.section = d->def,
		.bind = bind,
		.name = d->name,
		.place = place,
		.restart = kind == CONF_CHANGED && (bind->flags & CONF_RESTART) != 0,
		.text = text };

	d->n++;
	d->fn(d->arg, &change);
}

/* `class "users"`; `tls 2` where there is no title but may be several. */
static void
set_name(struct diff *d, const struct conf_origin *o, size_t i)
{
	if (o->title != NULL)
		(void)snprintf(d->name, sizeof(d->name), "%s \"%.256s\"", d->def->name, o->title);
	else if (d->def->at_n != CONF_SINGLE)
		(void)snprintf(d->name, sizeof(d->name), "%s %zu", d->def->name, i + 1);
	else
		(void)snprintf(d->name, sizeof(d->name), "%s", d->def->name);
}

static bool
has_value(const struct conf_bind *bind, const void *section, const char *value)
{
	char text[CONF_SHOW_TEXT];

	for (size_t i = 0; conf_show_value(bind, section, i, text) != NULL; i++)
		if (strcmp(text, value) == 0)
			return true;
	return false;
}

/* What b has that a has not, each with the sign before it; ret: how many. */
static size_t
add_missing(struct line *l, const struct conf_bind *bind, const void *a, const void *b, char sign)
{
	char text[CONF_SHOW_TEXT];
	size_t n = 0;

	for (size_t i = 0; conf_show_value(bind, b, i, text) != NULL; i++) {
		if (has_value(bind, a, text))
			continue;
		if (n++ < SHOWN_MAX)
			line_add(l, " %c%s", sign, text);
	}
	if (n > SHOWN_MAX)
		line_add(l, " (%c%zu in all)", sign, n);
	return n;
}

static void
add_list(struct line *l, const struct conf_bind *bind, const void *was, const void *is)
{
	size_t n = add_missing(l, bind, was, is, '+');

	n += add_missing(l, bind, is, was, '-');
	if (n == 0)
		line_add(l, " has another order");
}

static void
add_values(struct line *l, const struct conf_bind *bind, const void *was, const void *is)
{
	char a[CONF_SHOW_TEXT], b[CONF_SHOW_TEXT];

	if (conf_show_is_secret(bind)) {
		line_add(l, " has changed (secret)");
		return;
	}
	if (conf_show_is_list(bind)) {
		add_list(l, bind, was, is);
		return;
	}
	if (conf_show_value(bind, was, 0, a) == NULL)
		(void)snprintf(a, sizeof(a), "(not set)");
	if (conf_show_value(bind, is, 0, b) == NULL)
		(void)snprintf(b, sizeof(b), "(not set)");
	line_add(l, " %s -> %s", a, b);
	if (strcmp(a, b) == 0)
		line_add(l, " (behind what is shown)");
}

static void
diff_keys(struct diff *d, const void *was, const void *is, const struct conf_origin *o)
{
	for (size_t i = 0; i < d->def->n_bind; i++) {
		const struct conf_bind *bind = &d->def->bind[i];
		struct line l = { .n = 0 };

		if (conf_show_same(bind, was, is))
			continue;
		line_add(&l, "%s: %s", d->name, bind->key);
		add_values(&l, bind, was, is);
		tell(d, CONF_CHANGED, bind, conf_origin_place(o, d->def, bind), l.text);
	}
}

static bool
is_same_title(const struct conf_origin *a, const struct conf_origin *b)
{
	return a->title == b->title ||
		(a->title != NULL && b->title != NULL && strcmp(a->title, b->title) == 0);
}

/* How many before section i of a have its title. */
static size_t
same_before(const struct conf *a, const struct conf_section *def, size_t i)
{
	size_t n = 0;

	if (!def->repeats && def->title != NULL)
		return 0;
	for (size_t k = 0; k < i; k++)
		n += is_same_title(conf_origin(a, def, k), conf_origin(a, def, i));
	return n;
}

/* The section of b that is section i of a; SIZE_MAX: there is none. */
static size_t
counterpart(const struct conf *a, size_t i, const struct conf *b, const struct conf_section *def)
{
	const struct conf_origin *o = conf_origin(a, def, i);
	size_t left = same_before(a, def, i), n = conf_origin_count(b, def);

	for (size_t k = 0; k < n; k++)
		if (is_same_title(conf_origin(b, def, k), o) && left-- == 0)
			return k;
	return SIZE_MAX;
}

static void
tell_section(struct diff *d, enum conf_change_kind kind, const struct conf_origin *o, const char *what)
{
	struct line l = { .n = 0 };

	line_add(&l, "%s%s", d->name, what);
	tell(d, kind, NULL, (struct conf_place){ o->file, o->line }, l.text);
}

static void
diff_kind(struct diff *d)
{
	size_t n = conf_origin_count(d->is, d->def), last = 0;
	bool in_order = true;

	for (size_t i = 0; i < n; i++) {
		const struct conf_origin *o = conf_origin(d->is, d->def, i);
		size_t before = counterpart(d->is, i, d->was, d->def);

		set_name(d, o, i);
		if (before == SIZE_MAX) {
			tell_section(d, CONF_ADDED, o, " is new");
			continue;
		}
		in_order &= before >= last;
		last = before;
		diff_keys(d, conf_origin_section(d->was, d->def, before),
			conf_origin_section(d->is, d->def, i), o);
	}
	n = conf_origin_count(d->was, d->def);
	for (size_t i = 0; i < n; i++) {
		if (counterpart(d->was, i, d->is, d->def) != SIZE_MAX)
			continue;
		set_name(d, conf_origin(d->was, d->def, i), i);
		tell_section(d, CONF_REMOVED, conf_origin(d->was, d->def, i), " is gone");
	}
	if (d->def->is_ordered && !in_order) {
		(void)snprintf(d->name, sizeof(d->name), "%s", d->def->name);
		tell_section(d, CONF_REORDERED, conf_origin(d->is, d->def, 0),
			": the sections have another order");
	}
}

static void
diff_text(struct diff *d, const struct conf_motd *was, const struct conf_motd *is)
{
	const struct conf_bind *bind = conf_bind_find(d->def, view_z(was->key));
	struct line l = { .n = 0 };
	size_t i = 0;

	while (i < *was->n && i < *is->n && view_eq((*was->line)[i], (*is->line)[i]))
		i++;
	if (i == *was->n && i == *is->n)
		return;
	line_add(&l, "%s: the text of %s is another, %zu lines -> %zu", d->name, was->key, *was->n, *is->n);
	tell(d, CONF_REWRITTEN, bind, conf_origin_place(conf_origin(d->is, d->def, 0), d->def, bind), l.text);
}

static void
diff_texts(struct diff *d)
{
	struct conf_server was = d->was->server, is = d->is->server;
	struct conf_motd a[CONF_MOTD_TEXTS], b[CONF_MOTD_TEXTS];

	d->def = conf_section_find(VIEW("server"));
	(void)snprintf(d->name, sizeof(d->name), "%s", d->def->name);
	conf_motd_all(&was, a);
	conf_motd_all(&is, b);
	for (size_t i = 0; i < ARRAY_LEN(a); i++)
		diff_text(d, &a[i], &b[i]);
}

size_t
conf_diff(const struct conf *was, const struct conf *is, conf_change_fn *fn, void *arg)
{
	struct diff d = { .was = was, .is = is, .fn = fn, .arg = arg };

	for (size_t i = 0; i < CONF_SECTION_N; i++) {
		d.def = &conf_sections[i];
		diff_kind(&d);
	}
	diff_texts(&d);
	return d.n;
}
