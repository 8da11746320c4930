#include "state/auditorium.h"

#include <criterion/criterion.h>

#include "state/oper.h"
#include "tests/unit/state/state_rig.h"
#include "tests/unit/state/world_check.h"

Test(auditorium, rankless_members_are_seen_by_themselves_and_from_halfop_up)
{
	struct world *w = rig_world();
	struct client *op = rig_user(w, "op"), *a = rig_user(w, "a"), *b = rig_user(w, "b");
	struct channel *ch = rig_join(op, "#c");
	struct member *who, *viewer;

	rig_join(a, "#c");
	rig_join(b, "#c");
	who = member_find(ch, a);
	viewer = member_find(ch, b);
	for (uint32_t top = 0; top <= RANK_OWNER; top = top != 0 ? top << 1 : 1) {
		for (uint32_t seen = 0; seen <= RANK_OWNER; seen = seen != 0 ? seen << 1 : 1) {
			member_set_ranks(who, seen);
			member_set_ranks(viewer, top);
			ch->modes = 0;
			cr_expect(auditorium_shows(who, viewer) && auditorium_shows(who, NULL));
			cr_expect_not(auditorium_hides(who));
			ch->modes = CMODE_AUDITORIUM;
			cr_expect_eq(auditorium_hides(who), seen == 0);
			cr_expect_eq(auditorium_shows(who, viewer), seen != 0 || top >= RANK_HALFOP, "%u %u",
				seen, top);
			cr_expect_eq(auditorium_shows(who, NULL), seen != 0);
			cr_expect(auditorium_shows(who, who));
		}
	}
	cr_expect_null(world_fault(w));
	world_free(w);
}

Test(auditorium, operators_who_see_what_is_hidden_see_all)
{
	struct world *w = rig_world();
	struct client *op = rig_user(w, "op"), *a = rig_user(w, "a"), *b = rig_user(w, "b");
	struct channel *ch = rig_join(op, "#c");
	struct oper_grant *few = oper_grant_new(VIEW("o"), VIEW("r"), PRIV_BIT(PRIV_KILL));
	struct oper_grant *all = oper_grant_new(VIEW("o"), VIEW("r"), PRIV_BIT(PRIV_SEE_HIDDEN));

	rig_join(a, "#c");
	rig_join(b, "#c");
	cr_expect_eq(rig_mode(ch, op, "+u"), MODE_OK);
	oper_raise(b, few);
	cr_expect_not(auditorium_shows(member_find(ch, a), member_find(ch, b)));
	oper_raise(b, all);
	cr_expect(auditorium_shows(member_find(ch, a), member_find(ch, b)));
	cr_expect_not(auditorium_shows(member_find(ch, b), member_find(ch, a)));
	oper_grant_unref(few);
	oper_grant_unref(all);
	world_free(w);
}

Test(auditorium, sharing_it_is_no_sharing_for_who_may_not_see)
{
	struct world *w = rig_world();
	struct client *op = rig_user(w, "op"), *a = rig_user(w, "a"), *b = rig_user(w, "b");
	struct channel *ch = rig_join(op, "#c");

	rig_join(a, "#c");
	rig_join(b, "#c");
	rig_join(b, "#other");
	cr_expect(client_shares_channel(a, b));
	cr_expect_eq(rig_mode(ch, op, "+u"), MODE_OK);
	cr_expect_not(client_shares_channel(a, b));
	cr_expect_not(client_shares_channel(b, a));
	cr_expect(client_shares_channel(op, a), "a sees the operator");
	cr_expect(client_shares_channel(a, op), "and is seen by it");
	rig_join(a, "#other");
	cr_expect(client_shares_channel(a, b));
	world_free(w);
}

Test(auditorium, who_is_unseen_is_not_given_away_by_bans_nor_by_invitations)
{
	struct world *w = rig_world();
	struct client *op = rig_user(w, "op"), *a = rig_user(w, "a"), *spy = rig_user(w, "spy");
	struct channel *ch = rig_join(op, "#c"), *trap = rig_join(spy, "#trap");

	rig_join(a, "#c");
	rig_join(spy, "#c");
	cr_expect_eq(rig_mode(trap, spy, "+b $c:#c"), MODE_OK);
	cr_expect(channel_bans_join(trap, a));
	cr_expect_eq(rig_mode(ch, op, "+u"), MODE_OK);
	cr_expect_not(channel_bans_join(trap, a));
	cr_expect(channel_bans_join(trap, op));
	cr_expect_eq(channel_invite(ch, spy, a), INVITE_NOT_OP);
	cr_expect_eq(rig_mode(ch, op, "+g"), MODE_OK);
	cr_expect_eq(channel_invite(ch, spy, a), INVITE_NOT_OP, "+g or not");
	cr_expect_eq(channel_invite(ch, op, a), INVITE_TARGET_ON_CHANNEL);
	world_free(w);
}
