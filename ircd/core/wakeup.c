/* Waking the loop.  On Linux an eventfd, elsewhere a pipe; both are read empty before fn is called, so no wake-up is lost. */
#include "config.h"

#include "core/wakeup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/eventfd.h>
#endif

enum {
	DRAIN_BYTES = 512,
	DRAIN_READS = 256
}; /* more than a pipe holds; an eventfd is empty after one read */

#ifdef __linux__
static int
open_pair(struct wakeup *w, struct err *e)
{
	w->rfd = w->wfd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	return w->rfd == -1 ? err_sys(e, "eventfd") : 0;
}
#else
static int
set_flags(int fd)
{
	return fcntl(fd, F_SETFL, O_NONBLOCK) == -1 || fcntl(fd, F_SETFD, FD_CLOEXEC) == -1 ? -1 : 0;
}

static int
open_pair(struct wakeup *w, struct err *e)
{
	int fd[2];

	if (pipe(fd) == -1)
		return err_sys(e, "pipe");
	w->rfd = fd[0];
	w->wfd = fd[1];
	if (set_flags(fd[0]) == -1 || set_flags(fd[1]) == -1)
		return err_sys(e, "fcntl");
	return 0;
}
#endif

static void
close_pair(struct wakeup *w)
{
	if (w->rfd != -1)
		(void)close(w->rfd);
	if (w->wfd != -1 && w->wfd != w->rfd)
		(void)close(w->wfd);
	w->rfd = w->wfd = -1;
}

static void
drain(int fd)
{
	char bytes[DRAIN_BYTES];

	for (int i = 0; i < DRAIN_READS; i++) {
		if (read(fd, bytes, sizeof(bytes)) < (ssize_t)sizeof(bytes))
			return;
	}
}

static void
on_ready(struct loop *loop, unsigned ready, void *arg)
{
	struct wakeup *w = arg;

	(void)loop;
	(void)ready;
	drain(w->rfd);
	w->fn(w->arg); /* last: it may release w */
}

int
wakeup_init(struct wakeup *w, struct loop *loop, void (*fn)(void *), void *arg, struct err *e)
{
	*w = (struct wakeup){ .rfd = -1, .wfd = -1, .fn = fn, .arg = arg };
	w->watch.fd = -1;
	w->watch.fn = on_ready;
	w->watch.arg = w;
	if (open_pair(w, e) == -1)
		goto fail;
	if (loop_add(loop, &w->watch, w->rfd, LOOP_FEW, LOOP_READ, e) == -1)
		goto fail;
	return 0;
fail:
	close_pair(w);
	return -1;
}

void
wakeup_release(struct wakeup *w, struct loop *loop)
{
	loop_del(loop, &w->watch);
	close_pair(w);
}

void
wakeup_send(const struct wakeup *w)
{
	static const uint64_t one = 1;
	int saved = errno;
	ssize_t r = write(w->wfd, &one, sizeof(one));

	(void)r; /* EAGAIN: so many are pending that the loop wakes anyway */
	errno = saved;
}
