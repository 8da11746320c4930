/*
 * One struct pace per client that has to wait for the rest of an answer, made for the first job and freed with the last.  The job whose
 * step runs stays at the head of the list.
 */
#include "auth/pace.h"

#include <string.h>

#include "auth/gate.h"
#include "auth/session.h"
#include "core/mem.h"
#include "net/conn.h"
#include "route/answer.h"

#define LINES_ROOM 1536 /* the next line and the end of the answer, with tags */

struct pace {
	struct list jobs;
	const struct pace_job *running;
	size_t n_answer; /* jobs that are part of the answer below */
	struct answer answer;
	uint64_t sent; /* bytes sent to the client when pace_moves() was last asked */
};

static struct pace_job *
job_of(struct list *link)
{
	return CONTAINER_OF(link, struct pace_job, link);
}

static uint64_t
bytes_sent(const struct session *s)
{
	return session_counts(s).bytes_out;
}

bool
pace_is_busy(const struct client *c)
{
	const struct pace *p = c->session != NULL ? c->session->pace : NULL;

	return p != NULL && job_of(p->jobs.next) != p->running;
}

bool
pace_has_room(const struct client *c)
{
	const struct session *s = c->session;

	return s == NULL || session_counts(s).sendq + LINES_ROOM <= s->class->sendq / 2;
}

static void
park(struct pace_job *job)
{
	if (job->kind->park != NULL)
		job->kind->park(job);
}

static void
unpark(struct pace_job *job)
{
	if (job->kind->unpark != NULL)
		job->kind->unpark(job);
}

static void
end(struct pace_job *job)
{
	if (job->kind->end != NULL)
		job->kind->end(job);
}

static struct pace *
pace_get(struct session *s)
{
	if (s->pace != NULL)
		return s->pace;
	s->pace = mem_zalloc(sizeof(*s->pace));
	list_init(&s->pace->jobs);
	s->pace->sent = bytes_sent(s);
	return s->pace;
}

/* Nothing tells when the link of who asks has room: all at once, but no more than a linked server may ask of one turn. */
static void
run_now(struct pace_job *job, struct client *to)
{
	for (size_t i = 0; i < PACE_STEPS_FAR && !job->kind->step(job, to); i++)
		;
	end(job);
}

void
pace_start(struct route *rt, struct client *to, struct pace_job *job, size_t size)
{
	struct pace_job *kept;
	struct pace *p;

	if (to->session == NULL) {
		run_now(job, to);
		return;
	}
	if (!pace_is_busy(to) && job->kind->step(job, to)) {
		end(job);
		return;
	}
	p = pace_get(to->session);
	kept = mem_alloc(size);
	memcpy(kept, job, size);
	kept->is_answer = answer_is_for(rt, to);
	p->n_answer += kept->is_answer;
	if (p->running != NULL)
		list_add_head(&p->jobs, &kept->link);
	else
		list_add_tail(&p->jobs, &kept->link);
	park(kept);
	conn_want_room(to->conn);
}

void
pace_keep_label(struct route *rt, const struct client *c)
{
	struct session *s = c->session;

	if (s != NULL && s->pace != NULL && s->pace->n_answer != 0)
		s->pace->answer = answer_take(rt);
}

static void
job_free(struct pace *p, struct pace_job *job)
{
	p->n_answer -= job->is_answer;
	list_del(&job->link);
	end(job);
	mem_free(job);
}

void
pace_turn(struct session *s)
{
	struct route *rt = gate_env(s->gate)->route;
	struct pace *p = s->pace;
	struct pace_job *job = job_of(p->jobs.next);

	if (job->is_answer)
		answer_resume(rt, s->client, &p->answer);
	unpark(job);
	p->running = job;
	if (job->kind->step(job, s->client))
		job_free(p, job);
	else
		park(job);
	p->running = NULL;
	pace_keep_label(rt, s->client);
	answer_end(rt);
	if (list_is_empty(&p->jobs))
		pace_stop(s);
	else
		conn_want_room(s->client->conn);
}

bool
pace_moves(struct session *s)
{
	uint64_t before = s->pace->sent;

	s->pace->sent = bytes_sent(s);
	return s->pace->sent != before;
}

void
pace_stop(struct session *s)
{
	struct pace *p = s->pace;

	if (p == NULL)
		return;
	while (!list_is_empty(&p->jobs)) {
		struct pace_job *job = job_of(p->jobs.next);

		unpark(job);
		job_free(p, job);
	}
	s->pace = NULL;
	mem_free(p);
}
