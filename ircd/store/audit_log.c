/*
 * As in store.c: records wait on the loop's thread, and at most one batch is with the other one, all that waited when it was handed over.
 * The file belongs to whoever has the batch.
 */
#include "store/audit_log.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#include "core/buf.h"
#include "core/clock.h"
#include "core/list.h"
#include "core/log.h"
#include "core/loop.h"
#include "core/mem.h"
#include "core/worker.h"
#include "proto/json_build.h"
#include "store/audit_syslog.h"

#define RETRY_MS     1000
#define TELL_AGAIN   600 /* tries, until it is told again that the disk refuses */
#define OBJECT_BYTES 512

struct lost {
	uint64_t n, from_ms, to_ms;
};

struct audit_log {
	struct loop *loop;
	struct audit_file *file;
	struct audit_syslog *copy; /* NULL: there is none */
	struct worker_pool *thread;
	struct audit_log_conf conf;
	audit_log_tell_fn *tell;
	void *tell_arg;
	struct buf waiting;
	struct lost lost; /* since the last record that says so */
	uint64_t records, lost_in_all;
	struct audit_file_figures figures; /* of the time when the file was here */
	struct deferred turn_end;
	struct timer seal_timer, retry_timer;
	unsigned n_tries; /* that failed, one after the other */
	bool is_closing, wants_seal;
	/* The batch. */
	bool is_out, has_run;
	struct job job;
	struct buf batch;
	struct audit_log_conf batch_conf;
	uint64_t batch_ms;
	bool seals; /* it ends with a checkpoint */
	/* How it went. */
	int result;
	struct err fault;
	struct view rest;
	struct audit_found found;
};

struct audit_log *
audit_log_new(struct loop *loop, const char *dir, const struct audit_log_conf *conf, int syslog_fd)
{
	struct audit_log *a = mem_zalloc(sizeof(*a));

	a->loop = loop;
	a->conf = *conf;
	a->file = audit_file_new(dir, &conf->file);
	buf_init(&a->waiting, AUDIT_WAITING_MAX);
	buf_init(&a->batch, AUDIT_WAITING_MAX);
	list_init(&a->turn_end.link);
	if (syslog_fd != -1) {
		a->copy = audit_syslog_new(syslog_fd);
		audit_file_copy_to(a->file, audit_syslog_send, a->copy);
	}
	return a;
}

void
audit_log_watch(struct audit_log *a, audit_log_tell_fn *tell, void *arg)
{
	a->tell = tell;
	a->tell_arg = arg;
}

void
audit_log_configure(struct audit_log *a, const struct audit_log_conf *conf)
{
	a->conf = *conf;
}

struct audit_log_figures
audit_log_figures(const struct audit_log *a)
{
	return (struct audit_log_figures){ .file = a->figures,
		.records = a->records,
		.waiting = a->waiting.len + a->batch.len,
		.lost = a->lost_in_all,
		.uncopied = a->copy != NULL ? audit_syslog_lost(a->copy) : 0,
		.is_failing = a->n_tries != 0,
		.has_copy = a->copy != NULL };
}

/* An object with its newline, or nothing of it. */
static bool
push(struct audit_log *a, struct view object)
{
	char *p = buf_reserve(&a->waiting, object.n + 1);

	if (p == NULL)
		return false;
	memcpy(p, object.p, object.n);
	p[object.n] = '\n';
	buf_commit(&a->waiting, object.n + 1);
	return true;
}

static void
note_begin(const struct audit_log *a, struct json_build *j, char dst[OBJECT_BYTES], struct view event)
{
	char time[CLOCK_UTC_LEN + 1];

	clock_utc(loop_wall_ms(a->loop), time);
	json_begin(j, dst, OBJECT_BYTES);
	json_text(j, "time", view_z(time));
	json_text(j, "event", event);
}

static void
json_time(struct json_build *j, const char *key, uint64_t wall_ms)
{
	char time[CLOCK_UTC_LEN + 1];

	clock_utc(wall_ms, time);
	json_text(j, key, view_z(time));
}

