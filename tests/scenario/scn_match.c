/* A pattern is a row of bytes and wild cards; matching goes back at each wild card, which are few in a line of at most some KiB. */
#include "tests/scenario/scn_match.h"

#include <string.h>

#include "core/mem.h"

struct view
scn_word(struct view *rest)
{
	struct view word;

	return view_cut(rest, ' ', &word) ? word : VIEW("");
}

struct maker {
	struct scn_pattern *p;
	const struct scn_words *words;
	struct scn_names *names;
};

void
scn_names_clear(struct scn_names *names)
{
	for (size_t i = 0; i < names->n; i++) {
		mem_free(names->item[i].name);
		mem_free(names->item[i].value);
	}
	*names = (struct scn_names){ 0 };
}

static int
put(struct scn_pattern *p, unsigned piece)
{
	if (p->n == SCN_PATTERN_MAX)
		return -1;
	p->piece[p->n++] = (uint16_t)piece;
	return 0;
}

static int
put_text(struct scn_pattern *p, struct view text)
{
	for (size_t i = 0; i < text.n; i++) {
		if (put(p, (unsigned char)text.p[i]) == -1)
			return -1;
	}
	return 0;
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static int
put_repeated(struct scn_pattern *p, struct view inside)
{
	size_t star = view_find(inside, '*');
	uint32_t n;

	if (view_to_u32(view_skip(inside, star + 1), &n) == -1)
		return -1;
	while (n-- > 0) {
		if (put_text(p, view_left(inside, star)) == -1)
			return -1;
	}
	return 0;
}

/* *text begins behind the backslash. */
static int
take_escape(struct scn_pattern *p, struct view *text)
{
	struct view v = *text;

	if (v.n == 0)
		return -1;
	if (v.p[0] == '(') {
		size_t end = view_find(v, ')');

		*text = view_skip(v, end + 1);
		return put_repeated(p, view_left(view_skip(v, 1), end - 1));
	}
	if (v.p[0] == 'x') {
		if (v.n < 3 || hex_digit(v.p[1]) == -1 || hex_digit(v.p[2]) == -1)
			return -1;
		*text = view_skip(v, 3);
		return put(p, (unsigned)(hex_digit(v.p[1]) * 16 + hex_digit(v.p[2])));
	}
	*text = view_skip(v, 1);
	return put(p, (unsigned char)v.p[0]);
}

static size_t
name_index(struct scn_names *names, struct view name)
{
	size_t i = 0;

	while (i < names->n && !view_eq(view_z(names->item[i].name), name))
		i++;
	if (i == names->n && i < SCN_NAMES_MAX)
		names->item[names->n++].name = view_dup(name);
	return i;
}

/* *text begins behind the star. */
static int
take_star(const struct maker *m, struct view *text)
{
	size_t end = view_find(*text, '}'), i;

	if (text->n == 0 || text->p[0] != '{')
		return put(m->p, SCN_ANY);
	if (end == text->n || m->names == NULL)
		return -1;
	i = name_index(m->names, view_left(view_skip(*text, 1), end - 1));
	if (i == SCN_NAMES_MAX)
		return -1;
	*text = view_skip(*text, end + 1);
	return put(m->p, SCN_NAME + (unsigned)i);
}

static bool
is_word_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* *text begins behind the dollar. */
static int
take_word(const struct maker *m, struct view *text)
{
	size_t n = 0, end = view_find(*text, ')');
	const char *value;

	while (n < text->n && is_word_byte(text->p[n]))
		n++;
	if (end < text->n && view_starts(*text, VIEW("uid(")))
		n = end + 1;
	value = m->words->fn(m->words->arg, view_left(*text, n));
	if (value == NULL)
		return put(m->p, '$');
	*text = view_skip(*text, n);
	return put_text(m->p, view_z(value));
}

int
scn_pattern_make(
	struct scn_pattern *p, struct view text, const struct scn_words *words, struct scn_names *names)
{
	const struct maker m = { p, words, names };
	int r = 0;

	p->n = 0;
	while (text.n != 0 && r == 0) {
		char c = text.p[0];

		text = view_skip(text, 1);
		if (c == '\\')
			r = take_escape(p, &text);
		else if (c == '*')
			r = take_star(&m, &text);
		else if (c == '$')
			r = take_word(&m, &text);
		else
			r = put(p, (unsigned char)c);
	}
	return r;
}

static bool match_from(const struct scn_pattern *p, size_t at, struct view line, struct scn_names *names);

static bool
match_name(const struct scn_pattern *p, size_t at, struct view line, struct scn_names *names)
{
	size_t i = (size_t)p->piece[at] - SCN_NAME;
	char *value = names->item[i].value;

	if (value != NULL)
		return view_starts(line, view_z(value)) &&
			match_from(p, at + 1, view_skip(line, strlen(value)), names);
	for (size_t n = 0; n <= line.n; n++) {
		names->item[i].value = view_dup(view_left(line, n));
		if (match_from(p, at + 1, view_skip(line, n), names))
			return true;
		mem_free(names->item[i].value);
		names->item[i].value = NULL;
	}
	return false;
}

static bool
match_any(const struct scn_pattern *p, size_t at, struct view line, struct scn_names *names)
{
	for (size_t n = 0; n <= line.n; n++) {
		if (match_from(p, at + 1, view_skip(line, n), names))
			return true;
	}
	return false;
}

static bool
match_from(const struct scn_pattern *p, size_t at, struct view line, struct scn_names *names)
{
	for (; at < p->n; at++) {
		if (p->piece[at] >= SCN_NAME)
			return match_name(p, at, line, names);
		if (p->piece[at] == SCN_ANY)
			return match_any(p, at, line, names);
		if (line.n == 0 || (unsigned char)line.p[0] != p->piece[at])
			return false;
		line = view_skip(line, 1);
	}
	return line.n == 0;
}

bool
scn_pattern_match(const struct scn_pattern *p, struct view line, struct scn_names *names)
{
	return match_from(p, 0, line, names);
}

size_t
scn_pattern_bytes(const struct scn_pattern *p, char *dst)
{
	for (size_t i = 0; i < p->n; i++)
		dst[i] = p->piece[i] == SCN_ANY ? '*' : (char)(p->piece[i] & 0xff);
	return p->n;
}
