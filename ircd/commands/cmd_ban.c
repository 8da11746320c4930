/*
 * KLINE DLINE XLINE RESV ELINE DCCDENY, and UN- of each: server bans.  RFC 1459 knows none of them; parameters as Solanum's users type them, and a
 * time behind the mask as InspIRCd's do.  They are this server's; with ON <servers> others hear of them by route/tree.h.
 */
#include "auth/ban_order.h"
#include "commands/command.h"
#include "commands/lookup.h"
#include "core/mem.h"
#include "core/utf8.h"
#include "proto/duration.h"
#include "proto/mask.h"
#include "registry/registry_ban.h"
#include "route/answer.h"
#include "route/reply.h"
#include "route/tree_ban.h"
#include "state/oper.h"

#include <stdio.h>

/* Somebody who is answered in a later turn. */
struct waiting {
	struct cmd_ctx *cx;
	struct handle who;
	struct answer answer;
	bool in_call, is_done; /* the handler has not returned yet; and it was answered meanwhile */
	enum ban_kind kind;
	char verb[12], mask[BAN_MASK_LEN + 1];
	char *servers, *reason; /* what other servers are told then; NULL: nothing */
	uint64_t for_s;
};

static struct waiting *
waiting_new(struct cmd_ctx *cx, const struct client *src, const struct msg *m, enum ban_kind k)
{
	struct waiting *w = mem_zalloc(sizeof(*w));

	w->cx = cx;
	w->who = src->handle;
	w->in_call = true;
	w->kind = k;
	(void)view_copy(m->verb, w->verb, sizeof(w->verb));
	return w;
}

static void
waiting_free(struct waiting *w)
{
	mem_free(w->servers);
	mem_free(w->reason);
	mem_free(w);
}

/* It holds here, or is not meant for here. */
static void
tell_others(const struct waiting *w, const struct client *c, struct view mask, bool removed)
{
	const struct tree_ban b = { .by = c != NULL ? tree_by(c) : TREE_US,
		.kind = w->kind,
		.servers = view_z(w->servers),
		.mask = mask,
		.reason = removed ? VIEW("") : view_z(w->reason),
		.for_s = w->for_s,
		.removed = removed };

	tree_ban(w->cx->route, &b);
	if (c != NULL)
		reply_noticef(w->cx->route, c, "%s %.*s %s %s", ban_kind_name(w->kind), VIEW_ARG(mask),
			removed ? "is to be removed on" : "is sent to", w->servers);
}

static bool
is_for_here(const struct waiting *w)
{
	return w->servers == NULL || mask_match(view_z(w->servers), node_name(w->cx->world->me));
}

/* Whom to tell, or NULL: gone. */
static struct client *
begin_answer(struct waiting *w)
{
	struct client *c = client_get(w->cx->world, w->who);

	if (c != NULL && !w->in_call)
		answer_resume(w->cx->route, c, &w->answer);
	return c;
}

static void
end_answer(struct waiting *w, const struct client *c)
{
	if (c != NULL && !w->in_call)
		answer_end(w->cx->route);
	if (w->in_call)
		w->is_done = true;
	else
		waiting_free(w);
}

/* The handler returns. */
static void
let_wait(struct waiting *w)
{
	w->in_call = false;
	if (w->is_done)
		waiting_free(w);
	else
		w->answer = answer_take(w->cx->route);
}

