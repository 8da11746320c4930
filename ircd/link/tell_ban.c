/*
 * Bans that an operator here sets for others, too.  To all servers: by BAN where it is known, so that each remembers when it was made; else, and
 * of D-lines and what is for good, which BAN has no word for, by ENCAP.
 */
#include "link/burst.h"
#include "link/link_bans.h"
#include "link/out.h"
#include "link/tell.h"

/* How long a ban that is taken away is remembered, at least: it may come from servers that were cut off. */
#define CANCELLED_S 86400u

static bool
is_lasting(const struct tree_ban *t)
{
	return view_eq(t->servers, VIEW("*")) && t->kind != BAN_DLINE && (t->removed || t->for_s != 0);
}

void
tell_ban(void *arg, const struct tree_ban *t)
{
	struct links *ls = arg;
	char by[MASK_LEN + 1];
	struct link_ban b = { .kind = t->kind,
		.mask = t->mask,
		.created = link_wall_s(ls),
		.duration = t->removed ? 0 : t->for_s,
		.lifetime = t->removed ? CANCELLED_S : t->for_s,
		.reason = t->reason };
	uint64_t without = is_lasting(t) ? LINK_CAP_BIT(LINK_CAP_BAN) : 0;
	enum link_ban_news news;
	struct out o;

	b.by = t->by.client != NULL ? view_of(by, client_mask(t->by.client, by)) : VIEW("*");
	if (without != 0) {
		news = link_bans_take(ls->bans, &b, b.created);
		if (news != LINK_BAN_OLD && news != LINK_BAN_FULL) {
			link_ban_line(&o, ls, t->by, &b);
			out_flood(&o, without, 0);
		} else {
			without = 0;
		}
	}
	link_ban_order_line(&o, ls, t);
	if (without != 0)
		out_flood(&o, 0, without);
	else
		out_mask(&o, t->servers);
}

void
burst_bans(struct link *l)
{
	uint64_t now = link_wall_s(l->ls);

	if ((l->caps & LINK_CAP_BIT(LINK_CAP_BAN)) == 0)
		return;
	for (const struct link_ban *b = link_bans_next(l->ls->bans, NULL); b != NULL;
		b = link_bans_next(l->ls->bans, b)) {
		struct out o;

		if (link_ban_is_over(b, now))
			continue;
		link_ban_line(&o, l->ls, TREE_US, b);
		out_to(&o, l);
	}
}
