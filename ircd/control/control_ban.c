/* BAN: server bans, by the same way as KLINE and its like. */
#include <stdio.h>
#include <string.h>

#include "auth/ban_check.h"
#include "auth/ban_order.h"
#include "commands/command.h"
#include "control/control_call.h"
#include "control/control_request.h"
#include "core/mem.h"
#include "proto/control_wire.h"
#include "proto/duration.h"
#include "proto/mask.h"
#include "registry/registry_ban.h"
#include "state/server_ban.h"

#define KINDS "the kinds of bans are kline, dline, xline, resv, eline and dccdeny"

/* The kind and the mask of a request; false after it was told what is wrong. */
static bool
mask_of(struct control_session *s, const struct control_args *a, enum ban_kind *k,
	char mask[BAN_MASK_LEN + 1])
{
	*k = ban_kind_find(control_arg(a, 0));
	if (*k == BAN_KIND_N) {
		control_error(s, CONTROL_ERR_USAGE, KINDS);
		return false;
	}
	if (ban_mask_normalise(*k, control_arg(a, 1), mask, BAN_MASK_LEN + 1) == 0) {
		control_error(s, CONTROL_ERR_USAGE, "that is no mask of this kind; see conclavectl(8)");
		return false;
	}
	return true;
}

static void
on_ordered(const struct ban_answer *a, void *arg)
{
	struct control_session *s = control_ticket_session(arg);
	char text[BAN_ANSWER_TEXT], line[BAN_ANSWER_TEXT + 120];

	if (s == NULL)
		return;
	if (a->verdict == REGISTRY_OK && a->doubt == BAN_DOUBT_NONE && a->ask->kind == BAN_DCCDENY) {
		control_ok(s, "the ban is set");
	} else if (a->verdict == REGISTRY_OK && a->doubt == BAN_DOUBT_NONE) {
		(void)snprintf(line, sizeof(line), "the ban is set: %zu hit%s%s", a->n_hits,
			a->names[0] != '\0' ? ": " : "", a->names);
		control_ok(s, line);
	} else if (a->verdict == REGISTRY_OK) {
		(void)snprintf(line, sizeof(line),
			"not set: %s; repeat the command within 60 seconds, or use --force",
			ban_answer_text(a, text));
		control_error(s, CONTROL_ERR_DENIED, line);
	} else {
		control_error(s,
			a->verdict == REGISTRY_BUSY		? CONTROL_ERR_BUSY
				: a->verdict == REGISTRY_FAILED ? CONTROL_ERR_FAILED
								: CONTROL_ERR_DENIED,
			ban_answer_text(a, text));
	}
}

/* BAN ADD <kind> <mask> <time or 0> <yes|no: by force> :<reason>[|<for operators>] */
static void
add(struct control_session *s, const struct control_args *a)
{
	char mask[BAN_MASK_LEN + 1], by[CONTROL_NAME_MAX];
	struct view reason = control_arg(a, 4);
	size_t bar = view_find(reason, '|');
	struct ban_order o = { .setter = HANDLE_NONE, .who = ban_order_by_uid(s->uid), .done = on_ordered };

	if (!mask_of(s, a, &o.ask.kind, mask))
		return;
	if (duration_parse(control_arg(a, 2), &o.ask.for_s) == -1) {
		control_error(
			s, CONTROL_ERR_USAGE, "that is no time: \"60\" (minutes), \"1d12h\", or 0 for good");
		return;
	}
	o.ask.mask = view_z(mask);
	o.ask.by = view_z(control_session_name(s, by));
	o.ask.reason = view_trim(view_left(reason, bar));
	o.ask.oper_reason = view_trim(view_skip(reason, bar + 1));
	o.force = view_eq(control_arg(a, 3), VIEW("yes"));
	o.arg = control_ticket_new(s);
	ban_order(s->cx->gate, &o);
}

/* BAN DEL <kind> <mask> */
static void
del(struct control_session *s, const struct control_args *a)
{
	char mask[BAN_MASK_LEN + 1], by[CONTROL_NAME_MAX];
	enum ban_kind k;

	if (mask_of(s, a, &k, mask))
		registry_ban_del(s->cx->registry, k, view_z(mask), view_z(control_session_name(s, by)),
			control_call_new(s, "the ban is removed"));
}

