/*
 * libconfuse stops at the first thing that it does not like, and some things (endless nesting, environment
 * variables in strings, stray bytes) it takes without a word.  So this scan goes first: it tells every fault
 * of shape with its line, blanks what is faulty, and leaves a subset of libconfuse's language that both read
 * alike.  A syntax error, after which nothing can be told for sure, ends the file there.
 */
#include "conf/conf_scan.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/utf8.h"

enum tok {
	TOK_END,
	TOK_WORD,
	TOK_STRING,
	TOK_BRACE,     /* { */
	TOK_END_BRACE, /* } */
	TOK_PAREN,     /* ( */
	TOK_END_PAREN, /* ) */
	TOK_EQUALS,
	TOK_COMMA,
	TOK_OTHER, /* one byte that has no meaning here */
};

struct scan {
	struct conf_raw *raw;
	const char *file;
	char *text;
	size_t n, at;
	unsigned line;
	enum tok tok; /* the current token, its place and line */
	size_t start, end;
	unsigned tok_line;
	bool is_bad;  /* the current string has a fault, which was told */
	bool stopped; /* a syntax error was told */
	size_t good;  /* bytes up to the end of the last whole section */
	struct conf_raw_section **tail;
};

/* What was written before an "=" or a "{", and where. */
struct head {
	struct view name, title;
	bool has_title, title_is_bad;
	size_t start, title_start, title_end;
	unsigned line;
};

static void
blank(struct scan *s, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (s->text[i] != '\n')
			s->text[i] = ' ';
}

static struct view
token_view(const struct scan *s)
{
	if (s->tok == TOK_STRING)
		return view_of(s->text + s->start + 1, s->end - s->start - 2);
	return view_of(s->text + s->start, s->end - s->start);
}

static void PRINTF_LIKE(3, 4) syntax(struct scan *s, unsigned line, const char *fmt, ...)
{
	char what[512];
	va_list ap;

	if (s->stopped)
		return;
	va_start(ap, fmt);
	(void)vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	conf_faults_add(s->raw->faults, s->file, line, "%s; the rest of this file was not read", what);
	s->stopped = true;
	s->raw->is_incomplete = true;
	s->tok = TOK_END;
}

/* syntax() at the current token: "<expected> is missing before <token>" */
static void
unexpected(struct scan *s, const char *expected)
{
	struct view v = view_left(token_view(s), 40);

	if (s->tok == TOK_END)
		syntax(s, s->tok_line, "%s is missing before the end of the file", expected);
	else if (s->tok == TOK_OTHER && v.p[0] == ';')
		syntax(s, s->tok_line, "';' has no meaning here: a value ends without a mark");
	else
		syntax(s, s->tok_line, "%s is missing before \"%.*s\"", expected, VIEW_ARG(v));
}

static bool
comment_begins(const struct scan *s, size_t at)
{
	const char *p = s->text + at; /* a NUL stands at text[n] */

	return p[0] == '#' || (p[0] == '/' && (p[1] == '/' || p[1] == '*'));
}

static void
skip_comment(struct scan *s)
{
	size_t from = s->at;
	unsigned line = s->line;
	bool is_block = s->text[from] == '/' && s->text[from + 1] == '*';
	const char *end = is_block ? strstr(s->text + from + 2, "*/") : strchr(s->text + from, '\n');

	if (end == NULL && is_block) {
		s->tok_line = line;
		syntax(s, line, "this comment is not closed");
	}
	s->at = end == NULL ? s->n : (size_t)(end - s->text) + (is_block ? 2 : 0);
	for (size_t i = from; i < s->at; i++)
		s->line += s->text[i] == '\n';
	blank(s, from, s->at);
}

static void
skip_blanks(struct scan *s)
{
	for (;;) {
		if (s->at < s->n && comment_begins(s, s->at)) {
			skip_comment(s);
			continue;
		}
		if (s->at == s->n || strchr(" \t\r\n", s->text[s->at]) == NULL)
			return;
		if (s->text[s->at] == '\r')
			s->text[s->at] = ' ';
		s->line += s->text[s->at] == '\n';
		s->at++;
	}
}

static bool
is_word_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		(c != '\0' && strchr("_.:%@-/", c) != NULL);
}

