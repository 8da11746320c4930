/*
 * The order of a turn: wait, read the clock, ready callbacks, timers, flush, reap.  What may hold a turn for long is bounded:
 * LOOP_EVENT_BUDGET callbacks, LOOP_TIMER_BUDGET timers; the rest comes in the next turn, which then doesn't wait.
 */
#include "core/loop.h"

#include <assert.h>

#include "core/loop_priv.h"
#include "core/mem.h"

struct loop *
loop_new(enum loop_backend backend, struct clock clock, struct err *e)
{
	struct loop *loop = mem_zalloc(sizeof(*loop));

	loop->clock = clock;
	loop->mono_ms = clock.mono_ms(clock.arg);
	loop->wall = mem_zalloc(sizeof(*loop->wall));
	timer_heap_init(&loop->timers);
	for (size_t i = 0; i < LOOP_N_PHASES; i++)
		list_init(&loop->phase[i]);
	loop->many = backend == LOOP_BACKEND_POLL ? loop_many_poll() : loop_many_best();
	loop->stats.backend = loop->many->name;
	if (loop->many->open(loop, e) == -1) {
		loop->many = loop_many_poll(); /* nothing to close */
		loop_free(loop);
		return NULL;
	}
	return loop;
}

void
loop_free(struct loop *loop)
{
	if (loop == NULL)
		return;
	loop->many->close(loop);
	loop_poll_release(loop);
	timer_heap_release(&loop->timers);
	mem_free(loop->wall);
	mem_free(loop);
}

void
loop_call(struct loop *loop, struct watch *w, unsigned ready, bool broken)
{
	ready &= w->want; /* what another callback of this turn unwanted is not told */
	if (broken)
		ready = LOOP_READ | LOOP_WRITE;
	if (ready == 0)
		return;
	loop->stats.events++;
	w->fn(loop, ready, w->arg); /* last: it may free w */
}

int
loop_add(struct loop *loop, struct watch *w, int fd, enum loop_kind kind, unsigned want, struct err *e)
{
	int r;

	assert(fd >= 0 && w->fn != NULL && (want & ~(LOOP_READ | LOOP_WRITE)) == 0);
	w->fd = fd;
	w->want = (uint8_t)want;
	w->kind = (uint8_t)kind;
	r = kind == LOOP_MANY ? loop->many->add(loop, w, e) : loop_poll_add(loop, w, e);
	if (r == -1) {
		w->fd = -1;
		return -1;
	}
	if (kind == LOOP_MANY)
		loop->stats.n_many++;
	else
		loop->stats.n_few++;
	return 0;
}

void
loop_want(struct loop *loop, struct watch *w, unsigned want)
{
	assert(w->fd != -1 && (want & ~(LOOP_READ | LOOP_WRITE)) == 0);
	if (want == w->want)
		return;
	w->want = (uint8_t)want;
	if (w->kind == LOOP_MANY)
		loop->many->want(loop, w);
	else
		loop_poll_want(loop, w);
}

void
loop_del(struct loop *loop, struct watch *w)
{
	if (w->fd == -1)
		return;
	if (w->kind == LOOP_MANY) {
		loop->many->del(loop, w);
		loop->stats.n_many--;
	} else {
		loop_poll_del(loop, w);
		loop->stats.n_few--;
	}
	w->fd = -1;
}

void
loop_defer(struct loop *loop, enum loop_phase phase, struct deferred *d)
{
	if (list_is_empty(&d->link))
		list_add_tail(&loop->phase[phase], &d->link);
}

void
loop_timer(struct loop *loop, struct timer *t, uint64_t due_ms, timer_fn *fn)
{
	timer_arm(&loop->timers, t, due_ms, fn);
}

void
loop_timer_cancel(struct loop *loop, struct timer *t)
{
	timer_cancel(&loop->timers, t);
}

uint64_t
loop_mono_ms(const struct loop *loop)
{
	return loop->mono_ms;
}

uint64_t
loop_wall_ms(const struct loop *loop)
{
	struct loop_wall *wall = loop->wall;

	if (!wall->known) {
		wall->ms = loop->clock.wall_ms(loop->clock.arg);
		wall->known = true;
	}
	return wall->ms;
}

static void
run_phase(struct list *queue)
{
	while (!list_is_empty(queue)) {
		struct deferred *d = CONTAINER_OF(queue->next, struct deferred, link);

		list_del(&d->link); /* before the call: it may free d, or defer it again */
		d->fn(d);
	}
}

/* How long this turn may wait.  Asked of the clock, not of the last turn's time, which the turn's work has made old. */
static uint64_t
wait_ms(const struct loop *loop, uint64_t max_wait_ms)
{
	uint64_t next;

	for (size_t i = 0; i < LOOP_N_PHASES; i++) {
		if (!list_is_empty(
			    &loop->phase[i])) /* deferred outside a turn, or to a phase that was over */
			return 0;
	}
	if (max_wait_ms == 0 || loop->timers.count == 0)
		return max_wait_ms;
	next = timer_wait_ms(&loop->timers, loop->clock.mono_ms(loop->clock.arg));
	return next < max_wait_ms ? next : max_wait_ms;
}

int
loop_turn(struct loop *loop, uint64_t max_wait_ms, struct err *e)
{
	int n_ready = loop_poll_wait(loop, wait_ms(loop, max_wait_ms), e);

	if (n_ready == -1)
		return -1;
	loop->mono_ms = loop->clock.mono_ms(loop->clock.arg);
	loop->wall->known = false;
	loop->stats.turns++;
	loop_poll_dispatch(loop, n_ready);
	loop->stats.timers += timer_run(&loop->timers, loop->mono_ms, LOOP_TIMER_BUDGET);
	for (size_t i = 0; i < LOOP_N_PHASES; i++)
		run_phase(&loop->phase[i]);
	return 0;
}

int
loop_run(struct loop *loop, struct err *e)
{
	while (!loop->stop) {
		if (loop_turn(loop, UINT64_MAX, e) == -1)
			return -1;
	}
	loop->stop = false;
	return 0;
}

void
loop_stop(struct loop *loop)
{
	loop->stop = true;
}

struct loop_stats
loop_stats(const struct loop *loop)
{
	return loop->stats;
}
