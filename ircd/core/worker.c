/*
 * Worker threads.  Jobs wait in one list; a worker takes the first, runs it without the lock, and puts it on the list of
 * finished ones, which the loop's thread empties when it is woken.  The lock is never held while foreign code runs.
 */
#include "config.h"

#include "core/worker.h"

#include <assert.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/resource.h>

#include "core/mem.h"
#include "core/wakeup.h"

enum { THREADS_MAX = 16, QUEUED_MAX = 100000, STACK_BYTES = 512 * 1024, DONE_BUDGET = 256, NICENESS = 10 };

struct job_list {
	struct job *first, **end;
};

struct worker_pool {
	struct loop *loop;
	struct wakeup wakeup;
	size_t n_threads, max_queued;
	pthread_t thread[THREADS_MAX];
	pthread_mutex_t lock;
	pthread_cond_t work, started;
	/* under the lock */
	struct job_list waiting, finished;
	size_t n_waiting, n_started;
	/* of the loop's thread */
	struct job_list done;
	uint64_t n_submitted, n_refused, n_done;
	atomic_bool stopping;
};

static void
jobs_init(struct job_list *l)
{
	l->first = NULL;
	l->end = &l->first;
}

static void
jobs_push(struct job_list *l, struct job *j)
{
	j->next = NULL;
	*l->end = j;
	l->end = &j->next;
}

static struct job *
jobs_pop(struct job_list *l)
{
	struct job *j = l->first;

	if (j == NULL)
		return NULL;
	l->first = j->next;
	if (l->first == NULL)
		l->end = &l->first;
	j->next = NULL;
	return j;
}

static void
jobs_move(struct job_list *to, struct job_list *from)
{
	if (from->first == NULL)
		return;
	*to->end = from->first;
	to->end = from->end;
	jobs_init(from);
}

/*
 * Jobs take milliseconds of processor time, and the loop's thread must not wait for it.  On Linux this is the priority of this thread alone;
 * where it can't be lowered nothing is lost but time.
 */
static void
step_back(void)
{
	(void)setpriority(PRIO_PROCESS, 0, NICENESS);
}

/* Tells worker_pool_new() that this thread is there; the allocation makes malloc set up what it keeps for each thread. */
static void
report_start(struct worker_pool *p)
{
	mem_free(mem_alloc(1));
	(void)pthread_mutex_lock(&p->lock);
	p->n_started++;
	(void)pthread_cond_signal(&p->started);
	(void)pthread_mutex_unlock(&p->lock);
}

/* The next job, waited for; NULL when the pool is stopping. */
static struct job *
next_job(struct worker_pool *p)
{
	struct job *j = NULL;

	(void)pthread_mutex_lock(&p->lock);
	while (!atomic_load(&p->stopping) && p->waiting.first == NULL)
		(void)pthread_cond_wait(&p->work, &p->lock);
	if (!atomic_load(&p->stopping)) {
		j = jobs_pop(&p->waiting);
		p->n_waiting--;
	}
	(void)pthread_mutex_unlock(&p->lock);
	return j;
}

static void *
worker_main(void *arg)
{
	struct worker_pool *p = arg;
	struct job *j;

	step_back();
	report_start(p);
	while ((j = next_job(p)) != NULL) {
		j->run(j);
		(void)pthread_mutex_lock(&p->lock);
		jobs_push(&p->finished, j);
		(void)pthread_mutex_unlock(&p->lock);
		wakeup_send(&p->wakeup);
	}
	return NULL;
}

static void
on_wakeup(void *arg)
{
	struct worker_pool *p = arg;

	(void)pthread_mutex_lock(&p->lock);
	jobs_move(&p->done, &p->finished);
	(void)pthread_mutex_unlock(&p->lock);
	for (int i = 0; i < DONE_BUDGET; i++) {
		struct job *j = jobs_pop(&p->done);

		if (j == NULL)
			return;
		p->n_done++;
		j->done(j);
	}
	wakeup_send(&p->wakeup); /* the rest in the next turn */
}