/* What is wrong within a string, or NULL. */
static const char *
string_fault(struct view v, bool has_escapes)
{
	if (v.n > CONF_STRING_MAX)
		return "this text is too long; allowed: at most 1024 bytes";
	if (!utf8_is_valid(v))
		return "this text is not valid UTF-8";
	for (size_t i = 0; i < v.n; i++) {
		char c = v.p[i], after = i + 1 < v.n ? v.p[i + 1] : '\0';

		if ((unsigned char)c < ' ' || c == 0x7f)
			return "there is a control character in this text";
		if (c == '$' && after == '{')
			return "${...} is not replaced here; write the value itself";
		if (c != '\\')
			continue;
		if (!has_escapes || (after != '"' && after != '\\'))
			return "a backslash may stand here before a double quote or another backslash only, "
			       "and within double quotes";
		i++;
	}
	return NULL;
}

static void
lex_string(struct scan *s)
{
	char quote = s->text[s->at];
	const char *fault;

	s->tok = TOK_STRING;
	for (s->at++; s->at < s->n && s->text[s->at] != quote && s->text[s->at] != '\n'; s->at++)
		if (s->text[s->at] == '\\' && quote == '"' && s->at + 1 < s->n && s->text[s->at + 1] != '\n')
			s->at++;
	if (s->at == s->n || s->text[s->at] == '\n') {
		syntax(s, s->line, "this text is not closed on its line");
		return;
	}
	s->end = ++s->at;
	fault = string_fault(token_view(s), quote == '"');
	if (fault != NULL)
		conf_faults_add(s->raw->faults, s->file, s->line, "%s", fault);
	s->is_bad = fault != NULL;
}

static enum tok
punctuation(char c)
{
	switch (c) {
	case '{':
		return TOK_BRACE;
	case '}':
		return TOK_END_BRACE;
	case '(':
		return TOK_PAREN;
	case ')':
		return TOK_END_PAREN;
	case '=':
		return TOK_EQUALS;
	case ',':
		return TOK_COMMA;
	}
	return TOK_OTHER;
}

static void
next(struct scan *s)
{
	skip_blanks(s);
	s->is_bad = false;
	s->tok = TOK_END;
	s->start = s->end = s->at;
	s->tok_line = s->line;
	if (s->stopped || s->at == s->n)
		return;
	if (s->text[s->at] == '"' || s->text[s->at] == '\'') {
		lex_string(s);
		return;
	}
	s->tok = is_word_byte(s->text[s->at]) ? TOK_WORD : punctuation(s->text[s->at]);
	s->at++;
	while (s->tok == TOK_WORD && s->at < s->n && is_word_byte(s->text[s->at]) &&
		!comment_begins(s, s->at))
		s->at++;
	s->end = s->at;
}

static bool
is_value(const struct scan *s)
{
	return s->tok == TOK_WORD || s->tok == TOK_STRING;
}

struct value {
	bool is_list, is_bad;
	size_t n, end;
};

static void
scan_list(struct scan *s, struct value *v)
{
	v->is_list = true;
	next(s);
	while (s->tok != TOK_END_BRACE && !s->stopped) {
		if (!is_value(s)) {
			unexpected(s, "a value or \"}\"");
			return;
		}
		v->is_bad |= s->is_bad;
		v->n++;
		next(s);
		if (s->tok == TOK_COMMA)
			next(s);
		else if (s->tok != TOK_END_BRACE)
			unexpected(s, "\",\" or \"}\"");
	}
	v->end = s->end;
}

/* The value behind "key ="; the current token is "=".  Afterwards it is the one behind the value. */
static struct value
scan_value(struct scan *s)
{
	struct value v = { .n = 0 };

	next(s);
	if (s->tok == TOK_BRACE) {
		scan_list(s, &v);
	} else if (is_value(s)) {
		v = (struct value){ .is_bad = s->is_bad, .n = 1, .end = s->end };
	} else {
		unexpected(s, "a value");
	}
	next(s);
	return v;
}

/* Names of all keys of a section, for faults. */
static const char *
key_names(const struct conf_section *def, char *dst, size_t size)
{
	size_t used = 0;

	dst[0] = '\0';
	for (size_t i = 0; i < def->n_bind && used < size; i++) {
		int n = snprintf(dst + used, size - used, "%s%s", i == 0 ? "" : ", ", def->bind[i].key);

		used += n > 0 ? (size_t)n : 0;
	}
	return dst;
}

static const char *
section_names(char *dst, size_t size)
{
	size_t used = 0;

	dst[0] = '\0';
	for (size_t i = 0; i < CONF_SECTION_N && used < size; i++) {
		int n = snprintf(dst + used, size - used, "%s%s", i == 0 ? "" : ", ", conf_sections[i].name);

		used += n > 0 ? (size_t)n : 0;
	}
	return dst;
}

