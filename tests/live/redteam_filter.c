/*
 * The filter as the kernel has it: read back from a locked child by ptrace, and run here, call by call, against the list that
 * was reviewed.  Nothing may be missing and nothing may be there besides.
 */
#include "config.h"

#include "redteam.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/util.h"
#include "jail/jail_seccomp.h"
#include "redteam_bpf.h"

#ifndef PTRACE_SECCOMP_GET_FILTER
#define PTRACE_SECCOMP_GET_FILTER 0x420c
#endif
#define N_CALLS	   512
#define FILTER_MAX 4096

static size_t
export_bpf(const struct jail_filter_spec *spec, struct sock_filter *prog)
{
	FILE *f = tmpfile();
	struct err e;
	size_t n = 0;

	if (f == NULL)
		return 0;
	if (jail_filter_export(spec, JAIL_FILTER_BPF, fileno(f), &e) == 0) {
		rewind(f);
		n = fread(prog, sizeof(*prog), FILTER_MAX, f);
	}
	fclose(f);
	return n;
}

int
print_pfc(void)
{
	struct jail_filter_spec spec = { JAIL_ENFORCE, true, true, true, true, true, 1 };
	struct err e;

	if (jail_filter_export(&spec, JAIL_FILTER_TEXT, STDOUT_FILENO, &e) == 0)
		return 0;
	fprintf(stderr, "redteam: %s\n", e.text);
	return 1;
}

static void
format_call(const struct sock_filter *prog, size_t n, int call, char *dst, size_t size)
{
	struct seccomp_data data = { .nr = call, .arch = AUDIT_ARCH_X86_64 };
	char action[32];
	char *name = seccomp_syscall_resolve_num_arch(SCMP_ARCH_X86_64, call);

	bpf_action(bpf_run(prog, n, &data), action, sizeof(action));
	snprintf(dst, size, "%d %s %s", call, name != NULL ? name : "-", action);
	free(name);
}

/* Every number, with all arguments zero, that is not killed. */
static int
print_filter(const struct sock_filter *prog, size_t n)
{
	char line[128];

	for (int call = 0; call < N_CALLS && n != 0; call++) {
		format_call(prog, n, call, line, sizeof(line));
		if (strstr(line, " kill") == NULL)
			puts(line);
	}
	return n != 0 ? 0 : 1;
}

int
print_calls(void)
{
	static struct sock_filter prog[FILTER_MAX];
	struct jail_filter_spec spec = { JAIL_ENFORCE, true, true, true, true, true, 1 };

	return print_filter(prog, export_bpf(&spec, prog));
}

/* A locked child that waits for its tracer. */
static int
wait_for_ever(const void *arg)
{
	const int *pipes = arg;
	char c = 'r';

	if (write(pipes[1], &c, 1) != 1 || read(pipes[2], &c, 1) != 1)
		return EIO;
	return 0;
}

static pid_t
locked_child(const int pipes[4])
{
	struct lock_how how = { .bind = true,
		.source = true,
		.scan = true,
		.require = JAIL_LEVEL_SECCOMP,
		.fn = wait_for_ever,
		.arg = pipes };
	struct told told;
	pid_t pid = fork();

	if (pid != 0)
		return pid;
	close(pipes[0]);
	close(pipes[3]); /* else it would keep itself waiting */
	_exit(run_locked_here(&how, &told) == 0 && told.result == 0 ? 0 : 1);
}

static size_t
read_filter(pid_t pid, struct sock_filter *prog)
{
	intptr_t n = -1;
	int status;

	if (ptrace(PTRACE_SEIZE, pid, NULL, NULL) == -1 || ptrace(PTRACE_INTERRUPT, pid, NULL, NULL) == -1)
		return 0;
	if (waitpid(pid, &status, 0) == pid && WIFSTOPPED(status))
		n = ptrace(PTRACE_SECCOMP_GET_FILTER, pid, 0, prog);
	ptrace(PTRACE_DETACH, pid, NULL, NULL);
	return n > 0 ? (size_t)n : 0;
}

