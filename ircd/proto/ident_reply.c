/*
 * RFC 1413, read strictly: nothing is repaired, because a name that was cut or stripped would be another user's.  Blanks around commas and
 * colons mean nothing; those in the name and behind it belong to it, and spoil it.
 */
#include "proto/ident_reply.h"

#define PORT_DIGITS 5
#define OPSYS_MAX   64 /* bytes, RFC 1413 section 6 */
#define X_ERROR_MAX 64
#define ID_MAX	    512

static bool
port_is(struct view v, uint16_t port)
{
	uint32_t n;

	return view_to_u32(v, &n) == 0 && n == port;
}

static bool
is_port(struct view v)
{
	uint32_t n;

	return v.n <= PORT_DIGITS && view_to_u32(v, &n) == 0;
}

/* IDENT_REPLY_USER: it is about what was asked. */
static enum ident_reply
judge_pair(struct view pair, const struct ident_question *asked)
{
	size_t comma = view_find(pair, ',');
	struct view client = view_trim(view_left(pair, comma)),
		    server = view_trim(view_skip(pair, comma + 1));

	if (!is_port(client) || !is_port(server))
		return IDENT_REPLY_BAD;
	if (!port_is(client, asked->client_port) || !port_is(server, asked->server_port))
		return IDENT_REPLY_PORTS;
	return IDENT_REPLY_USER;
}

static enum ident_reply
judge_error(struct view word)
{
	static const enum ident_reply words[] = { IDENT_REPLY_NO_USER, IDENT_REPLY_HIDDEN_USER,
		IDENT_REPLY_INVALID_PORT, IDENT_REPLY_UNKNOWN_ERROR };

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (view_eq_nocase(word, view_z(ident_reply_name(words[i]))))
			return words[i];
	}
	return word.n > 1 && word.n <= X_ERROR_MAX && (word.p[0] == 'X' || word.p[0] == 'x')
		? IDENT_REPLY_X_ERROR
		: IDENT_REPLY_BAD;
}

static bool
charset_is_known(struct view charset)
{
	const struct view iso = VIEW("ISO-8859-");

	return view_eq_nocase(charset, VIEW("US-ASCII")) || view_eq_nocase(charset, VIEW("UTF-8")) ||
		(charset.n > iso.n && view_eq_nocase(view_left(charset, iso.n), iso));
}

/* "UNIX", "UNIX,UTF-8" */
static enum ident_reply
judge_opsys(struct view field, bool other_ok)
{
	size_t comma = view_find(field, ',');
	struct view opsys = view_trim(view_left(field, comma));

	if (opsys.n == 0 || opsys.n > OPSYS_MAX)
		return IDENT_REPLY_BAD;
	if (comma != field.n && !charset_is_known(view_trim(view_skip(field, comma + 1))))
		return IDENT_REPLY_CHARSET;
	if (!other_ok && view_eq_nocase(opsys, VIEW("OTHER")))
		return IDENT_REPLY_OTHER;
	return IDENT_REPLY_USER;
}

static bool
is_alnum(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* A '~' or '^' in front would pass for a mark of ours. */
static enum ident_reply
take_id(struct view v, char id[USER_LEN + 1])
{
	while (v.n != 0 && (v.p[0] == ' ' || v.p[0] == '\t'))
		v = view_skip(v, 1);
	if (v.n == 0 || v.n > ID_MAX || !is_alnum(v.p[0]))
		return IDENT_REPLY_UNUSABLE;
	for (size_t i = 0; i < v.n; i++) {
		if (!is_alnum(v.p[i]) && v.p[i] != '.' && v.p[i] != '_' && v.p[i] != '-')
			return IDENT_REPLY_UNUSABLE;
	}
	(void)view_copy(v, id, USER_LEN + 1);
	return IDENT_REPLY_USER;
}

static struct view
first_line(struct view bytes)
{
	struct view line = view_left(bytes, view_find(bytes, '\n'));

	if (line.n != bytes.n && line.n != 0 && line.p[line.n - 1] == '\r')
		line.n--;
	return line;
}

enum ident_reply
ident_reply_parse(struct view bytes, const struct ident_question *asked, char id[USER_LEN + 1])
{
	struct view rest = first_line(bytes), pair, kind, opsys;
	enum ident_reply r;

	id[0] = '\0';
	if (bytes.n == 0)
		return IDENT_REPLY_NONE;
	if (rest.n > IDENT_REPLY_MAX || !view_cut(&rest, ':', &pair) || !view_cut(&rest, ':', &kind) ||
		rest.p == NULL)
		return IDENT_REPLY_BAD;
	r = judge_pair(pair, asked);
	if (r != IDENT_REPLY_USER)
		return r;
	kind = view_trim(kind);
	if (view_eq_nocase(kind, VIEW("ERROR")))
		return judge_error(view_trim(rest));
	if (!view_eq_nocase(kind, VIEW("USERID")) || !view_cut(&rest, ':', &opsys) || rest.p == NULL)
		return IDENT_REPLY_BAD;
	r = judge_opsys(opsys, asked->other_ok);
	return r == IDENT_REPLY_USER ? take_id(rest, id) : r;
}

const char *
ident_reply_name(enum ident_reply reply)
{
	static const char *const names[IDENT_REPLY_N] = {
		[IDENT_REPLY_NONE] = "none",
		[IDENT_REPLY_REFUSED] = "refused",
		[IDENT_REPLY_UNREACHABLE] = "unreachable",
		[IDENT_REPLY_BUSY] = "too busy to ask",
		[IDENT_REPLY_USER] = "USERID",
		[IDENT_REPLY_NO_USER] = "NO-USER",
		[IDENT_REPLY_HIDDEN_USER] = "HIDDEN-USER",
		[IDENT_REPLY_INVALID_PORT] = "INVALID-PORT",
		[IDENT_REPLY_UNKNOWN_ERROR] = "UNKNOWN-ERROR",
		[IDENT_REPLY_X_ERROR] = "X",
		[IDENT_REPLY_OTHER] = "OTHER",
		[IDENT_REPLY_CHARSET] = "unknown charset",
		[IDENT_REPLY_UNUSABLE] = "unusable name",
		[IDENT_REPLY_PORTS] = "wrong ports",
		[IDENT_REPLY_BAD] = "malformed",
	};

	return names[reply];
}
