/*
 * Scenarios in which channels talk: saturated channels of several sizes, a light fixed rate, and many idle
 * neighbours.
 */
#include "load_scenario.h"

#include <stdio.h>

#include "load_talk.h"

enum { WARM_UP_MS = 300 };

static bool
talk_measure(struct talk *t, struct load *l, const char *row)
{
	static struct talk_result r; /* too big for a stack: the histogram */
	double seconds = t->plan.seconds;
	bool ok;

	t->plan.seconds = WARM_UP_MS / 1e3;
	ok = talk_run(t, l, &r);
	t->plan.seconds = seconds;
	if (ok)
		ok = talk_run(t, l, &r);
	talk_report(l, row, &r);
	return ok;
}

static bool
fanout(struct load *l, const struct talk_plan *plan)
{
	struct talk t;
	bool ok;

	if (!load_grow(l, plan->n_channels * plan->size, 60))
		return false;
	for (size_t i = 1; plan->is_mixed && i < l->n; i += 2)
		load_sendf(l, l->client[i], "CAP REQ :server-time message-tags account-tag\r\n");
	ok = talk_init(&t, l, plan, 0) && talk_measure(&t, l, l->name);
	talk_release(&t);
	return ok;
}

bool
scenario_fanout10(struct load *l)
{
	const struct talk_plan plan = {
		.n_channels = 20,
		.size = 10,
		.n_senders = 2,
		.window = 32,
		.blast = 16,
		.seconds = l->seconds,
	};

	return fanout(l, &plan);
}

bool
scenario_fanout100(struct load *l)
{
	const struct talk_plan plan = {
		.n_channels = 1,
		.size = 100,
		.n_senders = 10,
		.window = 32,
		.blast = 16,
		.seconds = l->seconds,
	};

	return fanout(l, &plan);
}

/* Every second member negotiated server-time, message-tags (msgid) and account-tag: two variants of each line. */
bool
scenario_fanout100_mixed(struct load *l)
{
	const struct talk_plan plan = {
		.n_channels = 1,
		.size = 100,
		.n_senders = 10,
		.window = 32,
		.blast = 16,
		.seconds = l->seconds,
		.is_mixed = true,
	};

	return fanout(l, &plan);
}

bool
scenario_fanout1000(struct load *l)
{
	const struct talk_plan plan = {
		.n_channels = 1,
		.size = 1000,
		.n_senders = 10,
		.window = 32,
		.blast = 16,
		.seconds = l->seconds,
	};

	return fanout(l, &plan);
}

/* 20,000 delivered lines a second. */
bool
scenario_light(struct load *l)
{
	const struct talk_plan plan = {
		.n_channels = 1,
		.size = 100,
		.n_senders = 10,
		.window = 1,
		.blast = 1,
		.lines_per_s = 20000 / 99,
		.seconds = l->seconds,
	};

	return fanout(l, &plan);
}

/* 16 members, each with one line under way, while the number of silent connections grows. */
bool
scenario_idle(struct load *l)
{
	static const size_t steps[] = { 100, 1000, 5000, 10000, 19000 };
	const struct talk_plan plan = {
		.n_channels = 1,
		.size = 16,
		.n_senders = 16,
		.window = 1,
		.blast = 1,
		.seconds = l->seconds < 2 ? l->seconds : 2,
	};
	struct talk t;
	bool ok;

	if (!load_grow(l, plan.size, 20))
		return false;
	ok = talk_init(&t, l, &plan, 0);
	for (size_t i = 0; ok && i < sizeof(steps) / sizeof(steps[0]) && steps[i] <= l->idle_max; i++) {
		char row[32];

		(void)snprintf(row, sizeof(row), "%s-%zu", l->name, steps[i]);
		ok = load_grow(l, plan.size + steps[i], 240) && load_barrier(l, l->n) &&
			talk_measure(&t, l, row);
	}
	talk_release(&t);
	return ok;
}