/* Tells what is wrong with "key = value" and says whether it can be used. */
static bool
key_is_good(struct scan *s, const struct conf_section *def, const struct conf_raw_section *sec,
	const struct head *h, const struct value *v)
{
	const struct conf_bind *bind = conf_bind_find(def, h->name);
	struct conf_faults *faults = s->raw->faults;
	struct view name = view_left(h->name, 40);
	unsigned before;
	char names[400];

	if (bind == NULL) {
		conf_faults_add(faults, s->file, h->line, "%s has no key \"%.*s\"; allowed: %s", def->name,
			VIEW_ARG(name), key_names(def, names, sizeof(names)));
		return false;
	}
	before = sec != NULL ? sec->key[bind - def->bind].line : 0;
	if (before != 0)
		conf_faults_add(faults, s->file, h->line, "%s %s is set twice; first on line %u", def->name,
			bind->key, before);
	else if (v->is_list && (bind->flags & CONF_LIST) == 0)
		conf_faults_add(
			faults, s->file, h->line, "%s %s takes one value, not a list", def->name, bind->key);
	else if (v->n > CONF_LIST_MAX)
		conf_faults_add(faults, s->file, h->line, "%s %s has %zu values; allowed: at most %d",
			def->name, bind->key, v->n, CONF_LIST_MAX);
	else
		return !v->is_bad;
	return false;
}

/* One "key = value" of a section; sec is NULL when the section is dropped for a fault of its head. */
static void
scan_key(struct scan *s, const struct conf_section *def, struct conf_raw_section *sec, unsigned line)
{
	struct head h = { .name = token_view(s), .start = s->start, .line = s->tok_line };
	const struct conf_bind *bind;
	struct value v;
	bool is_good;

	next(s);
	if (s->tok == TOK_BRACE || (is_value(s) && conf_bind_find(def, h.name) == NULL)) {
		syntax(s, h.line,
			"\"%.*s\" begins within the section %s of line %u; close that with \"}\" first",
			VIEW_ARG(view_left(h.name, 40)), def->name, line);
		return;
	}
	if (s->tok != TOK_EQUALS) {
		unexpected(s, "\"=\"");
		return;
	}
	v = scan_value(s);
	if (s->stopped)
		return;
	bind = conf_bind_find(def, h.name);
	is_good = key_is_good(s, def, sec, &h, &v);
	if (!is_good)
		blank(s, h.start, v.end);
	if (sec == NULL || bind == NULL || sec->key[bind - def->bind].line != 0)
		return;
	sec->key[bind - def->bind].line = h.line;
	sec->key[bind - def->bind].is_bad = !is_good;
}

static void
scan_body(struct scan *s, const struct conf_section *def, struct conf_raw_section *sec, unsigned line)
{
	next(s);
	while (!s->stopped && s->tok == TOK_WORD)
		scan_key(s, def, sec, line);
	if (s->tok == TOK_END)
		syntax(s, line, "the section %s is not closed with \"}\"", def->name);
	else if (s->tok != TOK_END_BRACE)
		unexpected(s, "a key or \"}\"");
}

/* Over a block of which nothing is known; counts braces, so depth costs nothing. */
static void
skip_block(struct scan *s, unsigned line)
{
	size_t depth = 1;

	while (depth != 0 && !s->stopped) {
		next(s);
		if (s->tok == TOK_BRACE)
			depth++;
		else if (s->tok == TOK_END_BRACE)
			depth--;
		else if (s->tok == TOK_END)
			syntax(s, line, "this section is not closed with \"}\"");
	}
}

/* Tells what is wrong before the "{" of a known section and says whether the section can be used. */
static bool
section_is_good(struct scan *s, const struct conf_section *def, const struct head *h)
{
	size_t count = ++s->raw->count[def - conf_sections];
	struct conf_faults *faults = s->raw->faults;

	if (def->title == NULL && h->has_title)
		conf_faults_add(faults, s->file, h->line, "%s takes no title; write: %s { ... }", def->name,
			def->name);
	else if (def->title != NULL && !h->has_title)
		conf_faults_add(faults, s->file, h->line, "%s needs a title: %s; write: %s \"...\" { ... }",
			def->name, def->title, def->name);
	else if (h->has_title && view_find(h->title, '\\') < h->title.n && !h->title_is_bad)
		conf_faults_add(
			faults, s->file, h->line, "the title of %s must not contain a backslash", def->name);
	else if (count == def->max + 1)
		conf_faults_add(faults, s->file, h->line, "there are too many sections %s; allowed: %zu",
			def->name, def->max);
	else
		return count <= def->max && !h->title_is_bad;
	return false;
}

