/*
 * A connection that is closed while the peer's bytes are unread is reset by the kernel, and the reset takes back what the peer has not read
 * yet: the ERROR line above all.  So net/ gets its turns to say the end in order, which it bounds for each connection by itself.
 */
#include "main/ending.h"

#include "core/loop.h"
#include "net/conn.h"

#define LOOK_MS 10

static void
on_timer(struct timer *t, uint64_t now_ms)
{
	struct ending *en = CONTAINER_OF(t, struct ending, timer);
	uint64_t next = now_ms + LOOK_MS;

	if (net_stats(en->clients).conns + net_stats(en->links).conns == 0 || now_ms >= en->deadline_ms)
		loop_stop(en->loop);
	else
		loop_timer(en->loop, t, next < en->deadline_ms ? next : en->deadline_ms, on_timer);
}

void
ending_begin(struct ending *en, struct loop *loop, const struct net *clients, const struct net *links)
{
	if (ending_has_begun(en)) {
		loop_stop(loop);
		return;
	}
	en->loop = loop;
	en->clients = clients;
	en->links = links;
	en->deadline_ms = loop_mono_ms(loop) + ENDING_MAX_MS;
	loop_timer(loop, &en->timer, loop_mono_ms(loop), on_timer);
}

bool
ending_has_begun(const struct ending *en)
{
	return en->loop != NULL;
}

void
ending_release(struct ending *en)
{
	if (ending_has_begun(en))
		loop_timer_cancel(en->loop, &en->timer);
}
