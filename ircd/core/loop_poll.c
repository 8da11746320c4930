/* The poll set: the one place that blocks.  It holds the few, and the many too where there is nothing better. */
#include "config.h"

#include "core/loop_priv.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>

#include "core/mem.h"

static short
poll_bits(unsigned want)
{
	return (short)(((want & LOOP_READ) != 0 ? POLLIN : 0) | ((want & LOOP_WRITE) != 0 ? POLLOUT : 0));
}

int
loop_poll_add(struct loop *loop, struct watch *w, struct err *e)
{
	struct loop_poll_set *s = &loop->poll;

	if (s->n >= UINT32_MAX)
		return err_set(e, EMFILE, "poll set");
	if (s->n == s->cap) {
		s->cap = s->cap != 0 ? s->cap * 2 : 16;
		s->entry = mem_grow(s->entry, s->cap, sizeof(*s->entry));
		s->watch = mem_grow(s->watch, s->cap, sizeof(struct watch *));
	}
	s->entry[s->n] = (struct pollfd){ .fd = w->fd, .events = poll_bits(w->want) };
	s->watch[s->n] = w;
	w->pos = (uint32_t)s->n;
	s->n++;
	return 0;
}

void
loop_poll_want(struct loop *loop, struct watch *w)
{
	assert(loop->poll.watch[w->pos] == w);
	loop->poll.entry[w->pos].events = poll_bits(w->want);
}

void
loop_poll_del(struct loop *loop, struct watch *w)
{
	struct loop_poll_set *s = &loop->poll;

	assert(w->pos < s->n && s->watch[w->pos] == w);
	s->entry[w->pos] = (struct pollfd){ .fd = -1 };
	s->watch[w->pos] = NULL;
	s->n_holes++;
}

void
loop_poll_release(struct loop *loop)
{
	mem_free(loop->poll.entry);
	mem_free(loop->poll.watch);
	loop->poll = (struct loop_poll_set){ 0 };
}

/* Closes the holes, keeping the order and the place where the next walk begins. */
static void
pack(struct loop_poll_set *s)
{
	size_t to = 0, start = s->start;

	if (s->n_holes == 0)
		return;
	for (size_t i = 0; i < s->n; i++) {
		if (i == s->start)
			start = to;
		if (s->watch[i] == NULL)
			continue;
		s->entry[to] = s->entry[i];
		s->watch[to] = s->watch[i];
		s->watch[to]->pos = (uint32_t)to;
		to++;
	}
	s->n = to;
	s->n_holes = 0;
	s->start = start;
}

int
loop_poll_wait(struct loop *loop, uint64_t wait_ms, struct err *e)
{
	struct loop_poll_set *s = &loop->poll;
	int timeout = -1;
	int n;

	pack(s);
	if (wait_ms != UINT64_MAX)
		timeout = wait_ms < INT_MAX ? (int)wait_ms : INT_MAX;
	n = poll(s->entry, (nfds_t)s->n, timeout);
	if (n == -1 && errno == EINTR)
		return 0;
	return n == -1 ? err_sys(e, "poll") : n;
}

static void
dispatch_one(struct loop *loop, size_t i)
{
	struct watch *w = loop->poll.watch[i];
	short got = loop->poll.entry[i].revents;

	if (w == NULL) /* deleted since poll() */
		return;
	loop->poll.entry[i].revents = 0;
	assert((got & POLLNVAL) == 0); /* closed before loop_del() */
	loop_call(loop, w, ((got & POLLIN) != 0 ? LOOP_READ : 0) | ((got & POLLOUT) != 0 ? LOOP_WRITE : 0),
		(got & (POLLERR | POLLHUP)) != 0);
}

void
loop_poll_dispatch(struct loop *loop, int n_ready)
{
	struct loop_poll_set *s = &loop->poll;
	size_t n = s->n; /* what callbacks add stands behind and has no events yet */
	size_t start = s->start < n ? s->start : 0;
	int budget = LOOP_EVENT_BUDGET;

	for (size_t k = 0; k < n && n_ready > 0; k++) {
		size_t i = k < n - start ? start + k : k - (n - start);

		if (s->entry[i].revents == 0)
			continue;
		if (budget == 0) {
			s->start = i;
			return;
		}
		budget--;
		n_ready--;
		dispatch_one(loop, i);
	}
}

static int
open_nothing(struct loop *loop, struct err *e)
{
	(void)loop;
	(void)e;
	return 0;
}

static void
close_nothing(struct loop *loop)
{
	(void)loop;
}

static const struct loop_many many_poll = {
	.name = "poll",
	.open = open_nothing,
	.close = close_nothing,
	.add = loop_poll_add,
	.want = loop_poll_want,
	.del = loop_poll_del,
};

const struct loop_many *
loop_many_poll(void)
{
	return &many_poll;
}
