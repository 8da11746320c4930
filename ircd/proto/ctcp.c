/*
 * Clients disagree on where a request begins and ends, and a filter that sides with one of them is passed by way of another.  So there is
 * one reading here, and whatever has another is CTCP_BAD.
 */
#include "proto/ctcp.h"

#define SOH	  '\x01'
#define LOW_QUOTE '\x10'

static bool
is_control(char c)
{
	return (unsigned char)c <= ' ';
}

/* Quoting within a verb is for ctcp_is() to see through. */
static bool
is_verb(char c)
{
	return !is_control(c) || c == LOW_QUOTE;
}

enum ctcp_form
ctcp_parse(struct view text, struct ctcp *out)
{
	struct view body = view_skip(text, 1);
	size_t end = view_find(body, SOH), n = 0;

	if (view_find(text, SOH) == text.n)
		return CTCP_NONE;
	if (text.p[0] != SOH || end + 1 < body.n)
		return CTCP_BAD;
	body = view_left(body, end);
	while (body.n != 0 && is_control(body.p[0]))
		body = view_skip(body, 1);
	while (n < body.n && is_verb(body.p[n]))
		n++;
	out->verb = view_left(body, n);
	out->rest = view_trim(view_skip(body, n));
	return CTCP_OK;
}

static bool
is_quote(char c)
{
	return c == LOW_QUOTE || c == '\\';
}

bool
ctcp_is(const struct ctcp *c, struct view verb)
{
	size_t at = 0;

	for (size_t i = 0; i < c->verb.n; i++) {
		if (is_quote(c->verb.p[i]))
			continue;
		if (at == verb.n || !view_eq_nocase(view_of(c->verb.p + i, 1), view_of(verb.p + at, 1)))
			return false;
		at++;
	}
	return at == verb.n;
}
