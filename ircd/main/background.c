#include "main/background.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

/* One byte: ready.  End of file: the child ended. */
static int
wait_for_child(int fd, pid_t pid)
{
	char byte;
	ssize_t n;
	int st;

	do
		n = read(fd, &byte, 1);
	while (n == -1 && errno == EINTR);
	(void)close(fd);
	if (n == 1)
		return EX_OK;
	while (waitpid(pid, &st, 0) == -1 && errno == EINTR)
		;
	return WIFEXITED(st) ? WEXITSTATUS(st) : EX_SOFTWARE;
}

int
background_fork(int *ready_fd, int *status, struct err *e)
{
	int null, fd[2];
	pid_t pid;

	if (pipe2(fd, O_CLOEXEC) == -1)
		return err_sys(e, "pipe2");
	pid = fork();
	if (pid == -1) {
		(void)err_sys(e, "fork");
		(void)close(fd[0]);
		(void)close(fd[1]);
		return -1;
	}
	if (pid != 0) {
		(void)close(fd[1]);
		*status = wait_for_child(fd[0], pid);
		return 1;
	}
	(void)close(fd[0]);
	(void)setsid();
	null = open("/dev/null", O_RDWR | O_CLOEXEC);
	if (null != -1) {
		(void)dup2(null, STDIN_FILENO);
		(void)dup2(null, STDOUT_FILENO);
		(void)close(null);
	}
	*ready_fd = fd[1];
	return 0;
}

void
background_ready(int ready_fd)
{
	if (ready_fd == -1)
		return;
	/* A parent that has gone is no reason to stop: SIGPIPE is ignored and the result does not matter. */
	ssize_t n = write(ready_fd, "r", 1);

	(void)n;
	(void)close(ready_fd);
}
