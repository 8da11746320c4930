/* A row for each verb: by whom, what each parameter is, and what the neighbour must have said that it knows. */
#include "tests/scenario/scn_grammar.h"

#include <stdio.h>
#include <string.h>

#include "core/util.h"
#include "link/link_caps.h"
#include "proto/limits.h"
#include "proto/msg.h"

enum { PARAMS_MAX = 14, BODY_MAX = MSG_BODY_MAX - 2 };

#define CAP(c) LINK_CAP_BIT(LINK_CAP_##c)

/*
 * Letters of parameters: u UID, s SID, d SID, UID or name of a server, t seconds, n number, c channel, w word, x text (may be empty),
 * m modes, k nick, h host, a account or "*", i address or "0", M members of SJOIN, T triplets of EBMASK.  '?' before one: as many as
 * lack are those behind it, from there on; '*': any words.
 * by: S server, U user, N nobody.
 */
static const struct rule {
	const char *verb, *by, *params;
	uint64_t need, without;
} rules[] = {
	{ "PASS", "N", "wwns", 0, 0 },
	{ "CAPAB", "N", "x", 0, 0 },
	{ "SERVER", "NS", "wnx", 0, 0 },
	{ "SVINFO", "N", "nnnt", 0, 0 },
	{ "ERROR", "NS", "x", 0, 0 },
	{ "SID", "S", "wns?wx", 0, 0 },
	{ "SQUIT", "NSU", "dx", 0, 0 },
	{ "PING", "NSU", "w?d", 0, 0 },
	{ "PONG", "S", "wd", 0, 0 },
	{ "EUID", "S", "kntmwhiuhax", CAP(EUID), 0 },
	{ "UID", "S", "kntmwhiux", 0, 0 },
	{ "NICK", "U", "kt", 0, 0 },
	{ "QUIT", "U", "x", 0, 0 },
	{ "KILL", "SU", "ux", 0, 0 },
	{ "SAVE", "S", "ut", CAP(SAVE), 0 },
	{ "OPER", "U", "w?w", 0, 0 },
	{ "AWAY", "U", "?x", 0, 0 },
	{ "CHGHOST", "SU", "uh", CAP(EUID), 0 },
	{ "SIGNON", "U", "kwhtw", 0, 0 },
	{ "WALLOPS", "SU", "x", 0, 0 },
	{ "OPERWALL", "U", "x", 0, 0 },
	{ "SJOIN", "S", "tcm*M", 0, 0 },
	{ "JOIN", "U", "tcm", 0, 0 },
	{ "PART", "U", "c?x", 0, 0 },
	{ "KICK", "SU", "cux", 0, 0 },
	{ "TMODE", "SU", "tcm*", 0, 0 },
	{ "MODE", "U", "um", 0, 0 },
	{ "BMASK", "S", "tcwx", 0, 0 },
	{ "EBMASK", "S", "tcwT", CAP(EBMASK), 0 },
	{ "TB", "S", "ct?wx", CAP(TB), 0 },
	{ "ETB", "SU", "tctwx", CAP(EOPMOD), 0 },
	{ "TOPIC", "U", "cx", 0, 0 },
	{ "INVITE", "U", "uc?t", 0, 0 },
	{ "KNOCK", "U", "c", CAP(KNOCK), 0 },
	{ "MLOCK", "S", "tcx", CAP(MLOCK), 0 },
	{ "REMOVE", "SU", "cux", CAP(REMOVE), 0 },
	{ "PRIVMSG", "U", "wx", 0, 0 },
	{ "NOTICE", "SU", "wx", 0, 0 },
	{ "TAGMSG", "U", "w", CAP(STAG), 0 },
	{ "BAN", "SU", "wwwtnnwx", CAP(BAN), 0 },
	{ "KLINE", "U", "wnwwx", CAP(KLN), 0 },
	{ "UNKLINE", "U", "www", CAP(UNKLN), 0 },
	{ "XLINE", "U", "wwnx", CAP(CLUSTER), 0 },
	{ "UNXLINE", "U", "ww", CAP(CLUSTER), 0 },
	{ "RESV", "U", "wnwnx", CAP(CLUSTER), 0 },
	{ "UNRESV", "U", "ww", CAP(CLUSTER), 0 },
	{ "WHOIS", "U", "dw", 0, 0 },
	{ "WHOWAS", "U", "wnd", 0, 0 },
	{ "VERSION", "U", "d", 0, 0 },
	{ "TIME", "U", "d", 0, 0 },
	{ "ADMIN", "U", "d", 0, 0 },
	{ "INFO", "U", "d", 0, 0 },
	{ "MOTD", "U", "d", 0, 0 },
	{ "USERS", "U", "d", 0, 0 },
	{ "LUSERS", "U", "wd", 0, 0 },
	{ "STATS", "U", "wd", 0, 0 },
	{ "LINKS", "U", "dw", 0, 0 },
	{ "TRACE", "U", "w?d", 0, 0 },
	{ "CONNECT", "U", "wnd", 0, 0 },
};

