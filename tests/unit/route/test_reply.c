#include "route/reply.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdio.h>
#include <string.h>

#include "proto/caps.h"
#include "tests/unit/route/route_rig.h"

Test(reply, numeric_has_server_nick_parameters_and_text)
{
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "anna", 0);

	reply(r->route, a->c, ERR_USERNOTINCHANNEL, VIEW("bert"), VIEW("#c"));
	cr_expect_str_eq(rig_heard(a), ":irc.test 441 anna bert #c :They aren't on that channel\r\n");
	reply_plain(r->route, a->c, RPL_ENDOFINFO);
	cr_expect_str_eq(rig_heard(a), ":irc.test 374 anna :End of /INFO list\r\n");
	rig_free(r);
}

Test(reply, stranger_without_nick_is_a_star)
{
	struct route_rig *r = rig_new();
	struct hearer *s = rig_stranger(r, 0);

	reply_plain(r->route, s->c, ERR_NOTREGISTERED);
	reply_noticef(r->route, s->c, "%s", "hello");
	cr_expect_str_eq(
		rig_heard(s), ":irc.test 451 * :You have not registered\r\n:irc.test NOTICE * :hello\r\n");
	rig_free(r);
}

Test(reply, numbers_are_three_digits)
{
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "anna", 0);

	reply_textf(r->route, a->c, RPL_WELCOME, "Welcome %s", "in");
	cr_expect_str_eq(rig_heard(a), ":irc.test 001 anna :Welcome in\r\n");
	rig_free(r);
}

struct param_case {
	char typed[32], shown[32];
};

ParameterizedTestParameters(reply, parameter_that_cannot_stand_is_a_star)
{
	static struct param_case cases[] = {
		{ "", "*" },
		{ ":x", "*" },
		{ ":", "*" },
		{ "a b", "*" },
		{ " ", "*" },
		{ "a\rb", "*" },
		{ "a\nb", "*" },
		{ "a:b", "a:b" },
		{ "*", "*" },
		{ "\x03"
		  "4x",
			"\x03"
			"4x" },
		{ "\xff", "\xff" },
	};

	return cr_make_param_array(struct param_case, cases, ARRAY_LEN(cases));
}
ParameterizedTest(struct param_case *c, reply, parameter_that_cannot_stand_is_a_star)
{
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "anna", 0);
	char want[100];

	reply(r->route, a->c, ERR_NOSUCHNICK, view_z(c->typed));
	(void)snprintf(want, sizeof(want), ":irc.test 401 anna %s :No such nick/channel\r\n", c->shown);
	cr_expect_str_eq(rig_heard(a), want);
	rig_free(r);
}

Test(reply, parameter_with_nul_is_a_star)
{
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "anna", 0);

	reply(r->route, a->c, ERR_NOSUCHNICK, VIEW("a\0b"));
	cr_expect_str_eq(rig_heard(a), ":irc.test 401 anna * :No such nick/channel\r\n");
	rig_free(r);
}

Test(reply, long_parameter_is_cut_at_its_limit_outside_of_characters)
{
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "anna", 0);
	char typed[REPLY_PARAM_MAX + 10], want[REPLY_PARAM_MAX + 100];

	memset(typed, 'x', sizeof(typed));
	reply(r->route, a->c, ERR_NOSUCHNICK, view_of(typed, REPLY_PARAM_MAX + 1));
	(void)snprintf(want, sizeof(want), ":irc.test 401 anna %.*s :No such nick/channel\r\n",
		REPLY_PARAM_MAX, typed);
	cr_expect_str_eq(rig_heard(a), want);
	memcpy(typed + REPLY_PARAM_MAX - 1, "\xc3\xa4", 2);
	reply(r->route, a->c, ERR_NOSUCHNICK, view_of(typed, REPLY_PARAM_MAX + 1));
	(void)snprintf(want, sizeof(want), ":irc.test 401 anna %.*s :No such nick/channel\r\n",
		REPLY_PARAM_MAX - 1, typed);
	cr_expect_str_eq(rig_heard(a), want);
	rig_free(r);
}

Test(reply, text_too_long_is_cut_and_the_line_ends)
{
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "anna", 0);
	char text[600];
	const char *got;

	memset(text, 'x', sizeof(text));
	reply_textf(r->route, a->c, RPL_INFO, "%.*s", (int)sizeof(text), text);
	got = rig_heard(a);
	cr_expect_eq(strlen(got), MSG_BODY_MAX);
	cr_expect_str_eq(got + MSG_BODY_MAX - 3, "x\r\n");
	rig_free(r);
}

