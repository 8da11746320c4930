/*
 * What a run of the load generator measures: a latency histogram, the server's CPU time and memory, result
 * rows.
 */
#ifndef CONCLAVE_BENCH_LOAD_STATS_H
#define CONCLAVE_BENCH_LOAD_STATS_H

#include <stdint.h>
#include <sys/types.h>

enum {
	HIST_SUB_BITS = 6, /* 64 steps per power of two: 1.6% at worst */
	HIST_BUCKETS = (64 - HIST_SUB_BITS + 1) << HIST_SUB_BITS,
};

struct load_hist {
	uint64_t count, max;
	uint64_t bucket[HIST_BUCKETS];
};

void load_hist_clear(struct load_hist *h);
void load_hist_add(struct load_hist *h, uint64_t ns);

/* The least value that at least `permille` of the values do not exceed, ns; 0 if nothing was added. */
uint64_t load_hist_quantile(const struct load_hist *h, unsigned permille);

uint64_t load_now_ns(void); /* CLOCK_MONOTONIC */

/* CPU time of a process, its dead threads and its living descendants, ns.  0 if the process is gone. */
uint64_t load_cpu_ns(pid_t pid);

/*
 * Resident bytes of a process and its living descendants: smaps_rollup, or the coarser status if that is
 * closed.
 */
uint64_t load_rss_bytes(pid_t pid);

/* Prints one result row: scenario, metric and value, separated by tabs. */
void load_row(const char *scenario, const char *metric, double value);

#endif
