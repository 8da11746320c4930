/*
 * Every line carries the time it was written, its sender and its number, so that each receiver knows what it
 * should hear next.  With a window, a sender writes its next blast when most of the last has been heard by
 * everybody: the server always has work, and no receiver falls far behind.
 */
#include "load_talk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "load_line.h"

enum { DRAIN_S = 20, SEQ_MAX = 0xffffff };

struct talk_flow {
	struct load_client *from;
	size_t channel;
	uint64_t sent, heard; /* heard: over all receivers */
};

static size_t
hearers(const struct talk *t)
{
	return t->plan.size - 1;
}

static void
say(struct talk *t, struct load *l, size_t sender, unsigned lines)
{
	struct talk_flow *f = &t->flow[sender];
	char out[8192];
	size_t n = 0;

	for (unsigned i = 0; i < lines && f->sent < SEQ_MAX && sizeof(out) - n > STAMP_TEXT + 40; i++) {
		struct load_stamp s = { load_now_ns(), (uint32_t)sender, (uint32_t)f->sent };

		n += (size_t)snprintf(out + n, sizeof(out) - n, "PRIVMSG #t%zu :", f->channel);
		load_stamp_write(out + n, &s);
		n += STAMP_TEXT;
		out[n++] = '\r';
		out[n++] = '\n';
		f->sent++;
		t->result->sent++;
	}
	load_send(l, f->from, out, n);
}

static void
talk_on_message(struct load *l, struct load_client *c, const char *text, size_t n, uint64_t now_ns)
{
	struct talk *t = l->arg;
	struct talk_flow *f;
	struct load_stamp s;
	uint32_t *want;

	if (t->result == NULL || c->id < t->first || c->id >= t->first + t->plan.n_channels * t->plan.size ||
		!load_stamp_read(&s, text, n) || s.sender >= t->plan.n_channels * t->plan.n_senders)
		return;
	f = &t->flow[s.sender];
	want = &t->expect[(c->id - t->first) * t->plan.n_senders + s.sender % t->plan.n_senders];
	if (s.seq != *want)
		t->result->disorder++;
	if (s.seq >= *want)
		*want = s.seq + 1;
	f->heard++;
	t->result->delivered++;
	load_hist_add(&t->result->latency, load_stamp_age(&s, now_ns));
	if (t->plan.lines_per_s == 0 && now_ns < t->stop_ns &&
		f->sent * hearers(t) - f->heard <= (uint64_t)(t->plan.window - t->plan.blast) * hearers(t))
		say(t, l, s.sender, t->plan.blast);
}

bool
talk_init(struct talk *t, struct load *l, const struct talk_plan *plan, size_t first)
{
	size_t n_flows = plan->n_channels * plan->n_senders;
	bool ok = true;

	memset(t, 0, sizeof(*t));
	t->plan = *plan;
	t->first = first;
	t->flow = calloc(n_flows, sizeof(*t->flow));
	t->expect = calloc(plan->n_channels * plan->size * plan->n_senders, sizeof(*t->expect));
	if (t->flow == NULL || t->expect == NULL)
		abort();
	l->on_message = talk_on_message;
	l->arg = t;
	for (size_t ch = 0; ch < plan->n_channels && ok; ch++) {
		char name[24];

		(void)snprintf(name, sizeof(name), "t%zu", ch);
		ok = load_join(l, first + ch * plan->size, plan->size, name);
		for (size_t i = 0; i < plan->n_senders; i++) {
			struct talk_flow *f = &t->flow[ch * plan->n_senders + i];

			/* Spread over the members, so that the senders are not the first in every list. */
			f->from = l->client[first + ch * plan->size + i * (plan->size / plan->n_senders)];
			f->channel = ch;
		}
	}
	return ok && load_barrier(l, l->n);
}

void
talk_release(struct talk *t)
{
	free(t->flow);
	free(t->expect);
	memset(t, 0, sizeof(*t));
}

