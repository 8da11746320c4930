/* Statements about one client: what it sends, what it must hear next, and what its end of the connection does. */
#include <stdio.h>
#include <string.h>

#include "core/log.h"
#include "core/util.h"
#include "tests/scenario/scn_link.h"
#include "tests/scenario/scn_step.h"

static const char *
word_value(void *arg, struct view word)
{
	struct scn *s = arg;
	const struct scn_peer *p;
	const char *value;

	if (view_eq(word, VIEW("now"))) {
		clock_utc(s->rig.wall_ms, s->now);
		return s->now;
	}
	if (s->rig.server != NULL && (value = scn_link_word(s, word)) != NULL)
		return value;
	p = scn_peer_find(s, word);
	if (p != NULL)
		return p->mask;
	for (size_t i = 0; i < s->names.n; i++) {
		if (view_eq(word, view_z(s->names.item[i].name)))
			return s->names.item[i].value;
	}
	return NULL;
}

static bool
is_numeric(struct view text)
{
	for (size_t i = 0; i < 3; i++) {
		if (i >= text.n || text.p[i] < '0' || text.p[i] > '9')
			return false;
	}
	return text.n == 3 || text.p[3] == ' ';
}

/* The time at which a server in memory starts, as scripts have it, is any time at a real one. */
static struct view
any_time(struct view text, char dst[SCN_PATTERN_MAX])
{
	static const struct view starts[] = { VIEW_INIT(SCN_WALL_START_S), VIEW_INIT(SCN_WALL_START_TEXT) };

	for (size_t i = 0; i < ARRAY_LEN(starts); i++) {
		const char *at = text.n != 0 ? memmem(text.p, text.n, starts[i].p, starts[i].n) : NULL;
		size_t before = at != NULL ? (size_t)(at - text.p) : 0;
		int n;

		if (at == NULL)
			continue;
		n = snprintf(dst, SCN_PATTERN_MAX, "%.*s*%.*s", VIEW_ARG(view_left(text, before)),
			VIEW_ARG(view_skip(text, before + starts[i].n)));
		return n > 0 && n < SCN_PATTERN_MAX ? view_of(dst, (size_t)n) : text;
	}
	return text;
}

/* "331 #c :text" is short for ":irc.test 331 <name> #c :text". */
static bool
make(struct scn *s, const struct scn_peer *p, struct view text, bool hear)
{
	const struct scn_words words = { word_value, s };
	char line[SCN_PATTERN_MAX];
	int n;

	char loose[SCN_PATTERN_MAX];

	if (hear && s->rig.live != NULL)
		text = any_time(text, loose);
	if (hear && p->link == NULL && is_numeric(text)) {
		n = snprintf(line, sizeof(line), ":irc.test %.3s %s%.*s", text.p, p->name,
			VIEW_ARG(view_skip(text, 3)));
		if (n < 0 || (size_t)n >= sizeof(line))
			return scn_fault(s, "the text is too long");
		text = view_of(line, (size_t)n);
	}
	if (scn_pattern_make(&s->pattern, text, &words, hear ? &s->names : NULL) == -1)
		return scn_fault(s, "malformed text");
	return true;
}

static bool
unexpected(struct scn *s, struct view wanted, struct view got)
{
	char shown[1500];

	return scn_fault(
		s, "expected %.*s\n#   got      %s", VIEW_ARG(wanted), log_escape(got, shown, sizeof(shown)));
}

static bool
nothing_came(struct scn *s, const struct scn_peer *p, struct view wanted)
{
	return scn_fault(s, "expected %.*s\n#   got      nothing%s", VIEW_ARG(wanted),
		p->wire->is_closed(p) ? ", the connection is closed" : "");
}

static bool
send_now(struct scn *s, struct scn_peer *p, struct view text)
{
	char bytes[SCN_PATTERN_MAX];

	if (!make(s, p, text, false))
		return false;
	scn_peer_send(p, view_of(bytes, scn_pattern_bytes(&s->pattern, bytes)));
	return scn_settle(s);
}

static bool
send_later(struct scn *s, struct scn_peer *p, struct view text)
{
	char bytes[SCN_PATTERN_MAX];

	if (!make(s, p, text, false))
		return false;
	scn_peer_send(p, view_of(bytes, scn_pattern_bytes(&s->pattern, bytes)));
	return true;
}

/* Bytes as they are, without an end of line. */
static bool
send_raw(struct scn *s, struct scn_peer *p, struct view text)
{
	char bytes[SCN_PATTERN_MAX];

	if (!make(s, p, text, false))
		return false;
	scn_peer_send_bytes(p, view_of(bytes, scn_pattern_bytes(&s->pattern, bytes)));
	return scn_settle(s);
}

