#include "state/mass.h"

#include <criterion/criterion.h>

#include "state/oper.h"
#include "tests/unit/state/state_rig.h"

Test(mass, targets_are_two_signs_and_a_mask)
{
	cr_expect(mass_is_target(VIEW("$$x")));
	cr_expect(mass_is_target(VIEW("$#x")));
	cr_expect_not(mass_is_target(VIEW("$$")));
	cr_expect_not(mass_is_target(VIEW("$#")));
	cr_expect_not(mass_is_target(VIEW("$x.y")));
	cr_expect_not(mass_is_target(VIEW("#$x")));
	cr_expect_not(mass_is_target(VIEW("")));
}

Test(mass, privilege_is_asked_before_the_mask)
{
	struct world *w = rig_world();
	struct client *c = rig_user(w, "c");
	struct oper_grant *without = oper_grant_new(VIEW("o"), VIEW("r"), ~PRIV_BIT(PRIV_MASS_MESSAGE));
	struct view hosts;

	cr_expect_eq(mass_may_write(c, VIEW("$$*"), &hosts), MASS_NOT_OPER);
	oper_raise(c, without);
	cr_expect_eq(mass_may_write(c, VIEW("$$*"), &hosts), MASS_NO_PRIV);
	world_free(w);
	oper_grant_unref(without);
}

Test(mass, masks_are_narrow_and_this_server_is_meant)
{
	static const struct {
		const char *target;
		enum mass_verdict want;
		const char *hosts;
	} cases[] = {
		{ "$$irc.example", MASS_OK, "" },
		{ "$$*.EXAMPLE", MASS_OK, "" },
		{ "$$*.other", MASS_NO_SUCH_SERVER, NULL },
		{ "$$*", MASS_NO_TOPLEVEL, NULL },
		{ "$$irc", MASS_NO_TOPLEVEL, NULL },
		{ "$$irc.*", MASS_WILD_TOPLEVEL, NULL },
		{ "$$irc.e?ample", MASS_WILD_TOPLEVEL, NULL },
		{ "$$irc:x", MASS_NO_TOPLEVEL, NULL },
		{ "$#*.example.org", MASS_OK, "*.example.org" },
		{ "$#192.0.2.7", MASS_OK, "192.0.2.7" },
		{ "$#192.0.2.*", MASS_WILD_TOPLEVEL, NULL },
		{ "$#*", MASS_NO_TOPLEVEL, NULL },
		{ "$#2001:db8:*", MASS_OK, "2001:db8:*" },
		{ "$#.", MASS_OK, "." },
	};
	struct world *w = rig_world();
	struct client *c = rig_user(w, "c");
	struct oper_grant *g = oper_grant_new(VIEW("o"), VIEW("r"), PRIV_BIT(PRIV_MASS_MESSAGE));
	struct view hosts;

	oper_raise(c, g);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		cr_expect_eq(mass_may_write(c, view_z(cases[i].target), &hosts), cases[i].want, "%s",
			cases[i].target);
		cr_expect(cases[i].hosts == NULL || view_eq(hosts, view_z(cases[i].hosts)), "%s",
			cases[i].target);
	}
	world_free(w);
	oper_grant_unref(g);
}
