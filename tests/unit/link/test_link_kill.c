#include "link/link_kill.h"

#include <criterion/criterion.h>

#include "conf/conf_link.h"
#include "state/mode.h"
#include "state/oper.h"
#include "tests/unit/link/link_rig.h"

/* An operator elsewhere has what the permit of its link gives, also when that changes. */
Test(link_kill, privileges_follow_the_permit_of_the_link)
{
	const struct conf_link first = { .permit = CONF_PERMIT_BIT(CONF_PERMIT_KLINE) };
	const struct conf_link second = { .permit = CONF_PERMIT_BIT(CONF_PERMIT_DIE) };
	struct link_rig r;

	link_rig_init(&r);
	r.hub.link->conf = &first;
	link_oper_raise(r.hub.link, r.user, VIEW("god"), VIEW("admin"));
	cr_expect((r.user->umodes & UMODE_OPER) != 0);
	cr_expect(oper_has(r.user, PRIV_KLINE));
	cr_expect_not(oper_has(r.user, PRIV_DIE));
	r.hub.link->conf = &second;
	link_opers_configure(r.links);
	cr_expect_not(oper_has(r.user, PRIV_KLINE));
	cr_expect(oper_has(r.user, PRIV_DIE));
	cr_assert_not_null(r.user->oper);
	cr_expect_str_eq(r.user->oper->oper, "god");
	cr_expect_str_eq(r.user->oper->role, "admin");
	r.hub.link->conf = NULL;
	link_opers_configure(r.links);
	cr_assert_not_null(r.user->oper);
	cr_expect_eq(r.user->oper->privs, 0);
	cr_expect_eq(r.world->n_opers, 1);
	link_rig_release(&r);
}

Test(link_kill, who_is_no_operator_becomes_none)
{
	struct link_rig r;

	link_rig_init(&r);
	link_opers_configure(r.links);
	cr_expect_null(r.user->oper);
	link_rig_release(&r);
}