static void
on_ordered(const struct ban_answer *a, void *arg)
{
	struct waiting *w = arg;
	struct client *c = begin_answer(w);
	struct audit_record *act = w->in_call ? w->cx->act : NULL;
	struct route *rt = w->cx->route;
	char text[BAN_ANSWER_TEXT], left[DURATION_TEXT] = "good";
	const char *name = ban_kind_name(a->ask->kind);

	audit_text(act, "mask", a->ask->mask);
	if (a->ask->for_s != 0)
		(void)duration_text(a->ask->for_s, left);
	if (a->verdict != REGISTRY_OK || a->doubt != BAN_DOUBT_NONE)
		audit_text(act, "not-set", view_z(ban_answer_text(a, text)));
	if (c != NULL && a->verdict != REGISTRY_OK)
		reply_noticef(
			rt, c, "%s %.*s not set: %s", name, VIEW_ARG(a->ask->mask), ban_answer_text(a, text));
	else if (c != NULL && a->doubt != BAN_DOUBT_NONE)
		reply_noticef(rt, c,
			"%s %.*s not set: %s. To set it all the same, repeat the command within 60 seconds.",
			name, VIEW_ARG(a->ask->mask), ban_answer_text(a, text));
	else if (c != NULL && a->ask->kind == BAN_DCCDENY)
		reply_noticef(rt, c, "%s %.*s set for %s", name, VIEW_ARG(a->ask->mask), left);
	else if (c != NULL)
		reply_noticef(rt, c, "%s %.*s set for %s: %zu hit%s%s", name, VIEW_ARG(a->ask->mask), left,
			a->n_hits, a->names[0] != '\0' ? ": " : "", a->names);
	if (w->servers != NULL && a->doubt == BAN_DOUBT_NONE &&
		(a->verdict == REGISTRY_OK || a->verdict == REGISTRY_BAN_TAKEN))
		tell_others(w, c, a->ask->mask, false);
	end_answer(w, c);
}

static void
on_deleted(enum registry_verdict v, void *arg)
{
	struct waiting *w = arg;
	struct client *c = begin_answer(w);

	if (w->in_call)
		audit_text(w->cx->act, "not-removed", view_z(registry_verdict_text(v)));
	if (c != NULL && v != REGISTRY_OK)
		reply_noticef(w->cx->route, c, "%s %s not removed: %s", ban_kind_name(w->kind), w->mask,
			registry_verdict_text(v));
	else if (c != NULL)
		reply_noticef(w->cx->route, c, "%s %s removed", ban_kind_name(w->kind), w->mask);
	if (w->servers != NULL && (v == REGISTRY_OK || v == REGISTRY_NO_BAN))
		tell_others(w, c, view_z(w->mask), true);
	end_answer(w, c);
}

/* A word without anything that masks and addresses have is a nick. */
static bool
is_nick(enum ban_kind k, struct view typed)
{
	return (k == BAN_KLINE || k == BAN_DLINE || k == BAN_ELINE) && !view_has_any(typed, VIEW("@.:*?$/"));
}

/* The mask of what was typed into dst; 0 after it was told what is wrong. */
static size_t
mask_of(struct cmd_ctx *cx, const struct client *src, enum ban_kind k, struct view typed,
	char dst[BAN_MASK_LEN + 1])
{
	char place[HOST_LEN + 16];
	size_t n;

	if (is_nick(k, typed)) {
		const struct client *c = lookup_client(cx, src, typed);

		if (c == NULL)
			return 0;
		(void)snprintf(place, sizeof(place), "%s", c->address != NULL ? c->address : c->host);
		typed = view_z(place);
	}
	n = ban_mask_normalise(k, typed, dst, BAN_MASK_LEN + 1);
	if (n == 0)
		reply(cx->route, src, ERR_BADMASK, typed);
	return n;
}

struct typed {
	uint64_t for_s;
	struct view mask, reason, oper_reason;
};

/* "ON <servers>" behind the mask is taken out of *m: the ban is for these.  Empty: for this one alone. */
static struct view
take_servers(struct msg *m)
{
	struct view servers;
	size_t i = 1;

	while (i + 1 < m->n_params && i <= 2 && !view_eq_nocase(m->param[i], VIEW("ON")))
		i++;
	if (i + 1 >= m->n_params || i > 2)
		return VIEW("");
	servers = m->param[i + 1];
	m->n_params -= 2;
	for (; i < m->n_params; i++)
		m->param[i] = m->param[i + 2];
	return servers;
}

static bool
goes_elsewhere(enum ban_kind k)
{
	return k == BAN_KLINE || k == BAN_DLINE || k == BAN_XLINE || k == BAN_RESV;
}

