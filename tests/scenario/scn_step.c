/* Statements about the server, time and several clients; those about one client are in scn_say.c. */
#include "tests/scenario/scn_step.h"

#include <stdarg.h>
#include <stdio.h>

#include "auth/ident.h"
#include "core/buf.h"
#include "core/mem.h"
#include "route/login.h"
#include "tests/scenario/scn_account.h"
#include "tests/scenario/scn_link.h"
#include "tests/scenario/scn_live.h"
#include "tests/scenario/scn_login.h"

enum { LINE_MAX_BYTES = 8192, LINK_WORDS_MAX = 1024 };

bool
scn_fault(struct scn *s, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(s->fault, sizeof(s->fault), fmt, ap);
	va_end(ap);
	return false;
}

static bool
rig_fault(struct scn *s)
{
	return scn_fault(s, "%s", s->rig.fault);
}

int
scn_init(struct scn *s, const struct scn_over *over)
{
	*s = (struct scn){ .n_peers = 0 };
	if (scn_rig_init(&s->rig, over) == 0)
		return 0;
	(void)rig_fault(s);
	return -1;
}

static void
free_peers(struct scn *s)
{
	for (size_t i = 0; i < s->n_peers; i++)
		scn_peer_free(s->peer[i]);
	s->n_peers = 0;
}

/*
 * In memory the server goes first: connections outlive it in the hands of their peers.  A process waits for those who do not hang up,
 * so there they go first.
 */
static bool
end(struct scn *s)
{
	bool ok;

	if (s->rig.live != NULL)
		free_peers(s);
	ok = scn_rig_stop(&s->rig) || rig_fault(s);
	free_peers(s);
	return ok;
}

void
scn_release(struct scn *s)
{
	(void)end(s);
	scn_names_clear(&s->names);
	scn_rig_release(&s->rig);
}

struct scn_peer *
scn_peer_find(const struct scn *s, struct view name)
{
	for (size_t i = 0; i < s->n_peers; i++) {
		if (view_eq(name, view_z(s->peer[i]->name)))
			return s->peer[i];
	}
	return NULL;
}

/* Over sockets: who has done something is answered.  What others hear of it is waited for when they are looked at. */
bool
scn_settle(struct scn *s)
{
	for (size_t i = 0; s->rig.live != NULL && i < s->n_peers; i++) {
		if (s->peer[i]->acted)
			scn_sync(s->rig.live, s->peer[i]);
	}
	if (s->rig.live != NULL)
		return true;
	return scn_rig_settle(&s->rig) == 0 || rig_fault(s);
}

static bool
step_config(struct scn *s, struct view rest)
{
	return scn_rig_configure(&s->rig, rest) == 0 || rig_fault(s);
}

static bool
step_file(struct scn *s, struct view rest)
{
	struct view file = scn_word(&rest);

	return scn_rig_file(&s->rig, file, rest) == 0 || rig_fault(s);
}

/* Files that have the form of PEM, which is all that is looked at until a listener speaks TLS; the scenarios' TLS is in memory. */
static bool
step_with_tls(struct scn *s, struct view rest)
{
	static const char *const lines[] = {
		"cert.pem -----BEGIN CERTIFICATE-----",
		"cert.pem -----END CERTIFICATE-----",
		"key.pem -----BEGIN PRIVATE KEY-----",
		"key.pem -----END PRIVATE KEY-----",
	};

	(void)rest;
	if (s->rig.live != NULL) {
		scn_live_want_tls(s->rig.live);
		return true;
	}
	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		if (!step_file(s, view_z(lines[i])))
			return false;
	}
	return step_config(s, VIEW("+ tls { certificate = \"cert.pem\" key = \"key.pem\" }")) &&
		step_config(s, VIEW("+ listen \"127.0.0.1:6697\" { tls = yes }"));
}

static bool
step_start(struct scn *s, struct view rest)
{
	(void)rest;
	return scn_rig_start(&s->rig) == 0 || rig_fault(s);
}

/* A name that was used before is somebody new: the old connection is gone for the script. */
static bool
step_open(struct scn *s, struct view rest)
{
	struct scn_peer *p;

	if (scn_rig_start(&s->rig) == -1)
		return rig_fault(s);
	if (s->n_peers == SCN_PEERS_MAX)
		return scn_fault(s, "too many clients");
	if (scn_peer_find(s, view_left(rest, view_find(rest, ' '))) != NULL)
		return scn_fault(s, "there is a client of this name");
	p = scn_peer_new(&s->rig, rest);
	if (p == NULL)
		return rig_fault(s);
	s->peer[s->n_peers++] = p;
	return scn_settle(s);
}