Test(reply, line_breaks_in_a_text_never_make_a_second_line)
{
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "anna", 0);
	const char *got;

	reply_textf(r->route, a->c, RPL_INFO, "one\r\n:evil 001 anna :two");
	got = rig_heard(a);
	cr_expect_null(strstr(got, "\r\n:evil"), "heard: %s", got);
	rig_free(r);
}

Test(reply, server_time_goes_before_and_leaves_the_body_its_room)
{
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "anna", CAP_BIT(CAP_SERVER_TIME) | CAP_BIT(CAP_MESSAGE_TAGS));
	char text[600];
	const char *got;

	memset(text, 'x', sizeof(text));
	reply_textf(r->route, a->c, RPL_INFO, "%.*s", (int)sizeof(text), text);
	got = rig_heard(a);
	cr_expect_eq(strlen(got), strlen("@time=2026-01-02T03:04:05.678Z ") + MSG_BODY_MAX);
	cr_expect(view_starts(view_z(got), VIEW("@time=2026-01-02T03:04:05.678Z :irc.test 371 anna :xxx")));
	rig_free(r);
}

Test(reply, pieces_make_one_line)
{
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "anna", 0);
	struct reply rep;

	reply_begin(&rep, r->route, a->c, RPL_CREATIONTIME);
	reply_param(&rep, VIEW("#c"));
	reply_param_u64(&rep, UINT64_MAX);
	reply_end(&rep);
	reply_begin_verb(&rep, r->route, a->c, VIEW("PONG"));
	reply_param(&rep, VIEW("irc.test"));
	reply_end_text(&rep, VIEW("a token"));
	reply_error(r->route, a->c, VIEW("Closing Link"));
	cr_expect_str_eq(rig_heard(a),
		":irc.test 329 anna #c 18446744073709551615\r\n:irc.test PONG irc.test :a token\r\n"
		"ERROR :Closing Link\r\n");
	rig_free(r);
}

Test(reply, that_somebody_brought_about_says_the_account)
{
	struct route_rig *r = rig_new();
	struct hearer *by = rig_user(r, "by", 0),
		      *tag = rig_user(r, "tag", CAP_BIT(CAP_ACCOUNT_TAG) | CAP_BIT(CAP_SERVER_TIME)),
		      *plain = rig_user(r, "plain", 0);
	char account[ACCOUNT_LEN], text[MSG_BODY_MAX];
	struct reply p;

	reply_begin_by(&p, r->route, tag->c, RPL_UMODEGMSG, by->c);
	reply_end_text(&p, VIEW("x"));
	cr_expect_str_eq(rig_heard(tag), "@time=2026-01-02T03:04:05.678Z :irc.test 718 tag :x\r\n");
	memset(account, ';', sizeof(account));
	memset(text, 'x', sizeof(text));
	client_set_account(by->c, view_of(account, sizeof(account)));
	reply_begin_by(&p, r->route, tag->c, RPL_UMODEGMSG, by->c);
	reply_end_text(&p, view_of(text, sizeof(text)));
	cr_expect_eq(strlen(rig_heard(tag)),
		strlen("@time=2026-01-02T03:04:05.678Z;account= ") + 2 * ACCOUNT_LEN + MSG_BODY_MAX);
	reply_begin_by(&p, r->route, plain->c, RPL_UMODEGMSG, by->c);
	reply_end_text(&p, VIEW("x"));
	cr_expect_str_eq(rig_heard(plain), ":irc.test 718 plain :x\r\n");
	rig_free(r);
}

Test(reply, the_last_error_of_who_is_watched_is_known)
{
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "anna", 0), *b = rig_user(r, "bert", 0);

	reply_watch(r->route, a->c);
	reply_plain(r->route, a->c, RPL_ENDOFINFO);
	reply_plain(r->route, b->c, ERR_NOTREGISTERED);
	cr_expect_eq(reply_watch_end(r->route), REPLY_NO_ERROR);
	reply_watch(r->route, a->c);
	reply_plain(r->route, a->c, ERR_NOTREGISTERED);
	reply(r->route, a->c, ERR_NOSUCHNICK, VIEW("carl"));
	cr_expect_eq(reply_watch_end(r->route), ERR_NOSUCHNICK);
	reply_watch(r->route, a->c);
	reply_fail(r->route, a->c, VIEW("X"), VIEW("Y"), VIEW("no"));
	cr_expect_eq(reply_watch_end(r->route), REPLY_FAIL);
	reply_plain(r->route, a->c, ERR_NOTREGISTERED);
	reply_watch(r->route, a->c);
	cr_expect_eq(reply_watch_end(r->route), REPLY_NO_ERROR);
	rig_free(r);
}