/* t: NULL, where one is taken away. */
static void
keep_for_others(struct waiting *w, struct view servers, const struct typed *t)
{
	char text[2 * BAN_REASON_LEN + 2];
	size_t n = 0;

	w->servers = view_dup(servers);
	if (t == NULL)
		return;
	w->for_s = t->for_s;
	n += view_copy(utf8_left(t->reason, BAN_REASON_LEN), text, BAN_REASON_LEN + 1);
	if (t->oper_reason.n != 0) {
		text[n++] = '|';
		n += view_copy(utf8_left(t->oper_reason, BAN_REASON_LEN), text + n, sizeof(text) - n);
	}
	w->reason = view_dup(view_of(text, n));
}

/* Whether src may name other servers at all. */
static bool
may_name(struct cmd_ctx *cx, const struct client *src, struct view servers)
{
	if (servers.n == 0 || oper_has(src, PRIV_REMOTE))
		return true;
	reply(cx->route, src, ERR_NOPRIVS, priv_table[PRIV_REMOTE].name);
	return false;
}

/*
 * [time] mask reason | mask time reason; the reason has a private part behind '|'.  usual: the reason where none is given; empty: then
 * something is missing, and that is false.
 */
static bool
parse(const struct msg *m, struct view usual, struct typed *out)
{
	size_t at = 0, least = usual.n != 0 ? 1 : 2;
	bool first = duration_parse(m->param[0], &out->for_s) == 0;

	if (first && m->n_params == 1)
		return false;
	out->mask = m->param[first ? 1 : 0];
	if (first) {
		at = 2;
	} else {
		out->for_s = 0;
		at = m->n_params > least && duration_parse(m->param[1], &out->for_s) == 0 ? 2 : 1;
	}
	if (m->n_params <= at && usual.n == 0)
		return false;
	out->reason = m->n_params > at ? m->param[at] : usual;
	at = view_find(out->reason, '|');
	out->oper_reason = view_trim(view_skip(out->reason, at + 1));
	out->reason = view_trim(view_left(out->reason, at));
	return out->reason.n != 0;
}

/* Other servers alone: nobody here is counted, so what names nobody in particular is not sent at all. */
static void
set_elsewhere(struct waiting *w, const struct client *src, struct view mask)
{
	struct ban_mask parsed;

	if (ban_mask_parse(w->kind, mask, &parsed) && ban_mask_is_wide(&parsed))
		reply(w->cx->route, src, ERR_BADMASK, mask);
	else
		tell_others(w, src, mask, false);
	waiting_free(w);
}

static void
set(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	enum ban_kind k = ban_kind_find(m->verb);
	char mask[BAN_MASK_LEN + 1], by[MASK_LEN + 1];
	struct msg said = *m;
	struct view servers = goes_elsewhere(k) ? take_servers(&said) : VIEW("");
	struct waiting *w;
	struct ban_order o;
	struct typed t;
	size_t n;

	if (!may_name(cx, src, servers))
		return;
	if (!parse(&said, k == BAN_DCCDENY ? VIEW("no such files here") : VIEW(""), &t)) {
		reply(cx->route, src, ERR_NEEDMOREPARAMS, m->verb);
		return;
	}
	n = mask_of(cx, src, k, t.mask, mask);
	if (n == 0)
		return;
	w = waiting_new(cx, src, m, k);
	if (servers.n != 0)
		keep_for_others(w, servers, &t);
	if (!is_for_here(w)) {
		set_elsewhere(w, src, view_of(mask, n));
		return;
	}
	o = (struct ban_order){ .ask = { .kind = k,
					.mask = view_of(mask, n),
					.by = view_of(by, client_mask(src, by)),
					.reason = t.reason,
					.oper_reason = t.oper_reason,
					.for_s = t.for_s },
		.setter = src->handle,
		.who = ban_order_by_client(src->handle),
		.done = on_ordered,
		.arg = w };
	ban_order(cx->gate, &o);
	let_wait(w);
}

