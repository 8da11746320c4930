/*
 * One pass over the line, in place: views into it and no copy.  What a client sends is untidy, so runs of blanks count as one and
 * blanks before the verb or at the end are passed over.
 */
#include "proto/msg.h"

#include <string.h>

#include "core/utf8.h"
#include "proto/bytes_priv.h"

/* Cuts the bytes before the next blank off *rest, and the blanks. */
static inline struct view
take_word(struct view *rest)
{
	const char *p = rest->p;
	size_t n = 0, end;

	while (n < rest->n && p[n] != ' ')
		n++;
	for (end = n; end < rest->n && p[end] == ' ';)
		end++;
	*rest = view_of(p + end, rest->n - end);
	return view_of(p, n);
}

static inline void
skip_blanks(struct view *rest)
{
	while (rest->n != 0 && rest->p[0] == ' ') {
		rest->p++;
		rest->n--;
	}
}

static void
take_params(struct view rest, struct msg *m)
{
	while (rest.n != 0) {
		bool colon = rest.p[0] == ':';

		if (colon || m->n_params == MSG_PARAMS_MAX - 1) {
			m->param[m->n_params++] = colon ? view_of(rest.p + 1, rest.n - 1) : rest;
			m->has_trailing = true;
			return;
		}
		m->param[m->n_params++] = take_word(&rest);
	}
}

/* *rest begins behind the tags. */
static enum msg_result
take_body(struct view rest, struct msg *m)
{
	bool head = m->tags.n != 0;

	skip_blanks(&rest);
	if (rest.n != 0 && rest.p[0] == ':') {
		m->source = take_word(&rest);
		m->source = view_of(m->source.p + 1, m->source.n - 1);
		head = true;
	}
	if (rest.n == 0)
		return head ? MSG_BAD : MSG_EMPTY;
	if (rest.p[0] == ':')
		return MSG_BAD; /* only behind a source; no verb begins so, and it could not be quoted in a reply */
	m->verb = take_word(&rest);
	take_params(rest, m);
	return MSG_OK;
}

/* tags_max: bytes of tags; cut: a body that is too long is cut, not refused. */
static enum msg_result
parse(struct view line, struct msg *m, size_t tags_max, bool cut)
{
	struct view rest = line;

	*m = (struct msg){ .line = line };
	if (bytes_break(line.p, line.n, false))
		return MSG_BAD;
	if (rest.n != 0 && rest.p[0] == '@') {
		const char *space = memchr(rest.p, ' ', rest.n);
		size_t n = space != NULL ? (size_t)(space - rest.p) : rest.n;

		if (n - 1 > tags_max)
			return MSG_TAGS_TOO_LONG;
		if (space == NULL)
			return MSG_BAD;
		m->tags = view_of(rest.p + 1, n - 1);
		rest = view_of(space + 1, rest.n - n - 1);
	}
	if (rest.n > MSG_BODY_MAX - 2 && !cut)
		return MSG_BODY_TOO_LONG;
	return take_body(utf8_left(rest, MSG_BODY_MAX - 2), m);
}

enum msg_result
msg_parse(struct view line, struct msg *m)
{
	return parse(line, m, MSG_TAGS_CLIENT, false);
}

enum msg_result
msg_parse_server(struct view line, struct msg *m)
{
	return parse(line, m, MSG_TAGS_CLIENT + 1 + MSG_TAGS_SERVER, true);
}

struct view
msg_param(const struct msg *m, size_t i)
{
	return i < m->n_params ? m->param[i] : VIEW("");
}

bool
msg_verb_is_numeric(struct view verb)
{
	size_t i = 0;

	while (i < verb.n && verb.p[i] >= '0' && verb.p[i] <= '9')
		i++;
	return verb.n == 3 && i == 3;
}
