/* The table of calls, and the filter made of it, asked call by call by a BPF machine. */
#include "config.h"

#include "jail/jail_seccomp.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "jail/jail_seccomp_rules.h"
#include "jail/jail_trap.h"
#include "redteam_bpf.h"

#define PID	   4711
#define FILTER_MAX 4096

static struct sock_filter filter[FILTER_MAX];
static size_t filter_len;

static FILE *
export_to_file(const struct jail_filter_spec *spec, enum jail_filter_form form)
{
	FILE *f = tmpfile();
	struct err e = { 0, "" };

	cr_assert(f != NULL);
	cr_assert(jail_filter_export(spec, form, fileno(f), &e) == 0, "%s", e.text);
	rewind(f);
	return f;
}

static void
make_filter(enum jail_mode mode, bool need_bind, bool need_dial)
{
	struct jail_filter_spec spec = { .mode = mode,
		.need_bind = need_bind,
		.need_dial = need_dial,
		.need_udp = need_dial,
		.need_source = need_bind,
		.pid = PID };
	FILE *f = export_to_file(&spec, JAIL_FILTER_BPF);

	filter_len = fread(filter, sizeof(filter[0]), FILTER_MAX, f);
	fclose(f);
	cr_assert(filter_len > 0);
}

static const char *
ask(int call, const uint64_t args[6])
{
	static char text[32];
	struct seccomp_data data = { .nr = call, .arch = AUDIT_ARCH_X86_64 };

	if (args != NULL)
		memcpy(data.args, args, sizeof(data.args));
	return bpf_action(bpf_run(filter, filter_len, &data), text, sizeof(text));
}

Test(jail_rules, every_row_says_who_needs_it)
{
	for (size_t i = 0; i < jail_n_rules; i++) {
		cr_expect(jail_rules[i].why != NULL && jail_rules[i].why[0] != '\0', "row %zu", i);
		cr_expect(jail_rules[i].n_args <= ARRAY_LEN(jail_rules[i].arg), "row %zu", i);
	}
}

/* Of two such rows only one is in a filter. */
static bool
exclude_each_other(const struct jail_rule *a, const struct jail_rule *b)
{
	return (a->when == RULE_WITHOUT_UNIX && b->when == RULE_WITH_UNIX) ||
		(a->when == RULE_WITH_BATCHES && b->when == RULE_WITHOUT_BATCHES);
}

/* A row without arguments silently swallows the others; an errno row hides an allowing one after it. */
Test(jail_rules, rows_of_a_call_do_not_get_into_each_others_way)
{
	for (size_t i = 0; i < jail_n_rules; i++) {
		for (size_t k = i + 1; k < jail_n_rules; k++) {
			if (jail_rules[i].call != jail_rules[k].call)
				continue;
			if (exclude_each_other(&jail_rules[i], &jail_rules[k]))
				continue;
			cr_expect(jail_rules[i].n_args != 0 && jail_rules[k].n_args != 0, "rows %zu and %zu",
				i, k);
			cr_expect(jail_rules[i].soft == 0, "row %zu is before row %zu", i, k);
		}
	}
}

Test(jail_rules, hot_calls_have_no_argument_tests)
{
	static const int hot[] = { SCMP_SYS(poll), SCMP_SYS(epoll_wait), SCMP_SYS(epoll_ctl), SCMP_SYS(read),
		SCMP_SYS(write), SCMP_SYS(writev), SCMP_SYS(recvfrom), SCMP_SYS(sendto), SCMP_SYS(futex),
		SCMP_SYS(clock_gettime) };

	for (size_t h = 0; h < ARRAY_LEN(hot); h++) {
		size_t found = 0;

		for (size_t i = 0; i < jail_n_rules; i++) {
			if (jail_rules[i].call == hot[h]) {
				found++;
				cr_expect(jail_rules[i].n_args == 0 && jail_rules[i].soft == 0, "call %d",
					hot[h]);
			}
		}
		cr_expect(found == 1, "call %d", hot[h]);
	}
}

#ifdef __x86_64__

