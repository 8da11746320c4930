#include "state/oper.h"

#include <criterion/criterion.h>

#include "tests/unit/state/state_rig.h"
#include "tests/unit/state/world_check.h"

Test(oper, has_what_its_grant_says)
{
	struct world *w = rig_world();
	struct client *c = rig_user(w, "c");
	struct oper_grant *g = oper_grant_new(VIEW("root"), VIEW("admin"), PRIV_BIT(PRIV_KILL));

	cr_expect_not(oper_has(c, PRIV_KILL));
	oper_raise(c, g);
	cr_expect_eq(g->refs, 2);
	cr_expect_str_eq(c->oper->oper, "root");
	cr_expect_str_eq(c->oper->role, "admin");
	cr_expect(oper_has(c, PRIV_KILL));
	cr_expect_not(oper_has(c, PRIV_DIE));
	cr_expect_eq(c->umodes & UMODE_OPER, UMODE_OPER);
	cr_expect_eq(w->n_opers, 1);
	oper_lower(c);
	oper_lower(c);
	cr_expect_not(oper_has(c, PRIV_KILL));
	cr_expect_eq(w->n_opers, 0);
	cr_expect_eq(g->refs, 1);
	cr_expect_null(world_fault(w));
	oper_grant_unref(g);
	oper_grant_unref(NULL);
	world_free(w);
}

Test(oper, grant_outlives_the_configuration_that_made_it)
{
	struct world *w = rig_world();
	struct client *c = rig_user(w, "c");
	struct oper_grant *g = oper_grant_new(VIEW("a"), VIEW("r"), PRIV_BIT(PRIV_DIE));

	oper_raise(c, g);
	oper_grant_unref(g);
	cr_expect(oper_has(c, PRIV_DIE));
	world_free(w); /* frees it: ASan says so */
}

Test(oper, may_be_raised_again_to_another_grant_or_the_same)
{
	struct world *w = rig_world();
	struct client *c = rig_user(w, "c");
	struct oper_grant *g = oper_grant_new(VIEW("a"), VIEW("r"), PRIV_BIT(PRIV_DIE));
	struct oper_grant *h = oper_grant_new(VIEW("b"), VIEW("r"), PRIV_BIT(PRIV_KILL));

	oper_raise(c, g);
	oper_grant_unref(g);
	oper_raise(c, g);
	cr_expect(oper_has(c, PRIV_DIE));
	oper_raise(c, h);
	cr_expect_not(oper_has(c, PRIV_DIE));
	cr_expect(oper_has(c, PRIV_KILL));
	cr_expect_eq(w->n_opers, 1);
	oper_grant_unref(h);
	world_free(w);
}

Test(oper, loses_everything_by_mode_or_exit)
{
	struct world *w = rig_world();
	struct client *a = rig_user(w, "a"), *b = rig_user(w, "b");
	struct oper_grant *g = oper_grant_new(VIEW("a"), VIEW("r"), PRIV_BIT(PRIV_DIE));
	uint64_t added, removed;

	oper_raise(a, g);
	oper_raise(b, g);
	cr_expect_eq(w->n_opers, 2);
	cr_expect_eq(client_change_modes(a, VIEW("-o"), &added, &removed), 0);
	cr_expect_eq(removed, UMODE_OPER);
	cr_expect_null(a->oper);
	client_exit(b, RIG_NOW);
	cr_expect_null(b->oper);
	cr_expect_eq(w->n_opers, 0);
	cr_expect_eq(g->refs, 1);
	oper_grant_unref(g);
	world_free(w);
}

Test(oper, names_are_cut_to_their_room)
{
	struct oper_grant *g = oper_grant_new(
		VIEW("0123456789012345678901234567890123456789012345678901234567890123456789"), VIEW("r"), 0);

	cr_expect_eq(view_z(g->oper).n, sizeof(g->oper) - 1);
	oper_grant_unref(g);
}

Test(oper, lacks_the_first_privilege_that_it_has_not)
{
	struct world *w = rig_world();
	struct client *c = rig_user(w, "c");
	struct oper_grant *g =
		oper_grant_new(VIEW("a"), VIEW("r"), PRIV_BIT(PRIV_DIE) | PRIV_BIT(PRIV_STATS));

	cr_expect_eq(oper_lacks(c, 0), PRIV_N);
	cr_expect_eq(oper_lacks(c, PRIV_BIT(PRIV_DIE)), PRIV_DIE);
	oper_raise(c, g);
	cr_expect_eq(oper_lacks(c, g->privs), PRIV_N);
	cr_expect_eq(oper_lacks(c, UINT64_MAX), PRIV_KILL);
	cr_expect_eq(oper_lacks(c, PRIV_BIT(PRIV_DIE) | PRIV_BIT(PRIV_FLOOD_EXEMPT)), PRIV_FLOOD_EXEMPT);
	oper_grant_unref(g);
	world_free(w);
}

Test(oper, what_it_is_given_keeps_its_own_below)
{
	struct world *w = rig_world();
	struct client *c = rig_user(w, "c");
	struct oper_grant *own = oper_grant_new(VIEW("ann"), VIEW("few"), PRIV_BIT(PRIV_KILL));
	struct oper_grant *first, *second;

	oper_raise(c, own);
	cr_expect_not(oper_grant_is_given(own));
	first = oper_grant_new_given(c, VIEW("more"), PRIV_BIT(PRIV_DIE), VIEW("bob"));
	cr_expect(oper_grant_is_given(first));
	cr_expect_str_eq(first->oper, "ann");
	cr_expect_str_eq(first->role, "more");
	cr_expect_str_eq(first->by, "bob");
	oper_raise(c, first);
	second = oper_grant_new_given(c, VIEW("most"), PRIV_BIT(PRIV_DIE), VIEW("bob"));
	cr_expect_eq(second->below, own, "not the gift before");
	oper_raise(c, second);
	oper_grant_unref(first);
	oper_grant_unref(second);
	oper_grant_unref(own);
	cr_expect_eq(own->refs, 1);
	oper_raise(c, c->oper->below);
	cr_expect(oper_has(c, PRIV_KILL));
	cr_expect_eq(c->oper, own);
	world_free(w); /* frees it: ASan says so */
}

Test(oper, who_is_none_is_given_a_role_with_nothing_below)
{
	struct world *w = rig_world();
	struct client *c = rig_user(w, "c");
	struct oper_grant *g = oper_grant_new_given(c, VIEW("r"), PRIV_BIT(PRIV_DIE), VIEW("bob"));

	cr_expect_null(g->below);
	cr_expect_str_eq(g->oper, "");
	oper_raise(c, g);
	oper_grant_unref(g);
	cr_expect(oper_has(c, PRIV_DIE));
	cr_expect_null(oper_grant_ref(NULL));
	world_free(w);
}
