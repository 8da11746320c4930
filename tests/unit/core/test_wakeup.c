#include "config.h"

#include "core/wakeup.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>

#include "loop_rig.h"

TestSuite(wakeup, .timeout = 60);

static size_t n_woken;
static struct wakeup bell;

static void
on_wakeup(void *arg)
{
	cr_assert(arg == &n_woken);
	n_woken++;
}

static struct loop *
start(const struct loop_case *c)
{
	struct loop *loop = loop_rig_new(c);
	struct err e;

	n_woken = 0;
	cr_assert_eq(wakeup_init(&bell, loop, on_wakeup, &n_woken, &e), 0);
	return loop;
}

LOOP_TEST(wakeup, many_sends_wake_once)
{
	struct loop *loop = start(c);

	loop_rig_turn(loop);
	cr_expect_eq(n_woken, 0);
	for (int i = 0; i < 1000; i++)
		wakeup_send(&bell);
	loop_rig_turn(loop);
	cr_expect_eq(n_woken, 1);
	loop_rig_turn(loop);
	cr_expect_eq(n_woken, 1);
	wakeup_send(&bell);
	loop_rig_turn(loop);
	cr_expect_eq(n_woken, 2);
	wakeup_release(&bell, loop);
	cr_expect_eq(loop_stats(loop).n_few, 0);
	loop_free(loop);
}

static void *
send_thread(void *arg)
{
	(void)arg;
	wakeup_send(&bell);
	return NULL;
}

LOOP_TEST(wakeup, another_thread_ends_the_wait)
{
	struct loop *loop = start(c);
	struct err e;
	pthread_t t;

	cr_assert_eq(pthread_create(&t, NULL, send_thread, NULL), 0);
	cr_expect_eq(loop_turn(loop, UINT64_MAX, &e), 0); /* nothing else can end it */
	cr_expect_eq(n_woken, 1);
	cr_assert_eq(pthread_join(t, NULL), 0);
	wakeup_release(&bell, loop);
	loop_free(loop);
}

static void
on_signal(int sig)
{
	(void)sig;
	wakeup_send(&bell);
}

LOOP_TEST(wakeup, signal_handler_may_send)
{
	struct loop *loop = start(c);
	struct sigaction sa = { .sa_handler = on_signal };

	cr_assert_eq(sigaction(SIGUSR1, &sa, NULL), 0);
	cr_assert_eq(raise(SIGUSR1), 0);
	loop_rig_turn(loop);
	cr_expect_eq(n_woken, 1);
	wakeup_release(&bell, loop);
	loop_free(loop);
}

Test(wakeup, send_keeps_errno)
{
	struct loop *loop = start(&(struct loop_case){ LOOP_BACKEND_BEST, LOOP_FEW });
	struct wakeup broken = { .rfd = -1, .wfd = -1 };

	errno = ENOENT;
	wakeup_send(&bell);
	cr_expect_eq(errno, ENOENT);
	wakeup_send(&broken);
	cr_expect_eq(errno, ENOENT);
	wakeup_release(&bell, loop);
	loop_free(loop);
}

static void
release_self(void *arg)
{
	n_woken++;
	wakeup_release(&bell, arg);
}

Test(wakeup, callback_may_release_it)
{
	struct loop *loop = loop_rig_new(&(struct loop_case){ LOOP_BACKEND_BEST, LOOP_FEW });
	struct err e;

	cr_assert_eq(wakeup_init(&bell, loop, release_self, loop, &e), 0);
	wakeup_send(&bell);
	loop_rig_turn(loop);
	loop_rig_turn(loop);
	cr_expect_eq(n_woken, 1);
	cr_expect_eq(bell.rfd, -1);
	loop_free(loop);
}
