/*
 * Trials in a forked child.  What is learnt there costs the parent nothing: a room that fails half-way has
 * unmounted nothing and hidden nothing from the process that goes on to the next rung.
 */
#include "config.h"

#include "jail/jail_priv.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Never returns. */
static NORETURN void
child_main(int wfd, void (*fn)(void *arg, void *out), void *arg, void *out, size_t size)
{
	ssize_t n;

	fn(arg, out);
	n = write(wfd, out, size);
	/* allow ending the process: only the trial child ends here */
	_exit(n == (ssize_t)size ? 0 : 1);
}

static int
collect(pid_t pid, int rfd, void *tmp, size_t size, struct err *e)
{
	ssize_t n;
	int status;

	do
		n = read(rfd, tmp, size);
	while (n == -1 && errno == EINTR);
	while (waitpid(pid, &status, 0) == -1) {
		if (errno != EINTR)
			return err_sys(e, "waitpid");
	}
	if (WIFSIGNALED(status))
		return err_fmt(e, "the trial was killed by signal %d (%s)", WTERMSIG(status),
			strsignal(WTERMSIG(status)));
	if (n != (ssize_t)size)
		return err_fmt(e, "the trial ended without a report");
	return 0;
}

int
jail_in_child(void (*fn)(void *arg, void *out), void *arg, void *out, size_t size, struct err *e)
{
	char tmp[4096];
	int p[2], r = -1;
	pid_t pid;

	if (size > sizeof(tmp))
		return err_fmt(e, "report too long");
	if (pipe2(p, O_CLOEXEC) == -1)
		return err_sys(e, "pipe");
	pid = fork();
	if (pid == -1) {
		err_sys(e, "fork");
		close(p[1]);
		goto out;
	}
	if (pid == 0) {
		close(p[0]);
		child_main(p[1], fn, arg, out, size);
	}
	close(p[1]);
	r = collect(pid, p[0], tmp, size, e);
	if (r == 0)
		memcpy(out, tmp, size);
out:
	close(p[0]);
	return r;
}
