/*
 * Tags are never nested here: one is read, does what it does, and is forgotten, but for the link that is open.  No byte is looked at more
 * than a few times whatever is left open: a search that ran to the end in vain is not repeated.
 */
#include "icq/icq_html.h"

#include <stdint.h>
#include <string.h>

#include "core/utf8.h"
#include "icq/icq_char.h"
#include "icq/icq_entity.h"

struct html {
	struct view rest;
	char *dst;
	size_t n, max;
	bool is_full;	   /* nothing more is written, so that it ends at one place */
	bool wants_line;   /* a block begins or ended: what comes stands on a line of its own */
	bool no_more_tags; /* there is no '>' any more */
	bool bad_quotes;   /* all '>' were within quotes of a tag: those are bytes like others now */
	bool in_link;
	struct view href; /* of the link, as written */
	size_t link_at;	  /* where its text begins in dst */
};

struct tag {
	struct view name; /* without '/' */
	struct view attributes;
	bool is_end;
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_name(char c)
{
	return is_letter(c) || (c >= '0' && c <= '9');
}

static struct view
skip_blanks(struct view v)
{
	while (v.n != 0 && is_blank(v.p[0]))
		v = view_skip(v, 1);
	return v;
}

bool
icq_html_is(struct view text)
{
	text = skip_blanks(text);
	return text.n >= 6 && view_eq_nocase(view_left(text, 5), VIEW("<HTML")) && !is_name(text.p[5]);
}

static void
write_bytes(struct html *h, struct view v)
{
	if (h->is_full || v.n > h->max - h->n) {
		h->is_full = true;
		return;
	}
	memcpy(h->dst + h->n, v.p, v.n);
	h->n += v.n;
}

/* Of the text, not of what stands between lines. */
static void
write_text(struct html *h, struct view v)
{
	if (h->wants_line && h->n != 0 && h->dst[h->n - 1] != '\n')
		write_bytes(h, VIEW("\n"));
	h->wants_line = false;
	write_bytes(h, v);
}

/* --- tags */

/* Where the tag at the front ends: the place of its '>'; 0: it is none. */
static size_t
tag_end(struct html *h)
{
	struct view v = h->rest;
	char quote = '\0';

	for (size_t i = 1; i < v.n && !h->bad_quotes; i++) {
		if (quote != '\0')
			quote = v.p[i] == quote ? '\0' : quote;
		else if (v.p[i] == '>')
			return i;
		else if (v.p[i] == '"' || v.p[i] == '\'')
			quote = v.p[i];
	}
	h->bad_quotes = true;
	h->no_more_tags = view_find(v, '>') == v.n;
	return h->no_more_tags ? 0 : view_find(v, '>');
}

static bool
begins_tag(struct view v)
{
	if (v.n >= 3 && v.p[1] == '/')
		return is_letter(v.p[2]);
	return v.n >= 2 && (is_letter(v.p[1]) || v.p[1] == '!' || v.p[1] == '?');
}

static struct tag
tag_of(struct view v)
{
	struct tag t = { .is_end = v.n != 0 && v.p[0] == '/' };
	size_t n = 0;

	if (t.is_end)
		v = view_skip(v, 1);
	while (n < v.n && is_name(v.p[n]))
		n++;
	t.name = view_left(v, n);
	t.attributes = view_skip(v, n);
	return t;
}

/* The value at the front; *rest is what follows it. */
static struct view
value_of(struct view v, struct view *rest)
{
	size_t n = 0;

	if (v.n != 0 && (v.p[0] == '"' || v.p[0] == '\'')) {
		n = view_find(view_skip(v, 1), v.p[0]);
		*rest = view_skip(v, n + 2);
		return view_left(view_skip(v, 1), n);
	}
	while (n < v.n && !is_blank(v.p[n]))
		n++;
	*rest = view_skip(v, n);
	return view_left(v, n);
}

static struct view
attribute(struct view v, struct view wanted)
{
	while ((v = skip_blanks(v)).n != 0) {
		struct view name, value;
		size_t n = 0;

		while (n < v.n && !is_blank(v.p[n]) && v.p[n] != '=')
			n++;
		name = view_left(v, n);
		v = skip_blanks(view_skip(v, n));
		if (v.n == 0 || v.p[0] != '=')
			continue;
		value = value_of(skip_blanks(view_skip(v, 1)), &v);
		if (view_eq_nocase(name, wanted))
			return value;
	}
	return VIEW("");
}

/* The character at the front and the bytes that make it. */
static size_t
char_at(struct view v, char one[ICQ_CHAR_BYTES], size_t *len)
{
	size_t took = v.p[0] == '&' ? icq_entity(v, one, len) : 0;

	if (took != 0)
		return took;
	took = utf8_first(v);
	if (took == 0)
		took = 1;
	memcpy(one, v.p, took);
	*len = took;
	return took;
}

/* Entities and all. */
static bool
says(struct view said, struct view href)
{
	while (href.n != 0) {
		char one[ICQ_CHAR_BYTES];
		size_t len = 0, took = char_at(href, one, &len);

		if (!view_eq(view_left(said, len), view_of(one, len)))
			return false;
		said = view_skip(said, len);
		href = view_skip(href, took);
	}
	return said.n == 0;
}

/* "mailto:anna@example.org" is said by "anna@example.org", "http://example.org/" by "example.org". */
static bool
link_is_said(struct view said, struct view href)
{
	static const struct view prefixes[] = { VIEW_INIT(""), VIEW_INIT("mailto:"), VIEW_INIT("http://"),
		VIEW_INIT("https://") };
	bool slash = href.n != 0 && href.p[href.n - 1] == '/';

	for (size_t i = 0; i < ARRAY_LEN(prefixes); i++) {
		struct view bare = view_skip(href, prefixes[i].n);

		if (!view_eq_nocase(view_left(href, prefixes[i].n), prefixes[i]))
			continue;
		if (says(said, bare) || (slash && says(said, view_left(bare, bare.n - 1))))
			return true;
	}
	return false;
}

static void
end_link(struct html *h)
{
	struct view said = view_of(h->dst + h->link_at, h->n - h->link_at), href = h->href;

	if (!h->in_link)
		return;
	h->in_link = false;
	if (href.n == 0 || href.p[0] == '#' || link_is_said(view_trim(said), href))
		return;
	write_text(h, said.n != 0 ? VIEW(" (") : VIEW("("));
	while (href.n != 0) {
		char one[ICQ_CHAR_BYTES];
		size_t len = 0, took = char_at(href, one, &len);

		if (len != 0 && !is_blank(one[0]))
			write_bytes(h, view_of(one, len));
		href = view_skip(href, took);
	}
	write_bytes(h, VIEW(")"));
}

static void
on_link(struct html *h, const struct tag *t)
{
	end_link(h);
	if (t->is_end)
		return;
	h->href = view_trim(attribute(t->attributes, VIEW("href")));
	h->in_link = true;
	h->link_at = h->n;
}

static void
on_break(struct html *h, const struct tag *t)
{
	(void)t;
	write_text(h, VIEW("\n"));
}

static void
on_block(struct html *h, const struct tag *t)
{
	(void)t;
	h->wants_line = true;
}

/* What it holds is not for reading. */
static void
on_hidden(struct html *h, const struct tag *t)
{
	if (t->is_end)
		return;
	while (h->rest.n != 0) {
		struct view v = view_skip(h->rest, 2);

		if (view_starts(h->rest, VIEW("</")) && view_eq_nocase(view_left(v, t->name.n), t->name) &&
			(v.n <= t->name.n || !is_name(v.p[t->name.n])))
			return;
		h->rest = view_skip(h->rest, 1);
	}
}

static const struct {
	struct view name;
	void (*on)(struct html *h, const struct tag *t);
} tags[] = {
	{ VIEW_INIT("a"), on_link },
	{ VIEW_INIT("blockquote"), on_block },
	{ VIEW_INIT("br"), on_break },
	{ VIEW_INIT("div"), on_block },
	{ VIEW_INIT("h1"), on_block },
	{ VIEW_INIT("h2"), on_block },
	{ VIEW_INIT("h3"), on_block },
	{ VIEW_INIT("hr"), on_block },
	{ VIEW_INIT("li"), on_block },
	{ VIEW_INIT("ol"), on_block },
	{ VIEW_INIT("p"), on_block },
	{ VIEW_INIT("pre"), on_block },
	{ VIEW_INIT("script"), on_hidden },
	{ VIEW_INIT("style"), on_hidden },
	{ VIEW_INIT("table"), on_block },
	{ VIEW_INIT("title"), on_hidden },
	{ VIEW_INIT("tr"), on_block },
	{ VIEW_INIT("ul"), on_block },
};

static void
skip_comment(struct html *h)
{
	struct view v = view_skip(h->rest, 2);

	while (v.n != 0 && !view_starts(v, VIEW("-->")))
		v = view_skip(v, 1);
	h->rest = view_skip(v, 3);
}

/* False: what is at the front is text. */
static bool
read_tag(struct html *h)
{
	size_t end;
	struct tag t;

	if (h->rest.p[0] != '<' || h->no_more_tags || !begins_tag(h->rest))
		return false;
	if (view_starts(h->rest, VIEW("<!--"))) {
		skip_comment(h);
		return true;
	}
	end = tag_end(h);
	if (end == 0)
		return false;
	t = tag_of(view_left(view_skip(h->rest, 1), end - 1));
	h->rest = view_skip(h->rest, end + 1);
	for (size_t i = 0; i < ARRAY_LEN(tags); i++) {
		if (view_eq_nocase(tags[i].name, t.name))
			tags[i].on(h, &t);
	}
	return true;
}

/* --- text */

/* Around blocks, and where lines of the source end, white space is how it was typed; other blanks people put there. */
static void
write_blank(struct html *h, char c)
{
	bool is_line_end = c == '\r' || c == '\n';

	if (h->wants_line || h->n == 0 || (is_line_end && is_blank(h->dst[h->n - 1])))
		return;
	write_bytes(h, VIEW(" "));
}

static void
read_text(struct html *h)
{
	char one[ICQ_CHAR_BYTES];
	size_t len = 0, took;

	if (is_blank(h->rest.p[0])) {
		write_blank(h, h->rest.p[0]);
		h->rest = view_skip(h->rest, 1);
		return;
	}
	took = char_at(h->rest, one, &len);
	if (len != 0)
		write_text(h, view_of(one, len));
	h->rest = view_skip(h->rest, took);
}

size_t
icq_html_to_plain(struct view html, char *dst, size_t max)
{
	struct html h = { .rest = html, .dst = dst, .max = max };

	while (h.rest.n != 0 && !h.is_full) {
		if (!read_tag(&h))
			read_text(&h);
	}
	end_link(&h);
	while (h.n != 0 && is_blank(dst[h.n - 1]))
		h.n--;
	return h.n;
}

static struct view
escaped(struct view c)
{
	switch (c.p[0]) {
	case '&':
		return VIEW("&amp;");
	case '<':
		return VIEW("&lt;");
	case '>':
		return VIEW("&gt;");
	case '\n':
		return VIEW("<BR>");
	}
	return c;
}

size_t
icq_html_from_plain(struct view text, char *dst, size_t max)
{
	struct html h = { .rest = text, .dst = dst, .max = max };

	while (h.rest.n != 0 && !h.is_full) {
		size_t n = utf8_first(h.rest);

		if (n == 0)
			n = 1;
		write_bytes(&h, escaped(view_left(h.rest, n)));
		h.rest = view_skip(h.rest, n);
	}
	return h.n;
}
