/* Who is told of another real name. */
#include "route/setname.h"

#include <criterion/criterion.h>
#include <string.h>

#include "proto/caps.h"
#include "tests/unit/route/route_rig.h"

Test(setname, those_with_the_capability_hear_it_and_only_of_a_common_channel)
{
	struct route_rig *r = rig_new();
	struct hearer *me = rig_user(r, "me", CAP_BIT(CAP_SETNAME)),
		      *with = rig_user(r, "with", CAP_BIT(CAP_SETNAME)), *plain = rig_user(r, "plain", 0),
		      *far = rig_user(r, "far", CAP_BIT(CAP_SETNAME));

	(void)rig_join(me, "#c");
	(void)rig_join(with, "#c");
	(void)rig_join(plain, "#c");
	setname_set(r->route, me->c, VIEW("Some Body"));
	cr_expect_str_eq(rig_heard(me), ":me!~u@192.0.2.1 SETNAME :Some Body\r\n");
	cr_expect_str_eq(rig_heard(with), ":me!~u@192.0.2.1 SETNAME :Some Body\r\n");
	cr_expect_str_eq(rig_heard(plain), "");
	cr_expect_str_eq(rig_heard(far), "");
	cr_expect_str_eq(me->c->realname, "Some Body");
	rig_free(r);
}

Test(setname, is_of_one_byte_to_its_limit)
{
	char text[REALNAME_LEN + 1];

	memset(text, 'x', sizeof(text));
	cr_expect_not(setname_is_ok(VIEW("")));
	cr_expect(setname_is_ok(VIEW("x")));
	cr_expect(setname_is_ok(view_of(text, REALNAME_LEN)));
	cr_expect_not(setname_is_ok(view_of(text, REALNAME_LEN + 1)));
}
