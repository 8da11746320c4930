/* STATS of server bans.  A list may be long: it goes on by the number of the ban that was told last, for that one may go meanwhile. */
#include <stdio.h>

#include "commands/stats.h"
#include "proto/duration.h"
#include "state/oper.h"
#include "state/server_ban.h"

#define PER_TURN 500 /* bans that are looked at */

enum which { WHICH_PERMANENT, WHICH_TEMPORARY, WHICH_ALL };

/* Of each letter; the privilege is of who sees the private reason. */
struct look {
	char letter;
	enum ban_kind kind;
	enum which which;
	enum priv priv;
};
static const struct look looks[] = {
	{ 'd', BAN_DLINE, WHICH_TEMPORARY, PRIV_DLINE },
	{ 'D', BAN_DLINE, WHICH_PERMANENT, PRIV_DLINE },
	{ 'e', BAN_ELINE, WHICH_ALL, PRIV_ELINE },
	{ 'F', BAN_DCCDENY, WHICH_ALL, PRIV_DCCDENY },
	{ 'k', BAN_KLINE, WHICH_TEMPORARY, PRIV_KLINE },
	{ 'K', BAN_KLINE, WHICH_PERMANENT, PRIV_KLINE },
	{ 'q', BAN_RESV, WHICH_TEMPORARY, PRIV_RESV },
	{ 'Q', BAN_RESV, WHICH_PERMANENT, PRIV_RESV },
	{ 'x', BAN_XLINE, WHICH_TEMPORARY, PRIV_XLINE },
	{ 'X', BAN_XLINE, WHICH_PERMANENT, PRIV_XLINE },
};

static const struct look *
look_of(const struct stats_row *row)
{
	const struct look *look = looks;

	while (look->letter != row->letter)
		look++;
	return look;
}

/* mask, number, time left or "*", who set it, and the reasons. */
static void
tell(struct cmd_ctx *cx, struct stats_out *o, const struct look *look, const struct server_ban *b)
{
	uint64_t now_s = route_wall_ms(cx->route) / 1000;
	bool all = b->oper_reason != NULL && (o->asks == NULL || oper_has(o->asks, look->priv));
	char left[DURATION_TEXT] = "*", reason[2 * BAN_REASON_LEN + 2];
	struct stats_line l;

	if (b->until_s != 0)
		(void)duration_text(b->until_s > now_s ? b->until_s - now_s : 0, left);
	(void)snprintf(
		reason, sizeof(reason), "%s%s%s", b->reason, all ? "|" : "", all ? b->oper_reason : "");
	stats_begin(&l);
	stats_word(&l, view_z(b->mask));
	stats_number(&l, b->id);
	stats_word(&l, view_z(left));
	stats_word(&l, view_z(b->by));
	stats_word(&l, view_z(reason));
	stats_end(&l, o);
}

/* The first behind the one that was told last. */
static const struct server_ban *
resume(const struct server_bans *set, enum ban_kind k, uint64_t last_id)
{
	const struct server_ban *b = server_ban_by_id(set, last_id);

	if (b != NULL)
		return server_ban_next(set, k, b);
	b = server_ban_next(set, k, NULL);
	while (b != NULL && b->id <= last_id)
		b = server_ban_next(set, k, b);
	return b;
}

static bool
some(struct cmd_ctx *cx, struct stats_out *o, uint64_t *place)
{
	const struct look *look = look_of(o->row);
	const struct server_bans *set = cx->world->bans;
	const struct server_ban *b = resume(set, look->kind, *place);

	for (size_t i = 0; b != NULL && i < PER_TURN && stats_has_room(o); i++) {
		if (look->which == WHICH_ALL || (look->which == WHICH_TEMPORARY) == (b->until_s != 0))
			tell(cx, o, look, b);
		*place = b->id;
		b = server_ban_next(set, look->kind, b);
	}
	return b == NULL;
}

#define COLUMNS "mask:s id:n left:s by:s reason:s"

static const struct stats_row rows[] = {
	{ 'd', false, RPL_STATSDLINE, "d", COLUMNS, NULL, NULL, "D-lines for a time", some },
	{ 'D', false, RPL_STATSDLINE, "D", COLUMNS, NULL, NULL, "D-lines for good", some },
	{ 'e', false, RPL_STATSDLINE, "e", COLUMNS, NULL, NULL, "exemptions from bans", some },
	{ 'F', false, RPL_STATSDEBUG, "F", COLUMNS, NULL, NULL, "files that may not be offered (DCCDENY)",
		some },
	{ 'k', false, RPL_STATSKLINE, "k", COLUMNS, NULL, NULL, "K-lines for a time", some },
	{ 'K', false, RPL_STATSKLINE, "K", COLUMNS, NULL, NULL, "K-lines for good", some },
	{ 'q', false, RPL_STATSQLINE, "q", COLUMNS, NULL, NULL, "reserved names for a time", some },
	{ 'Q', false, RPL_STATSQLINE, "Q", COLUMNS, NULL, NULL, "reserved names for good", some },
	{ 'x', false, RPL_STATSXLINE, "x", COLUMNS, NULL, NULL, "X-lines for a time", some },
	{ 'X', false, RPL_STATSXLINE, "X", COLUMNS, NULL, NULL, "X-lines for good", some },
};
const struct stats_table stats_bans = { rows, ARRAY_LEN(rows) };
