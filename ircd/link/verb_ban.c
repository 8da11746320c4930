/*
 * BAN, and KLINE XLINE RESV with UN- of each outside of ENCAP, whose first parameter is the mask of servers that are meant: these go on as
 * ENCAP, which every server knows.  Services of other dialects (Anope) say them in their own name, with the time behind the mask.
 */
#include "core/log.h"
#include "link/link_bans.h"
#include "link/out.h"
#include "proto/mask.h"

static enum ban_kind
kind_of(struct view letter)
{
	enum ban_kind k = letter.n == 1 ? ban_kind_find(letter) : BAN_KIND_N;

	return k == BAN_KLINE || k == BAN_XLINE || k == BAN_RESV ? k : BAN_KIND_N;
}

/* Remembered, it goes on; what it is worth here is another matter. */
static enum link_verdict
enforce(struct link_msg *m, const struct link_ban *b, bool replaces)
{
	const struct view *p = m->msg->param;
	uint64_t now = link_wall_s(m->ls), end = b->created + b->duration;
	struct link_ban_order order = { .kind = b->kind,
		.user = p[1],
		.what = p[2],
		.by = b->by,
		.reason = b->reason,
		.removed = end <= now,
		.replaces = replaces };

	order.for_s = order.removed ? 0 : end - now;
	return link_ban_carry_out(m, &order);
}

/* BAN <K|X|R> <user>|* <mask> <created> <duration> <lifetime> <by>|* :<reason> */
static enum link_verdict
on_ban(struct link_msg *m)
{
	const struct view *p = m->msg->param;
	char mask[LINK_BAN_TEXT], by[MASK_LEN + 1];
	struct link_ban b = { .kind = kind_of(p[0]),
		.created = m->arg[3].number,
		.duration = m->arg[4].number,
		.lifetime = m->arg[5].number,
		.by = p[6],
		.reason = p[7] };
	enum link_verdict v;
	enum link_ban_news news;
	struct out o;

	if (b.kind == BAN_KIND_N)
		return LINK_STALE;
	b.mask = link_ban_mask(b.kind, p[1], p[2], mask);
	if (b.mask.n == 0 || b.created == 0)
		return link_fault(m, LINK_BAD, "BAN: that is no mask, or no time");
	v = link_ban_may(m);
	if (v != LINK_OK)
		return v;
	if (view_eq(b.by, VIEW("*")))
		b.by = m->user != NULL ? view_of(by, client_mask(m->user, by)) : node_name(m->node);
	news = link_bans_take(m->ls->bans, &b, link_wall_s(m->ls));
	if (news == LINK_BAN_FULL)
		log_warn("link", "%s: more than %u bans of the network", m->from->name, LINK_BANS_MAX);
	if (news == LINK_BAN_FULL || news == LINK_BAN_OLD)
		return LINK_STALE;
	link_ban_line(&o, m->ls, link_source(m), &b);
	out_flood(&o, LINK_CAP_BIT(LINK_CAP_BAN), 0);
	return enforce(m, &b, news == LINK_BAN_NEWER);
}

/* To the other servers that are meant, as ENCAP <mask> VERB <the rest, in its order there>. */
static void
pass_on(struct link_msg *m, const struct view *rest, size_t n)
{
	struct out o;

	out_begin(&o, m->ls, link_source(m), VIEW("ENCAP"));
	out_param(&o, m->msg->param[0]);
	out_param(&o, m->msg->verb);
	for (size_t i = 0; i + 1 < n; i++)
		out_param(&o, rest[i]);
	out_text(&o, rest[n - 1]);
	out_mask(&o, m->msg->param[0]);
}

static enum link_verdict
carry_out(struct link_msg *m, const struct link_ban_order *b)
{
	enum link_verdict v = link_ban_may(m);

	if (v != LINK_OK || !mask_match(m->msg->param[0], node_name(link_world(m->ls)->me)))
		return v;
	return link_ban_carry_out(m, b);
}

/* KLINE <servers> <seconds> <user> <host> :<reason> */
static enum link_verdict
on_kline(struct link_msg *m)
{
	const struct view *p = m->msg->param;
	enum link_verdict v = carry_out(m,
		&(struct link_ban_order){ .kind = BAN_KLINE,
			.user = p[2],
			.what = p[3],
			.for_s = m->arg[1].number,
			.reason = p[4] });

	if (v != LINK_BAD)
		pass_on(m, p + 1, 4);
	return v;
}