/* In both directions: what is not in the reviewed list must be killed, what is in it must be there. */
Test(jail_filter, every_number_does_what_was_reviewed)
{
	FILE *f = fopen(GOLDEN_DIR "/redteam.calls", "re");
	int next = -1;
	char name[64], action[32];

	cr_assert(f != NULL, "%s", GOLDEN_DIR "/redteam.calls");
	make_filter(JAIL_ENFORCE, true, true);
	for (int call = 0; call < 512; call++) {
		char line[128];

		if (next < call && fgets(line, sizeof(line), f) != NULL) {
			char *rest = NULL;
			size_t n;

			next = (int)strtol(line, &rest, 10);
			n = strcspn(rest + 1, " ");
			snprintf(name, sizeof(name), "%.*s", (int)n, rest + 1);
			snprintf(action, sizeof(action), "%.*s", (int)strcspn(rest + 2 + n, "\n"),
				rest + 2 + n);
		}
		if (next == call)
			cr_expect_str_eq(ask(call, NULL), action, "%d %s: %s", call, name, ask(call, NULL));
		else
			cr_expect_str_eq(ask(call, NULL), "kill", "%d is not in the list", call);
	}
	cr_expect(fgetc(f) == EOF);
	fclose(f);
}

Test(jail_filter, text_form_is_the_committed_one)
{
	struct jail_filter_spec spec = { JAIL_ENFORCE, true, true, true, true, true, 1 };
	const struct scmp_version *v = seccomp_version();
	FILE *got, *want;
	char got_line[512], want_line[512];
	int n = 0;

	/* Other versions of the library order and comment it in another way; the numbers are tested above. */
	if (v->major != 2 || v->minor != 5 || jail_trap_is_built())
		cr_skip_test("the committed text is of libseccomp 2.5, without the debug build's trap");
	got = export_to_file(&spec, JAIL_FILTER_TEXT);
	want = fopen(GOLDEN_DIR "/redteam.pfc", "re");
	cr_assert(want != NULL);
	while (fgets(want_line, sizeof(want_line), want) != NULL) {
		n++;
		cr_assert(fgets(got_line, sizeof(got_line), got) != NULL, "ends before line %d", n);
		cr_assert_str_eq(got_line, want_line, "line %d; see tests/live/redteam --pfc", n);
	}
	cr_expect(fgets(got_line, sizeof(got_line), got) == NULL, "goes on after line %d: %s", n, got_line);
	fclose(got);
	fclose(want);
}

#define RW   (PROT_READ | PROT_WRITE)
#define ANON (MAP_PRIVATE | MAP_ANONYMOUS)

struct arg_case {
	char name[48];
	int call;
	uint64_t arg[6];
	char want[16];
};

