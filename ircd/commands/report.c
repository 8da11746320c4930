/* The lines lie one behind the other, each with its NUL; a job of pace.h goes along them and owns them. */
#include "commands/report.h"

#include <stdio.h>

#include "auth/pace.h"
#include "core/buf.h"
#include "core/mem.h"
#include "route/reply.h"

struct report {
	const char *what;
	struct buf text;
	size_t n_left_out;
};

struct report_job {
	struct pace_job job;
	struct report *report;
	struct route *route;
	size_t at;
};

struct report *
report_new(const char *what)
{
	struct report *r = mem_zalloc(sizeof(*r));

	r->what = what;
	buf_init(&r->text, REPORT_BYTES_MAX);
	return r;
}

static void
report_free(struct report *r)
{
	buf_release(&r->text);
	mem_free(r);
}

void
report_line(void *to, const char *line)
{
	struct report *r = to;
	struct view v = view_z(line);

	if (r->n_left_out != 0 || buf_put(&r->text, view_of(v.p, v.n + 1)) == -1)
		r->n_left_out++;
}

static bool
step(struct pace_job *job, struct client *to)
{
	struct report_job *j = CONTAINER_OF(job, struct report_job, job);
	const struct report *r = j->report;
	struct view text = buf_view(&r->text);

	while (j->at < text.n) {
		struct view line = view_z(text.p + j->at);

		if (!pace_has_room(to))
			return false;
		reply_noticef(j->route, to, "%s: %.*s", r->what, VIEW_ARG(line));
		j->at += line.n + 1;
	}
	if (r->n_left_out != 0)
		reply_noticef(j->route, to, "%s: ... and %zu lines more", r->what, r->n_left_out);
	return true;
}

static void
end(struct pace_job *job)
{
	report_free(CONTAINER_OF(job, struct report_job, job)->report);
}

static const struct pace_kind kind = { .step = step, .end = end };

void
report_send(struct report *r, struct route *rt, struct client *c)
{
	struct report_job j = { .job = { .kind = &kind }, .report = r, .route = rt };

	if (c->session == NULL || !client_is_user(c))
		report_free(r);
	else
		pace_start(rt, c, &j.job, sizeof(j));
}