static void
unset(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	enum ban_kind k = ban_kind_find(view_skip(m->verb, 2));
	char mask[BAN_MASK_LEN + 1], by[MASK_LEN + 1];
	struct msg said = *m;
	struct view servers = goes_elsewhere(k) ? take_servers(&said) : VIEW("");
	struct waiting *w;
	size_t n;

	if (!may_name(cx, src, servers))
		return;
	n = mask_of(cx, src, k, m->param[0], mask);
	if (n == 0)
		return;
	w = waiting_new(cx, src, m, k);
	(void)view_copy(view_of(mask, n), w->mask, sizeof(w->mask));
	if (servers.n != 0)
		keep_for_others(w, servers, NULL);
	if (!is_for_here(w)) {
		tell_others(w, src, view_of(mask, n), true);
		waiting_free(w);
		return;
	}
	registry_ban_del(cx->registry, k, view_of(mask, n), view_of(by, client_mask(src, by)),
		(struct registry_call){ on_deleted, w });
	let_wait(w);
}

#define ON    " [ON <servers>]"
#define TIMED "[<minutes>|<1d2h>] "

static const struct command rows[] = {
	{ VIEW_INIT("KLINE"), FROM_OPER, { 2, 5 }, 4, PRIV_KLINE,
		TIMED "<user>@<host>|<block>|<nick>|$a:<account>|$f:<fingerprint>" ON
		      " :<reason>[|<for operators>]",
		"Ban users from the server.", set },
	{ VIEW_INIT("UNKLINE"), FROM_OPER, { 1, 3 }, 2, PRIV_UNKLINE, "<mask>" ON, "Take such a ban away.",
		unset },
	{ VIEW_INIT("DLINE"), FROM_OPER, { 2, 5 }, 4, PRIV_DLINE,
		TIMED "<address>|<block>|<nick>" ON " :<reason>[|<for operators>]",
		"Accept no connections from an address or a block of them.", set },
	{ VIEW_INIT("UNDLINE"), FROM_OPER, { 1, 3 }, 2, PRIV_UNDLINE, "<block>" ON, "Take such a ban away.",
		unset },
	{ VIEW_INIT("XLINE"), FROM_OPER, { 2, 5 }, 4, PRIV_XLINE,
		TIMED "<real name, \\s for a blank>" ON " :<reason>[|<for operators>]", "Ban real names.",
		set },
	{ VIEW_INIT("UNXLINE"), FROM_OPER, { 1, 3 }, 2, PRIV_UNXLINE, "<real name>" ON,
		"Take such a ban away.", unset },
	{ VIEW_INIT("RESV"), FROM_OPER, { 2, 5 }, 4, PRIV_RESV,
		TIMED "<nick>|<#channel>" ON " :<reason>[|<for operators>]",
		"Let nobody take a nick or join a channel; who has it keeps it.", set },
	{ VIEW_INIT("UNRESV"), FROM_OPER, { 1, 3 }, 2, PRIV_UNRESV, "<nick>|<#channel>" ON,
		"Take such a ban away.", unset },
	{ VIEW_INIT("ELINE"), FROM_OPER, { 2, 3 }, 4, PRIV_ELINE,
		TIMED "<as KLINE>|$r:<real name> :<reason>[|<for operators>]",
		"Exempt from bans by host, address and real name.", set },
	{ VIEW_INIT("UNELINE"), FROM_OPER, { 1, 1 }, 2, PRIV_UNELINE, "<mask>",
		"Take such an exemption away.", unset },
	{ VIEW_INIT("DCCDENY"), FROM_OPER, { 1, 3 }, 4, PRIV_DCCDENY,
		TIMED "<file name with * and ?> [:<reason>[|<for operators>]]",
		"Let nobody offer files that are called so, whatever else allows them.", set },
	{ VIEW_INIT("UNDCCDENY"), FROM_OPER, { 1, 1 }, 2, PRIV_UNDCCDENY, "<file name>",
		"Take such a denial away.", unset },
};
const struct command_table commands_ban = { rows, ARRAY_LEN(rows) };