static struct arg_case arg_cases[] = {
	{ "socket TCP", SCMP_SYS(socket), { AF_INET, SOCK_STREAM, 0 }, "allow" },
	{ "socket TCP by number", SCMP_SYS(socket), { AF_INET6, SOCK_STREAM, IPPROTO_TCP }, "allow" },
	{ "socket TCP with flags", SCMP_SYS(socket),
		{ AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0 }, "allow" },
	{ "socket UDP", SCMP_SYS(socket), { AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, IPPROTO_UDP }, "allow" },
	{ "socket MPTCP", SCMP_SYS(socket), { AF_INET, SOCK_STREAM, 262 }, "kill" },
	{ "socket TCP over datagrams", SCMP_SYS(socket), { AF_INET, SOCK_DGRAM, IPPROTO_TCP }, "kill" },
	{ "socket raw", SCMP_SYS(socket), { AF_INET, SOCK_RAW, IPPROTO_ICMP }, "kill" },
	{ "socket netlink", SCMP_SYS(socket), { AF_NETLINK, SOCK_RAW, 0 }, "kill" },
	{ "socket with another flag", SCMP_SYS(socket), { AF_INET, SOCK_STREAM | 0x100, 0 }, "kill" },
	{ "socket, high half of the domain", SCMP_SYS(socket),
		{ AF_INET | UINT64_C(1) << 32, SOCK_STREAM, 0 }, "kill" },
	{ "socket unix", SCMP_SYS(socket), { AF_UNIX, SOCK_STREAM, 0 }, "errno 97" },
	{ "accept4 flags", SCMP_SYS(accept4), { 3, 0, 0, SOCK_NONBLOCK | SOCK_CLOEXEC }, "allow" },
	{ "accept4 other flags", SCMP_SYS(accept4), { 3, 0, 0, 1 }, "kill" },
	{ "openat", SCMP_SYS(openat), { (uint32_t)AT_FDCWD, 0, O_RDONLY | O_CLOEXEC }, "allow" },
	{ "openat, sign-extended", SCMP_SYS(openat), { (uint64_t)(int64_t)AT_FDCWD, 0, O_RDWR | O_CREAT },
		"allow" },
	{ "openat a directory", SCMP_SYS(openat), { (uint32_t)AT_FDCWD, 0, O_RDONLY | O_DIRECTORY },
		"allow" },
	{ "openat below a descriptor", SCMP_SYS(openat), { 7, 0, O_RDONLY }, "kill" },
	{ "openat O_PATH", SCMP_SYS(openat), { (uint32_t)AT_FDCWD, 0, O_PATH }, "kill" },
	{ "openat O_TMPFILE", SCMP_SYS(openat), { (uint32_t)AT_FDCWD, 0, O_TMPFILE | O_RDWR }, "kill" },
	{ "mmap malloc", SCMP_SYS(mmap), { 0, 4096, RW, ANON }, "allow" },
	{ "mmap arena", SCMP_SYS(mmap), { 0, 4096, PROT_NONE, ANON | MAP_NORESERVE }, "allow" },
	{ "mmap stack", SCMP_SYS(mmap), { 0, 4096, PROT_NONE, ANON | MAP_STACK }, "allow" },
	{ "mmap a file", SCMP_SYS(mmap), { 0, 4096, PROT_READ, MAP_PRIVATE, 5 }, "allow" },
	{ "mmap SQLite's index", SCMP_SYS(mmap), { 0, 4096, RW, MAP_SHARED, 5 }, "allow" },
	{ "mmap shared, read-only", SCMP_SYS(mmap), { 0, 4096, PROT_READ, MAP_SHARED, 5 }, "errno 12" },
	{ "mmap shared, anonymous", SCMP_SYS(mmap), { 0, 4096, RW, MAP_SHARED | MAP_ANONYMOUS }, "errno 12" },
	{ "mmap fixed", SCMP_SYS(mmap), { 4096, 4096, RW, ANON | MAP_FIXED }, "errno 12" },
	{ "mmap huge pages", SCMP_SYS(mmap), { 0, 4096, RW, ANON | MAP_HUGETLB }, "errno 12" },
	{ "mmap executable", SCMP_SYS(mmap), { 0, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, 5 }, "kill" },
	{ "mmap executable, shared", SCMP_SYS(mmap), { 0, 4096, RW | PROT_EXEC, MAP_SHARED, 5 }, "kill" },
	{ "mprotect", SCMP_SYS(mprotect), { 0, 4096, RW }, "allow" },
	{ "mprotect executable", SCMP_SYS(mprotect), { 0, 4096, PROT_EXEC }, "kill" },
	{ "mprotect, high half", SCMP_SYS(mprotect), { 0, 4096, UINT64_C(1) << 32 }, "kill" },
	{ "mremap", SCMP_SYS(mremap), { 0, 4096, 8192, MREMAP_MAYMOVE }, "allow" },
	{ "mremap fixed", SCMP_SYS(mremap), { 0, 4096, 8192, MREMAP_MAYMOVE | MREMAP_FIXED }, "kill" },
	{ "madvise DONTNEED", SCMP_SYS(madvise), { 0, 4096, MADV_DONTNEED }, "allow" },
	{ "madvise guard pages", SCMP_SYS(madvise), { 0, 4096, 102 }, "allow" },
	{ "madvise HWPOISON", SCMP_SYS(madvise), { 0, 4096, 100 }, "kill" },
	{ "fcntl F_SETFL", SCMP_SYS(fcntl), { 3, F_SETFL, O_NONBLOCK | O_APPEND }, "allow" },
	{ "fcntl F_SETFL O_ASYNC", SCMP_SYS(fcntl), { 3, F_SETFL, O_ASYNC }, "kill" },
	{ "fcntl F_SETLK", SCMP_SYS(fcntl), { 3, F_SETLK }, "allow" },
	{ "fcntl F_SETLKW", SCMP_SYS(fcntl), { 3, F_SETLKW }, "kill" },
	{ "fcntl F_DUPFD_CLOEXEC", SCMP_SYS(fcntl), { 3, F_DUPFD_CLOEXEC }, "kill" },
	{ "setsockopt NODELAY", SCMP_SYS(setsockopt), { 3, IPPROTO_TCP, TCP_NODELAY }, "allow" },
	{ "setsockopt CORK", SCMP_SYS(setsockopt), { 3, IPPROTO_TCP, TCP_CORK }, "kill" },
	{ "setsockopt pairs do not mix", SCMP_SYS(setsockopt), { 3, IPPROTO_TCP, SO_KEEPALIVE }, "kill" },
	{ "setsockopt V6ONLY", SCMP_SYS(setsockopt), { 3, IPPROTO_IPV6, IPV6_V6ONLY }, "allow" },
	{ "getsockopt SO_ERROR", SCMP_SYS(getsockopt), { 3, SOL_SOCKET, SO_ERROR }, "allow" },
	{ "getsockopt SO_PEERCRED", SCMP_SYS(getsockopt), { 3, SOL_SOCKET, SO_PEERCRED }, "allow" },
	{ "getsockopt SO_PEERSEC", SCMP_SYS(getsockopt), { 3, SOL_SOCKET, SO_PEERSEC }, "kill" },
	{ "tgkill ourselves", SCMP_SYS(tgkill), { PID, 1, 6 }, "allow" },
	{ "tgkill another", SCMP_SYS(tgkill), { 1, 1, 6 }, "kill" },
	{ "bind", SCMP_SYS(bind), { 3 }, "kill" },
	{ "listen", SCMP_SYS(listen), { 3 }, "kill" },
};

