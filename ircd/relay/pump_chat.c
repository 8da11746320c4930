/*
 * A CHAT.  Bytes become lines, lines are judged, and what passes goes out as it came, with the end it had.  Only whole lines are queued
 * towards a leg, so that a line of ours never lands in the middle of another.  While the queue to a leg has no room for the longest line
 * nothing is read from the other; a line of ours that finds no room is not said.
 */
#include "config.h"

#include <string.h>

#include "core/mem.h"
#include "relay/chat_filter.h"
#include "relay/pump_priv.h"

enum {
	TELL_MAX = 512, /* bytes of a line of ours */
	IN_SIZE = 8192, /* more than the longest line with its end */
	OUT_SIZE = 16384,
	OUT_ROOM = CHAT_LINE_MAX + 2 + TELL_MAX + 1,
	LINES_A_STEP = 64,
	LINE_COST = 1024, /* of the turn's budget: the guard's rules take as long as so many bytes */
};

/* Of a leg. */
struct chat_side {
	char in[IN_SIZE];
	size_t in_n;
	size_t searched; /* bytes of `in` without a line feed */
	uint8_t out[OUT_SIZE];
	size_t out_off, out_n;
};

struct pump_chat {
	struct chat_side side[PUMP_N_LEGS];
};

struct pump_chat *
pump_chat_new(void)
{
	return mem_zalloc(sizeof(struct pump_chat));
}

void
pump_chat_free(struct pump_chat *c)
{
	mem_free(c);
}

static bool
out_has_room(const struct chat_side *s)
{
	return OUT_SIZE - s->out_n >= OUT_ROOM;
}

bool
pump_chat_has_room(const struct pump_chat *c, enum pump_leg leg)
{
	return c->side[leg].in_n < IN_SIZE && out_has_room(&c->side[pump_other(leg)]);
}

bool
pump_chat_has_output(const struct pump_chat *c, enum pump_leg leg)
{
	return c->side[leg].out_n > 0;
}

static void
put(struct chat_side *s, const void *src, size_t n)
{
	if (s->out_off > 0) {
		memmove(s->out, s->out + s->out_off, s->out_n);
		s->out_off = 0;
	}
	memcpy(s->out + s->out_n, src, n);
	s->out_n += n;
}

/* A line of ours; nobody is told anything after his end. */
static void
tell(struct pump *p, enum pump_leg to, struct view what)
{
	if (what.n == 0 || p->flow[pump_other(to)].shut || p->leg[to] == NULL)
		return;
	what = view_left(what, TELL_MAX);
	if (OUT_SIZE - p->chat->side[to].out_n <= what.n)
		return;
	put(&p->chat->side[to], what.p, what.n);
	put(&p->chat->side[to], "\n", 1);
}

/* `text` is the part of line[0..*n) that people read; what the owner of the pump takes out of it closes up. */
static bool
ask_owner(struct pump *p, enum pump_leg from, char *line, size_t *n, struct view text)
{
	struct view told[PUMP_N_LEGS] = { { NULL, 0 }, { NULL, 0 } };
	size_t at = (size_t)(text.p - line), behind = *n - at - text.n, kept = text.n;
	bool may_pass = p->plan.line(p->plan.arg, from, line + at, &kept, told);

	tell(p, pump_other(from), told[pump_other(from)]);
	tell(p, from, told[from]);
	if (kept < text.n) {
		memmove(line + at + kept, line + at + text.n, behind);
		*n = at + kept + behind;
	}
	return may_pass;
}

static bool
passes(struct pump *p, enum pump_leg from, char *line, size_t *n)
{
	struct view text;

	*n = chat_strip_nul(line, *n);
	switch (chat_line_kind(view_of(line, *n), &text)) {
	case CHAT_TEXT:
	case CHAT_ACTION:
		return p->plan.line == NULL || text.n == 0 || ask_owner(p, from, line, n, text);
	case CHAT_PING:
		return true;
	case CHAT_DCC:
		tell(p, from,
			VIEW("*** That was not passed on: offers of files and chats are made on IRC, not in "
			     "a chat."));
		return false;
	case CHAT_CTCP:
		tell(p, from,
			VIEW("*** That was not passed on: of CTCP only ACTION and PING go through a chat."));
		return false;
	}
	return false;
}

/* line[0..n) and the end it came with. */
static void
one_line(struct pump *p, enum pump_leg from, char *line, size_t n, struct view end)
{
	struct chat_side *to = &p->chat->side[pump_other(from)];

	if (!passes(p, from, line, &n)) {
		p->counts.refused++;
		return;
	}
	if (p->leg[pump_other(from)] == NULL)
		return;
	put(to, line, n);
	put(to, end.p, end.n);
	p->flow[from].passed += n + end.n;
}