static bool
all_heard(const struct load *l, const void *arg)
{
	const struct talk *t = arg;

	(void)l;
	return t->result->delivered >= t->result->sent * hearers(t);
}

/* One line at a time, each at its own moment: the server has little to send and nothing to wait for. */
static void
talk_timed(struct talk *t, struct load *l, uint64_t start_ns)
{
	uint64_t rate = t->plan.lines_per_s, gap, due = start_ns, now_ns;

	if (rate == 0)
		return;
	gap = 1000000000U / rate;
	while ((now_ns = load_now_ns()) < t->stop_ns) {
		if (now_ns >= due) {
			if (t->plan.tick != NULL)
				t->plan.tick(l, t->plan.tick_arg);
			say(t, l, t->next_sender, 1);
			if (++t->next_sender == t->plan.n_channels * t->plan.n_senders)
				t->next_sender = 0;
			due = due + gap > now_ns ? due + gap : now_ns; /* late: go on from here, no burst */
		}
		now_ns = load_now_ns();
		load_turn(l, due > now_ns ? due - now_ns : 0);
	}
}

static void
talk_saturating(struct talk *t, struct load *l)
{
	for (size_t i = 0; i < t->plan.n_channels * t->plan.n_senders; i++)
		for (unsigned lines = 0; lines < t->plan.window; lines += t->plan.blast)
			say(t, l, i, t->plan.blast);
	while (load_now_ns() < t->stop_ns)
		load_turn(l, 20000000U);
}

/* Numbers start from 0 in each run; the run before ended in silence. */
static void
talk_rewind(struct talk *t)
{
	for (size_t i = 0; i < t->plan.n_channels * t->plan.n_senders; i++)
		t->flow[i].sent = t->flow[i].heard = 0;
	memset(t->expect, 0, t->plan.n_channels * t->plan.size * t->plan.n_senders * sizeof(*t->expect));
}

bool
talk_run(struct talk *t, struct load *l, struct talk_result *r)
{
	uint64_t cpu_before, start_ns;
	bool ok;

	memset(r, 0, sizeof(*r));
	talk_rewind(t);
	t->result = r;
	cpu_before = load_cpu_ns(l->pid);
	start_ns = load_now_ns();
	t->stop_ns = start_ns + (uint64_t)(t->plan.seconds * 1e9);
	if (t->plan.lines_per_s > 0)
		talk_timed(t, l, start_ns);
	else
		talk_saturating(t, l);
	ok = load_until(l, all_heard, t, DRAIN_S);
	r->wall_ns = load_now_ns() - start_ns;
	r->cpu_ns = load_cpu_ns(l->pid) - cpu_before;
	if (r->sent * hearers(t) > r->delivered)
		r->lost = r->sent * hearers(t) - r->delivered;
	t->result = NULL;
	return ok;
}

void
talk_report(struct load *l, const char *scenario, const struct talk_result *r)
{
	double lines = r->delivered == 0 ? 1.0 : (double)r->delivered;

	load_row(scenario, "us_per_line", (double)r->cpu_ns / 1e3 / lines);
	load_row(scenario, "lines_per_cpu_s", lines / ((double)r->cpu_ns / 1e9));
	load_row(scenario, "lines_per_s", lines / ((double)r->wall_ns / 1e9));
	load_row(scenario, "busy", (double)r->cpu_ns / (double)r->wall_ns);
	load_row(scenario, "p50_ms", (double)load_hist_quantile(&r->latency, 500) / 1e6);
	load_row(scenario, "p99_ms", (double)load_hist_quantile(&r->latency, 990) / 1e6);
	load_row(scenario, "lost", (double)r->lost);
	load_row(scenario, "disorder", (double)r->disorder);
	if (r->lost != 0 || r->disorder != 0) {
		fprintf(stderr, "ircload: %s: %llu lines lost, %llu doubled or out of order\n", scenario,
			(unsigned long long)r->lost, (unsigned long long)r->disorder);
		l->failed = true;
	}
}