ParameterizedTestParameters(jail_filter, arguments)
{
	return cr_make_param_array(struct arg_case, arg_cases, ARRAY_LEN(arg_cases));
}
ParameterizedTest(struct arg_case *c, jail_filter, arguments)
{
	make_filter(JAIL_ENFORCE, false, true);
	cr_expect_str_eq(ask(c->call, c->arg), c->want, "%s: %s", c->name, ask(c->call, c->arg));
}

Test(jail_filter, listeners_may_be_opened_only_when_the_plan_says_so)
{
	struct jail_filter_spec without = { .mode = JAIL_ENFORCE, .need_dial = true, .pid = 1 },
				with = without;

	with.need_bind = true;
	make_filter(JAIL_ENFORCE, true, true);
	cr_expect_str_eq(ask(SCMP_SYS(bind), NULL), "allow");
	cr_expect_str_eq(ask(SCMP_SYS(listen), NULL), "allow");
	cr_expect(jail_filter_rules(&with) == jail_filter_rules(&without) + 4,
		"bind, listen, SO_LINGER, TCP_INFO");
}

static void
make_filter_of(const struct jail_filter_spec *spec)
{
	FILE *f = export_to_file(spec, JAIL_FILTER_BPF);

	filter_len = fread(filter, sizeof(filter[0]), FILTER_MAX, f);
	fclose(f);
	cr_assert(filter_len > 0);
}

static const uint64_t tcp4[6] = { AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0 };
static const uint64_t tcp6[6] = { AF_INET6, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0 };
static const uint64_t local_stream[6] = { AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0 };
static const uint64_t local_packets[6] = { AF_UNIX, SOCK_DGRAM, 0 };
static const uint64_t linger[6] = { 3, SOL_SOCKET, SO_LINGER };
static const uint64_t info[6] = { 3, IPPROTO_TCP, TCP_INFO };

/* What the relay needs in each of its modes, where nobody asks for ident or names. */
Test(jail_filter, the_relay_listens_and_connects_only_in_mode_full)
{
	const struct jail_filter_spec off = { .mode = JAIL_ENFORCE, .pid = 1 };
	const struct jail_filter_spec listen_only = { .mode = JAIL_ENFORCE, .need_bind = true, .pid = 1 };
	const struct jail_filter_spec full = {
		.mode = JAIL_ENFORCE, .need_bind = true, .need_dial = true, .need_source = true, .pid = 1
	};

	make_filter_of(&off);
	cr_expect_str_eq(ask(SCMP_SYS(socket), tcp4), "kill");
	cr_expect_str_eq(ask(SCMP_SYS(socket), tcp6), "kill");
	cr_expect_str_eq(ask(SCMP_SYS(bind), NULL), "kill");
	cr_expect_str_eq(ask(SCMP_SYS(listen), NULL), "kill");
	cr_expect_str_eq(ask(SCMP_SYS(connect), NULL), "kill");
	cr_expect_str_eq(ask(SCMP_SYS(setsockopt), linger), "kill");
	cr_expect_str_eq(ask(SCMP_SYS(getsockopt), info), "kill");
	make_filter_of(&listen_only);
	cr_expect_str_eq(ask(SCMP_SYS(socket), tcp4), "allow");
	cr_expect_str_eq(ask(SCMP_SYS(socket), tcp6), "allow");
	cr_expect_str_eq(ask(SCMP_SYS(bind), NULL), "allow");
	cr_expect_str_eq(ask(SCMP_SYS(listen), NULL), "allow");
	cr_expect_str_eq(ask(SCMP_SYS(setsockopt), linger), "allow");
	cr_expect_str_eq(ask(SCMP_SYS(getsockopt), info), "allow");
	cr_expect_str_eq(ask(SCMP_SYS(connect), NULL), "kill");
	make_filter_of(&full);
	cr_expect_str_eq(ask(SCMP_SYS(listen), NULL), "allow");
	cr_expect_str_eq(ask(SCMP_SYS(connect), NULL), "allow");
}