static void
tell(struct control_session *s, const struct server_ban *b)
{
	char id[CONTROL_NUMBER_MAX], set[CONTROL_NUMBER_MAX], until[CONTROL_NUMBER_MAX],
		hits[CONTROL_NUMBER_MAX];
	const struct control_value value[] = {
		{ "id", control_number(b->id, id) },
		{ "kind", ban_kind_letter(b->kind) },
		{ "mask", view_z(b->mask) },
		{ "set", control_number(b->set_s, set) },
		{ "until", b->until_s != 0 ? control_number(b->until_s, until) : VIEW("") },
		{ "hits", control_number(b->hits, hits) },
		{ "by", view_z(b->by) },
		{ "reason", view_z(b->reason) },
		{ "private", view_z(b->oper_reason) },
	};

	control_row(s, value, ARRAY_LEN(value));
}

static void
columns(struct control_session *s)
{
	control_columns(s, "id:n kind:s mask:s set:t until:t hits:n by:s reason:s private:s");
}

/* BAN LIST [<kind or *> [<mask of masks>]] */
static void
list(struct control_session *s, const struct control_args *a)
{
	struct view word = control_arg(a, 0), mask = control_arg(a, 1);
	bool all = word.n == 0 || view_eq(word, VIEW("*"));
	enum ban_kind only = ban_kind_find(word);

	if (!all && only == BAN_KIND_N) {
		control_error(s, CONTROL_ERR_USAGE, KINDS);
		return;
	}
	columns(s);
	for (unsigned k = 0; k < BAN_KIND_N; k++) {
		if (!all && k != only)
			continue;
		for (const struct server_ban *b = server_ban_next(s->cx->world->bans, k, NULL); b != NULL;
			b = server_ban_next(s->cx->world->bans, k, b)) {
			if (mask.n == 0 || mask_match(mask, view_z(b->mask)))
				tell(s, b);
		}
	}
	control_ok(s, NULL);
}

/* [user@]host: of an address all that goes by addresses is asked, too. */
static void
parse_place(struct view typed, struct ban_subject *b)
{
	size_t at = view_find(typed, '@');
	struct view host = at < typed.n ? view_skip(typed, at + 1) : typed;
	struct ip_block block;

	*b = (struct ban_subject){ .user = at < typed.n ? view_left(typed, at) : VIEW("*") };
	b->host[b->n_hosts++] = host;
	b->n_plain = b->n_hosts;
	b->has_address =
		ip_block_parse(host, &block) == 0 && block.bits == (view_find(host, ':') < host.n ? 128 : 32);
	if (b->has_address)
		b->address = block;
}

static const struct server_ban *
match(const struct world *w, enum ban_kind k, struct view typed, struct ban_subject *b)
{
	if (k == BAN_RESV)
		return server_ban_match_name(w->bans, typed);
	if (k == BAN_DCCDENY)
		return server_ban_match_file(w->bans, typed);
	return server_ban_match(w->bans, k, b);
}

/* BAN TEST <nick> | <file name> | [<user>@]<host> [:<real name>] */
static void
test(struct control_session *s, const struct control_args *a)
{
	const struct world *w = s->cx->world;
	const struct client *c = client_find(w, control_arg(a, 0));
	const struct server_ban *b;
	struct ban_facts f;
	bool any = false;

	if (c != NULL && c->session != NULL)
		ban_facts_of(&f, c);
	else
		parse_place(control_arg(a, 0), &f.subject);
	if (a->n > 1)
		f.subject.realname = control_arg(a, 1);
	columns(s);
	for (unsigned k = 0; k < BAN_KIND_N; k++) {
		b = match(w, k, control_arg(a, 0), &f.subject);
		any |= b != NULL;
		if (b != NULL)
			tell(s, b);
	}
	if (any)
		control_ok(s, NULL);
	else
		control_error(s, CONTROL_ERR_NONE, "no ban hits");
}

static const struct control_request rows[] = {
	{ VIEW_INIT("BAN"), VIEW_INIT("ADD"), { 5, 5 }, true, "<kind> <mask> <time or 0> <yes|no> :<reason>",
		add },
	{ VIEW_INIT("BAN"), VIEW_INIT("DEL"), { 2, 2 }, true, "<kind> <mask>", del },
	{ VIEW_INIT("BAN"), VIEW_INIT("LIST"), { 0, 2 }, false, "[<kind> [<mask>]]", list },
	{ VIEW_INIT("BAN"), VIEW_INIT("TEST"), { 1, 2 }, false,
		"<nick>|<file>|[<user>@]<host> [:<real name>]", test },
};
const struct control_requests control_bans = { rows, ARRAY_LEN(rows) };
