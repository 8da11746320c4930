#include "main/figures.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/resource.h>

#include "auth/reject.h"
#include "core/handle.h"
#include "core/loop.h"
#include "net/conn.h"
#include "net/line.h"

void
figures_loop(const struct server *s, control_emit_fn *emit, void *to)
{
	struct loop_stats st = loop_stats(s->loop);
	char line[200];

	(void)snprintf(line, sizeof(line), "loop: %s, %zu listeners and wake-ups, %zu connections",
		st.backend, st.n_few, st.n_many);
	emit(to, line);
	(void)snprintf(line, sizeof(line), "turns %" PRIu64 ", events %" PRIu64 ", timers %" PRIu64, st.turns,
		st.events, st.timers);
	emit(to, line);
}

void
figures_traffic(const struct server *s, control_emit_fn *emit, void *to)
{
	struct net_stats st = net_stats(s->net);
	struct reject_figures rf = reject_figures(s->reject);
	char line[200];

	(void)snprintf(line, sizeof(line),
		"connections %zu, in TLS handshake %zu, accepted %" PRIu64 ", refused %" PRIu64, st.conns,
		st.handshaking, st.accepted, st.refused);
	emit(to, line);
	(void)snprintf(line, sizeof(line),
		"accept errors %" PRIu64 ", TLS failures %" PRIu64 ", closed for SENDQ %" PRIu64,
		st.accept_errors, st.tls_failed, st.sendq_closed);
	emit(to, line);
	(void)snprintf(line, sizeof(line),
		"addresses with refusals %zu, shut out %" PRIu64 ", connections turned back so %" PRIu64,
		rf.addresses, rf.shut_out, rf.turned_back);
	emit(to, line);
	(void)snprintf(line, sizeof(line), "bytes in %" PRIu64 ", out %" PRIu64, st.bytes_in, st.bytes_out);
	emit(to, line);
}

static int64_t
cpu_ms(const struct timeval *t)
{
	return (int64_t)t->tv_sec * 1000 + (int64_t)t->tv_usec / 1000;
}

void
figures_memory(const struct server *s, control_emit_fn *emit, void *to)
{
	struct rusage ru;
	char line[200];

	(void)snprintf(line, sizeof(line),
		"clients %zu, channels %zu, open batches %zu, slabs of lines %zu (%zu bytes each)",
		handle_count(s->world->clients), s->world->channels.count, s->world->n_batches, slab_count(),
		sizeof(struct slab));
	emit(to, line);
	if (getrusage(RUSAGE_SELF, &ru) == 0) {
		(void)snprintf(line, sizeof(line), "most resident memory %" PRId64 " KiB, CPU %" PRId64 " ms",
			(int64_t)ru.ru_maxrss, cpu_ms(&ru.ru_utime) + cpu_ms(&ru.ru_stime));
		emit(to, line);
	}
}

void
figures_jail(const struct jail_report *r, control_emit_fn *emit, void *to)
{
	char line[512];

	emit(to, jail_report_line(r, line, sizeof(line)));
	for (int i = 0; i < JAIL_N_STEPS; i++)
		emit(to, jail_report_step(r, (enum jail_step)i, line, sizeof(line)));
}