static struct conf_raw_section *
new_section(struct scan *s, const struct conf_section *def, const struct head *h)
{
	struct conf_arena *arena = s->raw->arena;
	struct conf_raw_section *sec = conf_arena_take(arena, 1, sizeof(*sec));

	sec->def = def;
	sec->file = s->file;
	sec->line = h->line;
	sec->title = h->has_title ? conf_arena_text(arena, h->title) : NULL;
	if (def != NULL)
		sec->key = conf_arena_take(arena, def->n_bind, sizeof(*sec->key));
	return sec;
}

static void
append(struct scan *s, struct conf_raw_section *sec)
{
	*s->tail = sec;
	s->tail = &sec->next;
}

/* The current token is "{". */
static void
scan_section(struct scan *s, const struct head *h)
{
	const struct conf_section *def = conf_section_find(h->name);
	struct conf_raw_section *sec = NULL;
	char names[400];

	if (def == NULL) {
		conf_faults_add(s->raw->faults, s->file, h->line, "there is no section \"%.*s\"; allowed: %s",
			VIEW_ARG(view_left(h->name, 40)), section_names(names, sizeof(names)));
		skip_block(s, h->line);
	} else {
		if (section_is_good(s, def, h))
			sec = new_section(s, def, h);
		else
			s->raw->is_incomplete = true;
		scan_body(s, def, sec, h->line);
	}
	if (s->stopped)
		return;
	if (sec != NULL) {
		blank(s, h->title_start, h->title_end);
		append(s, sec);
	} else {
		blank(s, h->start, s->end);
	}
	s->good = s->end;
	next(s);
}

/* The current token is "(". */
static void
scan_include(struct scan *s, struct head *h)
{
	next(s);
	if (s->tok != TOK_STRING) {
		unexpected(s, "the name of a file in quotes");
		return;
	}
	h->title = token_view(s);
	h->has_title = true;
	h->title_is_bad = s->is_bad;
	next(s);
	if (s->tok != TOK_END_PAREN) {
		unexpected(s, "\")\"");
		return;
	}
	if (!h->title_is_bad &&
		(h->title.n == 0 || h->title.p[0] == '/' || view_find(h->title, '\\') < h->title.n))
		conf_faults_add(s->raw->faults, s->file, h->line,
			"include: \"%.*s\" is not allowed; allowed: a file relative to the configuration's "
			"directory",
			VIEW_ARG(h->title));
	else if (!h->title_is_bad)
		append(s, new_section(s, NULL, h));
	blank(s, h->start, s->end);
	s->good = s->end;
	next(s);
}

/* One section, include, or something that has no place outside of sections. */
static void
scan_item(struct scan *s)
{
	struct head h = { .name = token_view(s), .start = s->start, .line = s->tok_line };
	struct value v;

	if (s->tok != TOK_WORD) {
		unexpected(s, "the name of a section");
		return;
	}
	next(s);
	if (s->tok == TOK_PAREN && view_eq(h.name, VIEW("include"))) {
		scan_include(s, &h);
		return;
	}
	if (s->tok == TOK_EQUALS) {
		v = scan_value(s);
		conf_faults_add(s->raw->faults, s->file, h.line, "\"%.*s\" stands outside of a section",
			VIEW_ARG(view_left(h.name, 40)));
		if (!s->stopped)
			blank(s, h.start, v.end);
		return;
	}
	if (is_value(s)) {
		h.title = token_view(s);
		h.has_title = true;
		h.title_is_bad = s->is_bad;
		h.title_start = s->start;
		h.title_end = s->end;
		next(s);
	}
	if (s->tok == TOK_BRACE)
		scan_section(s, &h);
	else
		unexpected(s, "\"{\"");
}

size_t
conf_scan(struct conf_raw *raw, const char *file, char *text, size_t n, struct conf_raw_section **items)
{
	struct scan s = { .raw = raw, .file = file, .text = text, .n = n, .line = 1, .tail = items };

	*items = NULL;
	next(&s);
	while (s.tok != TOK_END && !s.stopped)
		scan_item(&s);
	return s.good;
}
