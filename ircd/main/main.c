/* conclaved.  See boot.c for the order of starting. */
#include "config.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <termios.h>
#include <unistd.h>

#include "core/err.h"
#include "jail/jail.h"
#include "main/boot.h"
#include "main/check.h"
#include "main/explain.h"
#include "main/options.h"
#include "main/version.h"
#include "proto/password_hash.h"

/* Without echo if it is typed.  Bytes read without the line's end, or -1. */
static ssize_t
read_password(char *dst, size_t size)
{
	bool typed = isatty(STDIN_FILENO) == 1;
	struct termios before, quiet;
	char *line;

	if (typed && tcgetattr(STDIN_FILENO, &before) == 0) {
		quiet = before;
		quiet.c_lflag &= ~(tcflag_t)ECHO;
		(void)fputs("Password: ", stderr);
		(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
	} else {
		typed = false;
	}
	line = fgets(dst, (int)size, stdin);
	if (typed) {
		(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
		(void)fputc('\n', stderr);
	}
	if (line == NULL)
		return -1;
	dst[strcspn(dst, "\r\n")] = '\0';
	return (ssize_t)strlen(dst);
}

static int
make_password(void)
{
	char password[PASSWORD_LEN_MAX + 2], hash[PASSWORD_HASH_MAX];
	ssize_t n;
	int status = EX_OK;

	if (sodium_init() == -1)
		return EX_OSERR;
	n = read_password(password, sizeof(password));
	if (n <= 0 || n > PASSWORD_LEN_MAX) {
		(void)fprintf(stderr, "conclaved: a password has 1 to %d bytes\n", PASSWORD_LEN_MAX);
		status = EX_DATAERR;
	} else if (password_hash(view_of(password, (size_t)n), hash) == -1) {
		(void)fputs("conclaved: not enough memory to hash\n", stderr);
		status = EX_OSERR;
	} else {
		(void)puts(hash);
	}
	sodium_memzero(password, sizeof(password));
	return status;
}

int
main(int argc, char **argv)
{
	struct options o;
	struct err e;

	if (options_parse(argc, argv, &o) == -1)
		return EX_USAGE;
	switch (o.what) {
	case OPTIONS_HELP:
		options_usage();
		return EX_OK;
	case OPTIONS_VERSION:
		version_print();
		return EX_OK;
	case OPTIONS_MKPASSWD:
		return make_password();
	case OPTIONS_SERVE:
	case OPTIONS_TEST:
	case OPTIONS_EXPLAIN:
		break;
	}
	if (jail_early(&e) == -1) {
		(void)fprintf(stderr, "conclaved: %s\n", e.text);
		return EX_OSERR;
	}
	if (o.what == OPTIONS_EXPLAIN)
		return explain_run(&o);
	return o.what == OPTIONS_TEST ? check_run(&o) : boot_serve(&o);
}