/* The length of the next line with its end; 0: there is none yet. */
static size_t
next_line(struct chat_side *s)
{
	const char *lf = memchr(s->in + s->searched, '\n', s->in_n - s->searched);

	if (lf == NULL) {
		s->searched = s->in_n;
		return 0;
	}
	return (size_t)(lf - s->in) + 1;
}

/* Too long as it stands: a line has ended, or not, behind more than CHAT_LINE_MAX bytes of text. */
static bool
is_too_long(const char *line, size_t n)
{
	return n > CHAT_LINE_MAX + 1 || (n == CHAT_LINE_MAX + 1 && line[n - 1] != '\r');
}

/* Judges what has come from a leg, while there is room.  *took: input behind the last line that was taken. */
static bool
cut_lines(struct pump *p, enum pump_leg from, size_t *took)
{
	struct chat_side *s = &p->chat->side[from];
	const struct chat_side *out = &p->chat->side[pump_other(from)];
	size_t whole, n;

	*took = 0;
	for (int i = 0; i < LINES_A_STEP && out_has_room(out); i++) {
		struct view end;

		s->searched = s->searched > *took ? s->searched : *took;
		whole = next_line(s);
		n = whole > 0 ? whole - *took - 1 : s->in_n - *took;
		if (is_too_long(s->in + *took, n)) {
			p->why = PUMP_LINE;
			return false;
		}
		if (whole == 0 && !(p->flow[from].eof && n > 0))
			return true;
		if (whole == 0)
			whole = s->in_n; /* the last words, without an end */
		end = view_of(s->in + *took + n, whole - *took - n);
		if (n > 0 && end.n > 0 && s->in[*took + n - 1] == '\r') {
			end = view_of(end.p - 1, 2);
			n--;
		}
		one_line(p, from, s->in + *took, n, end);
		p->moved += LINE_COST;
		*took = whole;
		s->searched = whole;
	}
	return true;
}

static bool
take_lines(struct pump *p, enum pump_leg from)
{
	struct chat_side *s = &p->chat->side[from];
	size_t took;

	if (!cut_lines(p, from, &took))
		return false;
	memmove(s->in, s->in + took, s->in_n - took);
	s->in_n -= took;
	s->searched -= took;
	return true;
}

static bool
send_out(struct pump *p, enum pump_leg to)
{
	struct chat_side *s = &p->chat->side[to];
	size_t sent;

	if (s->out_n == 0)
		return true;
	if (!pump_write(p, to, s->out + s->out_off, s->out_n, &sent))
		return false;
	s->out_off += sent;
	s->out_n -= sent;
	if (s->out_n == 0)
		s->out_off = 0;
	return true;
}

static bool
take_in(struct pump *p, enum pump_leg from)
{
	const struct pump_flow *f = &p->flow[from];
	struct chat_side *s = &p->chat->side[from];
	size_t room = IN_SIZE - s->in_n, n;

	if (f->eof || !f->readable || !pump_chat_has_room(p->chat, from))
		return true;
	room = pump_room(p, room);
	p->held = p->held || room == 0;
	if (room == 0)
		return true;
	if (!pump_read(p, from, room, &n))
		return false;
	memcpy(s->in + s->in_n, p->all->scratch, n);
	s->in_n += n;
	bucket_take(&p->rate, n);
	bucket_take(&p->all->rate, n);
	return true;
}

/* Whether lines wait that could be judged now. */
static bool
has_lines(struct pump *p, enum pump_leg from)
{
	struct chat_side *s = &p->chat->side[from];

	return s->in_n > 0 && out_has_room(&p->chat->side[pump_other(from)]) &&
		(p->flow[from].eof || next_line(s) > 0);
}

static bool
side_step(struct pump *p, enum pump_leg from)
{
	enum pump_leg to = pump_other(from);

	return take_in(p, from) && take_lines(p, from) && send_out(p, to) && send_out(p, from) &&
		(p->chat->side[from].in_n > 0 || p->chat->side[to].out_n > 0 || pump_shut(p, from));
}

enum pump_step
pump_chat_step(struct pump *p)
{
	bool more = false;

	p->held = false;
	if (!send_out(p, PUMP_SENDER) || !send_out(p, PUMP_RECEIVER) || !side_step(p, PUMP_SENDER) ||
		!side_step(p, PUMP_RECEIVER))
		return PUMP_ENDS;
	if (p->flow[PUMP_SENDER].shut && p->flow[PUMP_RECEIVER].shut) {
		p->why = PUMP_DONE;
		return PUMP_ENDS;
	}
	for (enum pump_leg leg = PUMP_SENDER; leg < PUMP_N_LEGS; leg++) {
		const struct pump_flow *f = &p->flow[leg];

		more = more || has_lines(p, leg) ||
			(!f->eof && f->readable && pump_chat_has_room(p->chat, leg));
	}
	if (p->held)
		return PUMP_HELD;
	return more ? PUMP_MORE : PUMP_WAITS;
}