static bool
step_connect(struct scn *s, struct view rest)
{
	return step_open(s, rest) &&
		(scn_peer_register(&s->rig, s->peer[s->n_peers - 1]) == 0 || rig_fault(s));
}

/* All that a neighbour was told must be of the dialect. */
static bool
check_link(struct scn *s, const struct scn_peer *p)
{
	const char *wrong = p->link != NULL ? scn_link_wrong(p->link) : NULL;

	return wrong == NULL || scn_fault(s, "%s is told what it must not be: %s", p->name, wrong);
}

/* Of a neighbour that is gone, another takes the name. */
static bool
forget_link(struct scn *s, struct view name)
{
	for (size_t i = 0; i < s->n_peers; i++) {
		struct scn_peer *p = s->peer[i];

		if (p->link == NULL || !view_eq(name, view_z(p->name)) || !scn_peer_is_closed(p, false))
			continue;
		scn_peer_forget(p);
		if (!check_link(s, p))
			return false;
		scn_peer_free(p);
		s->peer[i] = s->peer[--s->n_peers];
		return true;
	}
	return true;
}

static bool
step_link(struct scn *s, struct view rest)
{
	struct view name = scn_word(&rest);
	char words[LINK_WORDS_MAX];

	(void)snprintf(words, sizeof(words), "%.*s link %.*s", VIEW_ARG(name), VIEW_ARG(rest));
	return forget_link(s, name) && step_open(s, view_z(words)) && scn_link_up(s, s->peer[s->n_peers - 1]);
}

/* As in "NAME> VERB WHAT". */
static bool
say(struct scn *s, struct scn_peer *p, const char *verb, struct view what)
{
	char line[1024];

	(void)snprintf(line, sizeof(line), "> %s%.*s", verb, VIEW_ARG(what));
	return scn_say(s, p, view_z(line));
}

/* join CHANNEL NAME{ NAME}: all are in, and what they heard of it is forgotten. */
static bool
step_join(struct scn *s, struct view rest)
{
	struct view channel = scn_word(&rest), all = rest, who;

	while (view_cut(&rest, ' ', &who)) {
		struct scn_peer *p = scn_peer_find(s, who);

		if (p == NULL || !say(s, p, "JOIN ", channel))
			return scn_fault(s, "join: no client \"%.*s\"", VIEW_ARG(who));
	}
	while (view_cut(&all, ' ', &who))
		scn_peer_forget(scn_peer_find(s, who));
	return true;
}

static bool
step_oper(struct scn *s, struct view rest)
{
	struct scn_peer *p = scn_peer_find(s, rest);
	struct view line;
	bool done = false;

	if (p == NULL || !say(s, p, "OPER root secret", VIEW("")))
		return scn_fault(s, "oper: no client \"%.*s\"", VIEW_ARG(rest));
	while (!done && scn_peer_peek(p, &line)) {
		done = view_starts(line, VIEW(":irc.test 381 "));
		scn_peer_drop(p);
	}
	scn_peer_forget(p);
	return done || scn_fault(s, "%s is no operator", p->name);
}

static bool
step_account(struct scn *s, struct view rest)
{
	return scn_account_add(&s->rig, rest) == 0 || rig_fault(s);
}

/* Everybody is gone, and has heard all that was to be heard; the names may be used again. */
static bool
step_restart(struct scn *s, struct view rest)
{
	(void)rest;
	if (s->rig.live != NULL)
		free_peers(s);
	if (scn_rig_restart(&s->rig) == -1)
		return rig_fault(s);
	free_peers(s);
	return true;
}

/* code NAME USES: $NAME is an invite code from now on. */
static bool
step_code(struct scn *s, struct view rest)
{
	struct view name = scn_word(&rest);
	char code[REGISTRY_CODE_TEXT];
	uint32_t uses;

	if (view_to_u32(rest, &uses) == -1 || s->names.n == SCN_NAMES_MAX)
		return scn_fault(s, "code: not NAME USES");
	if (scn_rig_start(&s->rig) == -1 || scn_account_code(&s->rig, uses, code) == -1)
		return rig_fault(s);
	s->names.item[s->names.n].name = view_dup(name);
	s->names.item[s->names.n++].value = view_dup(view_z(code));
	return true;
}

