#include "icq/udp_resend.h"

#include <criterion/criterion.h>

#define SENDS 3

static void
put(struct udp_resend *r, uint16_t cmd, uint32_t about, bool is_paced)
{
	udp_resend_put(r,
		&(struct udp_news){ .cmd = cmd, .about = about, .is_paced = is_paced, .data = VIEW("data") });
}

static enum udp_resend_turn
turn(struct udp_resend *r, uint64_t now_ms, uint64_t *due_ms)
{
	return udp_resend_turn(r, SENDS, now_ms, due_ms);
}

Test(udp_resend, one_is_under_way_until_it_is_acknowledged)
{
	struct udp_resend r = { 0 };
	uint64_t due_ms;

	cr_expect(turn(&r, 5, &due_ms) == UDP_RESEND_IDLE);
	put(&r, 1, 0, false);
	put(&r, 2, 0, false);
	cr_expect(udp_resend_next_seq(&r) == 0);
	cr_expect(turn(&r, 5, &due_ms) == UDP_RESEND_SEND && r.first->cmd == 1 && r.seq == 0);
	cr_expect(udp_resend_next_seq(&r) == 1);
	cr_expect(turn(&r, 5, &due_ms) == UDP_RESEND_WAIT && due_ms == 5 + UDP_RESEND_MS);
	cr_expect(udp_resend_ack(&r, 1) == 0, "of the one that was not sent");
	cr_expect(udp_resend_ack(&r, 0) == 1);
	cr_expect(udp_resend_ack(&r, 0) == 0, "twice");
	cr_expect(udp_resend_ack(&r, 1) == 0, "before it is sent");
	cr_expect(turn(&r, 6, &due_ms) == UDP_RESEND_SEND && r.first->cmd == 2 && r.seq == 1);
	cr_expect(udp_resend_ack(&r, 1) == 2 && r.count == 0 && r.last == NULL);
	udp_resend_release(&r);
}

Test(udp_resend, it_is_sent_so_often_and_then_it_is_over)
{
	struct udp_resend r = { 0 };
	uint64_t now_ms = 5, due_ms;

	put(&r, 1, 0, false);
	for (int i = 0; i < SENDS; i++) {
		cr_expect(turn(&r, now_ms, &due_ms) == UDP_RESEND_SEND);
		cr_expect(turn(&r, now_ms + UDP_RESEND_MS - 1, &due_ms) == UDP_RESEND_WAIT);
		now_ms += UDP_RESEND_MS;
	}
	cr_expect(turn(&r, now_ms, &due_ms) == UDP_RESEND_OVER);
	cr_expect(udp_resend_ack(&r, 0) == 1, "better late");
	udp_resend_release(&r);
}

Test(udp_resend, numbers_go_round)
{
	struct udp_resend r = { .seq = UINT16_MAX };
	uint64_t due_ms;

	put(&r, 1, 0, false);
	put(&r, 2, 0, false);
	cr_expect(turn(&r, 1, &due_ms) == UDP_RESEND_SEND && udp_resend_next_seq(&r) == 0);
	cr_expect(udp_resend_ack(&r, UINT16_MAX) == 1);
	cr_expect(turn(&r, 1, &due_ms) == UDP_RESEND_SEND && r.seq == 0);
	udp_resend_release(&r);
}

Test(udp_resend, only_what_was_not_sent_is_changed)
{
	struct udp_resend r = { 0 };
	struct udp_waiting *w;
	uint64_t due_ms;

	put(&r, 1, 7, false);
	cr_expect(udp_resend_about(&r, 7) == r.first);
	cr_expect(turn(&r, 1, &due_ms) == UDP_RESEND_SEND);
	cr_expect(udp_resend_about(&r, 7) == NULL, "it may have arrived");
	put(&r, 2, 8, false);
	put(&r, 3, 7, false);
	w = udp_resend_about(&r, 7);
	cr_assert(w != NULL && w->cmd == 3);
	udp_resend_change(&r, w, &(struct udp_news){ .cmd = 4, .about = 7, .data = VIEW("longer data") });
	cr_expect(r.count == 3 && r.last->cmd == 4 && r.last->n == 11 && r.first->next->next == r.last);
	w = udp_resend_about(&r, 8);
	udp_resend_change(&r, w, &(struct udp_news){ .cmd = 5, .about = 8 });
	cr_expect(r.first->next->cmd == 5 && r.first->next->next == r.last);
	put(&r, 6, 0, false);
	cr_expect(r.last->cmd == 6 && r.count == 4);
	udp_resend_release(&r);
}

Test(udp_resend, messages_are_paced_and_nothing_else)
{
	struct udp_resend r = { 0 };
	uint64_t due_ms, now_ms = 1000;

	for (uint16_t i = 0; i < UDP_PACE_BURST + 2; i++)
		put(&r, 1, 0, true);
	for (uint16_t i = 0; i < UDP_PACE_BURST; i++) {
		cr_expect(turn(&r, now_ms, &due_ms) == UDP_RESEND_SEND, "%d", (int)i);
		cr_expect(udp_resend_ack(&r, i) == 1);
	}
	cr_expect(turn(&r, now_ms, &due_ms) == UDP_RESEND_WAIT && due_ms == now_ms + UDP_PACE_PER_MS);
	cr_expect(turn(&r, due_ms, &due_ms) == UDP_RESEND_SEND);
	cr_expect(udp_resend_ack(&r, UDP_PACE_BURST) == 1);
	cr_expect(turn(&r, now_ms + UDP_PACE_PER_MS, &due_ms) == UDP_RESEND_WAIT);
	udp_resend_release(&r);
	r.pace_ms = UINT32_MAX;
	put(&r, 2, 0, false);
	cr_expect(turn(&r, now_ms, &due_ms) == UDP_RESEND_SEND);
	udp_resend_release(&r);
}
