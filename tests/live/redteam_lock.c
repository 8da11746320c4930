/*
 * Locking a child with the daemon's own phases and hearing what became of it; and a kernel that refuses things, played by
 * a filter that is loaded before.
 */
#include "config.h"

#include "redteam.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/loop.h"
#include "core/util.h"
#include "core/worker.h"

static const struct {
	unsigned refusal;
	int call;
	int code;
} refused[] = {
	{ REFUSE_NEW_MOUNTS, SCMP_SYS(fsopen), ENOSYS },
	{ REFUSE_NEW_MOUNTS, SCMP_SYS(open_tree), ENOSYS },
	{ REFUSE_UNSHARE, SCMP_SYS(unshare), EPERM },
	{ REFUSE_LANDLOCK, SCMP_SYS(landlock_create_ruleset), EOPNOTSUPP },
	{ REFUSE_SECCOMP, SCMP_SYS(seccomp), EINVAL },
};

int
refuse(unsigned refusals)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ALLOW);
	int rc = ctx == NULL ? -ENOMEM : 0;

	for (size_t i = 0; i < ARRAY_LEN(refused) && rc == 0; i++) {
		if (refused[i].refusal & refusals)
			rc = seccomp_rule_add(
				ctx, SCMP_ACT_ERRNO((uint32_t)refused[i].code), refused[i].call, 0);
	}
	if (rc == 0)
		rc = seccomp_load(ctx);
	seccomp_release(ctx);
	return rc;
}

static int
lock(const struct lock_how *how, struct jail **out, struct err *e)
{
	const struct jail_ports any[] = { { 1024, 65535 } },
				bind_ports[] = { { place.relay_port, place.relay_port } };
	const struct jail_ports connect_ports[] = { { place.link_port, place.link_port }, { 53, 53 } };
	struct jail_plan plan = { .user = "nobody",
		.mode = how->mode,
		.require = how->require,
		.conf_dir = place.conf,
		.state_dir = place.state[0] != '\0' ? place.state : NULL,
		.bind_ports = bind_ports,
		.n_bind_ports = 1,
		.peer_dir = how->scan ? place.scan : NULL,
		.connect_ports = how->dials ? any : connect_ports,
		.n_connect_ports = how->dials ? 1
			: how->silent	      ? 0
					      : 2,
		.need_udp = !how->silent && !how->dials,
		.need_source = how->source,
		.need_bind = how->bind,
		.max_fds = 256,
		.max_file_bytes = 1 << 20 };
	struct jail *j = *out = jail_new(&plan, e);
	struct worker_pool *pool = NULL;

	if (j == NULL)
		return -1;
	if (how->refusals != REFUSE_NOTHING && refuse(how->refusals) != 0)
		return err_fmt(e, "cannot play the stricter kernel");
	place.loop = loop_new(LOOP_BACKEND_BEST, clock_system(), e);
	if (place.loop == NULL || jail_enter_room(j, e) == -1 || jail_drop(j, e) == -1 ||
		jail_landlock(j, e) == -1)
		return -1;
	if (how->threads != 0 && (pool = worker_pool_new(place.loop, how->threads, 8, e)) == NULL)
		return -1;
	if (how->pool != NULL)
		*how->pool = pool;
	return jail_seal(j, e) == -1 ? -1 : jail_prove(j, e);
}

int
run_locked_here(const struct lock_how *how, struct told *told)
{
	struct err e = { 0, "" };
	struct jail *j;

	told->said = true;
	told->result = lock(how, &j, &e);
	if (j != NULL)
		told->report = *jail_report(j);
	snprintf(told->text, sizeof(told->text), "%s", e.text);
	if (told->result == 0 && how->fn != NULL)
		told->result = how->fn(how->arg);
	return told->result;
}

/* In the child, which ends here. */
static NORETURN void
locked_main(const struct lock_how *how, int wfd)
{
	struct told told = { .said = false };
	ssize_t n;

	run_locked_here(how, &told);
	n = write(wfd, &told, sizeof(told));
	_exit(n == (ssize_t)sizeof(told) ? 0 : 3);
}

/* What the child says on standard error and in the pipe; each is short enough for a pipe to hold it. */
static void
read_all(int fd, char *dst, size_t size)
{
	size_t used = 0;
	ssize_t n;

	while (used < size && (n = read(fd, dst + used, size - used)) > 0)
		used += (size_t)n;
}

int
run_locked(const struct lock_how *how, struct told *told)
{
	char message[512] = "";
	int result_pipe[2], error_pipe[2], status = 0;
	pid_t pid;

	memset(told, 0, sizeof(*told));
	told->result = -1;
	if (pipe2(result_pipe, O_CLOEXEC) == -1 || pipe2(error_pipe, O_CLOEXEC) == -1)
		return -1;
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		close(result_pipe[0]);
		close(error_pipe[0]);
		dup2(error_pipe[1], STDERR_FILENO);
		close(error_pipe[1]);
		locked_main(how, result_pipe[1]);
	}
	close(result_pipe[1]);
	close(error_pipe[1]);
	read_all(result_pipe[0], (char *)told, sizeof(*told));
	read_all(error_pipe[0], message, sizeof(message) - 1);
	close(result_pipe[0]);
	close(error_pipe[0]);
	if (how->message != NULL)
		snprintf(how->message, how->message_size, "%s", message);
	if (pid == -1 || waitpid(pid, &status, 0) != pid)
		return -1;
	return status;
}
