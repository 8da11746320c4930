/* The handshake that most scripts would write the same, and the configuration that lets it in. */
#include "tests/scenario/scn_link.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "core/mem.h"
#include "link/link_caps.h"
#include "state/client.h"
#include "state/node.h"
#include "tests/scenario/scn_conf.h"
#include "tests/scenario/scn_grammar.h"
#include "tests/scenario/scn_match.h"
#include "tests/scenario/scn_peer.h"
#include "tests/scenario/scn_step.h"

enum { BURST_MAX = 100000, CAPS_TEXT_MAX = 400 };

struct scn_link {
	bool is_raw;
	char sid[16], name[64], info[64], pass[64];
	char caps[CAPS_TEXT_MAX]; /* as CAPAB says them, also unknown ones */
	uint64_t said;		  /* those of them that we know, once CAPAB was said */
	char wrong[800];
};

static void
default_caps(struct scn_link *l, uint64_t without, uint64_t with)
{
	uint64_t all = LINK_CAP_BIT(LINK_CAP_N) - 1;

	all = (all & ~LINK_CAP_BIT(LINK_CAP_STAG) & ~without) | with;
	l->caps[link_caps_text(all, l->caps, sizeof(l->caps) - 1)] = '\0';
}

struct scn_link *
scn_link_new(const char *name)
{
	struct scn_link *l = mem_zalloc(sizeof(*l));

	(void)snprintf(l->sid, sizeof(l->sid), "%s", "2LF");
	(void)snprintf(l->name, sizeof(l->name), "%s.test", name);
	(void)snprintf(l->info, sizeof(l->info), "%s", "A scripted server");
	(void)snprintf(l->pass, sizeof(l->pass), "%s", "linkpw");
	default_caps(l, 0, 0);
	return l;
}

void
scn_link_free(struct scn_link *l)
{
	mem_free(l);
}

const char *
scn_link_sid(const struct scn_link *l)
{
	return l->sid;
}

void
scn_link_said(struct scn_link *l, struct view line)
{
	/* Some give a source already. */
	if (view_starts(line, VIEW(":")))
		(void)scn_word(&line);
	if (l->said == 0 && view_starts(line, VIEW("CAPAB :")))
		l->said = link_caps_parse(view_skip(line, 7));
}

void
scn_link_heard(struct scn_link *l, struct view line)
{
	char why[100];

	if (l->wrong[0] == '\0' && !scn_grammar_ok(line, l->said, why, sizeof(why)))
		(void)snprintf(l->wrong, sizeof(l->wrong), "%s: %.*s", why, VIEW_ARG(line));
}

const char *
scn_link_wrong(const struct scn_link *l)
{
	return l->wrong[0] != '\0' ? l->wrong : NULL;
}

/* "-A,+B": the default but for these. */
static void
change_caps(struct scn_link *l, struct view list)
{
	uint64_t without = 0, with = 0;
	struct view word;

	while (view_cut(&list, ',', &word)) {
		uint64_t bit = link_caps_parse(view_skip(word, 1));

		if (view_starts(word, VIEW("-")))
			without |= bit;
		else
			with |= bit;
	}
	default_caps(l, without, with);
}

static void
set_caps(struct scn_link *l, struct view list)
{
	if (view_starts(list, VIEW("-")) || view_starts(list, VIEW("+"))) {
		change_caps(l, list);
		return;
	}
	(void)view_copy(list, l->caps, sizeof(l->caps));
	for (char *c = l->caps; *c != '\0'; c++) {
		if (*c == ',')
			*c = ' ';
	}
}

bool
scn_link_option(struct scn_link *l, struct view word)
{
	size_t is = view_find(word, '=');
	struct view key = view_left(word, is), value = view_skip(word, is + 1);

	if (view_eq(word, VIEW("raw"))) {
		l->is_raw = true;
	} else if (view_eq(key, VIEW("caps"))) {
		set_caps(l, value);
	} else if (view_eq(key, VIEW("sid"))) {
		(void)view_copy(value, l->sid, sizeof(l->sid));
	} else if (view_eq(key, VIEW("name"))) {
		(void)view_copy(value, l->name, sizeof(l->name));
	} else if (view_eq(key, VIEW("pass"))) {
		(void)view_copy(value, l->pass, sizeof(l->pass));
	} else if (view_eq(key, VIEW("info"))) {
		(void)view_copy(value, l->info, sizeof(l->info));
		for (char *c = l->info; *c != '\0'; c++)
			*c = *c == '_' ? ' ' : *c;
	} else {
		return false;
	}
	return true;
}

