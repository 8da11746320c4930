/* Cleaning is one filter for both directions; cutting one walk, character by character, that remembers the best places so far. */
#include "icq/icq_text.h"

#include <assert.h>
#include <string.h>

#include "icq/icq_char.h"
#include "icq/icq_charset.h"
#include "proto/text.h"

#define LINE_SEPARATOR	    0x2028u
#define PARAGRAPH_SEPARATOR 0x2029u

struct out {
	char *dst;
	size_t n, max;
	bool is_full; /* nothing more, so that it ends at one place */
};

static void
write_bytes(struct out *o, struct view v)
{
	if (o->is_full || v.n > o->max - o->n) {
		o->is_full = true;
		return;
	}
	if (v.n != 0)
		memcpy(o->dst + o->n, v.p, v.n);
	o->n += v.n;
}

static void
write_char(struct out *o, uint32_t code)
{
	char one[ICQ_CHAR_BYTES];

	if (code == '\t')
		code = ' ';
	if (code == LINE_SEPARATOR || code == PARAGRAPH_SEPARATOR)
		code = '\n';
	if (code == '\n' || !icq_char_is_control(code))
		write_bytes(o, view_of(one, icq_char_put(code, one)));
}

static void
clean(struct out *o, struct view raw)
{
	while (raw.n != 0 && !o->is_full) {
		uint32_t code;
		size_t n = icq_char_first(raw, &code);

		if (code == '\r') {
			n = view_starts(raw, VIEW("\r\n")) ? 2 : 1;
			code = '\n';
		}
		write_char(o, code);
		raw = view_skip(raw, n);
	}
}

size_t
icq_text_clean(struct view raw, char *dst, size_t max)
{
	struct out o = { .dst = dst, .max = max };

	clean(&o, raw);
	return o.n;
}

bool
icq_text_is_action(struct view said)
{
	return said.n != 0 && said.p[0] == '\x01' && !text_is_ctcp(said);
}

/* With formatting codes left out. */
static void
clean_formatted(struct out *o, struct view raw)
{
	while (raw.n != 0 && !o->is_full) {
		size_t format = 0, plain = 0;

		while (plain < raw.n && format == 0) {
			format = text_format_len(raw, plain);
			plain += format == 0 ? 1 : 0;
		}
		clean(o, view_left(raw, plain));
		raw = view_skip(raw, plain + format);
	}
}

size_t
icq_text_from_irc(struct view said, struct view nick, char *dst, size_t max)
{
	struct out o = { .dst = dst, .max = max };
	struct view verb = VIEW("\x01"
				"ACTION");

	if (text_is_ctcp(said))
		return 0;
	if (icq_text_is_action(said)) {
		write_bytes(&o, VIEW("* "));
		write_bytes(&o, nick);
		write_bytes(&o, VIEW(" "));
		said = view_skip(said, verb.n);
		said = view_skip(said, said.n != 0 && said.p[0] == ' ' ? 1 : 0);
	}
	clean_formatted(&o, said);
	return o.n;
}

/* --- cutting */

struct cut {
	const struct icq_charset *cs;
	bool is_packet; /* line feeds count, as CR LF */
	size_t max;
	size_t n, width;		/* bytes walked over, and what they are when encoded */
	size_t line, blank, whole, any; /* the last place for a cut of each kind; 0: there was none */
};

/* Of the first character, which has n bytes. */
static size_t
width_of(const struct cut *c, struct view text, size_t n)
{
	char one[ICQ_CHAR_BYTES];
	size_t took;

	if (!c->is_packet)
		return n;
	return text.p[0] == '\n' ? 2 : icq_charset_put_first(c->cs, text, one, &took);
}

/* Until the text ends or is too wide. */
static void
walk(struct cut *c, struct view text)
{
	uint32_t before = 0, code;
	size_t flags = 0, n;

	for (; c->n < text.n; c->n += n, before = code) {
		struct view rest = view_skip(text, c->n);
		size_t wide;

		n = icq_char_first(rest, &code);
		wide = width_of(c, rest, n);
		c->any = c->n;
		if (code == '\n')
			c->line = c->n;
		if (code == ' ')
			c->blank = c->n;
		if (icq_char_may_part(before, code, flags))
			c->whole = c->n;
		flags = icq_char_is_flag(code) ? flags + 1 : 0;
		if (wide > c->max - c->width)
			return;
		c->width += wide;
	}
}

/* Where to cut a text that is too long.  A place in the first half is not worth the room that it leaves. */
static size_t
best_cut(const struct cut *c)
{
	const size_t places[] = { c->line, c->blank, c->whole };

	for (size_t i = 0; i < ARRAY_LEN(places); i++) {
		if (places[i] != 0 && places[i] >= c->any / 2)
			return places[i];
	}
	return c->any;
}

static struct view
skip_all(struct view v, char c)
{
	while (v.n != 0 && v.p[0] == c)
		v = view_skip(v, 1);
	return v;
}

/* The next piece of a text that is not empty, and has no line feeds unless this is a packet's. */
static struct view
take(struct view *rest, struct cut *c)
{
	struct view piece;

	walk(c, *rest);
	piece = view_left(*rest, c->n == rest->n ? c->n : best_cut(c));
	*rest = view_skip(*rest, piece.n);
	return piece;
}

bool
icq_text_line(struct view *rest, size_t max, struct view *line)
{
	struct cut c = { .max = max };
	struct view text;

	assert(max >= ICQ_TEXT_PIECE_MIN);
	*rest = skip_all(*rest, '\n');
	if (rest->n == 0)
		return false;
	/* One more than fits is enough to see that it does not. */
	text = view_left(*rest, max + ICQ_CHAR_BYTES);
	text = view_left(text, view_find(text, '\n'));
	*line = take(&text, &c);
	*rest = view_skip(*rest, line->n);
	if (text.n != 0)
		*rest = skip_all(*rest, ' ');
	return true;
}

bool
icq_text_piece(struct view *rest, const struct icq_charset *cs, size_t max, struct view *piece)
{
	struct cut c = { .cs = cs, .is_packet = true, .max = max };

	assert(max >= ICQ_TEXT_PIECE_MIN);
	*rest = skip_all(*rest, '\n');
	if (rest->n == 0)
		return false;
	*piece = take(rest, &c);
	if (rest->n != 0)
		*rest = skip_all(*rest, rest->p[0] == '\n' ? '\n' : ' ');
	return true;
}

size_t
icq_text_encode(const struct icq_charset *cs, struct view text, char *dst, size_t max)
{
	struct out o = { .dst = dst, .max = max };

	while (text.n != 0 && !o.is_full) {
		char one[ICQ_CHAR_BYTES];
		size_t took = 1;

		if (text.p[0] == '\n')
			write_bytes(&o, VIEW("\r\n"));
		else
			write_bytes(&o, view_of(one, icq_charset_put_first(cs, text, one, &took)));
		text = view_skip(text, took);
	}
	return o.n;
}