/* {"event":"lost"}, where the lost ones would stand.  False: there is still no room. */
static bool
push_lost(struct audit_log *a)
{
	char object[OBJECT_BYTES];
	struct json_build j;

	if (a->lost.n == 0)
		return true;
	note_begin(a, &j, object, VIEW("lost"));
	json_number(&j, "records", a->lost.n);
	json_time(&j, "from", a->lost.from_ms);
	json_time(&j, "to", a->lost.to_ms);
	if (!push(a, json_end(&j)))
		return false;
	a->lost = (struct lost){ .n = 0 };
	return true;
}

static void
lose(struct audit_log *a)
{
	uint64_t now = loop_wall_ms(a->loop);

	if (a->lost.n++ == 0)
		a->lost.from_ms = now;
	a->lost.to_ms = now;
	a->lost_in_all++;
}

/* What was found at the start, for whoever reads the log later.  A new chain says so in its first line. */
static void
push_found(struct audit_log *a, const struct audit_found *found)
{
	char object[OBJECT_BYTES];
	struct json_build j;

	if (found->torn == 0)
		return;
	note_begin(a, &j, object, VIEW("recover"));
	json_number(&j, "torn", found->torn);
	(void)push(a, json_end(&j));
}

static void
log_found(const struct audit_found *found)
{
	if (found->why[0] != '\0')
		log_error("audit",
			"%s: somebody may have changed the audit log; it is left as it is, and a new one "
			"begins behind it",
			found->why);
	if (found->begins != AUDIT_BEGINS_NEXT)
		log_warn("audit", "a new log: copy its public key, audit.pub, to another host");
	if (found->torn != 0)
		log_info("audit", "%" PRIu64 " bytes of a line that was not written to its end are cut off",
			found->torn);
}

/* On the other thread, or on the loop's while that one does not run. */
static void
run_batch(struct audit_log *a)
{
	audit_file_configure(a->file, &a->batch_conf.file);
	a->result = 0;
	if (!audit_file_is_open(a->file))
		a->result = audit_file_open(a->file, a->batch_ms, &a->found, &a->fault);
	if (a->result == 0)
		a->result = audit_file_put(a->file, &a->rest, a->batch_ms, &a->fault);
	if (a->result == 0 && a->seals)
		a->result = audit_file_seal(a->file, a->batch_ms, &a->fault);
}

static void
tell(const struct audit_log *a, const char *text)
{
	if (a->tell != NULL)
		a->tell(a->tell_arg, text);
}

static void
tell_failing(struct audit_log *a)
{
	char text[300];

	if (a->n_tries++ % TELL_AGAIN != 0)
		return;
	(void)snprintf(text, sizeof(text),
		"the audit log can't be written (%.120s); records wait, and are lost when there are too many",
		a->fault.text);
	log_error("audit", "%s", text);
	tell(a, text);
}

static void
tell_working(struct audit_log *a)
{
	char text[120];

	if (a->n_tries == 0)
		return;
	a->n_tries = 0;
	(void)snprintf(text, sizeof(text), "the audit log is written again; %" PRIu64 " records are lost",
		a->lost.n);
	log_warn("audit", "%s", text);
	tell(a, text);
}

static void hand_over(struct audit_log *a);

static void
on_retry(struct timer *t, uint64_t now_ms)
{
	(void)now_ms;
	hand_over(CONTAINER_OF(t, struct audit_log, retry_timer));
}

static void
on_seal(struct timer *t, uint64_t now_ms)
{
	struct audit_log *a = CONTAINER_OF(t, struct audit_log, seal_timer);

	(void)now_ms;
	a->wants_seal = true;
	hand_over(a);
}

/* The file is here again. */
static void
take_back(struct audit_log *a)
{
	log_found(&a->found);
	push_found(a, &a->found);
	a->found = (struct audit_found){ .begins = AUDIT_BEGINS_NEXT };
	a->figures = audit_file_figures(a->file);
	buf_take(&a->batch, a->batch.len - a->rest.n);
	if (a->result == -1) {
		a->wants_seal = a->wants_seal || a->seals;
		tell_failing(a);
		return;
	}
	buf_release(&a->batch);
	tell_working(a);
	(void)push_lost(a);
}