/* login NAME ACCOUNT: whoever checks accounts would call the same function. */
static bool
step_login(struct scn *s, struct view rest)
{
	struct view name = scn_word(&rest);
	const struct scn_peer *p = scn_peer_find(s, name);
	struct client *c = p != NULL ? scn_peer_client(&s->rig, p) : NULL;

	if (c == NULL)
		return scn_fault(s, "login: no client \"%.*s\"", VIEW_ARG(name));
	if (login_set(s->rig.server->route, c, rest) == LOGIN_INVALID)
		return scn_fault(s, "login: no name of an account: \"%.*s\"", VIEW_ARG(rest));
	return scn_settle(s);
}

static bool
step_logout(struct scn *s, struct view rest)
{
	const struct scn_peer *p = scn_peer_find(s, rest);
	struct client *c = p != NULL ? scn_peer_client(&s->rig, p) : NULL;

	if (c == NULL)
		return scn_fault(s, "logout: no client \"%.*s\"", VIEW_ARG(rest));
	login_clear(s->rig.server->route, c);
	return scn_settle(s);
}

/* "90s", "500ms" */
static bool
take_time(struct scn *s, struct view rest, uint64_t *ms)
{
	uint64_t n, unit = 0;
	size_t digits = 0;

	while (digits < rest.n && rest.p[digits] >= '0' && rest.p[digits] <= '9')
		digits++;
	if (view_eq(view_skip(rest, digits), VIEW("s")))
		unit = 1000;
	else if (view_eq(view_skip(rest, digits), VIEW("ms")))
		unit = 1;
	if (unit == 0 || view_to_u64(view_left(rest, digits), &n) == -1)
		return scn_fault(s, "not a time: \"%.*s\"", VIEW_ARG(rest));
	*ms = n * unit;
	return true;
}

static bool
step_advance(struct scn *s, struct view rest)
{
	uint64_t ms;

	return take_time(s, rest, &ms) && (scn_rig_advance(&s->rig, ms) == 0 || rig_fault(s));
}

/* clock MILLISECONDS: it is that time, or was later already. */
static bool
step_clock(struct scn *s, struct view rest)
{
	uint64_t ms;

	if (view_to_u64(rest, &ms) == -1)
		return scn_fault(s, "not milliseconds since 1970: \"%.*s\"", VIEW_ARG(rest));
	if (s->rig.server == NULL) {
		s->rig.wall_ms = ms;
		return true;
	}
	/* A recording knows of no order between two directions. */
	return ms <= s->rig.wall_ms || scn_rig_advance(&s->rig, ms - s->rig.wall_ms) == 0 || rig_fault(s);
}

/* names ADDRESS {answers NAME|nothing|busy} [after TIME] */
static bool
step_names(struct scn *s, struct view rest)
{
	const struct view word = VIEW(" after ");
	const char *at = memmem(rest.p, rest.n, word.p, word.n);
	size_t n = at != NULL ? (size_t)(at - rest.p) : rest.n;
	uint64_t after_ms = 0;

	if (at != NULL && !take_time(s, view_skip(rest, n + word.n), &after_ms))
		return false;
	return scn_rig_names(&s->rig, view_left(rest, n), after_ms) == 0 || rig_fault(s);
}

/* The statement with %n replaced by the number. */
static bool
run_numbered(struct scn *s, struct view what, uint32_t n)
{
	struct buf b;
	bool ok = true;

	buf_init(&b, LINE_MAX_BYTES);
	while (ok && what.n != 0) {
		size_t at = view_find(what, '%');
		bool here = view_starts(view_skip(what, at), VIEW("%n"));

		ok = buf_put(&b, view_left(what, at)) == 0;
		if (here)
			ok &= buf_putf(&b, "%u", (unsigned)n) == 0;
		else
			ok &= buf_put(&b, view_left(view_skip(what, at), 1)) == 0;
		what = view_skip(what, at + (here ? 2 : 1));
	}
	ok = ok ? scn_step(s, buf_view(&b)) : scn_fault(s, "times: too long");
	buf_release(&b);
	return ok;
}

/* times N STATEMENT: %n in it counts from 1. */
static bool
step_times(struct scn *s, struct view rest)
{
	struct view count = scn_word(&rest);
	uint32_t n;

	if (view_to_u32(count, &n) == -1)
		return scn_fault(s, "times: not a number");
	for (uint32_t i = 1; i <= n; i++) {
		if (!run_numbered(s, rest, i))
			return false;
	}
	return true;
}

/* The server must take no more connections. */
static bool
step_refused(struct scn *s, struct view rest)
{
	struct scn_peer *p;

	if (scn_rig_start(&s->rig) == -1)
		return rig_fault(s);
	p = scn_peer_new(&s->rig, rest);
	scn_peer_free(p);
	return p == NULL || scn_fault(s, "the connection was taken");
}

