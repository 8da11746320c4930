#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "core/util.h"
#include "net/conn.h"
#include "tests/unit/net/net_rig.h"

static struct rig *
fake_rig(void)
{
	return rig_new(LOOP_BACKEND_BEST, false, &rig_conf);
}

/* n lines of `size` bytes with CR LF. */
static void
feed_lines(struct conn_mem *end, size_t n, size_t size)
{
	char line[RIG_LINE_MAX];

	memset(line, 'x', sizeof(line));
	line[size - 2] = '\r';
	line[size - 1] = '\n';
	while (n-- > 0)
		conn_mem_feed(end, view_of(line, size));
}

Test(conn_io, lines_come_in_order_without_their_ends)
{
	struct rig *r = fake_rig();
	struct conn_mem *end;
	struct rig_conn *rc = rig_mem(r, &end);

	conn_mem_feed(end, VIEW("NICK a\r\nUSER b\n\r\n\nPI"));
	rig_turns(r, 1);
	cr_expect_str_eq(rig_lines(rc), "NICK a\nUSER b\n");
	cr_expect_eq(conn_counts(rc->c).recvq, 2);
	conn_mem_feed(end, VIEW("NG\r\n"));
	rig_turns(r, 1);
	cr_expect_str_eq(rig_lines(rc), "NICK a\nUSER b\nPING\n");
	cr_expect_eq(conn_counts(rc->c).recvq, 0);
	cr_expect_eq(conn_counts(rc->c).lines_in, 3);
	cr_expect_eq(conn_counts(rc->c).bytes_in, 24);
	conn_mem_free(end);
	rig_free(r);
}

Test(conn_io, a_line_over_the_limit_is_told_once_and_the_next_one_comes)
{
	struct rig *r = fake_rig();
	struct conn_mem *end;
	struct rig_conn *rc = rig_mem(r, &end);

	feed_lines(end, 1, RIG_LINE_MAX);
	rig_turns(r, 1);
	cr_expect_eq(rc->n_lines, 1);
	cr_expect_eq(rc->lines.len, RIG_LINE_MAX - 2 + 1);
	feed_lines(end, 1, RIG_LINE_MAX - 2);
	conn_mem_feed(end, VIEW("PING\r\n"));
	rig_turns(r, 1);
	cr_expect_eq(rc->n_lines, 3);
	for (size_t i = 0; i < RIG_LINE_MAX + 1; i++)
		conn_mem_feed(end, VIEW("y"));
	conn_mem_feed(end, VIEW("\r\nPONG\r\n"));
	rig_turns(r, 1);
	cr_expect_eq(rc->n_lines, 5);
	cr_expect(strstr(rig_lines(rc), "PING\n<too long>\nPONG\n") != NULL);
	conn_mem_free(end);
	rig_free(r);
}

Test(conn_io, one_turn_takes_as_many_lines_as_the_budget_says_and_the_next_takes_the_rest)
{
	struct rig *r = fake_rig();
	struct conn_mem *end;
	struct rig_conn *rc = rig_mem(r, &end);

	feed_lines(end, CONN_LINE_BUDGET + 1, 10);
	rig_turns(r, 1);
	cr_expect_eq(rc->n_lines, CONN_LINE_BUDGET);
	rig_turns(r, 1);
	cr_expect_eq(rc->n_lines, CONN_LINE_BUDGET + 1);
	feed_lines(end, CONN_LINE_BUDGET, 10);
	rig_turns(r, 1);
	cr_expect_eq(rc->n_lines, 2 * CONN_LINE_BUDGET + 1);
	conn_mem_free(end);
	rig_free(r);
}

Test(conn_io, one_turn_reads_as_many_bytes_as_the_budget_says)
{
	struct rig *r = fake_rig();
	struct conn_mem *end;
	struct rig_conn *rc = rig_mem(r, &end);

	feed_lines(end, 2 * CONN_READ_BUDGET / 512, 512);
	rig_turns(r, 1);
	cr_expect_eq(conn_counts(rc->c).bytes_in, CONN_READ_BUDGET);
	cr_expect_eq(conn_mem_unread(end), CONN_READ_BUDGET);
	rig_turns(r, 1);
	cr_expect_eq(rc->n_lines, 2 * CONN_READ_BUDGET / 512);
	conn_mem_free(end);
	rig_free(r);
}

