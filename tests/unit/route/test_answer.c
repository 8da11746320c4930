#include "route/answer.h"

#include <criterion/criterion.h>
#include <string.h>

#include "proto/caps.h"
#include "tests/unit/route/route_rig.h"

#define LABELED (CAP_BIT(CAP_LABELED_RESPONSE) | CAP_BIT(CAP_BATCH))

Test(answer, taken_and_resumed_is_one_batch)
{
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "anna", LABELED);
	struct answer kept;

	answer_begin(r->route, a->c, VIEW("label=x"));
	reply_plain(r->route, a->c, RPL_ENDOFINFO);
	kept = answer_take(r->route);
	answer_end(r->route);
	cr_expect_str_eq(rig_heard(a),
		"@label=x :irc.test BATCH +a1 labeled-response\r\n"
		"@batch=a1 :irc.test 374 anna :End of /INFO list\r\n");
	reply_noticef(r->route, a->c, "between");
	answer_resume(r->route, a->c, &kept);
	reply_noticef(r->route, a->c, "later");
	answer_end(r->route);
	cr_expect_str_eq(rig_heard(a),
		":irc.test NOTICE anna :between\r\n"
		"@batch=a1 :irc.test NOTICE anna :later\r\n"
		":irc.test BATCH -a1\r\n");
	rig_free(r);
}

Test(answer, resumed_without_label_is_plain)
{
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "anna", LABELED);
	struct answer kept = answer_take(r->route);

	answer_resume(r->route, a->c, &kept);
	reply_noticef(r->route, a->c, "hi");
	answer_end(r->route);
	cr_expect_str_eq(rig_heard(a), ":irc.test NOTICE anna :hi\r\n");
	rig_free(r);
}

Test(answer, flush_is_for_its_client_only)
{
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "anna", LABELED), *b = rig_user(r, "bert", LABELED);

	answer_begin(r->route, a->c, VIEW("label=x"));
	reply_noticef(r->route, a->c, "one");
	answer_flush(r->route, b->c);
	cr_expect_str_eq(rig_heard(a), "");
	answer_flush(r->route, a->c);
	cr_expect_str_eq(rig_heard(a), "@label=x :irc.test NOTICE anna :one\r\n");
	rig_free(r);
}

Test(answer, line_with_a_batch_of_its_own_gets_no_second_one)
{
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "anna", LABELED | CAP_BIT(CAP_MESSAGE_TAGS));
	struct event ev;

	answer_begin(r->route, a->c, VIEW("label=x"));
	reply_noticef(r->route, a->c, "one");
	event_begin(&ev, r->world, NULL, VIEW("PING"));
	ev.tags = VIEW("batch=m1");
	route_user(r->route, a->c, &ev);
	answer_end(r->route);
	cr_expect(strstr(rig_heard(a), "batch=m1 :irc.test PING") != NULL);
	cr_expect(strstr(a->heard, "@batch=a1;msgid") == NULL);
	rig_free(r);
}

Test(answer, by_batch_without_a_line_is_acknowledged)
{
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "anna", LABELED);

	answer_begin(r->route, a->c, VIEW("label=x"));
	answer_by_batch(r->route);
	answer_end(r->route);
	cr_expect_str_eq(rig_heard(a), "@label=x :irc.test ACK\r\n");
	answer_by_batch(r->route);
	answer_begin(r->route, a->c, VIEW("label=y"));
	reply_noticef(r->route, a->c, "one");
	reply_noticef(r->route, a->c, "two");
	answer_end(r->route);
	cr_expect_str_eq(rig_heard(a),
		"@label=y :irc.test BATCH +a1 labeled-response\r\n"
		"@batch=a1 :irc.test NOTICE anna :one\r\n"
		"@batch=a1 :irc.test NOTICE anna :two\r\n"
		":irc.test BATCH -a1\r\n");
	rig_free(r);
}
