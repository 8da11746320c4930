#include "route/mode_event.h"

#include <criterion/criterion.h>

#include "proto/caps.h"
#include "state/registration.h"
#include "tests/unit/route/route_rig.h"

Test(mode_event, the_server_changes_and_all_hear_what_worked)
{
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "alice", 0), *b = rig_user(r, "bob", 0);
	struct channel *ch = rig_join(a, "#c");
	const struct view param[] = { VIEW("bob"), VIEW("nobody") };

	cr_assert_eq(rig_join(b, "#c"), ch);
	cr_expect_eq(mode_event_change(r->route, ch, VIEW("+nvv-s"), param, 2), 2);
	cr_expect_str_eq(rig_heard(a), ":irc.test MODE #c +nv bob\r\n");
	cr_expect_str_eq(rig_heard(b), ":irc.test MODE #c +nv bob\r\n");
	cr_expect_eq(mode_event_change(r->route, ch, VIEW("+n"), NULL, 0), 0);
	cr_expect_str_eq(rig_heard(a), "");
	rig_free(r);
}

Test(mode_event, access_gives_the_ranks_that_are_missing)
{
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "alice", 0), *b = rig_user(r, "bob", 0);
	struct channel *ch = rig_join(a, "#c");
	struct registration *reg = registration_new(ch, VIEW("alice"), 1);

	cr_assert_eq(rig_join(b, "#c"), ch);
	client_set_account(b->c, VIEW("bob"));
	cr_assert_eq(registration_set_access(reg, VIEW("bob"), ACCESS_OWNER, 1), ACCESS_OK);
	mode_event_access(r->route, b->c);
	cr_expect_str_eq(rig_heard(a), ":irc.test MODE #c +qo bob bob\r\n");
	mode_event_access(r->route, b->c);
	cr_expect_str_eq(rig_heard(a), "");
	mode_event_registered(r->route, ch);
	registration_end(ch);
	mode_event_registered(r->route, ch);
	cr_expect_str_eq(rig_heard(a), ":irc.test MODE #c +r\r\n:irc.test MODE #c -r\r\n");
	rig_free(r);
}

Test(mode_event, a_first_rank_comes_out_of_the_dark)
{
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "alice", 0), *b = rig_user(r, "bob", 0), *c = rig_user(r, "carol", 0);
	struct channel *ch = rig_join(a, "#c");

	cr_assert_eq(rig_join(b, "#c"), ch);
	cr_assert_eq(rig_join(c, "#c"), ch);
	ch->modes |= CMODE_AUDITORIUM;
	mode_event_give(r->route, member_find(ch, b->c), RANK_VOICE);
	cr_expect_str_eq(rig_heard(a), ":irc.test MODE #c +v bob\r\n");
	cr_expect_str_eq(rig_heard(c), ":bob!~u@192.0.2.1 JOIN #c\r\n:irc.test MODE #c +v bob\r\n");
	rig_free(r);
}
