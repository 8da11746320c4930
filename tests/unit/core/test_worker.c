#include "config.h"

#include "core/worker.h"

#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>

#include "core/mem.h"
#include "loop_rig.h"

static struct loop *loop;
static struct worker_pool *pool;
static pthread_t main_thread;
static sem_t entered, gate;
static char order[2000];
static size_t n_done, n_run_seen;
static atomic_size_t n_run;

struct task {
	struct job job;
	char name;
	bool waits; /* at the gate, after saying that it entered */
	bool ran, wrong_thread;
	sigset_t blocked;
};

static void
task_run(struct job *j)
{
	struct task *t = CONTAINER_OF(j, struct task, job);

	t->ran = true;
	t->wrong_thread = pthread_equal(pthread_self(), main_thread);
	(void)pthread_sigmask(SIG_BLOCK, NULL, &t->blocked);
	if (t->waits) {
		(void)sem_post(&entered);
		(void)sem_wait(&gate);
	}
	atomic_fetch_add(&n_run, 1);
}

static void
task_done(struct job *j)
{
	struct task *t = CONTAINER_OF(j, struct task, job);

	cr_assert(pthread_equal(pthread_self(), main_thread), "done() on a worker");
	cr_assert_not(t->wrong_thread, "run() on the loop's thread");
	cr_assert(n_done < sizeof(order) - 1);
	order[n_done++] = t->name;
	order[n_done] = '\0';
	n_run_seen += t->ran;
}

static struct task
task(char name, bool waits)
{
	return (struct task){ .job.run = task_run, .job.done = task_done, .name = name, .waits = waits };
}

static void
start(size_t threads, size_t max_queued)
{
	static const struct loop_case c = { LOOP_BACKEND_BEST, LOOP_FEW };
	struct err e;

	main_thread = pthread_self();
	cr_assert_eq(sem_init(&entered, 0, 0), 0);
	cr_assert_eq(sem_init(&gate, 0, 0), 0);
	loop = loop_rig_new(&c);
	pool = worker_pool_new(loop, threads, max_queued, &e);
	cr_assert(pool != NULL, "%s", e.text);
}

static void
finish(void)
{
	worker_pool_free(pool);
	cr_expect_eq(loop_stats(loop).n_few, 0);
	loop_free(loop);
}

/* Turns until n jobs are done; each turn waits for a wake-up. */
static void
turn_until(size_t n)
{
	struct err e;

	for (int i = 0; i < 10000 && n_done < n; i++)
		cr_assert_eq(loop_turn(loop, UINT64_MAX, &e), 0);
	cr_assert_eq(n_done, n);
}

Test(worker, one_thread_keeps_the_order, .timeout = 60)
{
	struct task t[26];

	start(1, 100);
	for (size_t i = 0; i < ARRAY_LEN(t); i++) {
		t[i] = task((char)('a' + i), false);
		cr_assert(worker_submit(pool, &t[i].job));
	}
	turn_until(ARRAY_LEN(t));
	cr_expect_str_eq(order, "abcdefghijklmnopqrstuvwxyz");
	cr_expect_eq(n_run_seen, ARRAY_LEN(t));
	finish();
}

Test(worker, done_comes_in_the_order_of_finishing, .timeout = 60)
{
	struct task slow = task('s', true), quick = task('q', false);

	start(2, 10);
	cr_assert(worker_submit(pool, &slow.job));
	(void)sem_wait(&entered);
	cr_assert(worker_submit(pool, &quick.job));
	turn_until(1);
	(void)sem_post(&gate);
	turn_until(2);
	cr_expect_str_eq(order, "qs");
	finish();
}

Test(worker, threads_run_side_by_side, .timeout = 60)
{
	struct task t[4];

	start(4, 10);
	for (size_t i = 0; i < ARRAY_LEN(t); i++) {
		t[i] = task('x', true);
		cr_assert(worker_submit(pool, &t[i].job));
	}
	for (size_t i = 0; i < ARRAY_LEN(t); i++) /* all are inside run() at once, or this waits for ever */
		(void)sem_wait(&entered);
	for (size_t i = 0; i < ARRAY_LEN(t); i++)
		(void)sem_post(&gate);
	turn_until(ARRAY_LEN(t));
	finish();
}