/* Behind "ENCAP <mask>"; others only to servers that are as this one. */
static const struct rule encaps[] = {
	{ "GCAP", "S", "x", 0, 0 },
	{ "SU", "S", "u?a", 0, 0 },
	{ "LOGIN", "U", "a", 0, 0 },
	{ "SVSLOGIN", "S", "uwwww", 0, 0 },
	{ "SASL", "S", "wwww*", 0, 0 },
	{ "MECHLIST", "S", "x", 0, 0 },
	{ "CERTFP", "U", "x", 0, 0 },
	{ "REALHOST", "U", "h", 0, 0 },
	{ "CHGHOST", "SU", "uh", 0, 0 },
	{ "RSFNC", "S", "uktt?w", 0, 0 },
	{ "NICKDELAY", "S", "nw", 0, 0 },
	{ "IDENTIFIED", "S", "uw?w", 0, 0 },
	{ "KLINE", "SU", "nwwx", 0, 0 },
	{ "UNKLINE", "SU", "ww", 0, 0 },
	{ "XLINE", "SU", "nwnx", 0, 0 },
	{ "UNXLINE", "SU", "w", 0, 0 },
	{ "RESV", "SU", "nwnx", 0, 0 },
	{ "UNRESV", "SU", "w", 0, 0 },
	{ "DLINE", "SU", "nwx", 0, 0 },
	{ "UNDLINE", "SU", "w", 0, 0 },
	{ "SNOTE", "S", "wx", 0, 0 },
	{ "TGINFO", "U", "x", 0, 0 },
	{ "OPERSPY", "U", "x", 0, 0 },
};

