#include "relay/chat_filter.h"

#define SOH '\x01'

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static struct view
skip_blanks(struct view v)
{
	while (v.n > 0 && is_blank(v.p[0]))
		v = view_skip(v, 1);
	return v;
}

/* "DCC" behind any SOH of the line, whatever is between that a client might skip or ignore. */
static bool
has_dcc(struct view v)
{
	size_t at;

	while ((at = view_find(v, SOH)) < v.n) {
		v = view_skip(v, at + 1);
		if (view_eq_nocase(view_left(skip_blanks(v), 3), VIEW("DCC")))
			return true;
	}
	return false;
}

/* What stands before the SOH: nothing, or the words of ircII and BitchX. */
static bool
is_lead(struct view v)
{
	static const struct view word[] = { VIEW_INIT("CTCP_MESSAGE "), VIEW_INIT("CTCP_REPLY ") };

	for (size_t i = 0; i < ARRAY_LEN(word); i++) {
		if (view_eq_nocase(v, word[i]))
			return true;
	}
	return v.n == 0;
}

static bool
is_ping_text(struct view v)
{
	for (size_t i = 0; i < v.n; i++) {
		if (v.p[i] < ' ' || v.p[i] > '~')
			return false;
	}
	return v.n <= CHAT_PING_MAX;
}

enum chat_kind
chat_line_kind(struct view line, struct view *text)
{
	size_t soh = view_find(line, SOH), end, verb;
	struct view body, rest;

	*text = line;
	if (soh == line.n)
		return CHAT_TEXT;
	*text = (struct view){ NULL, 0 };
	if (has_dcc(line))
		return CHAT_DCC;
	body = view_skip(line, soh + 1);
	end = view_find(body, SOH);
	/* The second SOH is the last byte, if there is one. */
	if (!is_lead(view_left(line, soh)) || (end < body.n && end + 1 < body.n))
		return CHAT_CTCP;
	body = view_left(body, end);
	verb = view_find(body, ' ');
	rest = view_skip(body, verb + 1);
	if (view_eq_nocase(view_left(body, verb), VIEW("ACTION"))) {
		*text = rest;
		return CHAT_ACTION;
	}
	if (view_eq_nocase(view_left(body, verb), VIEW("PING")) && is_ping_text(rest))
		return CHAT_PING;
	return CHAT_CTCP;
}

size_t
chat_strip_nul(char *line, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		if (line[i] != '\0')
			line[kept++] = line[i];
	}
	return kept;
}
