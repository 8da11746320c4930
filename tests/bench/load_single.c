/*
 * Scenarios without a talking channel: registration, private messages to and fro, memory, joining and
 * leaving.
 */
#include "load_scenario.h"

#include <stdio.h>
#include <string.h>

#include "load_line.h"
#include "load_stats.h"

bool
scenario_register(struct load *l)
{
	size_t warm = 100, n = l->tls ? 1000 : 4000;
	uint64_t cpu_ns, wall_ns;

	if (l->quick)
		n /= 4;
	if (!load_grow(l, warm, 20) || !load_barrier(l, warm))
		return false;
	cpu_ns = load_cpu_ns(l->pid);
	wall_ns = load_now_ns();
	if (!load_grow(l, warm + n, 120))
		return false;
	cpu_ns = load_cpu_ns(l->pid) - cpu_ns;
	wall_ns = load_now_ns() - wall_ns;
	load_row(l->name, "per_cpu_s", (double)n / ((double)cpu_ns / 1e9));
	load_row(l->name, "us_each", (double)cpu_ns / 1e3 / (double)n);
	load_row(l->name, "per_s", (double)n / ((double)wall_ns / 1e9));
	return true;
}

enum { BALLS = 8 };

struct pingpong {
	uint64_t stop_ns, n;
	size_t in_play;
	uint32_t next[BALLS];
	bool disorder;
	struct load_hist latency;
};

/* Pair i is clients 2i and 2i+1; its one message goes to and fro. */
static void
pingpong_hit(struct pingpong *p, struct load *l, uint32_t id)
{
	struct load_stamp s = { load_now_ns(), id / 2, ++p->next[id / 2] };
	char text[STAMP_TEXT], nick[16];

	load_nick(id ^ 1U, nick);
	load_stamp_write(text, &s);
	load_sendf(l, l->client[id], "PRIVMSG %s :%.*s\r\n", nick, (int)sizeof(text), text);
}

static void
pingpong_on_message(struct load *l, struct load_client *c, const char *text, size_t n, uint64_t now_ns)
{
	struct pingpong *p = l->arg;
	struct load_stamp s;

	if (!load_stamp_read(&s, text, n) || s.sender >= BALLS)
		return;
	if (s.sender != c->id / 2 || s.seq != p->next[s.sender])
		p->disorder = true;
	p->n++;
	load_hist_add(&p->latency, load_stamp_age(&s, now_ns));
	if (now_ns < p->stop_ns)
		pingpong_hit(p, l, c->id);
	else
		p->in_play--;
}

static bool
none_in_play(const struct load *l, const void *arg)
{
	const struct pingpong *p = arg;

	(void)l;
	return p->in_play == 0;
}

bool
scenario_pingpong(struct load *l)
{
	static struct pingpong p;
	uint64_t cpu_ns;
	bool ok;

	if (!load_grow(l, 2 * (size_t)BALLS, 20) || !load_barrier(l, l->n))
		return false;
	memset(&p, 0, sizeof(p));
	l->on_message = pingpong_on_message;
	l->arg = &p;
	p.stop_ns = load_now_ns() + l->seconds * 1000000000ULL;
	p.in_play = BALLS;
	cpu_ns = load_cpu_ns(l->pid);
	for (uint32_t i = 0; i < BALLS; i++)
		pingpong_hit(&p, l, 2 * i);
	ok = load_until(l, none_in_play, &p, l->seconds + 20);
	cpu_ns = load_cpu_ns(l->pid) - cpu_ns;
	load_row(l->name, "us_per_message", (double)cpu_ns / 1e3 / (double)p.n);
	load_row(l->name, "per_s", (double)p.n / l->seconds);
	load_row(l->name, "p50_ms", (double)load_hist_quantile(&p.latency, 500) / 1e6);
	load_row(l->name, "p99_ms", (double)load_hist_quantile(&p.latency, 990) / 1e6);
	load_row(l->name, "lost", (double)p.in_play);
	load_row(l->name, "disorder", p.disorder ? 1 : 0);
	l->failed = l->failed || p.disorder;
	return ok;
}

/* Growth between two numbers of clients: the server's own base does not count. */
bool
scenario_memory(struct load *l)
{
	size_t from = 500, to = l->tls ? 2500 : 10500;
	uint64_t before, after;

	if (l->quick)
		to = from + (to - from) / 4;
	if (!load_grow(l, from, 60) || !load_barrier(l, from))
		return false;
	before = load_rss_bytes(l->pid);
	if (!load_grow(l, to, 240) || !load_barrier(l, to))
		return false;
	after = load_rss_bytes(l->pid);
	load_row(l->name, "bytes_per_client", ((double)after - (double)before) / (double)(to - from));
	load_row(l->name, "rss_mib", (double)after / 1048576);
	return true;
}

enum { CHURN_MEMBERS = 100 };

/* Every PART is heard by the members and by the one who leaves. */
static bool
parted_enough(const struct load *l, const void *pairs)
{
	return l->n_parted >= *(const size_t *)pairs * (CHURN_MEMBERS + 1);
}

/*
 * One client comes and goes; `depth` pairs are under way, so with 1 the server has one of them to send at a
 * time.
 */
static bool
churn(struct load *l, const char *row, unsigned depth)
{
	struct load_client *c = l->client[CHURN_MEMBERS];
	uint64_t cpu_ns = load_cpu_ns(l->pid), stop_ns = load_now_ns() + l->seconds * 500000000ULL;
	size_t pairs = 0, awaited = 0;
	bool ok = true;

	l->n_parted = 0;
	while (ok && load_now_ns() < stop_ns) {
		for (; pairs < awaited + depth; pairs++)
			load_sendf(l, c, "JOIN #churn\r\nPART #churn\r\n");
		awaited = pairs - depth / 2;
		ok = load_until(l, parted_enough, &awaited, 20);
	}
	ok = ok && load_until(l, parted_enough, &pairs, 20);
	cpu_ns = load_cpu_ns(l->pid) - cpu_ns;
	load_row(row, "us_per_pair", (double)cpu_ns / 1e3 / (double)pairs);
	load_row(row, "lost", (double)(pairs * (CHURN_MEMBERS + 1) - l->n_parted));
	return ok;
}

/*
 * One at a time is bound by one write per hearer; with 64 under way it is the server's own work that counts.
 */
bool
scenario_churn(struct load *l)
{
	char one[32], eight[32];

	if (!load_grow(l, CHURN_MEMBERS + 1, 20) || !load_join(l, 0, CHURN_MEMBERS, "churn") ||
		!load_barrier(l, l->n))
		return false;
	(void)snprintf(one, sizeof(one), "%s-one", l->name);
	(void)snprintf(eight, sizeof(eight), "%s-8", l->name);
	return churn(l, one, 1) && churn(l, eight, 8) && churn(l, l->name, 64);
}
