/* What is done before anything else: nothing that the starter left lying about may come along. */
#include "config.h"

#include "jail/jail.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/mem.h"
#include "core/view.h"

static const char *const kept_names[] = {
	"TZ",
	"LANG",
	"LC_ALL",
	"LC_CTYPE",
	"LC_MESSAGES",
	"JOURNAL_STREAM",
};

/*
 * The strings of the environment lie on the stack for as long as the process lives, and /proc shows them to
 * others: they are overwritten, not only forgotten.
 */
static int
environment_clear(struct err *e)
{
	char *kept[ARRAY_LEN(kept_names)] = { NULL };
	int r = 0;

	for (size_t i = 0; i < ARRAY_LEN(kept_names); i++) {
		const char *value = getenv(kept_names[i]);

		if (value != NULL)
			kept[i] = view_dup(view_z(value));
	}
	for (char **s = environ; s != NULL && *s != NULL; s++)
		explicit_bzero(*s, strlen(*s));
	if (clearenv() != 0)
		r = err_fmt(e, "cannot clear the environment");
	for (size_t i = 0; i < ARRAY_LEN(kept_names); i++) {
		if (kept[i] != NULL && r == 0 && setenv(kept_names[i], kept[i], 1) == -1)
			r = err_sys(e, "setenv");
		mem_free(kept[i]);
	}
	return r;
}

int
jail_early(struct err *e)
{
	if (close_range(3, ~0u, 0) == -1)
		return err_sys(e, "close_range");
	for (int fd = 0; fd <= 2; fd++) {
		/* Else the first socket would become standard error, and the log would go to a stranger. */
		if (fcntl(fd, F_GETFD) == -1)
			return err_fmt(e,
				"descriptor %d is closed: start with 0, 1 and 2 open (</dev/null will do)",
				fd);
	}
	umask(077);
	if (signal(SIGPIPE, SIG_IGN) == SIG_ERR || signal(SIGXFSZ, SIG_IGN) == SIG_ERR)
		return err_sys(e, "signal");
	if (environment_clear(e) == -1)
		return -1;
	/* With TZ unset localtime() would look for /etc/localtime again inside, and change to UTC. */
	if (setenv("TZ", ":/etc/localtime", 0) == -1)
		return err_sys(e, "setenv");
	tzset();
	return 0;
}
