/* STATS of the server itself: what it has done, what it has, and what only main/ can tell of net, threads, memory and the jail. */
#include "commands/stats.h"

#include <stdio.h>

#include "commands/dispatch.h"

static void
uptime(struct cmd_ctx *cx, struct stats_out *o)
{
	uint64_t s = (route_wall_ms(cx->route) - cx->world->started_ms) / 1000;
	char text[80];
	struct stats_line l;
	int n = snprintf(text, sizeof(text), "Server Up %u days %u:%02u:%02u", (unsigned)(s / 86400),
		(unsigned)(s / 3600 % 24), (unsigned)(s / 60 % 60), (unsigned)(s % 60));

	stats_begin(&l);
	stats_word(&l, view_of(text, (size_t)n));
	stats_end(&l, o);
}

static void
uses(struct cmd_ctx *cx, struct stats_out *o)
{
	struct command_use use;

	for (size_t i = 0; dispatch_use(cx->dispatch, i, &use); i++) {
		struct stats_line l;

		if (use.count == 0)
			continue;
		stats_begin(&l);
		stats_word(&l, use.command->verb);
		stats_number(&l, use.count);
		stats_number(&l, use.bytes);
		stats_end(&l, o);
	}
}

static void
registered(struct cmd_ctx *cx, struct stats_out *o)
{
	const struct world *w = cx->world;

	stats_textf(o, "registered accounts %zu, registered channels %zu, channels with +P %zu",
		account_set_count(&w->accounts), w->n_registered, w->n_permanent);
}

static void
letters(struct cmd_ctx *cx, struct stats_out *o)
{
	const struct stats_row *row;

	(void)cx;
	for (size_t i = 0; (row = stats_at(i)) != NULL; i++)
		stats_textf(o, "%c - %s", row->letter, row->help);
}

#define OF_MAIN(letter, help)                                                        \
	{                                                                            \
		letter, false, RPL_STATSDEBUG, NULL, NULL, NULL, stats_of_main, help \
	}

static const struct stats_row rows[] = {
	OF_MAIN('A', "audit log: records, what waits, what was lost, last checkpoint"),
	OF_MAIN('b', "modules: bridges to other networks, and what they tell of themselves"),
	OF_MAIN('E', "event loop"),
	OF_MAIN('f', "descriptors: how many, and how many there may be"),
	OF_MAIN('j', "jail: every step and what holds"),
	OF_MAIN('J', "jobs of worker threads and of the storage thread"),
	{ 'm', true, RPL_STATSCOMMANDS, NULL, "command:s count:n bytes:n", NULL, uses,
		"commands: how often, and bytes of their lines" },
	OF_MAIN('n', "names of addresses: DNS servers, cache, lookups"),
	OF_MAIN('P', "listeners"),
	{ 'r', false, RPL_STATSDEBUG, NULL, NULL, NULL, registered, "registered accounts and channels" },
	OF_MAIN('R', "resources of the process: time, memory, faults"),
	OF_MAIN('t', "throttle and reject cache: who connected too often, who was refused too often"),
	OF_MAIN('T', "traffic and connections"),
	{ 'u', true, RPL_STATSUPTIME, NULL, "uptime:s", NULL, uptime, "uptime" },
	OF_MAIN('z', "memory, by what it is for"),
	{ '?', true, RPL_STATSDEBUG, NULL, NULL, NULL, letters, "this list" },
};
const struct stats_table stats_server = { rows, ARRAY_LEN(rows) };
