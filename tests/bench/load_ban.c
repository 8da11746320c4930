/* Operators at work: an ordinary channel talks at a fixed rate among many users who are connected, and bans come that are matched with all. */
#include "load_scenario.h"

#include <stdio.h>

#include "load_stats.h"
#include "load_talk.h"

enum {
	TALKERS = 50,
	LINES_PER_S = 400,
	USERS = 10000,
	USERS_QUICK = 1000,
	LINES_PER_BAN = 40, /* ten bans a second */
};

struct bans {
	struct load_client *oper;
	uint64_t n_ticks, n;
};

static void
set_one(struct load *l, void *arg)
{
	static const struct {
		const char *head, *tail;
	} masks[] = { { "*@10.", ".0.0/16" }, { "*@*.host", ".example" }, { "*@*nobody", "*" },
		{ "$a:nobody", "*" } };
	struct bans *b = arg;
	char mask[40];

	if (b->n_ticks++ % LINES_PER_BAN != 0)
		return;
	(void)snprintf(mask, sizeof(mask), "%s%u%s", masks[b->n % 4].head, (unsigned)(b->n % 250),
		masks[b->n % 4].tail);
	load_sendf(l, b->oper, "KLINE 60 %s :bench\r\n", mask);
	b->n++;
}

static bool
talk(struct talk *t, struct load *l, const char *row, struct talk_result *r)
{
	bool ok = talk_run(t, l, r);

	talk_report(l, row, r);
	return ok;
}

bool
scenario_ban(struct load *l)
{
	static struct talk_result calm, busy;
	struct bans b = { .n = 0 };
	const struct talk_plan plan = {
		.n_channels = 1,
		.size = TALKERS,
		.n_senders = TALKERS,
		.window = 1,
		.blast = 1,
		.lines_per_s = LINES_PER_S,
		.seconds = l->seconds,
	};
	struct talk t;
	bool ok;

	if (!load_grow(l, l->quick ? USERS_QUICK : USERS, 120))
		return false;
	b.oper = l->client[TALKERS];
	load_sendf(l, b.oper, "OPER bench bench\r\n");
	ok = load_barrier(l, l->n) && talk_init(&t, l, &plan, 0);
	if (!ok)
		return false;
	ok = talk(&t, l, "ban-calm", &calm);
	t.plan.tick = set_one;
	t.plan.tick_arg = &b;
	ok = ok && talk(&t, l, l->name, &busy);
	if (ok && b.n != 0 && busy.cpu_ns > calm.cpu_ns)
		load_row(l->name, "ms_per_ban", (double)(busy.cpu_ns - calm.cpu_ns) / 1e6 / (double)b.n);
	talk_release(&t);
	return ok;
}