Test(conn_io, a_socket_with_more_than_a_budget_of_lines_is_served_without_new_input)
{
	static const enum loop_backend backends[] = { LOOP_BACKEND_BEST, LOOP_BACKEND_POLL };

	for (size_t i = 0; i < ARRAY_LEN(backends); i++) {
		struct rig *r = rig_new(backends[i], true, &rig_conf);
		int fd;
		struct rig_conn *rc = rig_pair(r, &fd);

		for (size_t j = 0; j < 3 * CONN_LINE_BUDGET; j++)
			cr_assert_eq(write(fd, "a\n", 2), 2);
		rig_turns(r, 1);
		cr_expect_eq(rc->n_lines, CONN_LINE_BUDGET);
		rig_turns(r, 2);
		cr_expect_eq(rc->n_lines, 3 * CONN_LINE_BUDGET);
		cr_expect_eq(conn_counts(rc->c).recvq, 0);
		(void)close(fd);
		cr_expect(rig_until(r, &rc->gone));
		cr_expect_eq(rc->why, CLOSE_EOF);
		rig_free(r);
	}
}

Test(conn_io, lines_before_the_end_of_file_are_given_before_the_close)
{
	struct rig *r = rig_new(LOOP_BACKEND_BEST, true, &rig_conf);
	int fd;
	struct rig_conn *rc = rig_pair(r, &fd);

	for (size_t j = 0; j < 2 * CONN_LINE_BUDGET; j++)
		cr_assert_eq(write(fd, "a\n", 2), 2);
	(void)close(fd);
	cr_expect(rig_until(r, &rc->gone));
	cr_expect_eq(rc->n_lines, 2 * CONN_LINE_BUDGET);
	rig_free(r);
}

Test(conn_io, a_refused_line_stops_the_next_until_resume)
{
	struct rig *r = fake_rig();
	struct conn_mem *end;
	struct rig_conn *rc = rig_mem(r, &end);

	rc->stop_at = 2;
	feed_lines(end, 5, 10);
	rig_turns(r, 3);
	cr_expect_eq(rc->n_lines, 2);
	cr_expect_eq(conn_counts(rc->c).recvq, 30);
	rc->stop_at = 4;
	conn_resume(rc->c);
	cr_expect_eq(rc->n_lines, 2, "lines came out of conn_resume() itself");
	rig_turns(r, 1);
	cr_expect_eq(rc->n_lines, 4);
	rc->stop_at = 0;
	conn_resume(rc->c);
	rig_turns(r, 1);
	cr_expect_eq(rc->n_lines, 5);
	feed_lines(end, 1, 10);
	rig_turns(r, 1);
	cr_expect_eq(rc->n_lines, 6);
	conn_mem_free(end);
	rig_free(r);
}

Test(conn_io, reading_stops_at_half_of_recvq_while_lines_are_refused)
{
	struct rig *r = fake_rig();
	struct conn_mem *end;
	struct rig_conn *rc = rig_mem(r, &end);

	conn_set_limits(rc->c, 65536, 1000);
	rc->stop_at = 1;
	feed_lines(end, 50, 10); /* 490 bytes stay: one below half */
	rig_turns(r, 1);
	feed_lines(end, 1, 10);
	rig_turns(r, 1);
	cr_expect_eq(conn_counts(rc->c).recvq, 500);
	feed_lines(end, 1, 10);
	rig_turns(r, 2);
	cr_expect_eq(conn_counts(rc->c).recvq, 500);
	cr_expect_eq(conn_mem_unread(end), 10);
	rc->stop_at = 0;
	conn_resume(rc->c);
	rig_turns(r, 2);
	cr_expect_eq(rc->n_lines, 52);
	conn_mem_free(end);
	rig_free(r);
}

