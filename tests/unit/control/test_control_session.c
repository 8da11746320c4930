#include "control/control_session.h"

#include <criterion/criterion.h>

#include "tests/unit/control/control_rig.h"

Test(control_session, nothing_in_an_answer_can_make_a_line_of_its_own)
{
	static struct control_rig r;
	struct conn *conn;
	struct conn_mem *mem;
	struct control_session *s;
	char digits[CONTROL_NUMBER_MAX];

	control_rig_init(&r);
	mem = control_rig_open(&r, &conn);
	s = conn_data(conn);
	control_columns(s, "name:s n:n why:s");
	control_row(s,
		(const struct control_value[]){ { "name", VIEW("a;b c\r\nOK") },
			{ "n", control_number(UINT64_MAX, digits) }, { "why", VIEW("") } },
		3);
	control_text(s, "a\r\nOK");
	control_error(s, "none", "b\r\nOK");
	control_ok(s, NULL);
	control_rig_turn(&r);
	cr_expect_str_eq(control_rig_heard(&r, mem),
		"COLUMNS name:s n:n why:s\r\n@name=a\\:b\\sc\\r\\nOK;n=18446744073709551615 ROW\r\n"
		"TEXT :a  OK\r\nERR none :b  OK\r\nOK\r\n");
	control_rig_release(&r);
	conn_mem_free(mem);
}

Test(control_session, the_next_request_waits_for_the_answer_that_a_ticket_is_for)
{
	static struct control_rig r;
	struct conn *conn;
	struct conn_mem *mem;
	struct control_session *s;
	struct control_ticket *t;

	control_rig_init(&r);
	mem = control_rig_open(&r, &conn);
	s = conn_data(conn);
	conn_mem_feed(mem, VIEW("ACCOUNT ADD ann * :\nFROB\n"));
	control_rig_turn(&r);
	cr_expect(s->waits);
	cr_expect_str_eq(control_rig_heard(&r, mem), "");
	registry_rig_settle(&r.base);
	cr_expect_not(s->waits);
	control_rig_turn(&r);
	control_rig_turn(&r);
	cr_expect_str_eq(
		control_rig_heard(&r, mem), "OK :the account is there\r\nERR usage :no such request\r\n");
	t = control_ticket_new(s);
	cr_expect_eq(control_ticket_session(t), s);
	control_rig_release(&r);
	conn_mem_free(mem);
}

Test(control_session, a_ticket_of_who_has_gone_is_nobodys)
{
	static struct control_rig r;
	struct conn *conn;
	struct conn_mem *mem;
	struct control_ticket *t;

	control_rig_init(&r);
	mem = control_rig_open(&r, &conn);
	t = control_ticket_new(conn_data(conn));
	conn_close(conn, CLOSE_LOCAL, false);
	control_rig_turn(&r);
	conn_mem_free(mem);
	mem = control_rig_open(&r, &conn); /* in the same place */
	cr_expect_null(control_ticket_session(t));
	control_rig_release(&r);
	conn_mem_free(mem);
}

Test(control_session, what_was_asked_is_done_for_who_has_gone_too)
{
	static struct control_rig r;
	struct conn *conn;
	struct conn_mem *mem;

	control_rig_init(&r);
	mem = control_rig_open(&r, &conn);
	conn_mem_feed(mem, VIEW("ACCOUNT ADD ann * :correct horse\n"));
	control_rig_turn(&r);
	conn_close(conn, CLOSE_LOCAL, false);
	conn_mem_free(mem);
	control_rig_turn(&r);
	mem = control_rig_open(&r, &conn);
	registry_rig_settle(&r.base);
	control_rig_turn(&r);
	cr_expect_str_eq(control_rig_heard(&r, mem), "");
	cr_expect_not_null(rig_find(&r.base, "ann"));
	control_rig_release(&r);
	conn_mem_free(mem);
}
