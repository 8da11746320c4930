/*
 * Rows are kept until the answer ends, as the width of a column is that of its widest value; for JSON they are written as they come.
 * What the server sends may have come from anybody: control bytes are never written to a terminal.
 */
#include "ctl/ctl_show.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "core/mem.h"
#include "core/utf8.h"
#include "proto/control_wire.h"
#include "proto/msg.h"
#include "proto/tags.h"

#define CELL_MAX 512 /* bytes of a value; longer ones are cut */

struct column {
	char name[32];
	enum control_kind kind;
	size_t width; /* of the widest cell */
};

struct row {
	struct row *next;
	char *cell[CONTROL_COLUMNS_MAX]; /* n_columns of them; NULL: it has none */
};

struct ctl_show {
	FILE *out, *err;
	bool json, has_columns, has_rows, has_text;
	size_t n_columns;
	struct column column[CONTROL_COLUMNS_MAX];
	struct row *first, **last;
};

struct ctl_show *
ctl_show_new(FILE *out, FILE *err, bool json)
{
	struct ctl_show *s = mem_zalloc(sizeof(*s));

	s->out = out;
	s->err = err;
	s->json = json;
	s->last = &s->first;
	return s;
}

void
ctl_show_free(struct ctl_show *s)
{
	if (s == NULL)
		return;
	while (s->first != NULL) {
		struct row *row = s->first;

		s->first = row->next;
		for (size_t i = 0; i < s->n_columns; i++)
			mem_free(row->cell[i]);
		mem_free(row);
	}
	mem_free(s);
}

static void
json_byte(FILE *out, unsigned char c)
{
	if (c == '"' || c == '\\')
		(void)fprintf(out, "\\%c", c);
	else if (c < 0x20 || c == 0x7f)
		(void)fprintf(out, "\\u%04x", c);
	else
		(void)fputc(c, out);
}

void
ctl_show_string(FILE *out, struct view v)
{
	(void)fputc('"', out);
	while (v.n != 0) {
		size_t n = utf8_first(v);

		if (n == 0)
			(void)fputs("\xef\xbf\xbd", out);
		else if (n == 1)
			json_byte(out, (unsigned char)v.p[0]);
		else
			(void)fwrite(v.p, 1, n, out);
		v = view_skip(v, n != 0 ? n : 1);
	}
	(void)fputc('"', out);
}

void
ctl_show_plain(FILE *out, struct view v)
{
	while (v.n != 0) {
		size_t n = utf8_first(v);
		unsigned char c = (unsigned char)v.p[0];
		bool is_control =
			c < 0x20 || c == 0x7f || (c == 0xc2 && n == 2 && (unsigned char)v.p[1] < 0xa0);

		if (n == 0 || is_control)
			(void)fputc('?', out);
		else
			(void)fwrite(v.p, 1, n, out);
		v = view_skip(v, n != 0 ? n : 1);
	}
}

static const char *
time_text(struct view v, char dst[32])
{
	uint64_t n;
	time_t t;
	struct tm tm;

	if (view_to_u64(v, &n) == -1 || n > INT32_MAX * UINT64_C(1000))
		return "?";
	t = (time_t)n;
	if (n == 0 || gmtime_r(&t, &tm) == NULL || strftime(dst, 32, "%Y-%m-%dT%H:%M:%SZ", &tm) == 0)
		return n == 0 ? "never" : "?";
	return dst;
}

static bool
take_column(struct ctl_show *s, struct view v)
{
	struct column *c = &s->column[s->n_columns];
	struct view name = view_left(v, view_find(v, ':'));
	char kind = name.n + 2 == v.n ? v.p[v.n - 1] : '?';

	if (s->n_columns == CONTROL_COLUMNS_MAX || name.n == 0 || name.n >= sizeof(c->name) ||
		strchr("snbt", kind) == NULL)
		return false;
	(void)view_copy(name, c->name, sizeof(c->name));
	c->kind = (enum control_kind)kind;
	c->width = name.n;
	s->n_columns++;
	return true;
}

