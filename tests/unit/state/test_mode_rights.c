/* mode_channel.c: what ranks may do to each other, and the modes that are not for operators of a channel. */
#include <criterion/criterion.h>

#include "state/oper.h"
#include "tests/unit/state/state_rig.h"
#include "tests/unit/state/world_check.h"

static struct world *w;
static struct client *op, *bob, *eve; /* eve is not in */
static struct channel *ch;
static struct mode_change change[MODE_CHANGES_MAX];

static void
setup(void)
{
	w = rig_world();
	op = rig_user(w, "op");
	bob = rig_user(w, "Bob");
	eve = rig_user(w, "eve");
	ch = rig_join(op, "#c");
	rig_join(bob, "#c");
}

static void
teardown(void)
{
	cr_expect_null(world_fault(w));
	world_free(w);
}

TestSuite(mode_rights, .init = setup, .fini = teardown);

Test(mode_rights, nobody_takes_a_rank_from_who_stands_above)
{
	struct member *mine, *other;

	mine = member_find(ch, op);
	other = member_find(ch, bob);
	for (uint32_t by = RANK_HALFOP; by <= RANK_OWNER; by <<= 1) {
		for (uint32_t top = RANK_VOICE; top <= RANK_OWNER; top <<= 1) {
			member_set_ranks(mine, by);
			member_set_ranks(other, top | RANK_VOICE);
			cr_expect_eq(rig_mode(ch, op, "-v bob"), top > by ? MODE_OUTRANKED : MODE_OK, "%u %u",
				by, top);
			cr_expect_eq(channel_may_kick(ch, op, bob), top > by ? KICK_OUTRANKED : KICK_OK,
				"%u %u", by, top);
			member_set_ranks(other, top & ~RANK_VOICE);
			cr_expect_eq(rig_mode(ch, op, "+v bob"), MODE_OK, "giving takes nothing from it");
		}
	}
	member_set_ranks(other, RANK_OWNER | RANK_OP);
	cr_expect_eq(rig_mode(ch, NULL, "-o bob"), MODE_OK, "the server may");
	member_set_ranks(other, RANK_OWNER | RANK_OP);
	cr_expect_eq(rig_mode(ch, bob, "-o bob"), MODE_OK, "and everybody from itself");
}

Test(mode_rights, ranks_say_whether_it_is_the_first_or_the_last)
{
	cr_expect_eq(rig_modes(ch, op, "+v-v+oh bob bob bob bob", change), 4);
	cr_expect(change[0].was_bare && !change[0].is_bare);
	cr_expect(!change[1].was_bare && change[1].is_bare);
	cr_expect(change[2].was_bare && !change[2].is_bare);
	cr_expect(!change[3].was_bare && !change[3].is_bare);
}

Test(mode_rights, permanent_is_for_operators_of_the_server_with_the_privilege)
{
	struct oper_grant *few = oper_grant_new(VIEW("o"), VIEW("r"), PRIV_BIT(PRIV_KILL));
	struct oper_grant *all = oper_grant_new(VIEW("o"), VIEW("r"), PRIV_BIT(PRIV_PERMANENT));

	cr_expect_eq(rig_mode(ch, op, "+P"), MODE_NOT_OPER);
	oper_raise(bob, few);
	cr_expect_eq(rig_mode(ch, bob, "+P"), MODE_NO_PRIV);
	oper_raise(bob, all);
	cr_expect_eq(rig_mode(ch, bob, "+P"), MODE_OK, "no rank is needed");
	cr_expect_eq(w->n_permanent, 1);
	cr_expect_eq(rig_mode(ch, bob, "+P"), MODE_NOTHING);
	cr_expect_eq(rig_mode(ch, op, "-P"), MODE_NOT_OPER);
	cr_expect_eq(rig_mode(ch, bob, "-P"), MODE_OK);
	cr_expect_eq(w->n_permanent, 0);
	oper_raise(eve, all);
	cr_expect_eq(rig_mode(ch, eve, "+P"), MODE_NOT_OP, "but one must be in");
	oper_grant_unref(few);
	oper_grant_unref(all);
}

Test(mode_rights, permanent_channels_are_counted_up_to_their_limit)
{
	w->n_permanent = CHANNELS_PERMANENT_MAX - 1;
	cr_expect_eq(rig_mode(ch, NULL, "+P"), MODE_OK);
	cr_expect_eq(rig_mode(ch, NULL, "+P"), MODE_NOTHING, "it is one of them");
	cr_expect_eq(rig_mode(ch, NULL, "-P"), MODE_OK);
	w->n_permanent = CHANNELS_PERMANENT_MAX;
	cr_expect_eq(rig_mode(ch, NULL, "+P"), MODE_LIST_FULL);
	w->n_permanent = 0;
}

Test(mode_rights, registered_is_set_by_the_server_alone)
{
	cr_expect_eq(rig_mode(ch, op, "+r"), MODE_SERVER_ONLY);
	cr_expect_eq(rig_mode(ch, bob, "+r"), MODE_NOT_OP);
	cr_expect_eq(rig_mode(ch, NULL, "+r"), MODE_SERVER_ONLY, "it comes with registration_new() only");
	cr_expect_eq(rig_mode(ch, op, "-r"), MODE_SERVER_ONLY);
}
