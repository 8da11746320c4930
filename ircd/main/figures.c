#include "main/figures.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/resource.h>

#include "auth/reject.h"
#include "auth/session.h"
#include "core/clock.h"
#include "core/loop.h"
#include "core/worker.h"
#include "main/figures_memory.h"
#include "main/ports.h"
#include "module/modules.h"
#include "net/addr.h"
#include "net/conn.h"
#include "net/resolver.h"
#include "net/throttle.h"
#include "store/audit_log.h"
#include "store/store.h"

/* Where lines go. */
struct out {
	control_emit_fn *emit;
	void *to;
};

static void say(const struct out *o, const char *fmt, ...) PRINTF_LIKE(2, 3);

static void
say(const struct out *o, const char *fmt, ...)
{
	char line[400];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	o->emit(o->to, line);
}

static void
tell_loop(const struct figures *f, const struct out *o)
{
	struct loop_stats st = loop_stats(f->server->loop);

	say(o, "loop: %s, %zu listeners and wake-ups, %zu connections", st.backend, st.n_few, st.n_many);
	say(o, "turns %" PRIu64 ", events %" PRIu64 ", timers %" PRIu64, st.turns, st.events, st.timers);
}

static void
tell_descriptors(const struct figures *f, const struct out *o)
{
	char relay[256];
	struct loop_stats st = loop_stats(f->server->loop);

	say(o, "descriptors waited for: connections %zu, others %zu; allowed to the process %" PRIu64,
		st.n_many, st.n_few, f->descriptors);
	say(o, "connections: IRC %zu, conclavectl %zu; allowed (max-clients) %u",
		net_stats(f->server->net).conns, net_stats(server_control_net(f->server)).conns,
		(unsigned)gate_conf(f->server->gate)->server.max_clients);
	say(o, "dcc: %s", server_relay_text(f->server, relay, sizeof(relay)));
}

static void
tell_jail(const struct figures *f, const struct out *o)
{
	if (f->jail != NULL)
		figures_jail(f->jail, o->emit, o->to);
	else
		say(o, "there is no jail");
}

static void
tell_jobs(const struct figures *f, const struct out *o)
{
	struct worker_stats w = worker_stats(gate_env(f->server->gate)->workers);
	struct store_stats s;

	say(o,
		"worker threads %zu: jobs waiting %zu of %zu, not finished %zu, done %" PRIu64
		", refused %" PRIu64,
		w.threads, w.waiting, w.max_waiting, w.given, w.done, w.refused);
	if (f->store == NULL) {
		say(o, "storage thread: there is none");
		return;
	}
	s = store_stats(f->store);
	say(o,
		"storage thread: jobs not finished %zu of %d, done %" PRIu64 ", failed %" PRIu64
		", transactions %" PRIu64,
		s.pending, STORE_JOBS_MAX, s.done, s.failed, s.batches);
}

static void
tell_names(const struct figures *f, const struct out *o)
{
	char servers[300];
	struct resolver_stats st;

	if (f->resolver == NULL) {
		say(o, "names of addresses are not asked for (dns lookup)");
		return;
	}
	st = resolver_stats(f->resolver);
	say(o, "DNS servers: %s", resolver_servers(f->resolver, servers, sizeof(servers)));
	say(o, "addresses known %zu of %u, being asked for %zu of %d", st.n_known,
		(unsigned)gate_conf(f->server->gate)->dns.cache, st.n_flight, RESOLVER_FLIGHT_MAX);
	say(o,
		"lookups %" PRIu64 ", known already %" PRIu64 ", passed over for too many at a time %" PRIu64
		"; questions sent %" PRIu64,
		st.asked, st.hits, st.skipped, st.sent);
}

static void
tell_ports(const struct figures *f, const struct out *o)
{
	ports_tell(f->ports, o->emit, o->to);
}

static int64_t
cpu_ms(const struct timeval *t)
{
	return (int64_t)t->tv_sec * 1000 + (int64_t)t->tv_usec / 1000;
}

static void
tell_resources(const struct figures *f, const struct out *o)
{
	struct rusage ru;

	(void)f;
	if (getrusage(RUSAGE_SELF, &ru) == -1) {
		say(o, "the kernel does not tell");
		return;
	}
	say(o, "processor time: user %" PRId64 " ms, system %" PRId64 " ms", cpu_ms(&ru.ru_utime),
		cpu_ms(&ru.ru_stime));
	say(o,
		"most resident memory %" PRId64 " KiB, page faults: from memory %" PRId64
		", from disk %" PRId64,
		(int64_t)ru.ru_maxrss, (int64_t)ru.ru_minflt, (int64_t)ru.ru_majflt);
	say(o, "context switches: waited %" PRId64 ", was interrupted %" PRId64, (int64_t)ru.ru_nvcsw,
		(int64_t)ru.ru_nivcsw);
}

