/* The thread waits in read(2) on a pipe; that it does so is known by the byte that it has written to another. */
#include "tests/scenario/scn_worker.h"

#include <fcntl.h>
#include <unistd.h>

#include "core/mem.h"

static void
run_hold(struct job *j)
{
	const struct scn_hold *h = CONTAINER_OF(j, struct scn_hold, job);
	char c = 's';

	if (write(h->started[1], &c, 1) == 1)
		(void)!read(h->go[0], &c, 1);
}

static void
close_pipe(const int fd[2])
{
	(void)close(fd[0]);
	(void)close(fd[1]);
}

/* The thread has read its byte: nobody needs the pipes any more. */
static void
done_hold(struct job *j)
{
	struct scn_hold *h = CONTAINER_OF(j, struct scn_hold, job);

	close_pipe(h->started);
	close_pipe(h->go);
	h->n_jobs--;
}

struct filling {
	struct job job;
	struct scn_hold *hold;
};

static void
run_nothing(struct job *j)
{
	(void)j;
}

static void
done_nothing(struct job *j)
{
	struct filling *f = CONTAINER_OF(j, struct filling, job);

	f->hold->n_jobs--;
	mem_free(f);
}

int
scn_hold_begin(struct scn_hold *h, struct worker_pool *pool)
{
	char c;

	if (h->is_held || h->n_jobs != 0 || pipe2(h->started, O_CLOEXEC) == -1)
		return -1;
	if (pipe2(h->go, O_CLOEXEC) == -1) {
		close_pipe(h->started);
		return -1;
	}
	h->job = (struct job){ .run = run_hold, .done = done_hold };
	h->n_jobs = 1;
	h->is_held = worker_submit(pool, &h->job) && read(h->started[0], &c, 1) == 1;
	return h->is_held ? 0 : -1;
}

void
scn_hold_fill(struct scn_hold *h, struct worker_pool *pool)
{
	struct filling *f;
	bool taken;

	do {
		f = mem_zalloc(sizeof(*f));
		f->hold = h;
		f->job.run = run_nothing;
		f->job.done = done_nothing;
		taken = worker_submit(pool, &f->job);
		h->n_jobs += taken;
	} while (taken);
	mem_free(f);
}

void
scn_hold_end(struct scn_hold *h)
{
	if (!h->is_held)
		return;
	(void)!write(h->go[1], "g", 1);
	h->is_held = false;
}