Test(worker, full_queue_refuses_one_above_the_limit, .timeout = 60)
{
	struct task busy = task('b', true), t[3] = { task('1', false), task('2', false), task('3', false) };

	start(1, 2);
	cr_assert(worker_submit(pool, &busy.job));
	(void)sem_wait(&entered); /* it left the queue */
	cr_expect(worker_submit(pool, &t[0].job));
	cr_expect(worker_submit(pool, &t[1].job));
	cr_expect_not(worker_submit(pool, &t[2].job));
	(void)sem_post(&gate);
	turn_until(3);
	cr_expect_str_eq(order, "b12");
	cr_expect(worker_submit(pool, &t[2].job)); /* "try again" works */
	turn_until(4);
	finish();
}

static void
done_resubmits(struct job *j)
{
	struct task *t = CONTAINER_OF(j, struct task, job);

	task_done(j);
	if (n_done < 3)
		cr_assert(worker_submit(pool, &t->job));
}

Test(worker, done_may_submit_again, .timeout = 60)
{
	struct task t = task('r', false);

	t.job.done = done_resubmits;
	start(1, 1);
	cr_assert(worker_submit(pool, &t.job));
	turn_until(3);
	finish();
}

static void
done_frees(struct job *j)
{
	task_done(j);
	mem_free(CONTAINER_OF(j, struct task, job));
}

Test(worker, many_jobs_on_many_threads_all_come_back_once, .timeout = 60)
{
	enum { N = 1500 };

	start(4, N);
	for (size_t i = 0; i < N; i++) {
		struct task *t = mem_alloc(sizeof(*t));

		*t = task('m', false);
		t->job.done = done_frees;
		cr_assert(worker_submit(pool, &t->job));
	}
	turn_until(N);
	cr_expect_eq(atomic_load(&n_run), N);
	cr_expect_eq(n_run_seen, N);
	finish();
}

static void
run_until_stopping(struct job *j)
{
	(void)j;
	(void)sem_post(&entered);
	while (!worker_is_stopping(pool))
		(void)sched_yield();
}

static void
done_while_stopping(struct job *j)
{
	cr_expect(worker_is_stopping(pool));
	cr_expect_not(worker_submit(pool, j));
	task_done(j);
}

Test(worker, free_finishes_the_running_and_gives_back_the_waiting_unrun, .timeout = 60)
{
	struct task running = task('r', false), a = task('a', false), b = task('b', false);

	start(1, 10);
	running.job.run = run_until_stopping;
	running.job.done = a.job.done = b.job.done = done_while_stopping;
	cr_expect_not(worker_is_stopping(pool));
	cr_assert(worker_submit(pool, &running.job));
	(void)sem_wait(&entered);
	cr_assert(worker_submit(pool, &a.job));
	cr_assert(worker_submit(pool, &b.job));
	finish();
	cr_expect_str_eq(order, "rab");
	cr_expect_not(a.ran || b.ran);
}

Test(worker, idle_pool_is_freed_at_once, .timeout = 60)
{
	start(16, 1);
	finish();
	worker_pool_free(NULL);
}

Test(worker, signals_but_sigsys_are_blocked_in_workers_and_not_here, .timeout = 60)
{
	static const int all[] = { SIGTERM, SIGINT, SIGHUP, SIGUSR1, SIGCHLD, SIGPIPE, SIGALRM };
	struct task t = task('t', false);
	sigset_t here;

	start(1, 1);
	cr_assert(worker_submit(pool, &t.job));
	turn_until(1);
	cr_assert_eq(pthread_sigmask(SIG_BLOCK, NULL, &here), 0);
	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		cr_expect_eq(sigismember(&t.blocked, all[i]), 1, "signal %d", all[i]);
		cr_expect_eq(sigismember(&here, all[i]), 0, "signal %d", all[i]);
	}
	cr_expect_eq(sigismember(&t.blocked, SIGSYS), 0);
	finish();
}

Test(worker, no_threads_is_a_bug, .signal = SIGABRT, .timeout = 60)
{
	start(0, 1);
}

Test(worker, stats_count_what_waits_is_done_and_refused, .timeout = 60)
{
	struct task first = task('a', true), second = task('b', false), third = task('c', false);
	struct worker_stats st;

	start(1, 1);
	cr_assert(worker_submit(pool, &first.job));
	(void)sem_wait(&entered);
	cr_assert(worker_submit(pool, &second.job));
	cr_assert_not(worker_submit(pool, &third.job));
	st = worker_stats(pool);
	cr_expect(st.threads == 1 && st.waiting == 1 && st.max_waiting == 1);
	cr_expect(st.given == 2 && st.done == 0 && st.refused == 1);
	(void)sem_post(&gate);
	turn_until(2);
	st = worker_stats(pool);
	cr_expect(st.waiting == 0 && st.given == 0 && st.done == 2 && st.refused == 1);
	finish();
}
