/* What is told of a login, to whom, and in which order with the change. */
#include "route/login.h"

#include <criterion/criterion.h>

#include "proto/caps.h"
#include "route/tree.h"
#include "state/client_remote.h"
#include "state/member.h"
#include "state/node.h"
#include "tests/unit/route/route_rig.h"

#define NOTIFY CAP_BIT(CAP_ACCOUNT_NOTIFY)

Test(login, login_and_logout_are_told_to_whom_it_concerns)
{
	struct route_rig *r = rig_new();
	struct hearer *me = rig_user(r, "me", NOTIFY), *with = rig_user(r, "with", NOTIFY),
		      *plain = rig_user(r, "plain", 0), *away = rig_user(r, "away", NOTIFY);

	(void)rig_join(me, "#c");
	(void)rig_join(with, "#c");
	(void)rig_join(plain, "#c");
	(void)rig_join(me, "#d");
	(void)rig_join(with, "#d");
	cr_expect_eq(login_set(r->route, me->c, VIEW("acc")), LOGIN_OK);
	cr_expect_str_eq(me->c->account, "acc");
	cr_expect_str_eq(rig_heard(me),
		":me!~u@192.0.2.1 ACCOUNT acc\r\n"
		":irc.test 900 me me!~u@192.0.2.1 acc :You are now logged in as acc\r\n");
	cr_expect_str_eq(rig_heard(with), ":me!~u@192.0.2.1 ACCOUNT acc\r\n", "once, though in two channels");
	cr_expect_str_eq(rig_heard(plain), "");
	cr_expect_str_eq(rig_heard(away), "");
	login_clear(r->route, me->c);
	cr_expect_null(me->c->account);
	cr_expect_str_eq(rig_heard(me),
		":me!~u@192.0.2.1 ACCOUNT *\r\n"
		":irc.test 901 me me!~u@192.0.2.1 :You are now logged out\r\n");
	cr_expect_str_eq(rig_heard(with), ":me!~u@192.0.2.1 ACCOUNT *\r\n");
	rig_free(r);
}

Test(login, what_is_so_already_is_not_told)
{
	struct route_rig *r = rig_new();
	struct hearer *me = rig_user(r, "me", NOTIFY);

	login_clear(r->route, me->c);
	cr_expect_str_eq(rig_heard(me), "");
	cr_expect_eq(login_set(r->route, me->c, VIEW("acc")), LOGIN_OK);
	(void)rig_heard(me);
	cr_expect_eq(login_set(r->route, me->c, VIEW("acc")), LOGIN_SAME);
	cr_expect_str_eq(rig_heard(me), "");
	rig_free(r);
}

Test(login, a_bad_name_changes_nothing)
{
	struct route_rig *r = rig_new();
	struct hearer *me = rig_user(r, "me", NOTIFY);

	cr_expect_eq(login_set(r->route, me->c, VIEW("*")), LOGIN_INVALID);
	cr_expect_eq(login_set(r->route, me->c, VIEW("")), LOGIN_INVALID);
	cr_expect_eq(login_set(r->route, me->c, VIEW("a b")), LOGIN_INVALID);
	cr_expect_null(me->c->account);
	cr_expect_str_eq(rig_heard(me), "");
	rig_free(r);
}

Test(login, before_registration_only_the_client_hears_of_it)
{
	struct route_rig *r = rig_new();
	struct hearer *me = rig_stranger(r, NOTIFY);

	cr_expect_eq(login_set(r->route, me->c, VIEW("acc")), LOGIN_OK);
	cr_expect_str_eq(
		rig_heard(me), ":irc.test 900 * *!*@192.0.2.1 acc :You are now logged in as acc\r\n");
	login_clear(r->route, me->c);
	cr_expect_str_eq(rig_heard(me), ":irc.test 901 * *!*@192.0.2.1 :You are now logged out\r\n");
	rig_free(r);
}

static void
count_account(void *arg, const struct client *c)
{
	unsigned *n = arg;

	(void)c;
	++*n;
}

static const struct tree_ops only_accounts = { .account = count_account };

Test(login, other_servers_are_told_once_but_not_of_what_they_say)
{
	struct route_rig *r = rig_new();
	struct hearer *me = rig_user(r, "me", 0), *stranger = rig_stranger(r, 0);
	unsigned n = 0;

	route_set_tree(r->route, &only_accounts, &n);
	cr_expect_eq(login_set(r->route, me->c, VIEW("acc")), LOGIN_OK);
	cr_expect_eq(login_set(r->route, me->c, VIEW("acc")), LOGIN_SAME);
	cr_expect_eq(n, 1);
	login_clear(r->route, me->c);
	login_clear(r->route, me->c);
	cr_expect_eq(n, 2);
	(void)rig_heard(me);
	cr_expect_eq(login_told(r->route, me->c, VIEW("acc")), LOGIN_OK);
	cr_expect_str_eq(
		rig_heard(me), ":irc.test 900 me me!~u@192.0.2.1 acc :You are now logged in as acc\r\n");
	cr_expect_eq(login_told(r->route, me->c, VIEW("acc")), LOGIN_SAME);
	cr_expect_eq(login_told(r->route, me->c, VIEW("a b")), LOGIN_INVALID);
	cr_expect_eq(login_told(r->route, me->c, VIEW("")), LOGIN_OK);
	cr_expect_eq(n, 2);
	cr_expect_eq(login_set(r->route, stranger->c, VIEW("acc")), LOGIN_OK);
	cr_expect_eq(n, 2, "nobody knows of it yet");
	route_set_tree(r->route, NULL, NULL);
	rig_free(r);
}

Test(login, of_somebody_elsewhere_those_here_are_told)
{
	struct route_rig *r = rig_new();
	struct hearer *me = rig_user(r, "me", NOTIFY);
	const struct node_intro hub = { .name = VIEW("hub.test"),
		.sid = VIEW("1HB"),
		.description = VIEW("hub"),
		.uplink = r->world->me,
		.number = 1 };
	struct client_intro bob = { .node = node_add(r->world, &hub, 0),
		.uid = VIEW("1HBAAAAAA"),
		.nick = VIEW("bob"),
		.user = VIEW("~b"),
		.host = VIEW("b.test"),
		.realname = VIEW("Bob"),
		.nick_ts = 1795238786 };
	struct client *c = client_introduce(r->world, &bob, 0);
	struct channel *ch = rig_join(me, "#c");

	(void)member_add(ch, c, 0);
	cr_expect_eq(login_told(r->route, c, VIEW("acc")), LOGIN_OK);
	cr_expect_str_eq(c->account, "acc");
	cr_expect_str_eq(rig_heard(me), ":bob!~b@b.test ACCOUNT acc\r\n");
	cr_expect_eq(login_told(r->route, c, VIEW("")), LOGIN_OK);
	cr_expect_str_eq(rig_heard(me), ":bob!~b@b.test ACCOUNT *\r\n");
	client_exit(c, 0);
	client_free(c);
	rig_free(r);
}
