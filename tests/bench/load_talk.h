/* Members of channels talking: the engine under the fan-out, idle and hostile scenarios. */
#ifndef CONCLAVE_BENCH_LOAD_TALK_H
#define CONCLAVE_BENCH_LOAD_TALK_H

#include "load.h"
#include "load_stats.h"

typedef void load_tick_fn(struct load *l, void *arg);

struct talk_plan {
	size_t n_channels, size, n_senders; /* members, and how many of them speak, per channel */
	unsigned window, blast;		    /* lines a sender may have under way; lines per write */
	uint64_t lines_per_s; /* 0: as fast as the window allows; else over all senders, in turn */
	bool is_mixed;	      /* every second member negotiates capabilities that change lines */
	double seconds;
	load_tick_fn *tick; /* may be NULL; called before every timed line */
	void *tick_arg;
};

struct talk_result {
	uint64_t sent, delivered, cpu_ns, wall_ns;
	uint64_t lost, disorder; /* disorder: doubled or out of order */
	struct load_hist latency;
};

struct talk_flow;

struct talk {
	struct talk_plan plan;
	size_t first;		/* the first client that is a member; the others follow */
	struct talk_flow *flow; /* one per sender */
	uint32_t *expect;	/* next number, by member and sender of the channel */
	size_t next_sender;
	uint64_t stop_ns;
	struct talk_result *result;
};

/* The clients from `first` on join their channels: #t0, #t1 ... */
bool talk_init(struct talk *t, struct load *l, const struct talk_plan *plan, size_t first);
void talk_release(struct talk *t);

/* Talks for plan.seconds and drains.  *r is what happened from silence to silence. */
bool talk_run(struct talk *t, struct load *l, struct talk_result *r);

/*
 * Rows us_per_line, lines_per_cpu_s, p50_ms, p99_ms, busy, lost, disorder; marks the load failed if not all
 * arrived.
 */
void talk_report(struct load *l, const char *scenario, const struct talk_result *r);

#endif