/* UNKLINE <servers> <user> <host> */
static enum link_verdict
on_unkline(struct link_msg *m)
{
	const struct view *p = m->msg->param;
	enum link_verdict v = carry_out(m,
		&(struct link_ban_order){ .kind = BAN_KLINE, .user = p[1], .what = p[2], .removed = true });

	if (v != LINK_BAD)
		pass_on(m, p + 1, 2);
	return v;
}

/* XLINE <servers> <real name> <seconds> :<reason>; of an operator, not of services, there stands the type 2, and it is for good. */
static enum link_verdict
on_xline(struct link_msg *m)
{
	const struct view *p = m->msg->param;
	const struct view rest[] = { m->user == NULL ? p[2] : VIEW("0"), p[1], VIEW("2"), p[3] };
	enum link_verdict v = carry_out(m,
		&(struct link_ban_order){ .kind = BAN_XLINE,
			.what = p[1],
			.for_s = m->user == NULL ? m->arg[2].number : 0,
			.reason = p[3] });

	if (v != LINK_BAD)
		pass_on(m, rest, ARRAY_LEN(rest));
	return v;
}

/* RESV <servers> [<seconds>] <name> :<reason> */
static enum link_verdict
on_resv(struct link_msg *m)
{
	const struct view *p = m->msg->param;
	bool timed = m->msg->n_params > 3;
	const struct view rest[] = { timed ? p[1] : VIEW("0"), p[timed ? 2 : 1], VIEW("0"),
		p[timed ? 3 : 2] };
	struct link_ban_order b = { .kind = BAN_RESV, .what = rest[1], .reason = rest[3] };
	enum link_verdict v;

	if (view_to_u64(rest[0], &b.for_s) == -1 || b.for_s > UINT32_MAX)
		return link_fault(m, LINK_BAD, "RESV: that is no time");
	v = carry_out(m, &b);
	if (v != LINK_BAD)
		pass_on(m, rest, ARRAY_LEN(rest));
	return v;
}

static enum link_verdict
unset(struct link_msg *m, enum ban_kind k)
{
	const struct view *p = m->msg->param;
	enum link_verdict v =
		carry_out(m, &(struct link_ban_order){ .kind = k, .what = p[1], .removed = true });

	if (v != LINK_BAD)
		pass_on(m, p + 1, 1);
	return v;
}

/* UNXLINE <servers> <real name> */
static enum link_verdict
on_unxline(struct link_msg *m)
{
	return unset(m, BAN_XLINE);
}

/* UNRESV <servers> <name> */
static enum link_verdict
on_unresv(struct link_msg *m)
{
	return unset(m, BAN_RESV);
}

static const struct link_verb rows[] = {
	{ VIEW_INIT("BAN"), LINK_FROM_ANY, 8, 8, false,
		{ LP_WORD, LP_MASK, LP_MASK, LP_TS, LP_NUMBER, LP_NUMBER, LP_WORD, LP_TEXT }, on_ban },
	{ VIEW_INIT("KLINE"), LINK_FROM_ANY, 5, 5, false, { LP_MASK, LP_NUMBER, LP_MASK, LP_MASK, LP_TEXT },
		on_kline },
	{ VIEW_INIT("UNKLINE"), LINK_FROM_ANY, 3, 3, false, { LP_MASK, LP_MASK, LP_MASK }, on_unkline },
	{ VIEW_INIT("XLINE"), LINK_FROM_ANY, 4, 4, false, { LP_MASK, LP_MASK, LP_NUMBER, LP_TEXT },
		on_xline },
	{ VIEW_INIT("UNXLINE"), LINK_FROM_ANY, 2, 2, false, { LP_MASK, LP_MASK }, on_unxline },
	{ VIEW_INIT("RESV"), LINK_FROM_ANY, 3, 4, false, { LP_MASK, LP_MASK, LP_TEXT, LP_TEXT }, on_resv },
	{ VIEW_INIT("UNRESV"), LINK_FROM_ANY, 2, 2, false, { LP_MASK, LP_MASK }, on_unresv },
};
const struct link_verb_table link_verbs_ban = { rows, ARRAY_LEN(rows) };