static void
tell_shut_out(const struct figures *f, const struct out *o)
{
	const struct conf *conf = gate_conf(f->server->gate);
	struct reject_figures rf = reject_figures(f->server->reject);

	if (f->server->throttle != NULL)
		say(o, "throttle: %u connections at once, one more each %" PRIu64 " s; addresses known %zu",
			(unsigned)conf->server.connect_burst, conf->server.connect_interval_ms / 1000,
			throttle_count(f->server->throttle));
	else
		say(o, "throttle: off (server connect-burst)");
	if (conf->reject.after != 0)
		say(o, "reject cache: after %u refusals within %" PRIu64 " s for %" PRIu64 " s",
			(unsigned)conf->reject.after, conf->reject.within_ms / 1000,
			conf->reject.for_ms / 1000);
	else
		say(o, "reject cache: off (reject after)");
	say(o, "addresses with refusals %zu, shut out %" PRIu64 " times, connections turned back so %" PRIu64,
		rf.addresses, rf.shut_out, rf.turned_back);
}

static void
tell_traffic(const struct figures *f, const struct out *o)
{
	struct net_stats st = net_stats(f->server->net);

	say(o, "connections %zu, in TLS handshake %zu, accepted %" PRIu64 ", refused %" PRIu64, st.conns,
		st.handshaking, st.accepted, st.refused);
	say(o, "accept errors %" PRIu64 ", TLS failures %" PRIu64 ", closed for SENDQ %" PRIu64,
		st.accept_errors, st.tls_failed, st.sendq_closed);
	say(o, "bytes in %" PRIu64 ", out %" PRIu64, st.bytes_in, st.bytes_out);
}

static void
tell_audit(const struct figures *f, const struct out *o)
{
	struct audit_log_figures a;
	char sealed[CLOCK_UTC_LEN + 1] = "none since the start";

	if (f->audit_log == NULL) {
		say(o, "there is no audit log (audit enabled)");
		return;
	}
	a = audit_log_figures(f->audit_log);
	if (a.file.sealed_ms != 0)
		clock_utc(a.file.sealed_ms, sealed);
	say(o, "audit log: %s; records %" PRIu64 ", bytes waiting %zu, records lost %" PRIu64,
		a.is_failing ? "IT CAN'T BE WRITTEN" : "being written", a.records, a.waiting, a.lost);
	say(o,
		"file %" PRIu64 ", bytes in it %" PRIu64 ", bytes since the start %" PRIu64
		", last line %" PRIu64,
		a.file.file, a.file.offset, a.file.bytes, a.file.seq);
	say(o, "last checkpoint %s, lines behind it %" PRIu64, sealed, a.file.unsealed);
	if (a.has_copy)
		say(o, "lines that syslog did not take %" PRIu64, a.uncopied);
}

static void
tell_memory(const struct figures *f, const struct out *o)
{
	figures_memory(f->server, o->emit, o->to);
}

static void
tell_modules(const struct figures *f, const struct out *o)
{
	const struct module *m;
	size_t n = 0;

	for (size_t i = 0; (m = modules_at(i)) != NULL; i++) {
		const struct module_host *h = modules_find(f->server->modules, m->name);

		if (h == NULL)
			continue;
		n++;
		say(o, "module %.*s: %s", VIEW_ARG(m->name), m->summary);
		m->stats(module_self(h), o->emit, o->to);
	}
	if (n == 0)
		say(o, "no module is on");
}

static const struct {
	char letter;
	void (*tell)(const struct figures *f, const struct out *o);
} letters[] = {
	{ 'A', tell_audit },
	{ 'b', tell_modules },
	{ 'E', tell_loop },
	{ 'f', tell_descriptors },
	{ 'j', tell_jail },
	{ 'J', tell_jobs },
	{ 'n', tell_names },
	{ 'P', tell_ports },
	{ 'R', tell_resources },
	{ 't', tell_shut_out },
	{ 'T', tell_traffic },
	{ 'z', tell_memory },
};

bool
figures_tell(const struct figures *f, char letter, control_emit_fn *emit, void *to)
{
	const struct out o = { emit, to };

	for (size_t i = 0; i < ARRAY_LEN(letters); i++) {
		if (letters[i].letter == letter) {
			letters[i].tell(f, &o);
			return true;
		}
	}
	return false;
}

void
figures_jail(const struct jail_report *r, control_emit_fn *emit, void *to)
{
	char line[512];

	emit(to, jail_report_line(r, line, sizeof(line)));
	for (int i = 0; i < JAIL_N_STEPS; i++)
		emit(to, jail_report_step(r, (enum jail_step)i, line, sizeof(line)));
}

uint64_t
figures_descriptor_limit(void)
{
	struct rlimit rl;

	return getrlimit(RLIMIT_NOFILE, &rl) == 0 ? (uint64_t)rl.rlim_cur : 0;
}
