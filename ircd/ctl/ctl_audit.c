#include "ctl/ctl_audit.h"

#include <getopt.h>
#include <string.h>
#include <sysexits.h>

#include "core/clock.h"
#include "ctl/ctl_audit_tail.h"
#include "ctl/ctl_audit_verify.h"

#define LINES_USUAL 20

void
ctl_audit_usage(FILE *out)
{
	(void)fputs(
		"  audit verify [-k KEY] [DIRECTORY|FILE ...]       whether the log is as it was written\n"
		"  audit tail [-f] [-n LINES] [-e EVENTS] [-w WHO] [-c COMMAND] [-S SINCE] [DIRECTORY|FILE]  "
		"its "
		"last records\n",
		out);
}

static int
wrong(void)
{
	(void)fputs("usage:\n", stderr);
	ctl_audit_usage(stderr);
	return EX_USAGE;
}

static int
verify(int argc, char **argv, bool json)
{
	static const struct option longs[] = {
		{ "key", required_argument, NULL, 'k' },
		{ "json", no_argument, NULL, 'j' },
		{ NULL, 0, NULL, 0 },
	};
	struct ctl_audit_verify o = { .json = json, .out = stdout, .err = stderr };
	int c;

	while ((c = getopt_long(argc, argv, "k:j", longs, NULL)) != -1) {
		if (c == 'k')
			o.key = optarg;
		else if (c == 'j')
			o.json = true;
		else
			return wrong();
	}
	return ctl_audit_verify(&o, argv + optind, (size_t)(argc - optind));
}

static uint64_t
now_ms(void)
{
	struct clock clock = clock_system();

	return clock.wall_ms(clock.arg);
}

/* -1: it can't be so. */
static int
take_option(struct ctl_audit_tail *o, int c)
{
	switch (c) {
	case 'f':
		o->follows = true;
		return 0;
	case 'j':
		o->json = true;
		return 0;
	case 'n':
		return view_to_u32(view_z(optarg), &o->lines) == 0 && o->lines <= CTL_AUDIT_TAIL_MAX ? 0 : -1;
	case 'e':
		o->filter.events = optarg;
		return 0;
	case 'w':
		o->filter.who = optarg;
		return 0;
	case 'c':
		o->filter.command = optarg;
		return 0;
	case 'S':
		return ctl_audit_since(&o->filter, optarg, now_ms());
	default:
		return -1;
	}
}

static int
tail(int argc, char **argv, bool json)
{
	static const struct option longs[] = {
		{ "follow", no_argument, NULL, 'f' },
		{ "json", no_argument, NULL, 'j' },
		{ "lines", required_argument, NULL, 'n' },
		{ "event", required_argument, NULL, 'e' },
		{ "who", required_argument, NULL, 'w' },
		{ "command", required_argument, NULL, 'c' },
		{ "since", required_argument, NULL, 'S' },
		{ NULL, 0, NULL, 0 },
	};
	struct ctl_audit_tail o = { .lines = LINES_USUAL, .json = json, .out = stdout, .err = stderr };
	bool has_lines = false;
	int c;

	while ((c = getopt_long(argc, argv, "fjn:e:w:c:S:", longs, NULL)) != -1) {
		if (take_option(&o, c) == -1)
			return wrong();
		has_lines = has_lines || c == 'n';
	}
	if (argc - optind > 1)
		return wrong();
	if (o.filter.since[0] != '\0' && !has_lines)
		o.lines = CTL_AUDIT_TAIL_MAX;
	return ctl_audit_tail(&o, optind < argc ? argv[optind] : NULL);
}

int
ctl_audit_main(int argc, char **argv, bool json)
{
	optind = 1;
	if (argc >= 2 && strcmp(argv[1], "verify") == 0)
		return verify(argc - 1, argv + 1, json);
	if (argc >= 2 && strcmp(argv[1], "tail") == 0)
		return tail(argc - 1, argv + 1, json);
	return wrong();
}
