/*
 * A load generator that speaks plain IRC to any server on loopback and measures it from outside. Output:
 * rows "scenario TAB metric TAB value".  Status 0 measured, 1 lines were lost or a step timed out, 2 misuse.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "load.h"
#include "load_scenario.h"

static const struct scenario {
	const char *name;
	bool (*run)(struct load *l);
	const char *help;
} scenarios[] = {
	{ "register", scenario_register, "clients register: server CPU per registration" },
	{ "fanout10", scenario_fanout10, "20 channels of 10 members, saturated" },
	{ "fanout100", scenario_fanout100, "a channel of 100 members, saturated" },
	{ "fanout100-mixed", scenario_fanout100_mixed,
		"the same, half of the members with server-time and message-tags" },
	{ "fanout1000", scenario_fanout1000, "a channel of 1000 members, saturated" },
	{ "light", scenario_light, "20,000 delivered lines a second to 100 members" },
	{ "pingpong", scenario_pingpong, "8 pairs, each with one private message under way" },
	{ "idle", scenario_idle, "16 active members and a growing number of silent clients" },
	{ "memory", scenario_memory, "resident bytes per idle client" },
	{ "churn", scenario_churn, "JOIN and PART of one client among 100 members" },
	{ "ban", scenario_ban, "50 members talk among 10,000 users while an operator sets bans" },
	{ "hostile", scenario_hostile, "50 members talk while strangers misbehave" },
};

static int
usage(void)
{
	fprintf(stderr,
		"usage: ircload -p PORT -P PID [-T TLSPORT] [-s] [-q] [-d SECONDS] [-i IDLE_MAX] [-c "
		"CONNECTING] SCENARIO\n"
		"  -p  port on 127.0.0.1   -P  process id of the server   -s  the port speaks TLS\n"
		"  -T  TLS port for half-open handshakes   -q  quick: a quarter of the clients\n"
		"  -d  seconds of each measurement (3)   -i  most idle clients (19000)\n"
		"  -c  clients that register at a time (64)\n");
	for (size_t i = 0; i < sizeof(scenarios) / sizeof(scenarios[0]); i++)
		fprintf(stderr, "  %-11s %s\n", scenarios[i].name, scenarios[i].help);
	return 2;
}

/* 1..max, or 0 for anything else. */
static unsigned
number(const char *s, unsigned max)
{
	char *end;
	unsigned long v;

	errno = 0;
	v = strtoul(s, &end, 10);
	return errno != 0 || end == s || *end != '\0' || v > max ? 0 : (unsigned)v;
}

static void
raise_fd_limit(void)
{
	struct rlimit rl;

	if (getrlimit(RLIMIT_NOFILE, &rl) == 0) {
		rl.rlim_cur = rl.rlim_max;
		(void)setrlimit(RLIMIT_NOFILE, &rl);
	}
}

static int
run_scenario(struct load *l, const char *name)
{
	char row[32];

	for (size_t i = 0; i < sizeof(scenarios) / sizeof(scenarios[0]); i++) {
		bool ok;

		if (strcmp(scenarios[i].name, name) != 0)
			continue;
		load_init(l);
		(void)snprintf(row, sizeof(row), "%s%s", name, l->tls ? "-tls" : "");
		l->name = row;
		ok = scenarios[i].run(l) && !l->failed;
		load_release(l);
		return ok ? 0 : 1;
	}
	return usage();
}

int
main(int argc, char **argv)
{
	struct load l = { .seconds = 3, .idle_max = 19000, .in_progress_max = 64 };
	unsigned port = 0;
	int opt;

	while ((opt = getopt(argc, argv, "p:P:T:sqd:i:c:")) != -1) {
		switch (opt) {
		case 'p':
			port = number(optarg, 65535);
			break;
		case 'P':
			l.pid = (pid_t)number(optarg, 1U << 30);
			break;
		case 'T':
			l.tls_port = htons((in_port_t)number(optarg, 65535));
			break;
		case 's':
			l.tls = true;
			break;
		case 'q':
			l.quick = true;
			break;
		case 'd':
			l.seconds = number(optarg, 600);
			break;
		case 'i':
			l.idle_max = number(optarg, 60000);
			break;
		case 'c':
			l.in_progress_max = number(optarg, 10000);
			break;
		default:
			return usage();
		}
	}
	if (port == 0 || l.pid == 0 || l.seconds == 0 || l.in_progress_max == 0 || optind + 1 != argc)
		return usage();
	(void)signal(SIGPIPE, SIG_IGN);
	raise_fd_limit();
	l.server.sin_family = AF_INET;
	l.server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	l.server.sin_port = htons((in_port_t)port);
	return run_scenario(&l, argv[optind]);
}
