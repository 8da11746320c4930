/* What only the server in memory can do, by the words that ask for it. */
#include "tests/scenario/scn_fit.h"

#include <string.h>

#include "core/utf8.h"
#include "tests/scenario/scn_match.h"

struct word {
	struct view text;
	const char *why;
};

/* At the start of a line. */
static const struct word starts[] = {
	{ VIEW_INIT("advance "), "the clock is told" },
	{ VIEW_INIT("clock "), "the clock is told" },
	{ VIEW_INIT("workers "), "something happens while a password is checked" },
	{ VIEW_INIT("names "), "names of addresses are made up" },
	{ VIEW_INIT("code "), "an invite code is made while the server runs" },
	{ VIEW_INIT("login "), "somebody is logged in by hand" },
	{ VIEW_INIT("suspend "), "an account is suspended by hand" },
	{ VIEW_INIT("logout "), "somebody is logged in by hand" },
	{ VIEW_INIT("ident "), "Auth services are played" },
	{ VIEW_INIT("link "), "a linked server is played" },
	{ VIEW_INIT("refused "), "a connection is refused in memory" },
	{ VIEW_INIT("config class flood-"), "flood limits are low, and the runner's PINGs count" },
	{ VIEW_INIT("config + class \"slow\""), "flood limits are low, and the runner's PINGs count" },
	{ VIEW_INIT("config + link "), "another server is played" },
	{ VIEW_INIT("config + listen "), "it has listeners of its own" },
	{ VIEW_INIT("config listen "), "it has listeners of its own" },
};

/* Anywhere. */
static const struct word parts[] = {
	{ VIEW_INIT(" fp="), "a certificate's fingerprint is made up" },
	{ VIEW_INIT(" by="), "it has listeners of its own" },
	{ VIEW_INIT(" uid="), "a user number of the host is made up" },
	{ VIEW_INIT(" control"), "the control socket is none of users" },
	{ VIEW_INIT(" listener="), "it has listeners of its own" },
	{ VIEW_INIT(" proxy"), "its listener takes PROXY headers" },
	{ VIEW_INIT(" behind="), "its listener takes PROXY headers" },
	{ VIEW_INIT(" stalls"), "a client stops reading, and a socket would still take much" },
	{ VIEW_INIT(">> OPER "), "something happens while a password is checked" },
	{ VIEW_INIT(">> PASS "), "something happens while a password is checked" },
	{ VIEW_INIT("$now"), "the time is known to the millisecond" },
};

static bool
has(struct view line, struct view part)
{
	return line.n != 0 && memmem(line.p, line.n, part.p, part.n) != NULL;
}

static bool
is_opening(struct view line)
{
	return view_starts(line, VIEW("open ")) || view_starts(line, VIEW("connect "));
}

static const char *
from_elsewhere(struct view line)
{
	const struct view from = VIEW(" from=");
	const char *at = memmem(line.p, line.n, from.p, from.n);
	struct view rest;

	if (at == NULL)
		return NULL;
	rest = view_skip(line, (size_t)(at - line.p) + from.n);
	return view_starts(rest, VIEW("127.")) || view_starts(rest, VIEW("unix"))
		? NULL
		: "somebody comes from an address that is not loopback";
}

/* "except TRANSPORT{ TRANSPORT}: REASON"; "all" are those over sockets. */
static struct view
excepted(struct view line, const struct scn_over *over)
{
	struct view rest, list, word;

	if (!view_starts(line, VIEW("except ")))
		return VIEW("");
	rest = view_skip(line, 7);
	list = view_left(rest, view_find(rest, ':'));
	rest = view_trim(view_skip(rest, list.n + 1));
	while (view_cut(&list, ' ', &word)) {
		if (view_eq(word, view_z(over->name)) || view_eq(word, VIEW("all")))
			return rest;
	}
	return VIEW("");
}

static const char *
no_word(void *arg, struct view word)
{
	(void)arg;
	(void)word;
	return NULL;
}

/* A text frame is one line of UTF-8. */
static const char *
no_text_frame(struct view line)
{
	const struct scn_words words = { no_word, NULL };
	static struct scn_pattern p;
	static char bytes[SCN_PATTERN_MAX];
	struct view text = view_skip(line, view_find(line, '>'));

	if (text.n == 0 || has(view_left(line, line.n - text.n), VIEW(" ")))
		return NULL; /* no statement that sends */
	if (view_starts(text, VIEW(">|")))
		return "bytes are sent that are no whole line";
	if (scn_pattern_make(&p, view_skip(text, 1), &words, NULL) == -1)
		return NULL;
	return utf8_is_valid(view_of(bytes, scn_pattern_bytes(&p, bytes)))
		? NULL
		: "bytes are sent that are no UTF-8";
}

static const char *
why_not(struct view line, const struct scn_over *over)
{
	for (size_t i = 0; i < ARRAY_LEN(starts); i++) {
		if (view_starts(line, starts[i].text))
			return starts[i].why;
	}
	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		if (has(line, parts[i].text))
			return parts[i].why;
	}
	if (is_opening(line))
		return from_elsewhere(line);
	return over->port == SCN_PORT_WEBSOCKET ? no_text_frame(line) : NULL;
}

/* Without what stands before a statement. */
static struct view
statement(struct view line)
{
	line = view_trim(line);
	while (view_starts(line, VIEW("times "))) {
		line = view_skip(line, 6);
		(void)scn_word(&line);
	}
	return line;
}

struct scn_fit
scn_fit_look(struct view steps, const struct scn_over *over)
{
	struct scn_fit fit = { .wants_tls = false };
	struct view line;

	while (view_cut(&steps, '\n', &line) && !view_starts(line, VIEW("scenario "))) {
		line = statement(line);
		if (line.n == 0 || line.p[0] == '#')
			continue;
		fit.wants_tls |= is_opening(line) &&
			(has(line, VIEW(" tls ")) ||
				(line.n > 4 && view_eq(view_skip(line, line.n - 4), VIEW(" tls"))));
		if (fit.why_not.n == 0)
			fit.why_not = excepted(line, over);
		if (fit.why_not.n == 0)
			fit.why_not = view_z(why_not(line, over));
	}
	return fit;
}
