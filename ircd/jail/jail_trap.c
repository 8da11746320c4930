/* The SIGSYS handler of debug builds: write and raise only, both of which the filter allows. */
#include "config.h"

#include "jail/jail_trap.h"

#ifdef CONCLAVE_DEBUG

#include <seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/view.h"

#define N_CALLS	     512
#define NAME_MAX_LEN 32

static char names[N_CALLS][NAME_MAX_LEN];

bool
jail_trap_is_built(void)
{
	return true;
}

static size_t
digits(unsigned n, char *dst, size_t size)
{
	char tmp[12];
	size_t len = 0;

	do {
		tmp[len++] = (char)('0' + n % 10);
		n /= 10;
	} while (n != 0 && len < sizeof(tmp));
	if (len > size)
		return 0;
	for (size_t i = 0; i < len; i++)
		dst[i] = tmp[len - 1 - i];
	return len;
}

static void
on_sigsys(int sig, siginfo_t *info, void *context)
{
	static const char head[] = "jail: the filter stopped system call ";
	char line[128];
	size_t n = sizeof(head) - 1;
	int call = info->si_syscall;
	ssize_t rc;

	(void)context;
	memcpy(line, head, n);
	n += digits(call >= 0 ? (unsigned)call : 0, line + n, sizeof(line) - n);
	if (call >= 0 && call < N_CALLS) {
		line[n++] = ' ';
		for (const char *p = names[call]; *p != '\0' && n < sizeof(line) - 1; p++)
			line[n++] = *p;
	}
	line[n++] = '\n';
	rc = write(STDERR_FILENO, line, n);
	(void)rc;
	/* SA_RESETHAND and SA_NODEFER: this one ends the process as the release build's filter would have. */
	raise(sig);
}

void
jail_trap_install(void)
{
	struct sigaction sa = { .sa_sigaction = on_sigsys,
		.sa_flags = (int)(SA_SIGINFO | SA_RESETHAND | SA_NODEFER) };

	for (int i = 0; i < N_CALLS; i++) {
		char *name = seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, i);

		if (name != NULL)
			view_copy(view_z(name), names[i], sizeof(names[i]));
		free(name);
	}
	sigaction(SIGSYS, &sa, NULL);
}

#else

bool
jail_trap_is_built(void)
{
	return false;
}

void
jail_trap_install(void)
{
}

#endif