Test(conn_io, a_flood_of_exactly_recvq_stays_and_one_byte_more_closes)
{
	for (size_t more = 0; more < 2; more++) {
		struct rig *r = fake_rig();
		struct conn_mem *end;
		struct rig_conn *rc = rig_mem(r, &end);

		conn_set_limits(rc->c, 65536, 1000);
		rc->stop_at = 1;
		feed_lines(end, 101, 10);
		if (more)
			conn_mem_feed(end, VIEW("x"));
		rig_turns(r, 1);
		cr_expect_eq(rc->gone, more == 1);
		if (more) {
			cr_expect_eq(rc->why, CLOSE_RECVQ);
			cr_expect_str_eq(rc->why_text, "RecvQ exceeded");
		}
		conn_mem_free(end);
		rig_free(r);
	}
}

Test(conn_io, a_peer_that_hangs_up_while_its_lines_are_refused_is_closed)
{
	static const enum loop_backend backends[] = { LOOP_BACKEND_BEST, LOOP_BACKEND_POLL };

	for (size_t i = 0; i < ARRAY_LEN(backends); i++) {
		struct rig *r = rig_new(backends[i], true, &rig_conf);
		int fd;
		struct rig_conn *rc = rig_pair(r, &fd);

		conn_set_limits(rc->c, 65536, 64);
		rc->stop_at = 1;
		cr_assert_eq(write(fd, "1234567\n1234567\n1234567\n1234567\n1234567\n", 40), 40);
		rig_turns(r, 2);
		cr_expect_not(rc->gone);
		(void)close(fd);
		cr_expect(rig_until(r, &rc->gone));
		rig_free(r);
	}
}

Test(conn_io, what_is_sent_in_a_turn_leaves_at_its_end_and_not_before)
{
	struct rig *r = fake_rig();
	struct conn_mem *end;
	struct rig_conn *rc = rig_mem(r, &end);

	rig_send(rc, "one");
	rig_send(rc, "two");
	cr_expect_eq(conn_mem_output(end).n, 0);
	cr_expect_eq(conn_counts(rc->c).sendq, 10);
	rig_turns(r, 1);
	cr_expect(view_eq(conn_mem_output(end), VIEW("one\r\ntwo\r\n")));
	cr_expect_eq(conn_counts(rc->c).sendq, 0);
	cr_expect_eq(conn_counts(rc->c).bytes_out, 10);
	conn_mem_free(end);
	rig_free(r);
}

Test(conn_io, sendq_holds_its_limit_and_one_byte_more_closes)
{
	for (size_t more = 0; more < 2; more++) {
		struct rig *r = fake_rig();
		struct conn_mem *end;
		struct rig_conn *rc = rig_mem(r, &end);

		conn_mem_window(end, 0);
		conn_set_limits(rc->c, 1000, 1000);
		rig_send_bytes(rc, 600);
		rig_turns(r, 1); /* blocked: the queue has its own copy now */
		rig_send_bytes(rc, 400 + more);
		rig_turns(r, 1);
		cr_expect_eq(rc->gone, more == 1);
		if (more) {
			cr_expect_eq(rc->why, CLOSE_SENDQ);
			cr_expect_str_eq(rc->why_text, "SendQ exceeded");
			cr_expect_eq(net_stats(r->net).sendq_closed, 1);
		}
		conn_mem_free(end);
		rig_free(r);
	}
}

