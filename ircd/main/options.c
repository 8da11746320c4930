#include "main/options.h"

#include <getopt.h>
#include <stdio.h>

#define DEFAULT_FILE CONCLAVE_SYSCONFDIR "/conclave.conf"

void
options_usage(void)
{
	(void)fputs("usage: conclaved [-f FILE] [-d]   serve, in the foreground unless -d\n"
		    "       conclaved [-f FILE] -t     check the configuration and the jail, then end\n"
		    "       conclaved [-f FILE] --explain USER@ADDRESS[:PORT] [ACCOUNT] [tls] ...\n"
		    "                                  tell whether the rules let such a client in, and why\n"
		    "       conclaved --mkpasswd       hash a password read from standard input\n"
		    "       conclaved -V               show version, libraries and build hardening\n"
		    "FILE is " DEFAULT_FILE " unless given.  See conclaved(8).\n",
		stderr);
}

int
options_parse(int argc, char **argv, struct options *out)
{
	static const struct option longs[] = {
		{ "config", required_argument, NULL, 'f' },
		{ "test", no_argument, NULL, 't' },
		{ "daemon", no_argument, NULL, 'd' },
		{ "version", no_argument, NULL, 'V' },
		{ "help", no_argument, NULL, 'h' },
		{ "explain", required_argument, NULL, 'e' },
		{ "mkpasswd", no_argument, NULL, 'm' },
		{ NULL, 0, NULL, 0 },
	};
	int c;

	*out = (struct options){ .what = OPTIONS_SERVE, .file = DEFAULT_FILE };
	while ((c = getopt_long(argc, argv, "f:tdVh", longs, NULL)) != -1) {
		switch (c) {
		case 'f':
			out->file = optarg;
			break;
		case 't':
			out->what = OPTIONS_TEST;
			break;
		case 'd':
			out->background = true;
			break;
		case 'V':
			out->what = OPTIONS_VERSION;
			break;
		case 'h':
			out->what = OPTIONS_HELP;
			break;
		case 'e':
			out->what = OPTIONS_EXPLAIN;
			out->explain = optarg;
			break;
		case 'm':
			out->what = OPTIONS_MKPASSWD;
			break;
		default:
			options_usage();
			return -1;
		}
	}
	out->words = argv + optind;
	out->n_words = argc - optind;
	if (out->n_words > 0 && out->what != OPTIONS_EXPLAIN) {
		(void)fprintf(stderr, "conclaved: unexpected argument \"%s\"\n", argv[optind]);
		options_usage();
		return -1;
	}
	return 0;
}