static bool
step_workers(struct scn *s, struct view rest)
{
	return (scn_rig_start(&s->rig) == 0 && scn_rig_workers(&s->rig, rest) == 0) || rig_fault(s);
}

/* ident MANNER: what Auth services do from now on; "asked PORT,PORT": the last question; "skips NAME": by a gateway. */
static bool
step_ident(struct scn *s, struct view rest)
{
	char got[64];
	struct view word = rest, question;

	if (scn_rig_start(&s->rig) == -1)
		return rig_fault(s);
	if (view_eq(scn_word(&word), VIEW("asked"))) {
		question = scn_ident_question(&s->rig.ident, got, sizeof(got));
		return view_eq(word, question) || scn_fault(s, "ident: asked %.*s", VIEW_ARG(question));
	}
	if (view_starts(rest, VIEW("skips "))) {
		const struct scn_peer *p = scn_peer_find(s, word);

		if (p == NULL || scn_peer_client(&s->rig, p) == NULL)
			return scn_fault(s, "ident: no client \"%.*s\"", VIEW_ARG(word));
		ident_skip(gate_ident(s->rig.server->gate), scn_peer_client(&s->rig, p));
	} else if (scn_ident_do(&s->rig.ident, rest) == -1) {
		return scn_fault(s, "ident: do what?");
	}
	return scn_settle(s);
}

static bool
step_settle(struct scn *s, struct view rest)
{
	(void)rest;
	return scn_settle(s);
}

/* except TRANSPORT{ TRANSPORT}: REASON: scn_fit.c has read it. */
static bool
step_except(struct scn *s, struct view rest)
{
	return view_find(rest, ':') != rest.n || scn_fault(s, "except: no reason");
}

static const struct {
	struct view word;
	bool (*run)(struct scn *s, struct view rest);
} steps[] = {
	{ VIEW_INIT("except"), step_except },
	{ VIEW_INIT("config"), step_config },
	{ VIEW_INIT("file"), step_file },
	{ VIEW_INIT("with-tls"), step_with_tls },
	{ VIEW_INIT("start"), step_start },
	{ VIEW_INIT("open"), step_open },
	{ VIEW_INIT("connect"), step_connect },
	{ VIEW_INIT("link"), step_link },
	{ VIEW_INIT("join"), step_join },
	{ VIEW_INIT("oper"), step_oper },
	{ VIEW_INIT("account"), step_account },
	{ VIEW_INIT("code"), step_code },
	{ VIEW_INIT("restart"), step_restart },
	{ VIEW_INIT("suspend"), scn_login_suspend },
	{ VIEW_INIT("scram"), scn_login_scram },
	{ VIEW_INIT("login"), step_login },
	{ VIEW_INIT("logout"), step_logout },
	{ VIEW_INIT("advance"), step_advance },
	{ VIEW_INIT("clock"), step_clock },
	{ VIEW_INIT("names"), step_names },
	{ VIEW_INIT("times"), step_times },
	{ VIEW_INIT("ident"), step_ident },
	{ VIEW_INIT("settle"), step_settle },
	{ VIEW_INIT("audited"), scn_audited },
	{ VIEW_INIT("expect"), scn_expect },
	{ VIEW_INIT("refused"), step_refused },
	{ VIEW_INIT("workers"), step_workers },
};

/* Of a statement or a client: `alice` of "alice> PING", `with-tls` whole. */
static size_t
name_length(struct view line)
{
	size_t n = 0;

	if (view_eq(line, VIEW("with-tls")))
		return line.n;
	while (n < line.n &&
		((line.p[n] >= 'a' && line.p[n] <= 'z') || (line.p[n] >= '0' && line.p[n] <= '9')))
		n++;
	return n;
}

bool
scn_step(struct scn *s, struct view line)
{
	struct view word = view_left(line, name_length(line)), rest = view_skip(line, word.n);
	struct scn_peer *p = scn_peer_find(s, word);

	if (line.n == 0 || line.p[0] == '#')
		return true;
	if (p != NULL)
		return scn_say(s, p, rest);
	for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
		if (view_eq(word, steps[i].word))
			return steps[i].run(s, view_skip(rest, 1));
	}
	return scn_fault(s, "no statement and no client: \"%.*s\"", VIEW_ARG(word));
}

bool
scn_finish(struct scn *s)
{
	struct view line;

	for (size_t i = 0; i < s->n_peers; i++) {
		if (scn_peer_hears(s->peer[i], &line))
			return scn_fault(s, "expected the end\n#   got      %s hears %.*s", s->peer[i]->name,
				VIEW_ARG(line));
		if (!check_link(s, s->peer[i]))
			return false;
	}
	return end(s);
}