Test(conn_io, the_last_word_of_a_full_queue_follows_what_was_queued_when_the_peer_reads_in_time)
{
	for (size_t late = 0; late < 2; late++) {
		struct rig *r = fake_rig();
		struct conn_mem *end;
		struct rig_conn *rc = rig_mem(r, &end);
		struct view got;

		rc->last_word = true;
		conn_mem_window(end, 0);
		conn_set_limits(rc->c, 1000, 1000);
		rig_send_bytes(rc, 1000);
		rig_send_bytes(rc, 1);
		rig_turns(r, 1);
		cr_expect(rc->gone, "the owner is told at once");
		cr_expect_eq(net_stats(r->net).conns, 1);
		r->now_ms += CONN_LINGER_MS - 1 + late;
		rig_turns(r, 2);
		conn_mem_window(end, SIZE_MAX);
		rig_turns(r, 3);
		got = conn_mem_output(end);
		cr_expect_eq(got.n, late ? 0 : 1000 + 5);
		cr_expect(late || view_eq(view_skip(got, 1000), VIEW("END\r\n")));
		conn_mem_free(end);
		rig_turns(r, 2);
		cr_expect_eq(net_stats(r->net).conns, 0);
		rig_free(r);
	}
}

Test(conn_io, the_last_word_is_not_asked_for_when_the_peer_has_gone)
{
	struct rig *r = fake_rig();
	struct conn_mem *end;
	struct rig_conn *rc = rig_mem(r, &end);

	rc->last_word = true;
	conn_mem_free(end);
	rig_turns(r, 2);
	cr_expect(rc->gone);
	cr_expect_eq(net_stats(r->net).conns, 0);
	rig_free(r);
}

Test(conn_io, a_peer_that_does_not_read_pins_no_shared_slab_and_gets_everything_in_order_later)
{
	struct rig *r = fake_rig();
	struct conn_mem *end;
	struct rig_conn *rc = rig_mem(r, &end);
	char want[20000];
	size_t n = 0;

	conn_mem_window(end, 7);
	for (size_t i = 0; i < 1000; i++) {
		char text[16];

		(void)snprintf(text, sizeof(text), "line %04zu", i);
		rig_send(rc, text);
		n += (size_t)snprintf(want + n, sizeof(want) - n, "%s\r\n", text);
		rig_turns(r, 1);
	}
	/* 11,000 bytes: the queue's own slabs and the one that lane 0 builds in. */
	cr_expect_leq(slab_count(), 8);
	for (size_t i = 0; i < 400; i++) {
		conn_mem_window(end, 31);
		rig_turns(r, 1);
	}
	cr_expect_eq(conn_mem_output(end).n, n);
	cr_expect(view_eq(conn_mem_output(end), view_of(want, n)));
	cr_expect_eq(conn_counts(rc->c).sendq, 0);
	conn_mem_free(end);
	rig_free(r);
}

Test(conn_io, a_full_socket_is_filled_again_when_it_has_room)
{
	static const enum loop_backend backends[] = { LOOP_BACKEND_BEST, LOOP_BACKEND_POLL };

	for (size_t i = 0; i < ARRAY_LEN(backends); i++) {
		struct rig *r = rig_new(backends[i], true, &rig_conf);
		int fd;
		struct rig_conn *rc = rig_pair(r, &fd);
		size_t got = 0;
		char buf[16384];

		conn_set_limits(rc->c, 4 << 20, 8192);
		for (size_t j = 0; j < 100; j++)
			rig_send_bytes(rc, 10000);
		rig_turns(r, 1);
		cr_expect_gt(conn_counts(rc->c).sendq, 0);
		for (size_t j = 0; j < 10000 && got < 1000000; j++) {
			ssize_t n = read(fd, buf, sizeof(buf));

			for (ssize_t k = 0; k < n; k++)
				cr_assert_eq(buf[k], 'a' + (char)((got + (size_t)k) % 10000 % 26));
			got += n > 0 ? (size_t)n : 0;
			rig_turns(r, 1);
		}
		cr_expect_eq(got, 1000000);
		cr_expect_eq(conn_counts(rc->c).sendq, 0);
		(void)close(fd);
		rig_free(r);
	}
}

Test(conn_io, a_reset_is_told_with_its_errno)
{
	struct rig *r = fake_rig();
	struct conn_mem *end;
	struct rig_conn *rc = rig_mem(r, &end);

	conn_mem_reset(end);
	rig_turns(r, 1);
	cr_expect(rc->gone);
	cr_expect_eq(rc->why, CLOSE_ERROR);
	cr_expect_eq(rc->error, ECONNRESET);
	cr_expect_str_eq(rc->why_text, "Connection reset by peer");
	conn_mem_free(end);
	rig_free(r);
}

