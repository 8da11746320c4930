/*
 * Whose turn it is.  Pumps with something to do stand in a queue that is served in the loop's last phase, when all that is IRC has
 * been read and sent; each gets a quantum, then the next, until the turn's budget is spent.
 */
#include "config.h"

#include <assert.h>

#include "core/mem.h"
#include "relay/pump_priv.h"

static void on_run(struct deferred *d);

static void
on_again(struct timer *t, uint64_t now_ms)
{
	struct pumps *all = CONTAINER_OF(t, struct pumps, again);

	(void)now_ms;
	loop_defer(all->loop, LOOP_PHASE_REAP, &all->run);
}

static void
on_tick(struct timer *t, uint64_t now_ms)
{
	struct pumps *all = CONTAINER_OF(t, struct pumps, tick);

	(void)now_ms;
	while (!list_is_empty(&all->held)) {
		struct list *first = all->held.next;

		list_del(first);
		list_add_tail(&all->active, first);
	}
	loop_defer(all->loop, LOOP_PHASE_REAP, &all->run);
}

void
pump_wake(struct pump *p)
{
	struct pumps *all = p->all;

	if (!list_is_empty(&p->link))
		return; /* it stands in the queue, or waits for the rate */
	list_add_tail(&all->active, &p->link);
	loop_defer(all->loop, LOOP_PHASE_REAP, &all->run);
}

/* What it used of the budget; p may be gone. */
static size_t
serve(struct pumps *all, struct pump *p)
{
	enum pump_step step = pump_step(p);
	size_t cost = p->moved + PUMP_STEP_COST;

	switch (step) {
	case PUMP_ENDS:
		pump_finish(p, p->why);
		return cost;
	case PUMP_MORE:
		list_add_tail(&all->active, &p->link);
		break;
	case PUMP_HELD:
		list_add_tail(&all->held, &p->link);
		if (!timer_is_armed(&all->tick))
			loop_timer(all->loop, &all->tick, loop_mono_ms(all->loop) + PUMP_TICK_MS, on_tick);
		break;
	case PUMP_WAITS:
		break;
	}
	pump_rearm(p);
	return cost;
}

static void
on_run(struct deferred *d)
{
	struct pumps *all = CONTAINER_OF(d, struct pumps, run);
	size_t budget = PUMP_TURN_BUDGET;

	while (budget > 0 && !list_is_empty(&all->active)) {
		struct pump *p = CONTAINER_OF(all->active.next, struct pump, link);
		size_t cost;

		list_del(&p->link);
		cost = serve(all, p);
		budget -= cost < budget ? cost : budget;
	}
	if (!list_is_empty(&all->active))
		loop_timer(all->loop, &all->again, loop_mono_ms(all->loop), on_again);
}

struct pumps *
pumps_new(struct loop *loop)
{
	struct pumps *all = mem_zalloc(sizeof(*all));

	all->loop = loop;
	all->run.fn = on_run;
	list_init(&all->run.link);
	list_init(&all->active);
	list_init(&all->held);
	bucket_init(&all->rate, 0, loop_mono_ms(loop));
	return all;
}

void
pumps_free(struct pumps *all)
{
	if (all == NULL)
		return;
	assert(all->n == 0);
	list_del(&all->run.link);
	loop_timer_cancel(all->loop, &all->again);
	loop_timer_cancel(all->loop, &all->tick);
	mem_free(all);
}

void
pumps_configure(struct pumps *all, uint64_t max_total_rate)
{
	bucket_configure(&all->rate, max_total_rate, loop_mono_ms(all->loop));
}