static void
finish_batch(struct audit_log *a)
{
	uint64_t now = loop_mono_ms(a->loop);

	a->is_out = false;
	take_back(a);
	if (a->is_closing)
		return;
	if (a->result == -1) {
		loop_timer(a->loop, &a->retry_timer, now + RETRY_MS, on_retry);
		return;
	}
	if (a->figures.unsealed != 0 && !timer_is_armed(&a->seal_timer))
		loop_timer(a->loop, &a->seal_timer, now + a->conf.seal_ms, on_seal);
	hand_over(a);
}

static void
run(struct job *j)
{
	struct audit_log *a = CONTAINER_OF(j, struct audit_log, job);

	run_batch(a);
	a->has_run = true;
}

static void
done(struct job *j)
{
	struct audit_log *a = CONTAINER_OF(j, struct audit_log, job);

	if (a->has_run) /* else audit_log_free() has begun, and will see to it */
		finish_batch(a);
}

/* What a failed batch has left goes before what waits. */
static void
make_batch(struct audit_log *a)
{
	if (a->batch.len == 0) {
		a->batch = a->waiting;
		buf_init(&a->waiting, AUDIT_WAITING_MAX);
	}
	a->rest = buf_view(&a->batch);
	a->batch_conf = a->conf;
	a->batch_ms = loop_wall_ms(a->loop);
	a->seals = a->wants_seal;
	a->wants_seal = false;
}

static void
hand_over(struct audit_log *a)
{
	if (a->is_out || a->is_closing || a->thread == NULL || timer_is_armed(&a->retry_timer) ||
		(a->waiting.len == 0 && a->batch.len == 0 && !a->wants_seal))
		return;
	make_batch(a);
	a->job = (struct job){ .run = run, .done = done };
	a->has_run = false;
	a->is_out = worker_submit(a->thread, &a->job); /* its queue holds one, and there is one */
	assert(a->is_out);
}

static void
on_turn_end(struct deferred *d)
{
	hand_over(CONTAINER_OF(d, struct audit_log, turn_end));
}

void
audit_log_put(void *arg, struct view object)
{
	struct audit_log *a = arg;

	a->records++;
	if (!push_lost(a) || !push(a, object)) {
		lose(a);
		return;
	}
	if (!a->is_out && !a->is_closing) {
		a->turn_end.fn = on_turn_end;
		loop_defer(a->loop, LOOP_PHASE_REAP, &a->turn_end);
	}
}

int
audit_log_start(struct audit_log *a, struct err *e)
{
	make_batch(a);
	run_batch(a);
	take_back(a);
	a->thread = worker_pool_new(a->loop, 1, 1, e);
	if (a->thread == NULL)
		return -1;
	if (a->result == -1)
		loop_timer(a->loop, &a->retry_timer, loop_mono_ms(a->loop) + RETRY_MS, on_retry);
	return 0;
}

/* The thread has ended: what it has not come to is done here, once. */
static void
write_rest(struct audit_log *a)
{
	int tries = 0;

	do {
		(void)push_lost(a);
		a->wants_seal = true;
		make_batch(a);
		run_batch(a);
		take_back(a);
		/* A batch of before, and what waited behind it. */
	} while (a->result == 0 && a->waiting.len != 0 && tries++ < 4);
	if (a->result == -1 || a->waiting.len != 0)
		log_error("audit", "%zu bytes of records could not be written and are lost: %s",
			a->waiting.len + a->batch.len, a->fault.text);
}

void
audit_log_free(struct audit_log *a)
{
	if (a == NULL)
		return;
	a->is_closing = true;
	loop_timer_cancel(a->loop, &a->seal_timer);
	loop_timer_cancel(a->loop, &a->retry_timer);
	list_del(&a->turn_end.link);
	if (a->thread != NULL) {
		worker_pool_free(a->thread);
		write_rest(a);
	}
	buf_release(&a->waiting);
	buf_release(&a->batch);
	audit_file_free(a->file);
	audit_syslog_free(a->copy);
	mem_free(a);
}