/* Threads take over the mask of who makes them: everything blocked but SIGSYS, which the jail's reports need. */
static int
start_threads(struct worker_pool *p, size_t threads, struct err *e)
{
	pthread_attr_t attr;
	sigset_t all, before;
	int rc;

	rc = pthread_attr_init(&attr);
	if (rc != 0)
		return err_set(e, rc, "pthread_attr_init");
	(void)sigfillset(&all);
	(void)sigdelset(&all, SIGSYS);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	rc = pthread_attr_setstacksize(&attr, STACK_BYTES);
	while (rc == 0 && p->n_threads < threads) {
		rc = pthread_create(&p->thread[p->n_threads], &attr, worker_main, p);
		if (rc == 0)
			p->n_threads++;
	}
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	(void)pthread_attr_destroy(&attr);
	return rc != 0 ? err_set(e, rc, "pthread_create") : 0;
}

static void
wait_started(struct worker_pool *p)
{
	(void)pthread_mutex_lock(&p->lock);
	while (p->n_started < p->n_threads)
		(void)pthread_cond_wait(&p->started, &p->lock);
	(void)pthread_mutex_unlock(&p->lock);
}

struct worker_pool *
worker_pool_new(struct loop *loop, size_t threads, size_t max_queued, struct err *e)
{
	struct worker_pool *p = mem_zalloc(sizeof(*p));

	assert(threads >= 1 && threads <= THREADS_MAX && max_queued >= 1 && max_queued <= QUEUED_MAX);
	p->loop = loop;
	p->max_queued = max_queued;
	jobs_init(&p->waiting);
	jobs_init(&p->finished);
	jobs_init(&p->done);
	atomic_init(&p->stopping, false);
	if (wakeup_init(&p->wakeup, loop, on_wakeup, p, e) == -1) {
		mem_free(p);
		return NULL;
	}
	(void)pthread_mutex_init(&p->lock, NULL); /* without attributes none of these fails */
	(void)pthread_cond_init(&p->work, NULL);
	(void)pthread_cond_init(&p->started, NULL);
	if (start_threads(p, threads, e) == -1) {
		worker_pool_free(p);
		return NULL;
	}
	wait_started(p);
	return p;
}

void
worker_pool_free(struct worker_pool *p)
{
	struct job *j;

	if (p == NULL)
		return;
	(void)pthread_mutex_lock(&p->lock);
	atomic_store(&p->stopping, true);
	(void)pthread_cond_broadcast(&p->work);
	(void)pthread_mutex_unlock(&p->lock);
	for (size_t i = 0; i < p->n_threads; i++)
		(void)pthread_join(p->thread[i], NULL);
	jobs_move(&p->done, &p->finished);
	jobs_move(&p->done, &p->waiting);
	while ((j = jobs_pop(&p->done)) != NULL)
		j->done(j);
	wakeup_release(&p->wakeup, p->loop);
	(void)pthread_cond_destroy(&p->started);
	(void)pthread_cond_destroy(&p->work);
	(void)pthread_mutex_destroy(&p->lock);
	mem_free(p);
}

bool
worker_submit(struct worker_pool *p, struct job *j)
{
	bool taken = false;

	(void)pthread_mutex_lock(&p->lock);
	if (!atomic_load(&p->stopping) && p->n_waiting < p->max_queued) {
		jobs_push(&p->waiting, j);
		p->n_waiting++;
		taken = true;
		(void)pthread_cond_signal(&p->work);
	}
	(void)pthread_mutex_unlock(&p->lock);
	p->n_submitted += taken;
	p->n_refused += !taken;
	return taken;
}

struct worker_stats
worker_stats(struct worker_pool *p)
{
	struct worker_stats st = { .threads = p->n_threads,
		.max_waiting = p->max_queued,
		.given = (size_t)(p->n_submitted - p->n_done),
		.done = p->n_done,
		.refused = p->n_refused };

	(void)pthread_mutex_lock(&p->lock);
	st.waiting = p->n_waiting;
	(void)pthread_mutex_unlock(&p->lock);
	return st;
}

bool
worker_is_stopping(const struct worker_pool *p)
{
	return atomic_load(&p->stopping);
}
