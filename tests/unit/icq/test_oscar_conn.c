#include "icq/oscar_conn.h"

#include <criterion/criterion.h>

#include "core/loop.h"
#include "oscar_rig.h"

Test(oscar_conn, frames_may_come_byte_by_byte)
{
	struct oscar_rig r;
	struct oscar_client c;
	struct view frame = VIEW("\x2a\x02\0\1\0\x10\0\x13\0\2\0\0\0\0\0\7\0\0\0\0\0\0");

	oscar_rig_init(&r);
	oscar_rig_ready(&r, &c, 1);
	for (size_t i = 0; i < frame.n; i++) {
		cr_expect(oscar_client_is_quiet(&c));
		oscar_client_raw(&c, view_of(frame.p + i, 1));
		oscar_client_run(&c);
	}
	(void)oscar_client_expect(&c, SNAC_FEEDBAG_RIGHTS);
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

Test(oscar_conn, numbers_of_frames_go_up_by_one)
{
	struct oscar_rig r;
	struct oscar_client c;
	struct flap_frame f;
	struct view stream;
	uint16_t seq = 1; /* the greeting has come */

	oscar_rig_init(&r);
	oscar_rig_enter(&r, &c, 1);
	oscar_client_snac(&c, SNAC_SERVICE_RATES_ASK, VIEW(""));
	stream = buf_view(&c.in);
	while (flap_cut(&stream, FLAP_DATA_MAX, &f) == FLAP_FRAME)
		cr_expect(f.seq == seq++);
	cr_expect(seq == 3);
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

Test(oscar_conn, the_longest_frame_passes_and_one_byte_more_does_not)
{
	static char body[FLAP_DATA_MAX - SNAC_HEAD + 1];
	struct oscar_rig r;
	struct oscar_client c;

	oscar_rig_init(&r);
	for (size_t more = 0; more < 2; more++) {
		uint8_t bytes[FLAP_DATA_MAX + 1];
		struct icq_out out = icq_out(bytes, sizeof(bytes));

		oscar_rig_ready(&r, &c, 1);
		snac_put_head(&out, SNAC_SERVICE_IDLE, 0, 1);
		icq_put_bytes(&out, view_of(body, sizeof(body) - 1 + more));
		oscar_client_frame(&c, FLAP_SNAC, icq_out_view(&out));
		oscar_client_run(&c);
		cr_expect((c.conn == NULL) == (more == 1));
		oscar_client_close(&c);
	}
	oscar_rig_release(&r);
}

Test(oscar_conn, empty_frames_keep_both_sides_alive)
{
	struct oscar_rig r;
	struct oscar_client c;

	oscar_rig_init(&r);
	oscar_rig_ready(&r, &c, 1);
	for (int i = 0; i < 10; i++) {
		icq_fake_advance(r.icq, OSCAR_ALIVE_MS);
		oscar_client_run(&c);
		cr_assert(c.in.len == FLAP_HEAD && buf_view(&c.in).p[1] == FLAP_ALIVE, "%zu", c.in.len);
		buf_clear(&c.in);
		oscar_client_frame(&c, FLAP_ALIVE, VIEW(""));
		oscar_client_run(&c);
	}
	cr_expect(c.conn != NULL);
	icq_fake_advance(r.icq, OSCAR_SILENCE_MS - 1);
	cr_expect(c.conn != NULL);
	icq_fake_advance(r.icq, 1);
	cr_expect(c.conn == NULL && icq_fake_said(r.icq, "100001 closes: Ping timeout"));
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

Test(oscar_conn, a_flood_of_empty_frames_ends_the_session)
{
	struct oscar_rig r;
	struct oscar_client c;

	oscar_rig_init(&r);
	oscar_rig_ready(&r, &c, 1);
	icq_fake_advance(r.icq, 20000);
	for (int i = 0; i < OSCAR_FRAMES_BURST; i++)
		oscar_client_frame(&c, FLAP_ALIVE, VIEW(""));
	oscar_client_run(&c);
	cr_expect(c.conn != NULL);
	oscar_client_frame(&c, FLAP_ALIVE, VIEW(""));
	oscar_client_run(&c);
	cr_expect(c.conn == NULL && icq_fake_said(r.icq, "100001 closes: Excess flood"));
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

static bool
tell(struct oscar_rig *r, const char *text)
{
	struct icq_session *s = icq_fake_session(r->icq, 100001);
	const struct icq_message m = {
		.from = 100002, .to = 100001, .kind = ICQ_KIND_TEXT, .text = view_z(text)
	};

	return s != NULL && s->ops->message(s->link, &m);
}

static void
stop_reading(struct oscar_client *c, bool stops)
{
	c->is_stuck = stops;
	oscar_client_run(c);
}

Test(oscar_conn, who_reads_nothing_gets_no_more_messages_then_goes)
{
	struct oscar_rig r;
	struct oscar_client c;
	size_t rooms, told = 0;

	oscar_rig_init(&r);
	oscar_rig_ready(&r, &c, 1);
	rooms = r.icq->rooms;
	stop_reading(&c, true);
	while (told < 10000 && tell(&r, "a line that somebody has said in a channel"))
		told++;
	cr_expect(told > 100 && told < 1000, "%zu", told);
	stop_reading(&c, false);
	cr_expect(r.icq->rooms == rooms + 1 && tell(&r, "there is room again"));
	stop_reading(&c, true);
	while (tell(&r, "a line that somebody has said in a channel"))
		;
	for (int i = 0; i < 3; i++) {
		oscar_client_frame(&c, FLAP_ALIVE, VIEW(""));
		oscar_client_run(&c);
		icq_fake_advance(r.icq, OSCAR_STUCK_MS - 1000);
	}
	cr_expect(c.conn == NULL && icq_fake_said(r.icq, "100001 closes: Reads too slowly"));
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

Test(oscar_conn, what_can_not_wait_has_a_limit)
{
	struct oscar_rig r;
	struct oscar_client c;
	struct icq_session *s;

	oscar_rig_init(&r);
	oscar_rig_ready(&r, &c, 1);
	stop_reading(&c, true);
	s = icq_fake_session(r.icq, 100001);
	for (int i = 0; i < 10000 && s->is_open; i++) {
		s->ops->presence(s->link, 100002, ICQ_ONLINE);
		if (i % 100 == 0)
			icq_fake_advance(r.icq, 0);
	}
	icq_fake_advance(r.icq, 0);
	cr_expect(c.conn == NULL && icq_fake_said(r.icq, "100001 closes: Reads too slowly"));
	oscar_client_close(&c);
	oscar_rig_release(&r);
}
