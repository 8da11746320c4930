/*
 * The many in one epoll instance, which is itself one entry of the poll set: a wake-up costs the same however many connections
 * are idle.  A watch whose event is collected but not yet told knows its place (pos) in the array, so deleting it takes the
 * event back without a search, and its memory may be freed at once.
 */
#include "config.h"

#include "core/loop_priv.h"

#include <assert.h>
#include <errno.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "core/mem.h"

struct loop_epoll {
	struct watch watch; /* of the instance, in the poll set */
	struct epoll_event event[LOOP_EVENT_BUDGET];
};

static uint32_t
epoll_bits(unsigned want)
{
	return ((want & LOOP_READ) != 0 ? (uint32_t)EPOLLIN : 0) |
		((want & LOOP_WRITE) != 0 ? (uint32_t)EPOLLOUT : 0);
}

static void
tell(struct loop *loop, struct watch *w, uint32_t got)
{
	loop_call(loop, w, ((got & EPOLLIN) != 0 ? LOOP_READ : 0) | ((got & EPOLLOUT) != 0 ? LOOP_WRITE : 0),
		(got & (EPOLLERR | EPOLLHUP)) != 0);
}

/* What is ready beyond the array stays ready; the kernel hands it out first next time. */
static void
on_ready(struct loop *loop, unsigned ready, void *arg)
{
	struct loop_epoll *ep = arg;
	int n = epoll_wait(ep->watch.fd, ep->event, LOOP_EVENT_BUDGET, 0);

	(void)ready;
	loop->stats.events--; /* this call itself is not one */
	for (int i = 0; i < n; i++) {
		struct watch *w = ep->event[i].data.ptr;

		w->pos = (uint32_t)i + 1;
	}
	for (int i = 0; i < n; i++) {
		struct watch *w = ep->event[i].data.ptr;

		if (w == NULL)
			continue;
		w->pos = 0;
		tell(loop, w, ep->event[i].events);
	}
}

static int
many_open(struct loop *loop, struct err *e)
{
	struct loop_epoll *ep = mem_zalloc(sizeof(*ep));
	int fd = epoll_create1(EPOLL_CLOEXEC);

	if (fd == -1) {
		mem_free(ep);
		return err_sys(e, "epoll_create1");
	}
	ep->watch =
		(struct watch){ .fd = fd, .want = LOOP_READ, .kind = LOOP_FEW, .fn = on_ready, .arg = ep };
	if (loop_poll_add(loop, &ep->watch, e) == -1) {
		(void)close(fd);
		mem_free(ep);
		return -1;
	}
	loop->epoll = ep;
	return 0;
}

static void
many_close(struct loop *loop)
{
	loop_poll_del(loop, &loop->epoll->watch);
	(void)close(loop->epoll->watch.fd);
	mem_free(loop->epoll);
	loop->epoll = NULL;
}

static int
control(const struct loop *loop, int op, struct watch *w)
{
	struct epoll_event ev = { .events = epoll_bits(w->want), .data.ptr = w };

	return epoll_ctl(loop->epoll->watch.fd, op, w->fd, &ev);
}

static int
many_add(struct loop *loop, struct watch *w, struct err *e)
{
	w->pos = 0;
	return control(loop, EPOLL_CTL_ADD, w) == -1 ? err_sys(e, "epoll_ctl") : 0;
}

static void
many_want(struct loop *loop, struct watch *w)
{
	int r = control(loop, EPOLL_CTL_MOD, w);

	assert(r == 0); /* fails only for a descriptor that isn't in: closed before loop_del() */
	(void)r;
}

static void
many_del(struct loop *loop, struct watch *w)
{
	int r = control(loop, EPOLL_CTL_DEL, w);

	assert(r == 0);
	(void)r;
	if (w->pos != 0)
		loop->epoll->event[w->pos - 1].data.ptr = NULL;
	w->pos = 0;
}

static const struct loop_many many_epoll = {
	.name = "epoll",
	.open = many_open,
	.close = many_close,
	.add = many_add,
	.want = many_want,
	.del = many_del,
};

const struct loop_many *
loop_many_best(void)
{
	return &many_epoll;
}
