/*
 * Measurements from outside the server: its CPU clock and its resident pages as the kernel counts them, so
 * that every server is measured alike and nothing depends on what else the machine is doing, other than
 * latency.
 */
#include "load_stats.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <dirent.h>
#include <time.h>
#include <unistd.h>

enum { DESCENT_MAX = 4 }; /* depth of child processes that are counted */

void
load_hist_clear(struct load_hist *h)
{
	memset(h, 0, sizeof(*h));
}

/* Exact below 64; above, the top 6 bits after the leading one choose the step within the power of two. */
static unsigned
hist_index(uint64_t v)
{
	unsigned log2;

	if (v < (1U << HIST_SUB_BITS))
		return (unsigned)v;
	log2 = 63U - (unsigned)__builtin_clzll(v);
	return ((log2 - HIST_SUB_BITS + 1) << HIST_SUB_BITS) +
		(unsigned)((v >> (log2 - HIST_SUB_BITS)) & ((1U << HIST_SUB_BITS) - 1));
}

static uint64_t
hist_value(unsigned index)
{
	unsigned octave = index >> HIST_SUB_BITS;
	uint64_t sub = index & ((1U << HIST_SUB_BITS) - 1);

	if (octave == 0)
		return sub;
	return ((1ULL << HIST_SUB_BITS) + sub) << (octave - 1);
}

void
load_hist_add(struct load_hist *h, uint64_t ns)
{
	h->bucket[hist_index(ns)]++;
	h->count++;
	if (ns > h->max)
		h->max = ns;
}

uint64_t
load_hist_quantile(const struct load_hist *h, unsigned permille)
{
	uint64_t need = (h->count * permille + 999) / 1000, seen = 0;

	for (unsigned i = 0; need > 0 && i < HIST_BUCKETS; i++) {
		seen += h->bucket[i];
		if (seen >= need)
			return hist_value(i);
	}
	return h->max;
}

uint64_t
load_now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000U + (uint64_t)ts.tv_nsec;
}

static uint64_t
cpu_ns_own(pid_t pid)
{
	clockid_t clock;
	struct timespec ts;

	if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &ts) == -1)
		return 0;
	return (uint64_t)ts.tv_sec * 1000000000U + (uint64_t)ts.tv_nsec;
}

/* The number behind `key` in the first line of the file that begins with it, or 0. */
static uint64_t
number_in(const char *path, const char *key)
{
	char line[256];
	uint64_t v = 0;
	bool found = false;
	FILE *f = fopen(path, "re");

	while (f != NULL && !found && fgets(line, sizeof(line), f) != NULL) {
		found = strncmp(line, key, strlen(key)) == 0;
		if (found)
			v = strtoull(line + strlen(key), NULL, 10);
	}
	if (f != NULL)
		(void)fclose(f);
	return v;
}

/*
 * smaps_rollup counts pages one by one; RSS in status may be off by some hundred KiB per processor, but
 * anybody may read it.
 */
static uint64_t
rss_own(pid_t pid)
{
	char path[64];
	uint64_t kib;

	(void)snprintf(path, sizeof(path), "/proc/%d/smaps_rollup", (int)pid);
	kib = number_in(path, "Rss:");
	if (kib == 0) {
		(void)snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
		kib = number_in(path, "VmRSS:");
	}
	return kib * 1024;
}

static uint64_t sum_tree(pid_t pid, uint64_t (*measure)(pid_t), unsigned depth);

static uint64_t
sum_children(const char *path, uint64_t (*measure)(pid_t), unsigned depth)
{
	char pids[4096] = "", *p = pids, *end;
	FILE *f = fopen(path, "re");
	uint64_t sum = 0;
	unsigned long child; /* allow long: strtoul(3) */

	if (f == NULL)
		return 0;
	if (fgets(pids, sizeof(pids), f) != NULL)
		for (child = strtoul(p, &end, 10); end != p; child = strtoul(p, &end, 10)) {
			sum += sum_tree((pid_t)child, measure, depth + 1);
			p = end;
		}
	(void)fclose(f);
	return sum;
}

/* A child belongs to the thread that forked it, so every thread is asked. */
static uint64_t
sum_tree(pid_t pid, uint64_t (*measure)(pid_t), unsigned depth)
{
	char path[400];
	uint64_t sum = measure(pid);
	struct dirent *task;
	DIR *dir;

	(void)snprintf(path, sizeof(path), "/proc/%d/task", (int)pid);
	dir = depth < DESCENT_MAX ? opendir(path) : NULL;
	while (dir != NULL && (task = readdir(dir)) != NULL) {
		if (task->d_name[0] == '.')
			continue;
		(void)snprintf(path, sizeof(path), "/proc/%d/task/%s/children", (int)pid, task->d_name);
		sum += sum_children(path, measure, depth);
	}
	if (dir != NULL)
		(void)closedir(dir);
	return sum;
}

uint64_t
load_cpu_ns(pid_t pid)
{
	return sum_tree(pid, cpu_ns_own, 0);
}

uint64_t
load_rss_bytes(pid_t pid)
{
	return sum_tree(pid, rss_own, 0);
}

void
load_row(const char *scenario, const char *metric, double value)
{
	printf("%s\t%s\t%.6g\n", scenario, metric, value);
	(void)fflush(stdout);
}