int
print_live(pid_t pid)
{
	static struct sock_filter prog[FILTER_MAX];
	size_t n = read_filter(pid, prog);

	if (n == 0)
		fprintf(stderr, "redteam: no filter of process %d: %s\n", (int)pid, strerror(errno));
	return print_filter(prog, n);
}

/* What differs, as text; empty when nothing does. */
static void
compare_with_golden(const char *golden, const struct sock_filter *prog, size_t n, char *diff, size_t size)
{
	FILE *f = fopen(golden, "re");
	char want[128] = "", got[128];
	bool more;

	diff[0] = '\0';
	if (f == NULL) {
		snprintf(diff, size, "%s: %s", golden, strerror(errno));
		return;
	}
	more = fgets(want, sizeof(want), f) != NULL;
	for (int call = 0; call < N_CALLS && diff[0] == '\0'; call++) {
		want[strcspn(want, "\n")] = '\0';
		format_call(prog, n, call, got, sizeof(got));
		if (more && strcmp(want, got) == 0)
			more = fgets(want, sizeof(want), f) != NULL;
		else if (strstr(got, " kill") == NULL)
			snprintf(diff, size, "is \"%s\", reviewed was \"%s\"", got, more ? want : "(end)");
	}
	if (more && diff[0] == '\0')
		snprintf(diff, size, "missing: \"%s\"", want);
	fclose(f);
}

/* All numbers through another architecture's door, or with the x32 bit: how many are not killed. */
static unsigned
count_survivors(const struct sock_filter *prog, size_t n, uint32_t arch, uint32_t bit)
{
	unsigned alive = 0;

	for (uint32_t call = 0; call < N_CALLS; call++) {
		struct seccomp_data data = { .nr = (int)(call | bit), .arch = arch };

		alive += bpf_run(prog, n, &data) != SECCOMP_RET_KILL_PROCESS;
	}
	return alive;
}

static void
judge_filter(const struct sock_filter *live, size_t n, pid_t pid, const char *golden)
{
	static struct sock_filter made[FILTER_MAX];
	struct jail_filter_spec spec = { JAIL_ENFORCE, true, true, true, true, true, pid };
	char text[320];
	size_t n_made = export_bpf(&spec, made);

	compare_with_golden(golden, live, n, text, sizeof(text));
	say(text[0] == '\0', "13.1", "the live filter, all calls, is what was reviewed", text);
	snprintf(text, sizeof(text), "%zu instructions", n);
	say(n == n_made && memcmp(live, made, n * sizeof(*live)) == 0, "13.1",
		"the live filter is the exported one", text);
	snprintf(text, sizeof(text), "%u alive", count_survivors(live, n, AUDIT_ARCH_I386, 0));
	say(strcmp(text, "0 alive") == 0, "13.2", "i386, all calls", text);
	snprintf(text, sizeof(text), "%u alive", count_survivors(live, n, AUDIT_ARCH_X86_64, 0x40000000));
	say(strcmp(text, "0 alive") == 0, "13.2", "x32, all calls", text);
}

void
check_live_filter(const char *golden)
{
	static struct sock_filter live[FILTER_MAX];
	int pipes[4], status;
	size_t n = 0;
	pid_t pid;
	char c;

	if (geteuid() != 0)
		return say_skip("13.1", "the live filter", "reading it back needs root");
	if (pipe2(pipes, O_CLOEXEC) == -1 || pipe2(pipes + 2, O_CLOEXEC) == -1)
		return say(false, "13.1", "the live filter", strerror(errno));
	pid = locked_child(pipes);
	close(pipes[1]);
	close(pipes[2]);
	if (pid != -1 && read(pipes[0], &c, 1) == 1)
		n = read_filter(pid, live);
	if (n != 0)
		judge_filter(live, n, pid, golden);
	else
		say(false, "13.1", "the live filter", strerror(errno));
	close(pipes[0]);
	close(pipes[3]); /* ends the child's wait */
	if (pid != -1)
		waitpid(pid, &status, 0);
}