static bool
hear_next(struct scn *s, struct scn_peer *p, struct view text)
{
	struct view line;

	if (!make(s, p, text, true))
		return false;
	if (!scn_peer_peek(p, &line))
		return nothing_came(s, p, text);
	if (!scn_pattern_match(&s->pattern, line, &s->names))
		return unexpected(s, text, line);
	scn_peer_drop(p);
	return true;
}

static bool
hear_later(struct scn *s, struct scn_peer *p, struct view text)
{
	struct view line;

	if (!make(s, p, text, true))
		return false;
	while (scn_peer_peek(p, &line)) {
		bool found = scn_pattern_match(&s->pattern, line, &s->names);

		scn_peer_drop(p);
		if (found)
			return true;
	}
	return nothing_came(s, p, text);
}

static bool
hear_nothing(struct scn *s, struct scn_peer *p, struct view text)
{
	struct view line;

	(void)text;
	return !scn_peer_hears(p, &line) || unexpected(s, VIEW("silence"), line);
}

static bool
forget(struct scn *s, struct scn_peer *p, struct view text)
{
	(void)s;
	(void)text;
	scn_peer_forget(p);
	return true;
}

static bool
is_closed(struct scn *s, struct scn_peer *p, struct view why)
{
	char line[SCN_PATTERN_MAX];

	if (why.n != 0) {
		int n = snprintf(line, sizeof(line), "ERROR :Closing Link: %s (%.*s)",
			p->link != NULL ? "*" : p->host, VIEW_ARG(why));

		if (n < 0 || (size_t)n >= sizeof(line) || !hear_next(s, p, view_of(line, (size_t)n)))
			return false;
	}
	if (!scn_peer_is_closed(p, true))
		return scn_fault(s, "%s is not closed", p->name);
	return hear_nothing(s, p, why);
}

static bool
is_open(struct scn *s, struct scn_peer *p, struct view text)
{
	(void)text;
	return !scn_peer_is_closed(p, false) || scn_fault(s, "%s is closed", p->name);
}

static bool
take_window(struct scn *s, struct scn_peer *p, size_t n)
{
	if (p->wire->window == NULL)
		return scn_fault(s, "a socket cannot stop exactly here");
	p->wire->window(p, n);
	return scn_settle(s);
}

static bool
stalls(struct scn *s, struct scn_peer *p, struct view text)
{
	(void)text;
	return take_window(s, p, 0);
}

/* So many bytes more and then no further; or all from now on. */
static bool
reads(struct scn *s, struct scn_peer *p, struct view text)
{
	uint32_t n;

	if (text.n == 0)
		return take_window(s, p, SIZE_MAX);
	return view_to_u32(text, &n) == 0 ? take_window(s, p, n) : scn_fault(s, "reads how many bytes?");
}

static bool
hangs_up(struct scn *s, struct scn_peer *p, struct view text)
{
	(void)text;
	scn_peer_close(p);
	return scn_settle(s);
}

static bool
resets(struct scn *s, struct scn_peer *p, struct view text)
{
	(void)text;
	scn_peer_reset(p);
	return scn_settle(s);
}

/* Of a neighbour: the line is one that it may be told, or would be found not to be. */
static bool
may_hear(struct scn *s, struct scn_peer *p, struct view text)
{
	if (p->link == NULL)
		return scn_fault(s, "%s is no server", p->name);
	scn_link_heard(p->link, text);
	return true;
}

static const struct {
	struct view word;
	bool (*run)(struct scn *s, struct scn_peer *p, struct view text);
} verbs[] = {
	{ VIEW_INIT(">"), send_now },
	{ VIEW_INIT(">>"), send_later },
	{ VIEW_INIT(">|"), send_raw },
	{ VIEW_INIT("<"), hear_next },
	{ VIEW_INIT("<*"), hear_later },
	{ VIEW_INIT("-"), hear_nothing },
	{ VIEW_INIT("-*"), forget },
	{ VIEW_INIT("may-hear"), may_hear },
	{ VIEW_INIT("closed"), is_closed },
	{ VIEW_INIT("open"), is_open },
	{ VIEW_INIT("stalls"), stalls },
	{ VIEW_INIT("reads"), reads },
	{ VIEW_INIT("hangs-up"), hangs_up },
	{ VIEW_INIT("resets"), resets },
};

bool
scn_say(struct scn *s, struct scn_peer *p, struct view what)
{
	struct view rest = what.n != 0 && what.p[0] == ' ' ? view_skip(what, 1) : what, word;

	if (view_cut(&rest, ' ', &word)) {
		for (size_t i = 0; i < ARRAY_LEN(verbs); i++) {
			if (view_eq(word, verbs[i].word))
				return verbs[i].run(s, p, rest);
		}
	}
	return scn_fault(s, "what does %s do?", p->name);
}
