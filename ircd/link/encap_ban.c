/* KLINE DLINE XLINE RESV and UN- of each behind ENCAP: what operators elsewhere, and services, want banned here. */
#include "link/link_bans.h"

static enum link_verdict
carry_out(struct link_msg *m, const struct link_ban_order *b)
{
	enum link_verdict v = link_ban_may(m);

	return v == LINK_OK ? link_ban_carry_out(m, b) : v;
}

/* KLINE <seconds> <user> <host> :<reason> */
static enum link_verdict
on_kline(struct link_msg *m)
{
	const struct view *p = m->msg->param;

	return carry_out(m,
		&(struct link_ban_order){ .kind = BAN_KLINE,
			.user = p[1],
			.what = p[2],
			.for_s = m->arg[0].number,
			.reason = p[3] });
}

/* UNKLINE <user> <host> */
static enum link_verdict
on_unkline(struct link_msg *m)
{
	const struct view *p = m->msg->param;

	return carry_out(m,
		&(struct link_ban_order){ .kind = BAN_KLINE, .user = p[0], .what = p[1], .removed = true });
}

static enum link_verdict
set(struct link_msg *m, enum ban_kind k)
{
	const struct view *p = m->msg->param;

	return carry_out(m,
		&(struct link_ban_order){ .kind = k,
			.what = p[1],
			.for_s = m->arg[0].number,
			.reason = p[m->msg->n_params - 1] });
}

static enum link_verdict
unset(struct link_msg *m, enum ban_kind k)
{
	return carry_out(m, &(struct link_ban_order){ .kind = k, .what = m->msg->param[0], .removed = true });
}

/* DLINE <seconds> <address> :<reason> */
static enum link_verdict
on_dline(struct link_msg *m)
{
	return set(m, BAN_DLINE);
}

/* UNDLINE <address> */
static enum link_verdict
on_undline(struct link_msg *m)
{
	return unset(m, BAN_DLINE);
}

/* XLINE <seconds> <real name> 2 :<reason> */
static enum link_verdict
on_xline(struct link_msg *m)
{
	return set(m, BAN_XLINE);
}

/* UNXLINE <real name> */
static enum link_verdict
on_unxline(struct link_msg *m)
{
	return unset(m, BAN_XLINE);
}

/* RESV <seconds> <nick>|<#channel> 0 :<reason>.  Only who is here asks what is reserved: services may reserve their own nicks. */
static enum link_verdict
on_resv(struct link_msg *m)
{
	return set(m, BAN_RESV);
}

/* UNRESV <nick>|<#channel> */
static enum link_verdict
on_unresv(struct link_msg *m)
{
	return unset(m, BAN_RESV);
}

static const struct link_verb rows[] = {
	{ VIEW_INIT("KLINE"), LINK_FROM_ANY, 4, 4, false, { LP_NUMBER, LP_MASK, LP_MASK, LP_TEXT },
		on_kline },
	{ VIEW_INIT("UNKLINE"), LINK_FROM_ANY, 2, 2, false, { LP_MASK, LP_MASK }, on_unkline },
	{ VIEW_INIT("DLINE"), LINK_FROM_ANY, 3, 3, false, { LP_NUMBER, LP_MASK, LP_TEXT }, on_dline },
	{ VIEW_INIT("UNDLINE"), LINK_FROM_ANY, 1, 1, false, { LP_MASK }, on_undline },
	{ VIEW_INIT("XLINE"), LINK_FROM_ANY, 3, 4, false, { LP_NUMBER, LP_MASK, LP_TEXT, LP_TEXT },
		on_xline },
	{ VIEW_INIT("UNXLINE"), LINK_FROM_ANY, 1, 1, false, { LP_MASK }, on_unxline },
	{ VIEW_INIT("RESV"), LINK_FROM_ANY, 3, 4, false, { LP_NUMBER, LP_MASK, LP_TEXT, LP_TEXT }, on_resv },
	{ VIEW_INIT("UNRESV"), LINK_FROM_ANY, 1, 1, false, { LP_MASK }, on_unresv },
};
const struct link_verb_table link_encaps_ban = { rows, ARRAY_LEN(rows) };
