/*
 * Those who are dropped later.  They are known by handle, and the rules are asked anew when their turn comes: a plan of the past has
 * nothing to say any more.
 */
#include "auth/gate.h"
#include "auth/review.h"
#include "auth/session.h"
#include "core/handle.h"
#include "core/loop.h"
#include "core/mem.h"

#define PAUSE_MS 50

struct review_queue {
	struct gate *gate;
	struct timer timer;
	struct handle *who;
	size_t n, room, next; /* next: of who[], to be dropped */
};

struct review_queue *
review_queue_new(struct gate *g)
{
	struct review_queue *q = mem_zalloc(sizeof(*q));

	q->gate = g;
	return q;
}

void
review_queue_clear(struct review_queue *q)
{
	loop_timer_cancel(gate_env(q->gate)->loop, &q->timer);
	mem_free(q->who);
	q->who = NULL;
	q->n = q->room = q->next = 0;
}

void
review_queue_free(struct review_queue *q)
{
	if (q == NULL)
		return;
	review_queue_clear(q);
	mem_free(q);
}

static void
drop_if_still(const struct review_queue *q, struct handle who)
{
	struct client *c = client_get(gate_env(q->gate)->world, who);
	struct review r;

	if (c == NULL || c->session == NULL || !client_is_user(c))
		return;
	review_client(gate_conf(q->gate), c, &r);
	if (r.fate == REVIEW_DROPPED)
		review_drop(c, &r);
}

static void
on_timer(struct timer *t, uint64_t now_ms)
{
	struct review_queue *q = CONTAINER_OF(t, struct review_queue, timer);

	for (size_t i = 0; i < REVIEW_AT_ONCE && q->next < q->n; i++)
		drop_if_still(q, q->who[q->next++]);
	if (q->next < q->n)
		loop_timer(gate_env(q->gate)->loop, t, now_ms + PAUSE_MS, on_timer);
	else
		review_queue_clear(q);
}

void
review_queue_add(struct review_queue *q, const struct client *c)
{
	struct loop *loop = gate_env(q->gate)->loop;

	if (q->n == q->room) {
		q->room = q->room != 0 ? 2 * q->room : 256;
		q->who = mem_grow(q->who, q->room, sizeof(*q->who));
	}
	q->who[q->n++] = c->handle;
	if (!timer_is_armed(&q->timer))
		loop_timer(loop, &q->timer, loop_mono_ms(loop) + PAUSE_MS, on_timer);
}