Test(jail_filter, a_scanner_brings_streams_of_unix_sockets_and_no_tcp)
{
	const struct jail_filter_spec scan = { .mode = JAIL_ENFORCE, .need_unix = true, .pid = 1 };
	const struct jail_filter_spec none = { .mode = JAIL_ENFORCE, .need_dial = true, .pid = 1 };

	make_filter_of(&scan);
	cr_expect_str_eq(ask(SCMP_SYS(socket), local_stream), "allow");
	cr_expect_str_eq(ask(SCMP_SYS(socket), local_packets), "errno 97");
	cr_expect_str_eq(ask(SCMP_SYS(connect), NULL), "allow");
	cr_expect_str_eq(ask(SCMP_SYS(socket), tcp4), "kill");
	cr_expect_str_eq(ask(SCMP_SYS(bind), NULL), "kill");
	make_filter_of(&none);
	cr_expect_str_eq(ask(SCMP_SYS(socket), local_stream), "errno 97");
}

/* Links are dialled; their listeners were open before. */
Test(jail_filter, a_link_brings_connect_by_tcp_and_nothing_else)
{
	static const uint64_t udp[6] = { AF_INET, SOCK_DGRAM, 0 };
	const struct jail_filter_spec link = { .mode = JAIL_ENFORCE, .need_dial = true, .pid = 1 };

	make_filter_of(&link);
	cr_expect_str_eq(ask(SCMP_SYS(socket), tcp4), "allow");
	cr_expect_str_eq(ask(SCMP_SYS(socket), tcp6), "allow");
	cr_expect_str_eq(ask(SCMP_SYS(connect), NULL), "allow");
	cr_expect_str_eq(ask(SCMP_SYS(socket), udp), "kill");
	cr_expect_str_eq(ask(SCMP_SYS(socket), local_stream), "errno 97");
	cr_expect_str_eq(ask(SCMP_SYS(bind), NULL), "kill");
	cr_expect_str_eq(ask(SCMP_SYS(listen), NULL), "kill");
}

/* Ident connects by TCP from an address of ours, and needs nothing else. */
Test(jail_filter, a_source_address_brings_bind_but_neither_listen_nor_udp)
{
	static const uint64_t tcp[6] = { AF_INET6, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0 },
			      udp[6] = { AF_INET, SOCK_DGRAM, 0 };
	struct jail_filter_spec spec = {
		.mode = JAIL_ENFORCE, .need_dial = true, .need_source = true, .pid = 1
	};
	FILE *f = export_to_file(&spec, JAIL_FILTER_BPF);

	filter_len = fread(filter, sizeof(filter[0]), FILTER_MAX, f);
	fclose(f);
	cr_expect_str_eq(ask(SCMP_SYS(socket), tcp), "allow");
	cr_expect_str_eq(ask(SCMP_SYS(connect), NULL), "allow");
	cr_expect_str_eq(ask(SCMP_SYS(bind), NULL), "allow");
	cr_expect_str_eq(ask(SCMP_SYS(listen), NULL), "kill");
	cr_expect_str_eq(ask(SCMP_SYS(socket), udp), "kill");
}

/* A module that hears datagrams had its sockets before. */
Test(jail_filter, hearing_datagrams_brings_batches_and_no_sockets)
{
	static const uint64_t udp[6] = { AF_INET, SOCK_DGRAM, 0 };
	const struct jail_filter_spec without = { .mode = JAIL_ENFORCE, .pid = 1 };
	const struct jail_filter_spec hears = { .mode = JAIL_ENFORCE, .need_batches = true, .pid = 1 };

	make_filter_of(&without);
	cr_expect_str_eq(ask(SCMP_SYS(recvmmsg), NULL), "errno 38");
	cr_expect_str_eq(ask(SCMP_SYS(sendmmsg), NULL), "errno 38");
	make_filter_of(&hears);
	cr_expect_str_eq(ask(SCMP_SYS(recvmmsg), NULL), "allow");
	cr_expect_str_eq(ask(SCMP_SYS(sendmmsg), NULL), "allow");
	cr_expect_str_eq(ask(SCMP_SYS(recvmsg), NULL), "kill");
	cr_expect_str_eq(ask(SCMP_SYS(sendmsg), NULL), "kill");
	cr_expect_str_eq(ask(SCMP_SYS(socket), udp), "kill");
	cr_expect_str_eq(ask(SCMP_SYS(connect), NULL), "kill");
}