static enum ctl_end
take_columns(struct ctl_show *s, const struct msg *m)
{
	if (s->has_columns || s->has_text)
		return CTL_GARBAGE;
	s->has_columns = true;
	for (size_t i = 0; i < m->n_params; i++) {
		struct view rest = m->param[i], one;

		while (view_cut(&rest, ' ', &one)) /* the fifteenth parameter is all that follows */
			if (one.n != 0 && !take_column(s, one))
				return CTL_GARBAGE;
	}
	if (s->json)
		(void)fputc('[', s->out);
	return CTL_GOES_ON;
}

static void
json_value(FILE *out, enum control_kind kind, struct view v)
{
	char text[32];
	uint64_t n;

	switch (kind) {
	case CONTROL_NUMBER:
		if (view_to_u64(v, &n) == 0)
			(void)fprintf(out, "%" PRIu64, n);
		else
			(void)fputs("null", out);
		break;
	case CONTROL_BOOL:
		(void)fputs(view_eq(v, VIEW("1")) ? "true" : "false", out);
		break;
	case CONTROL_TIME:
		if (view_eq(v, VIEW("0")))
			(void)fputs("null", out);
		else
			ctl_show_string(out, view_z(time_text(v, text)));
		break;
	case CONTROL_STRING:
		ctl_show_string(out, v);
		break;
	}
}

static void
json_row(struct ctl_show *s, const struct msg *m)
{
	char cell[CELL_MAX];

	(void)fputs(s->has_rows ? ",\n{" : "\n{", s->out);
	for (size_t i = 0; i < s->n_columns; i++) {
		size_t n = tags_get(m->tags, view_z(s->column[i].name), cell, sizeof(cell));

		if (i != 0)
			(void)fputc(',', s->out);
		ctl_show_string(s->out, view_z(s->column[i].name));
		(void)fputc(':', s->out);
		if (n == SIZE_MAX)
			(void)fputs("null", s->out);
		else
			json_value(s->out, s->column[i].kind, view_of(cell, n));
	}
	(void)fputc('}', s->out);
}

/* As people read it. */
static char *
cell_dup(enum control_kind kind, struct view v)
{
	char text[32];

	if (kind == CONTROL_TIME)
		return view_dup(view_z(time_text(v, text)));
	if (kind == CONTROL_BOOL)
		return view_dup(view_eq(v, VIEW("1")) ? VIEW("yes") : VIEW("no"));
	return view_dup(v);
}

static void
keep_row(struct ctl_show *s, const struct msg *m)
{
	struct row *row = mem_zalloc(sizeof(*row));
	char cell[CELL_MAX];

	for (size_t i = 0; i < s->n_columns; i++) {
		struct column *c = &s->column[i];
		size_t n = tags_get(m->tags, view_z(c->name), cell, sizeof(cell));

		if (n == SIZE_MAX)
			continue;
		row->cell[i] = cell_dup(c->kind, view_of(cell, n));
		n = strlen(row->cell[i]);
		if (n > c->width)
			c->width = n;
	}
	*s->last = row;
	s->last = &row->next;
}

static enum ctl_end
take_row(struct ctl_show *s, const struct msg *m)
{
	if (!s->has_columns)
		return CTL_GARBAGE;
	if (s->json)
		json_row(s, m);
	else
		keep_row(s, m);
	s->has_rows = true;
	return CTL_GOES_ON;
}

static void
print_cell(struct ctl_show *s, size_t i, const char *text)
{
	size_t n = strlen(text);
	bool is_last = i + 1 == s->n_columns;

	ctl_show_plain(s->out, view_z(text));
	for (; !is_last && n < s->column[i].width + 2; n++)
		(void)fputc(' ', s->out);
	if (is_last)
		(void)fputc('\n', s->out);
}