static bool
is_upper_or_digit(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool
is_digits(struct view v)
{
	for (size_t i = 0; i < v.n; i++) {
		if (v.p[i] < '0' || v.p[i] > '9')
			return false;
	}
	return v.n != 0 && v.n <= 10;
}

static bool
is_id(struct view v, size_t n)
{
	if (v.n != n || v.p[0] < '0' || v.p[0] > '9')
		return false;
	for (size_t i = 1; i < n; i++) {
		if (!is_upper_or_digit(v.p[i]))
			return false;
	}
	return n == SID_LEN || (v.p[SID_LEN] >= 'A' && v.p[SID_LEN] <= 'Z');
}

static bool
is_word(struct view v)
{
	return v.n != 0 && v.p[0] != ':' && view_find(v, ' ') == v.n;
}

static bool
is_made_of(struct view v, const char *extra)
{
	for (size_t i = 0; i < v.n; i++) {
		char c = v.p[i];

		if (!is_upper_or_digit(c) && (c < 'a' || c > 'z') && strchr(extra, c) == NULL)
			return false;
	}
	return v.n != 0;
}

static bool
is_name(struct view v)
{
	return is_made_of(v, "-.[]\\^_{|}`") && view_find(v, '.') < v.n && v.n <= SERVER_NAME_LEN;
}

static bool
is_modes(struct view v)
{
	return v.n != 0 && (v.p[0] == '+' || v.p[0] == '-' || view_eq(v, VIEW("0"))) && is_made_of(v, "+-");
}

static bool
is_members(struct view v)
{
	struct view word;

	while (v.n != 0 && view_cut(&v, ' ', &word)) {
		while (word.n != 0 && (word.p[0] == '@' || word.p[0] == '+'))
			word = view_skip(word, 1);
		if (!is_id(word, UID_LEN))
			return false;
	}
	return true;
}

/* "MASK TIME SETTER" any number of times. */
static bool
is_triplets(struct view v)
{
	struct view word;
	size_t n = 0;

	for (; view_cut(&v, ' ', &word); n++) {
		if (!is_word(word) || (n % 3 == 1 && !is_digits(word)))
			return false;
	}
	return n != 0 && n % 3 == 0;
}

/* What looks like a UID is one: nobody is called by another's. */
static bool
is_shape(char shape, struct view v)
{
	switch (shape) {
	case 'u':
		return is_id(v, UID_LEN);
	case 's':
		return is_id(v, SID_LEN);
	case 'd':
		return is_id(v, UID_LEN) || is_id(v, SID_LEN) || is_name(v);
	case 't':
	case 'n':
		return is_digits(v);
	case 'c':
		return v.n >= 2 && v.n <= 200 && v.p[0] == '#' && view_find(v, ' ') == v.n &&
			view_find(v, ',') == v.n;
	case 'm':
		return is_modes(v);
	case 'k':
		return is_made_of(v, "-[]\\^_{|}`") && v.n <= NICK_LEN_MAX && v.p[0] != '-';
	case 'h':
		return view_eq(v, VIEW("*")) || (is_made_of(v, "-./:") && v.p[0] != ':' && v.n <= HOST_LEN);
	case 'a':
		return is_word(v) && v.n <= ACCOUNT_LEN;
	case 'i':
		return is_made_of(v, ".:") && v.p[0] != ':';
	case 'M':
		return is_members(v);
	case 'T':
		return is_triplets(v);
	case 'x':
		return true;
	default:
		return is_word(v);
	}
}

/* How many more parameters there are than the letters say at least: so many of those that may be missing are there. */
static bool
has_shapes(const char *shapes, const struct msg *m, char *why, size_t size)
{
	size_t i = 0;

	for (const char *s = shapes; *s != '\0'; s++) {
		if (*s == '*') {
			/* Words up to what the last letter says. */
			while (i + strlen(s + 1) < m->n_params)
				i++;
			continue;
		}
		if (*s == '?') {
			size_t behind = strlen(s + 1);

			/* The last one is there whenever something precedes: "TB #c TS [setter] :topic". */
			if (m->n_params - i >= behind)
				continue;
			s += behind - (m->n_params - i);
			if (i == m->n_params)
				return true;
			continue;
		}
		if (i == m->n_params || !is_shape(*s, m->param[i])) {
			(void)snprintf(why, size, "parameter %zu is no '%c'", i + 1, *s);
			return false;
		}
		i++;
	}
	if (i != m->n_params)
		(void)snprintf(why, size, "%zu parameters, not %zu", m->n_params, i);
	return i == m->n_params;
}

static char
kind_of(struct view source)
{
	if (source.n == 0)
		return 'N';
	return is_id(source, UID_LEN) ? 'U' : is_id(source, SID_LEN) || is_name(source) ? 'S' : '?';
}

static bool
is_numeric(struct view verb)
{
	return verb.n == 3 && is_digits(verb);
}

static bool
is_wrong(char *why, size_t size, const char *what)
{
	(void)snprintf(why, size, "%s", what);
	return false;
}

static bool
fits(const struct rule *r, const struct msg *m, uint64_t caps, char *why, size_t size)
{
	if (strchr(r->by, kind_of(m->source)) == NULL)
		return is_wrong(why, size, "said by somebody of another kind");
	if ((caps & r->need) != r->need || (caps & r->without) != 0)
		return is_wrong(why, size, "it has not said that it knows this");
	return has_shapes(r->params, m, why, size);
}

static const struct rule *
rule_find(const struct rule *list, size_t n, struct view verb)
{
	for (size_t i = 0; i < n; i++) {
		if (view_eq(verb, view_z(list[i].verb)))
			return &list[i];
	}
	return NULL;
}

static bool
check_encap(const struct msg *m, uint64_t caps, char *why, size_t size)
{
	const struct rule *r = m->n_params > 1 ? rule_find(encaps, ARRAY_LEN(encaps), m->param[1]) : NULL;
	struct msg inner = *m;

	if (r == NULL)
		return (m->n_params > 1 && (caps & CAP(CONCLAVE)) != 0) ||
			is_wrong(why, size, "no such subcommand of ENCAP");
	inner.n_params -= 2;
	memmove(inner.param, inner.param + 2, inner.n_params * sizeof(inner.param[0]));
	return fits(r, &inner, caps, why, size);
}

static bool
check(const struct msg *m, uint64_t caps, char *why, size_t size)
{
	const struct rule *r = rule_find(rules, ARRAY_LEN(rules), m->verb);

	if (m->n_params > PARAMS_MAX)
		return is_wrong(why, size, "more than 14 parameters");
	if (is_numeric(m->verb))
		return (kind_of(m->source) == 'S' && m->n_params >= 2) ||
			is_wrong(why, size, "a numeric without server or target");
	if (view_eq(m->verb, VIEW("ENCAP")))
		return check_encap(m, caps, why, size);
	return r != NULL ? fits(r, m, caps, why, size) : is_wrong(why, size, "no such verb");
}

bool
scn_grammar_ok(struct view line, uint64_t caps, char *why, size_t size)
{
	struct view body = line;
	struct msg m;

	if (view_starts(line, VIEW("@"))) {
		if ((caps & CAP(STAG)) == 0)
			return is_wrong(why, size, "tags, and it has not said STAG");
		body = view_skip(line, view_find(line, ' ') + 1);
	}
	if (body.n > BODY_MAX)
		return is_wrong(why, size, "longer than 510 bytes");
	if (msg_parse_server(line, &m) != MSG_OK)
		return is_wrong(why, size, "no message");
	return check(&m, caps, why, size);
}
