#include "icq/udp_resend.h"

#include <string.h>

#include "core/mem.h"

static struct udp_waiting *
waiting_new(const struct udp_news *a)
{
	struct udp_waiting *w = mem_alloc(sizeof(*w) + a->data.n);

	*w = (struct udp_waiting){ .about = a->about,
		.cmd = a->cmd,
		.seq2 = a->seq2,
		.n = (uint16_t)a->data.n,
		.is_paced = a->is_paced };
	if (a->data.n != 0)
		memcpy(w->data, a->data.p, a->data.n);
	return w;
}

static void
drop_first(struct udp_resend *r)
{
	struct udp_waiting *w = r->first;

	r->first = w->next;
	if (r->first == NULL)
		r->last = NULL;
	r->count--;
	r->sends = 0;
	mem_free(w);
}

void
udp_resend_release(struct udp_resend *r)
{
	while (r->first != NULL)
		drop_first(r);
}

void
udp_resend_put(struct udp_resend *r, const struct udp_news *a)
{
	struct udp_waiting *w = waiting_new(a);

	if (r->last != NULL)
		r->last->next = w;
	else
		r->first = w;
	r->last = w;
	r->count++;
}

struct udp_waiting *
udp_resend_about(struct udp_resend *r, uint32_t uin)
{
	struct udp_waiting *w = r->first;

	if (w != NULL && r->sends != 0)
		w = w->next;
	while (w != NULL && w->about != uin)
		w = w->next;
	return w;
}

void
udp_resend_change(struct udp_resend *r, struct udp_waiting *w, const struct udp_news *a)
{
	struct udp_waiting *now = waiting_new(a), **at = &r->first;

	while (*at != w)
		at = &(*at)->next;
	now->next = w->next;
	*at = now;
	if (r->last == w)
		r->last = now;
	mem_free(w);
}

enum udp_resend_turn
udp_resend_turn(struct udp_resend *r, uint8_t max_sends, uint64_t now_ms, uint64_t *due_ms)
{
	const uint64_t ahead_ms = (uint64_t)(UDP_PACE_BURST - 1) * UDP_PACE_PER_MS;

	if (r->first == NULL)
		return UDP_RESEND_IDLE;
	*due_ms = now_ms;
	if (r->sends != 0)
		*due_ms = r->sent_ms + UDP_RESEND_MS;
	else if (r->first->is_paced && r->pace_ms > ahead_ms)
		*due_ms = r->pace_ms - ahead_ms;
	if (*due_ms > now_ms)
		return UDP_RESEND_WAIT;
	if (r->sends >= max_sends)
		return UDP_RESEND_OVER;
	if (r->sends == 0 && r->first->is_paced)
		r->pace_ms = (r->pace_ms > now_ms ? r->pace_ms : now_ms) + UDP_PACE_PER_MS;
	r->sends++;
	r->sent_ms = now_ms;
	return UDP_RESEND_SEND;
}

uint16_t
udp_resend_next_seq(const struct udp_resend *r)
{
	return (uint16_t)(r->seq + (r->sends != 0 ? 1 : 0));
}

uint16_t
udp_resend_ack(struct udp_resend *r, uint16_t seq)
{
	uint16_t cmd;

	if (r->first == NULL || r->sends == 0 || seq != r->seq)
		return 0;
	cmd = r->first->cmd;
	drop_first(r);
	r->seq++;
	return cmd;
}