/* A module that asks by UDP and by nothing else. */
Test(jail_filter, asking_by_udp_brings_its_sockets_and_no_others)
{
	static const uint64_t udp4[6] = { AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0 },
			      udp6[6] = { AF_INET6, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0 };
	const struct jail_filter_spec asks = { .mode = JAIL_ENFORCE, .need_udp = true, .pid = 1 };

	make_filter_of(&asks);
	cr_expect_str_eq(ask(SCMP_SYS(socket), udp4), "allow");
	cr_expect_str_eq(ask(SCMP_SYS(socket), udp6), "allow");
	cr_expect_str_eq(ask(SCMP_SYS(connect), NULL), "allow");
	cr_expect_str_eq(ask(SCMP_SYS(socket), tcp4), "kill");
	cr_expect_str_eq(ask(SCMP_SYS(socket), tcp6), "kill");
	cr_expect_str_eq(ask(SCMP_SYS(socket), local_stream), "errno 97");
	cr_expect_str_eq(ask(SCMP_SYS(bind), NULL), "kill");
	cr_expect_str_eq(ask(SCMP_SYS(recvmmsg), NULL), "errno 38");
}

Test(jail_filter, without_a_port_to_connect_to_there_is_no_way_out)
{
	static const uint64_t tcp[6] = { AF_INET, SOCK_STREAM, 0 }, udp[6] = { AF_INET, SOCK_DGRAM, 0 };
	static const uint64_t local[6] = { AF_UNIX, SOCK_STREAM, 0 };

	make_filter(JAIL_ENFORCE, false, false);
	cr_expect_str_eq(ask(SCMP_SYS(connect), NULL), "kill");
	cr_expect_str_eq(ask(SCMP_SYS(socket), tcp), "kill");
	cr_expect_str_eq(ask(SCMP_SYS(socket), udp), "kill");
	cr_expect_str_eq(ask(SCMP_SYS(socket), local), "errno 97");
	make_filter(JAIL_ENFORCE, true, false);
	cr_expect_str_eq(ask(SCMP_SYS(connect), NULL), "kill");
	cr_expect_str_eq(ask(SCMP_SYS(socket), tcp), "allow");
	cr_expect_str_eq(ask(SCMP_SYS(socket), udp), "kill");
}

Test(jail_filter, errno_mode_answers_eperm_and_keeps_the_soft_answers)
{
	make_filter(JAIL_ERRNO, true, true);
	cr_expect_str_eq(ask(SCMP_SYS(execve), NULL), "errno 1");
	cr_expect_str_eq(ask(SCMP_SYS(prctl), NULL), "errno 1");
	cr_expect_str_eq(ask(SCMP_SYS(clone3), NULL), "errno 38");
	cr_expect_str_eq(ask(SCMP_SYS(poll), NULL), "allow");
}

Test(jail_filter, log_mode_lets_through_and_keeps_the_soft_answers)
{
	make_filter(JAIL_LOG, true, true);
	cr_expect_str_eq(ask(SCMP_SYS(execve), NULL), "log");
	cr_expect_str_eq(ask(SCMP_SYS(clone3), NULL), "errno 38");
	cr_expect_str_eq(ask(SCMP_SYS(poll), NULL), "allow");
}

Test(jail_filter, other_ways_into_the_kernel_are_shut_in_every_mode)
{
	static const enum jail_mode modes[] = { JAIL_ENFORCE, JAIL_ERRNO, JAIL_LOG };

	for (size_t m = 0; m < ARRAY_LEN(modes); m++) {
		struct seccomp_data i386 = { .nr = 20, .arch = AUDIT_ARCH_I386 };
		struct seccomp_data x32 = { .nr = 0x40000000 | 39, .arch = AUDIT_ARCH_X86_64 };

		make_filter(modes[m], true, true);
		cr_expect(bpf_run(filter, filter_len, &i386) == SECCOMP_RET_KILL_PROCESS);
		cr_expect(bpf_run(filter, filter_len, &x32) == SECCOMP_RET_KILL_PROCESS);
	}
}

#endif
