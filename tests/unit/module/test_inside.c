/* auth/inside: what a user of a module is asked, and what not. */
#include "auth/inside.h"

#include <criterion/criterion.h>

#include "module/module.h"
#include "module_rig.h"
#include "state/server_ban.h"

static struct module_rig rig;

Test(inside, is_let_in_to_a_server_that_asks_all_others_for_a_password)
{
	struct rig_user bob;

	rig_open(&rig, "class \"few\" { max-clients = 1 }\n");
	rig_user_open(&bob, "bob", "robert");
	rig_turns(&rig, 4);
	cr_expect(rig_user_heard(&bob, " 001 bob "));
	rig_close(&rig);
}

Test(inside, a_server_ban_on_its_address_keeps_it_out)
{
	const struct server_ban_def def = { .id = 1,
		.kind = BAN_DLINE,
		.mask = VIEW("192.0.2.0/24"),
		.by = VIEW("al"),
		.reason = VIEW("go away") };
	struct rig_user bob;

	rig_open(&rig, "");
	cr_assert_not_null(server_ban_add(rig.server->world->bans, &def));
	rig_user_open(&bob, "bob", "robert");
	rig_turns(&rig, 4);
	cr_expect(bob.is_gone);
	cr_expect_str_eq(bob.why, "D-lined");
	cr_expect(!rig_user_heard(&bob, " 001 "));
	rig_close(&rig);
}

Test(inside, the_limit_of_its_class_counts)
{
	struct rig_user bob, carl;

	rig_open(&rig, "");
	rig_user_open(&bob, "bob", "");
	rig_user_open(&carl, "carl", "");
	rig_turns(&rig, 4);
	cr_expect(rig_user_heard(&bob, " 001 bob "));
	cr_expect(carl.is_gone);
	cr_expect_str_eq(carl.why, "Too many connections from your address");
	rig_close(&rig);
}

Test(inside, a_nick_that_is_taken_is_told)
{
	struct rig_user al;

	rig_open(&rig, "");
	rig_user_open(&al, "al", "");
	rig_turns(&rig, 4);
	cr_expect(rig_user_heard(&al, " 433 * al "));
	cr_assert(module_user_say(al.u, "NICK al2"));
	rig_turns(&rig, 4);
	cr_expect(rig_user_heard(&al, " 001 al2 "));
	rig_close(&rig);
}

Test(inside, stays_when_the_rules_change)
{
	struct rig_user bob;

	rig_open(&rig, "");
	rig_user_open(&bob, "bob", "");
	rig_turns(&rig, 4);
	server_configure(rig.server, module_conf(rig_module));
	rig_turns(&rig, 4);
	cr_expect(!bob.is_gone);
	rig_close(&rig);
}
