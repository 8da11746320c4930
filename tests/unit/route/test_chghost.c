/* Who is told of another host, in which words, and what stays of the old one. */
#include "route/chghost.h"

#include <criterion/criterion.h>

#include "proto/caps.h"
#include "state/member.h"
#include "tests/unit/route/route_rig.h"

#define CHG CAP_BIT(CAP_CHGHOST)

Test(chghost, those_with_the_capability_hear_one_line)
{
	struct route_rig *r = rig_new();
	struct hearer *me = rig_user(r, "me", CHG), *with = rig_user(r, "with", CHG);

	(void)rig_join(me, "#c");
	(void)rig_join(with, "#c");
	(void)rig_join(me, "#d");
	(void)rig_join(with, "#d");
	chghost_set(r->route, me->c, VIEW("new"), VIEW("some.where"));
	cr_expect_str_eq(rig_heard(me),
		":me!~u@192.0.2.1 CHGHOST new some.where\r\n"
		":irc.test 396 me some.where :is now your displayed host\r\n");
	cr_expect_str_eq(rig_heard(with), ":me!~u@192.0.2.1 CHGHOST new some.where\r\n");
	cr_expect_str_eq(me->c->host, "some.where");
	cr_expect_str_eq(me->c->address, "192.0.2.1");
	cr_expect_str_eq(me->c->user, "new");
	rig_free(r);
}

Test(chghost, those_without_see_it_leave_and_come_back_as_it_was)
{
	struct route_rig *r = rig_new();
	struct hearer *me = rig_user(r, "me", 0), *plain = rig_user(r, "plain", 0),
		      *ext = rig_user(r, "ext", CAP_BIT(CAP_EXTENDED_JOIN) | CAP_BIT(CAP_AWAY_NOTIFY));
	struct channel *c = rig_join(me, "#c");

	(void)rig_join(plain, "#c");
	(void)rig_join(ext, "#d");
	(void)rig_join(me, "#d");
	(void)rig_join(ext, "#c");
	member_set_ranks(member_find(c, me->c), RANK_OP | RANK_VOICE);
	client_set_account(me->c, VIEW("acc"));
	client_set_away(me->c, VIEW("out"));
	chghost_set(r->route, me->c, VIEW("~u"), VIEW("some.where"));
	cr_expect_str_eq(rig_heard(me), ":irc.test 396 me some.where :is now your displayed host\r\n");
	cr_expect_str_eq(rig_heard(plain),
		":me!~u@192.0.2.1 QUIT :Changing host\r\n"
		":me!~u@some.where JOIN #c\r\n"
		":irc.test MODE #c +vo me me\r\n");
	cr_expect_str_eq(rig_heard(ext),
		":me!~u@192.0.2.1 QUIT :Changing host\r\n"
		":me!~u@some.where JOIN #c acc :Somebody\r\n"
		":irc.test MODE #c +vo me me\r\n"
		":me!~u@some.where AWAY :out\r\n"
		":me!~u@some.where JOIN #d acc :Somebody\r\n"
		":me!~u@some.where AWAY :out\r\n");
	rig_free(r);
}

Test(chghost, back_to_the_address_is_what_it_was)
{
	struct route_rig *r = rig_new();
	struct hearer *me = rig_user(r, "me", 0);
	struct client *c = me->c;

	chghost_set(r->route, c, VIEW("~u"), VIEW("a.b"));
	chghost_set(r->route, c, VIEW("~u"), VIEW("c.d"));
	cr_expect_str_eq(c->address, "192.0.2.1", "not the host between");
	chghost_set(r->route, c, VIEW("~u"), VIEW("192.0.2.1"));
	cr_expect_null(c->address);
	(void)rig_heard(me);
	chghost_set(r->route, c, VIEW("~u"), VIEW("192.0.2.1"));
	cr_expect_str_eq(rig_heard(me), "", "nothing has changed");
	chghost_set(r->route, c, VIEW("x"), VIEW("192.0.2.1"));
	cr_expect_str_eq(rig_heard(me), "", "396 is about the host");
	cr_expect_str_eq(c->user, "x");
	cr_expect_null(c->address);
	rig_free(r);
}

Test(chghost, before_registration_nobody_is_told)
{
	struct route_rig *r = rig_new();
	struct hearer *me = rig_stranger(r, CHG);

	chghost_set(r->route, me->c, VIEW("x"), VIEW("a.b"));
	cr_expect_str_eq(rig_heard(me), "");
	cr_expect_str_eq(me->c->host, "a.b");
	rig_free(r);
}

Test(chghost, long_names_are_cut)
{
	struct route_rig *r = rig_new();
	struct hearer *me = rig_user(r, "me", 0);
	char host[HOST_LEN + 1];

	for (size_t i = 0; i < sizeof(host); i++)
		host[i] = 'a';
	chghost_set(r->route, me->c, VIEW("abcdefghijk"), view_of(host, sizeof(host)));
	cr_expect_eq(me->c->host_len, HOST_LEN);
	cr_expect_str_eq(me->c->user, "abcdefghij");
	rig_free(r);
}