static void
print_rows(struct ctl_show *s)
{
	if (!s->has_rows)
		return;
	for (size_t i = 0; i < s->n_columns; i++)
		print_cell(s, i, s->column[i].name);
	for (const struct row *row = s->first; row != NULL; row = row->next) {
		for (size_t i = 0; i < s->n_columns; i++)
			print_cell(s, i, row->cell[i] != NULL ? row->cell[i] : "-");
	}
}

static enum ctl_end
take_text(struct ctl_show *s, const struct msg *m)
{
	struct view text = msg_param(m, 0);

	if (s->has_columns)
		return CTL_GARBAGE;
	if (s->json) {
		(void)fputs(s->has_text ? ",\n" : "{\"lines\":[\n", s->out);
		ctl_show_string(s->out, text);
	} else {
		ctl_show_plain(s->out, text);
		(void)fputc('\n', s->out);
	}
	s->has_text = true;
	return CTL_GOES_ON;
}

static void
json_member(FILE *out, const char *name, struct view v)
{
	(void)fprintf(out, ",\"%s\":", name);
	ctl_show_string(out, v);
}

static enum ctl_end
take_ok(struct ctl_show *s, const struct msg *m)
{
	struct view text = msg_param(m, 0);

	if (!s->json) {
		print_rows(s);
		ctl_show_plain(s->out, text);
		if (text.n != 0)
			(void)fputc('\n', s->out);
	} else if (s->has_columns) {
		(void)fputs(s->has_rows ? "\n]\n" : "]\n", s->out);
	} else {
		(void)fputs(s->has_text ? "\n],\"ok\":true" : "{\"ok\":true", s->out);
		if (text.n != 0)
			json_member(s->out, "text", text);
		(void)fputs("}\n", s->out);
	}
	return CTL_OK;
}

static const struct {
	const char *word;
	enum ctl_end end;
} errors[] = {
	{ CONTROL_ERR_NONE, CTL_NONE },
	{ CONTROL_ERR_DENIED, CTL_DENIED },
	{ CONTROL_ERR_RIGHTS, CTL_RIGHTS },
	{ CONTROL_ERR_USAGE, CTL_USAGE },
	{ CONTROL_ERR_BUSY, CTL_BUSY },
	{ CONTROL_ERR_FAILED, CTL_FAILED },
};

static enum ctl_end
take_error(struct ctl_show *s, const struct msg *m)
{
	struct view word = msg_param(m, 0), text = msg_param(m, 1);

	if (s->json) {
		if (s->has_columns)
			(void)fputs("]\n", s->out);
		else
			(void)fputs(s->has_text ? "\n],\"ok\":false" : "{\"ok\":false", s->out);
		if (!s->has_columns) {
			json_member(s->out, "error", word);
			json_member(s->out, "text", text);
			(void)fputs("}\n", s->out);
		}
	}
	(void)fputs("conclavectl: ", s->err);
	ctl_show_plain(s->err, text);
	(void)fputc('\n', s->err);
	for (size_t i = 0; i < ARRAY_LEN(errors); i++) {
		if (view_eq(word, view_z(errors[i].word)))
			return errors[i].end;
	}
	return CTL_FAILED;
}

static const struct {
	struct view verb;
	enum ctl_end (*take)(struct ctl_show *s, const struct msg *m);
} verbs[] = {
	{ VIEW_INIT(CONTROL_COLUMNS), take_columns },
	{ VIEW_INIT(CONTROL_ROW), take_row },
	{ VIEW_INIT(CONTROL_TEXT), take_text },
	{ VIEW_INIT(CONTROL_OK), take_ok },
	{ VIEW_INIT(CONTROL_ERR), take_error },
};

enum ctl_end
ctl_show_line(struct ctl_show *s, struct view line)
{
	struct msg m;

	if (msg_parse(line, &m) != MSG_OK)
		return CTL_GARBAGE;
	for (size_t i = 0; i < ARRAY_LEN(verbs); i++) {
		if (view_eq(m.verb, verbs[i].verb))
			return verbs[i].take(s, &m);
	}
	return CTL_GARBAGE;
}