/* As scn_peer.c reads it: one byte that all of it consists of. */
static void
fingerprint_of(struct view words, char dst[65])
{
	struct view word;

	dst[0] = '\0';
	while (view_cut(&words, ' ', &word)) {
		if (!view_starts(word, VIEW("fp=")) || word.n != 5)
			continue;
		for (size_t i = 0; i < 64; i++)
			dst[i] = word.p[3 + i % 2];
		dst[64] = '\0';
	}
}

static bool
configure(struct scn *s, struct view words)
{
	struct view name = scn_word(&words), rest = words, word;
	char fingerprint[65], z[32];
	struct scn_link *l;
	int r;

	(void)view_copy(name, z, sizeof(z));
	l = scn_link_new(z);
	fingerprint_of(words, fingerprint);
	while (view_cut(&rest, ' ', &word))
		(void)scn_link_option(l, word);
	r = scn_conf_link(s->rig.conf, z, l->name, fingerprint);
	scn_link_free(l);
	return r == 0 || scn_fault(s, "link: too many neighbours");
}

bool
scn_link_look(struct scn *s, struct view steps)
{
	struct view line;

	while (view_cut(&steps, '\n', &line) && !view_starts(line, VIEW("scenario "))) {
		line = view_trim(line);
		if (view_starts(line, VIEW("link ")) && !configure(s, view_skip(line, 5)))
			return false;
	}
	return true;
}

static void say(struct scn_peer *p, const char *fmt, ...) PRINTF_LIKE(2, 3);

static void
say(struct scn_peer *p, const char *fmt, ...)
{
	char line[512];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	scn_peer_send(p, view_z(line));
}

/* Takes what has come; `seen` gets the verbs that matter. */
static bool
hear(struct scn *s, struct scn_peer *p, bool *has_svinfo, bool *has_pong)
{
	struct view line;

	for (unsigned i = 0; i < BURST_MAX && scn_peer_peek(p, &line); i++) {
		struct view rest = line, word;

		if (view_starts(rest, VIEW("@")))
			(void)scn_word(&rest);
		if (view_starts(rest, VIEW(":")))
			(void)scn_word(&rest);
		word = scn_word(&rest);
		if (view_eq(word, VIEW("ERROR")))
			return scn_fault(s, "%s is not linked: %.*s", p->name, VIEW_ARG(line));
		if (view_eq(word, VIEW("PING")))
			say(p, ":%s PONG %s :%s", p->link->sid, p->link->name, s->rig.server->world->me->sid);
		*has_svinfo |= view_eq(word, VIEW("SVINFO"));
		*has_pong |= view_eq(word, VIEW("PONG"));
		scn_peer_drop(p);
	}
	return true;
}

bool
scn_link_up(struct scn *s, struct scn_peer *p)
{
	const struct scn_link *l = p->link;
	bool has_svinfo = false, has_pong = false;

	if (l->is_raw)
		return true;
	say(p, "PASS %s TS 6 :%s", l->pass, l->sid);
	say(p, "CAPAB :%s", l->caps);
	say(p, "SERVER %s 1 :%s", l->name, l->info);
	if (!scn_settle(s) || !hear(s, p, &has_svinfo, &has_pong))
		return false;
	if (!has_svinfo)
		return scn_fault(s, "%s is not linked: no SVINFO came", p->name);
	say(p, "SVINFO 6 6 0 :%" PRIu64, s->rig.wall_ms / 1000);
	say(p, "PING :%s", l->sid);
	if (!scn_settle(s) || !hear(s, p, &has_svinfo, &has_pong) || !scn_settle(s))
		return false;
	scn_peer_forget(p);
	return has_pong || scn_fault(s, "%s is not linked: no PONG came", p->name);
}

/* The inside of "uid(NICK)"; the client may be anywhere. */
static const char *
uid_of(const struct scn *s, struct view nick)
{
	const struct client *c = client_find(s->rig.server->world, nick);

	return c != NULL ? c->uid : NULL;
}

const char *
scn_link_word(struct scn *s, struct view word)
{
	if (view_eq(word, VIEW("ts"))) {
		(void)snprintf(s->now, sizeof(s->now), "%" PRIu64, s->rig.wall_ms / 1000);
		return s->now;
	}
	if (view_eq(word, VIEW("sid")))
		return s->rig.server->world->me->sid;
	if (view_starts(word, VIEW("uid(")) && word.n > 5)
		return uid_of(s, view_left(view_skip(word, 4), word.n - 5));
	return NULL;
}
