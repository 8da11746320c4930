#include "route/event.h"

#include <criterion/criterion.h>

#include "tests/unit/route/route_rig.h"

Test(event, source_is_the_client_as_it_is_when_it_begins)
{
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "anna", 0), *b = rig_user(r, "bert", 0);
	struct event ev;

	event_begin(&ev, r->world, a->c, VIEW("NICK"));
	msg_build_text(&ev.build, VIEW("anne"));
	cr_assert_eq(client_set_nick(a->c, VIEW("anne"), RIG_WALL), NICK_OK);
	route_user(r->route, b->c, &ev);
	cr_expect_str_eq(rig_heard(b), ":anna!~u@192.0.2.1 NICK :anne\r\n");
	rig_free(r);
}

Test(event, source_is_the_server_without_a_client)
{
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "anna", 0);
	struct event ev;

	event_begin(&ev, r->world, NULL, VIEW("MODE"));
	msg_build_param(&ev.build, VIEW("#c"));
	msg_build_param(&ev.build, VIEW("+n"));
	route_user(r->route, a->c, &ev);
	cr_expect_str_eq(rig_heard(a), ":irc.test MODE #c +n\r\n");
	rig_free(r);
}

Test(event, body_that_the_builder_refused_is_sent_to_nobody)
{
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "anna", 0);
	struct event ev;

	event_begin(&ev, r->world, a->c, VIEW("JOIN"));
	msg_build_param(&ev.build, VIEW("#a b"));
	route_user(r->route, a->c, &ev);
	route_common(r->route, a->c, &ev, true);
	cr_expect_str_eq(rig_heard(a), "");
	cr_expect_eq(ev.built, 0);
	rig_free(r);
}

Test(event, alternative_that_the_builder_refused_is_sent_to_nobody)
{
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "anna", 0);
	struct event ev;

	event_begin(&ev, r->world, a->c, VIEW("JOIN"));
	msg_build_param(&ev.build, VIEW("#c"));
	event_begin_alt(&ev, r->world, a->c, VIEW("JOIN"), CAP_EXTENDED_JOIN);
	msg_build_param(&ev.alt, VIEW(""));
	route_user(r->route, a->c, &ev);
	cr_expect_str_eq(rig_heard(a), "");
	rig_free(r);
}