Test(conn_io, room_is_told_once_in_a_later_turn)
{
	struct rig *r = fake_rig();
	struct conn_mem *end;
	struct rig_conn *rc = rig_mem(r, &end);

	rig_turns(r, 2);
	cr_expect_eq(rc->n_rooms, 0);
	conn_want_room(rc->c);
	cr_expect_eq(rc->n_rooms, 0);
	rig_turns(r, 2);
	cr_expect_eq(rc->n_rooms, 1);
	rig_turns(r, 2);
	cr_expect_eq(rc->n_rooms, 1);
	conn_mem_free(end);
	rig_free(r);
}

Test(conn_io, room_is_told_when_a_quarter_of_the_queue_is_left)
{
	struct rig *r = fake_rig();
	struct conn_mem *end;
	struct rig_conn *rc = rig_mem(r, &end);

	conn_set_limits(rc->c, 1000, 8192);
	conn_mem_window(end, 0);
	rig_send_bytes(rc, 600);
	conn_want_room(rc->c);
	rig_turns(r, 3);
	cr_expect_eq(rc->n_rooms, 0);
	conn_mem_window(end, 349);
	rig_turns(r, 3);
	cr_expect_eq(conn_counts(rc->c).sendq, 251);
	cr_expect_eq(rc->n_rooms, 0);
	conn_mem_window(end, 1);
	rig_turns(r, 3);
	cr_expect_eq(rc->n_rooms, 1);
	conn_mem_free(end);
	rig_free(r);
}

Test(conn_io, room_is_told_once_a_turn_also_to_who_reads_all)
{
	struct rig *r = fake_rig();
	struct conn_mem *end;
	struct rig_conn *rc = rig_mem(r, &end);

	rc->room_bytes = 100;
	conn_want_room(rc->c);
	rig_turns(r, 1); /* takes it up */
	for (size_t i = 0; i < 5; i++) {
		size_t before = rc->n_rooms;

		rig_turns(r, 1);
		cr_expect_leq(rc->n_rooms, before + 1);
	}
	cr_expect_geq(rc->n_rooms, 4);
	cr_expect_leq(rc->n_rooms, 5);
	conn_mem_free(end);
	rig_free(r);
}

Test(conn_io, room_reads_nothing_from_who_must_wait)
{
	struct rig *r = fake_rig();
	struct conn_mem *end;
	struct rig_conn *rc = rig_mem(r, &end);

	conn_set_limits(rc->c, 1000, 1000);
	rc->stop_at = 1;
	feed_lines(end, 8, 100);
	rig_turns(r, 3);
	cr_expect_eq(rc->n_lines, 1);
	feed_lines(end, 20, 100);
	conn_want_room(rc->c);
	rig_turns(r, 5);
	cr_expect_eq(rc->n_rooms, 1);
	cr_expect_eq(conn_mem_unread(end), 2000);
	cr_assert_not(rc->gone);
	rc->stop_at = 0;
	conn_resume(rc->c);
	rig_turns(r, 10);
	cr_expect_eq(rc->n_lines, 28);
	conn_mem_free(end);
	rig_free(r);
}

Test(conn_io, no_room_is_told_of_a_closing_connection)
{
	struct rig *r = fake_rig();
	struct conn_mem *end;
	struct rig_conn *rc = rig_mem(r, &end);

	conn_mem_window(end, 0);
	rig_send_bytes(rc, 100);
	conn_want_room(rc->c);
	conn_close(rc->c, CLOSE_LOCAL, true);
	conn_want_room(rc->c);
	rig_turns(r, 3);
	conn_mem_window(end, 1000);
	rig_turns(r, 3);
	cr_expect_eq(rc->n_rooms, 0);
	cr_expect(rc->gone);
	conn_mem_free(end);
	rig_free(r);
}
