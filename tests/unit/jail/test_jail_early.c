/* jail_early() closes descriptors, so it is called in a child that tells by its exit status. */
#include "jail/jail.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* 0, or the number of the first check that failed. */
static int
in_child(int (*checks)(void))
{
	int status;
	pid_t pid = fork();

	if (pid == 0)
		_exit(checks());
	cr_assert(pid > 0 && waitpid(pid, &status, 0) == pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int
descriptors(void)
{
	int fd = open("/", O_RDONLY | O_DIRECTORY);
	struct err e;

	if (fd < 3 || dup2(fd, 200) != 200)
		return 1;
	if (jail_early(&e) != 0)
		return 2;
	return fcntl(fd, F_GETFD) != -1 || fcntl(200, F_GETFD) != -1 ? 3 : 0;
}

Test(jail_early, closes_what_the_starter_left_open)
{
	cr_expect_eq(in_child(descriptors), 0);
}

static int
closed_stdin(void)
{
	struct err e = { 0, "" };

	close(0);
	if (jail_early(&e) != -1)
		return 1;
	return strstr(e.text, "descriptor 0") == NULL ? 2 : 0;
}

Test(jail_early, refuses_to_start_without_standard_input)
{
	cr_expect_eq(in_child(closed_stdin), 0);
}

static int
environment(void)
{
	static char secret[] = "CONCLAVE_TEST=secret-value"; /* as if the kernel had put it on the stack */
	const char *tz;
	struct err e;

	if (putenv(secret) != 0 || setenv("TZ", "CET-1CEST", 1) != 0 || setenv("LANG", "C.UTF-8", 1) != 0)
		return 1;
	if (jail_early(&e) != 0)
		return 2;
	if (getenv("CONCLAVE_TEST") != NULL || getenv("PATH") != NULL)
		return 3;
	for (size_t i = 0; i < sizeof(secret); i++) {
		if (secret[i] != '\0')
			return 4;
	}
	tz = getenv("TZ");
	return tz == NULL || strcmp(tz, "CET-1CEST") != 0 || getenv("LANG") == NULL ? 5 : 0;
}

Test(jail_early, wipes_the_environment_but_time_zone_and_language)
{
	cr_expect_eq(in_child(environment), 0);
}

static int
signals_and_umask(void)
{
	struct sigaction pipe_action, size_action;
	struct err e;

	unsetenv("TZ");
	if (jail_early(&e) != 0)
		return 1;
	if (sigaction(SIGPIPE, NULL, &pipe_action) != 0 || pipe_action.sa_handler != SIG_IGN)
		return 2;
	if (sigaction(SIGXFSZ, NULL, &size_action) != 0 || size_action.sa_handler != SIG_IGN)
		return 3;
	if (umask(0) != 077)
		return 4;
	return getenv("TZ") == NULL ? 5 : 0;
}

Test(jail_early, ignores_the_two_signals_and_keeps_files_private)
{
	cr_expect_eq(in_child(signals_and_umask), 0);
}
