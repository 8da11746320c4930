/*
 * The table of attempts, in the order of the plan of attack (section 13 of the hardening reference; the rows are its numbers),
 * without those of the network.
 * "The errno where Landlock is all there is" is EACCES: without a room the file exists, but may not be opened.
 */
#include "config.h"

#include "redteam_attempts.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/util.h"

#ifndef SYS_pidfd_getfd
#define SYS_pidfd_getfd 438
#endif

struct place place;

int
attempt_result(bool failed)
{
	return failed ? errno : 0;
}
static char scratch[4096];
uint64_t zeros[32];

/* 13.2: other doors into the kernel.  The i386 door has its own numbers: 20 is getpid. */
static int
enter_i386(void)
{
#ifdef __x86_64__
	int r;

	__asm__ volatile("int $0x80" : "=a"(r) : "a"(20) : "memory", "r8", "r9", "r10", "r11");
	return r < 0 ? -r : 0;
#else
	return raise(SIGSYS);
#endif
}

static int
fork_by_libc(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	return attempt_result(pid == -1);
}

static int
mprotect_to(int prot)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		return errno;
	return attempt_result(mprotect(p, 4096, prot) == -1);
}

static int
mprotect_rx(void)
{
	return mprotect_to(PROT_READ | PROT_EXEC);
}

static int
mprotect_rwx(void)
{
	return mprotect_to(PROT_READ | PROT_WRITE | PROT_EXEC);
}

static int
kill_self(void)
{
	return (int)syscall(SYS_kill, getpid(), 0);
}

static int
tgkill_self(void)
{
	return attempt_result(syscall(SYS_tgkill, getpid(), gettid(), 0) == -1);
}

static void *
idle_thread(void *arg)
{
	return arg;
}

static int
start_thread(void)
{
	pthread_t t;
	int r = pthread_create(&t, NULL, idle_thread, NULL);

	if (r == 0)
		pthread_join(t, NULL);
	return r;
}

/* 13.31: our own faults must be told as what they are, not end as a denied call. */
static int
fault_abort(void)
{
	abort();
}

static int
fault_assert(void)
{
	volatile int zero = 0;

	assert(zero == 1);
	return 0;
}

static int
fault_double_free(void)
{
	void (*volatile release)(void *) = free;
	void *p = malloc(100000);

	release(p);
	p = malloc(24);
	release(p);
	release(p);
	return 0;
}

static int
fault_segv(void)
{
	volatile char *volatile nowhere = NULL;

	nowhere[0] = 1;
	return 0;
}

/* What must go on working. */
static int
read_conf(void)
{
	int fd = open(place.key, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd == -1)
		return errno;
	n = read(fd, scratch, sizeof(scratch));
	close(fd);
	return n > 0 ? 0 : EIO;
}

static int
write_state(void)
{
	int fd = open(place.file, O_RDWR | O_CREAT | O_CLOEXEC, 0600), r = 0;

	if (fd == -1)
		return errno;
	if (write(fd, "x", 1) != 1 || fsync(fd) == -1 || ftruncate(fd, 0) == -1)
		r = errno;
	close(fd);
	if (r == 0 && (rename(place.file, place.other) == -1 || unlink(place.other) == -1))
		r = errno;
	return r;
}

/* Past RLIMIT_FSIZE: an error to answer, no signal. */
static int
write_too_much(void)
{
	int fd = open(place.file, O_RDWR | O_CREAT | O_CLOEXEC, 0600), r;

	if (fd == -1)
		return errno;
	r = attempt_result(pwrite(fd, "x", 1, (off_t)1 << 30) == -1);
	close(fd);
	return r;
}

static int
use_memory(void)
{
	char *p = malloc(64 << 20);

	if (p == NULL)
		return ENOMEM;
	memset(p, 1, 64 << 20);
	p = realloc(p, 96 << 20);
	free(p);
	return getrandom(scratch, 32, 0) == 32 ? 0 : EIO;
}

static int
talk_tcp(void)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(place.link_port) };
	struct pollfd pfd = { .events = POLLOUT };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_FLAGS, 0), one = 1, status = 0, r = 0;
	socklen_t size = sizeof(status);

	if (fd == -1)
		return errno;
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	pfd.fd = fd;
	if (setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one)) == -1 ||
		setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &one, sizeof(one)) == -1 ||
		(connect(fd, (struct sockaddr *)&to, sizeof(to)) == -1 && errno != EINPROGRESS) ||
		poll(&pfd, 1, 1000) != 1 || getsockopt(fd, SOL_SOCKET, SO_ERROR, &status, &size) == -1)
		r = errno;
	else
		r = status != 0 ? status : attempt_result(send(fd, "x", 1, MSG_NOSIGNAL) != 1);
	close(fd);
	return r;
}

static const char no_file[] = "/nonexistent";
static char *const no_args[] = { NULL };
static const struct rlimit more = { 1 << 20, 1 << 20 };
static const struct sock_fprog no_program = { 0, NULL };

#define CWD (uintptr_t) AT_FDCWD

const struct attempt attempts[] = {
	KILL("13.2", "i386 entry, int 0x80", .run = enter_i386),
	KILLED("13.2", "x32 getpid", 0x40000000 + 39),

	KILLED("13.4", "execve", SYS_execve, P(no_file), P(no_args), P(no_args)),
	KILLED("13.4", "execveat", SYS_execveat, CWD, P(no_file), P(no_args), P(no_args)),
	{ .row = "13.4", .name = "fork by libc", .want = WANT_ERRNO, .code = EAGAIN, .run = fork_by_libc },
	KILLED("13.4", "fork, the raw call", SYS_fork),
	KILLED("13.4", "vfork", SYS_vfork),
	FAILS("13.4", "clone", EAGAIN, SYS_clone, SIGCHLD),
	FAILS("13.4", "clone3", ENOSYS, SYS_clone3, P(zeros), 64),

	FAILS_FILE("13.5", "open /etc/passwd", ENOENT, SYS_openat, CWD, P("/etc/passwd")),
	FAILS_FILE("13.5", "open ../../../../etc/passwd", ENOENT, SYS_openat, CWD,
		P("../../../../../../../etc/passwd")),
	FAILS_FILE("13.5", "open /proc/self/mem", ENOENT, SYS_openat, CWD, P("/proc/self/mem"), O_RDWR),
	FAILS_FILE("13.5", "open /dev/null", ENOENT, SYS_openat, CWD, P("/dev/null")),
	FAILS_FILE("13.5", "open the old root", ENOENT, SYS_openat, CWD, P("/usr"), O_DIRECTORY),
	FAILS("13.5", "open by the old call", EACCES, SYS_open, P("/etc/passwd")),

	KILLED("13.6", "openat O_PATH", SYS_openat, CWD, P("/"), O_PATH),
	KILLED("13.6", "openat O_TMPFILE", SYS_openat, CWD, P(place.state), O_TMPFILE | O_RDWR, 0600),
	KILLED("13.6", "openat with a directory descriptor", SYS_openat, 5, P("etc/passwd")),

	FAILS_FILE("13.7", "create in the configuration", EROFS, SYS_openat, CWD, P(place.fresh),
		O_CREAT | O_WRONLY, 0600),
	FAILS_FILE("13.7", "unlink in the configuration", EROFS, SYS_unlink, P(place.key)),
	FAILS_FILE("13.7", "rename in the configuration", EROFS, SYS_rename, P(place.key), P(place.fresh)),
	FAILS_FILE("13.7", "truncate in the configuration", EROFS, SYS_openat, CWD, P(place.key),
		O_TRUNC | O_WRONLY),
	FAILS_FILE("13.7", "create in the root", EROFS, SYS_openat, CWD, P("/x"), O_CREAT | O_WRONLY, 0600),

	KILLED("13.8", "symlink the key into the state", SYS_symlink, P(place.key), P(place.other)),
	KILLED("13.8", "link the key into the state", SYS_link, P(place.key), P(place.other)),
	KILLED("13.8", "symlinkat", SYS_symlinkat, P(place.key), CWD, P(place.other)),
	KILLED("13.8", "linkat", SYS_linkat, CWD, P(place.key), CWD, P(place.other)),
	KILLED("13.8", "chmod", SYS_chmod, P(place.file), 04755),
	KILLED("13.8", "fchmodat", SYS_fchmodat, CWD, P(place.file), 04755),
	KILLED("13.8", "chown", SYS_chown, P(place.file), 0, 0),
	KILLED("13.8", "setxattr", SYS_setxattr, P(place.file), P("user.x"), P("y"), 1),
	KILLED("13.8", "mknod", SYS_mknod, P(place.other), S_IFCHR | 0600, 0x101),
	KILLED("13.8", "mkdir", SYS_mkdir, P(place.other), 0700),

	FAILS_FILE("13.9", "open a symbolic link planted in the state", ELOOP, SYS_openat, CWD,
		P(place.planted)),

	KILLED("13.15", "mmap RWX", SYS_mmap, 0, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
		MAP_PRIVATE | MAP_ANONYMOUS, UINT64_MAX, 0),
	KILLED("13.15", "mmap RX of a file", SYS_mmap, 0, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, 0, 0),
	KILL("13.15", "mprotect RX", .run = mprotect_rx),
	KILL("13.15", "mprotect RWX", .run = mprotect_rwx),
	KILLED("13.15", "pkey_mprotect", SYS_pkey_mprotect, P(scratch), 4096, PROT_EXEC, 0),
	KILLED("13.15", "memfd_create", SYS_memfd_create, P("x"), 0),
	KILLED("13.15", "memfd_secret", SYS_memfd_secret, 0),
	KILLED("13.15", "personality READ_IMPLIES_EXEC", SYS_personality, 0x0400000),
	KILLED("13.15", "remap_file_pages", SYS_remap_file_pages, P(scratch), 4096, 0, 0, 0),
	KILLED("13.15", "mremap to a fixed place", SYS_mremap, P(scratch), 4096, 4096, 3, 0x10000),

	FAILS("13.16", "mmap shared, anonymous", ENOMEM, SYS_mmap, 0, 4096, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, UINT64_MAX, 0),
	FAILS("13.16", "mmap HUGETLB", ENOMEM, SYS_mmap, 0, 2 << 20, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB, UINT64_MAX, 0),
	FAILS("13.16", "mmap FIXED", ENOMEM, SYS_mmap, 0x10000, 4096, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, UINT64_MAX, 0),

	KILLED("13.17", "kill process 1", SYS_kill, 1, 0),
	KILL("13.17", "kill ourselves", .run = kill_self),
	KILLED("13.17", "tkill", SYS_tkill, 1, 0),
	KILLED("13.17", "tgkill process 1", SYS_tgkill, 1, 1, 0),
	WORKS("13.17", "tgkill ourselves (abort needs it)", .run = tgkill_self),
	KILLED("13.17", "rt_sigqueueinfo", SYS_rt_sigqueueinfo, 1, SIGTERM, P(zeros)),
	KILLED("13.17", "pidfd_open", SYS_pidfd_open, 1, 0),
	KILLED("13.17", "pidfd_send_signal", SYS_pidfd_send_signal, 0, 0, 0, 0),
	KILLED("13.17", "pidfd_getfd", SYS_pidfd_getfd, 0, 0, 0),

	KILLED("13.18", "ptrace TRACEME", SYS_ptrace, 0, 0, 0, 0),
	KILLED("13.18", "ptrace ATTACH", SYS_ptrace, 16, 1, 0, 0),
	KILLED("13.18", "process_vm_readv", SYS_process_vm_readv, 1, P(zeros), 1, P(zeros), 1, 0),
	KILLED("13.18", "process_vm_writev", SYS_process_vm_writev, 1, P(zeros), 1, P(zeros), 1, 0),
	KILLED("13.18", "process_madvise", SYS_process_madvise, 0, P(zeros), 1, 4, 0),
	KILLED("13.18", "kcmp", SYS_kcmp, 1, 1, 0, 0, 0),

	KILLED("13.19", "mount", SYS_mount, P("none"), P("/"), P("tmpfs"), 0, 0),
	KILLED("13.19", "umount2", SYS_umount2, P("/"), 0),
	KILLED("13.19", "fsopen", SYS_fsopen, P("tmpfs"), 0),
	KILLED("13.19", "open_tree", SYS_open_tree, CWD, P("/"), 1),
	KILLED("13.19", "move_mount", SYS_move_mount, CWD, P("/"), CWD, P("/"), 0),
	KILLED("13.19", "mount_setattr", SYS_mount_setattr, CWD, P("/"), 0, P(zeros), 32),
	KILLED("13.19", "pivot_root", SYS_pivot_root, P("."), P(".")),
	KILLED("13.19", "chroot", SYS_chroot, P("/")),
	KILLED("13.19", "unshare NEWUSER", SYS_unshare, CLONE_NEWUSER),
	KILLED("13.19", "setns", SYS_setns, 0, 0),
	KILLED("13.19", "chdir", SYS_chdir, P("/")),
	KILLED("13.19", "fchdir", SYS_fchdir, 0),

	KILLED("13.20", "setuid 0", SYS_setuid, 0),
	KILLED("13.20", "setresuid 0", SYS_setresuid, 0, 0, 0),
	KILLED("13.20", "setgid 0", SYS_setgid, 0),
	KILLED("13.20", "setresgid 0", SYS_setresgid, 0, 0, 0),
	KILLED("13.20", "setfsuid 0", SYS_setfsuid, 0),
	KILLED("13.20", "setgroups", SYS_setgroups, 0, 0),
	KILLED("13.20", "capset", SYS_capset, P(zeros), P(zeros)),
	FAILS("13.20", "prctl PR_SET_DUMPABLE", EPERM, SYS_prctl, 4, 1, 0, 0, 0),
	FAILS("13.20", "prctl PR_CAP_AMBIENT", EPERM, SYS_prctl, 47, 2, 0, 0, 0),
	FAILS("13.20", "prctl PR_SET_SECCOMP", EPERM, SYS_prctl, 22, 2, P(zeros), 0, 0),
	KILLED("13.20", "seccomp", SYS_seccomp, 1, 0, P(zeros)),

	KILLED("13.21", "bpf", SYS_bpf, 0, P(zeros), 64),
	KILLED("13.21", "io_uring_setup", SYS_io_uring_setup, 1, P(zeros)),
	KILLED("13.21", "io_uring_enter", SYS_io_uring_enter, 0, 0, 0, 0, 0, 0),
	KILLED("13.21", "userfaultfd", SYS_userfaultfd, 1),
	KILLED("13.21", "keyctl", SYS_keyctl, 0, 0, 0, 0, 0),
	KILLED("13.21", "add_key", SYS_add_key, P("user"), P("x"), P("y"), 1, 0),
	KILLED("13.21", "request_key", SYS_request_key, P("user"), P("x"), 0, 0),
	KILLED("13.21", "perf_event_open", SYS_perf_event_open, P(zeros), 0, 0, 0, 0),
	KILLED("13.21", "inotify_init1", SYS_inotify_init1, 0),
	KILLED("13.21", "fanotify_init", SYS_fanotify_init, 0, 0),
	KILLED("13.21", "timer_create", SYS_timer_create, 0, 0, P(zeros)),
	KILLED("13.21", "shmget", SYS_shmget, 0, 4096, 0600),
	KILLED("13.21", "msgget", SYS_msgget, 0, 0600),
	KILLED("13.21", "semget", SYS_semget, 0, 1, 0600),
	KILLED("13.21", "mq_open", SYS_mq_open, P("x"), 0, 0, 0),
	KILLED("13.21", "modify_ldt", SYS_modify_ldt, 0, P(zeros), 16),
	KILLED("13.21", "arch_prctl", SYS_arch_prctl, 0x1004, P(zeros)),
	KILLED("13.21", "ioperm", SYS_ioperm, 0x70, 1, 1),
	KILLED("13.21", "iopl", SYS_iopl, 3),
	KILLED("13.21", "adjtimex", SYS_adjtimex, P(zeros)),
	KILLED("13.21", "clock_settime", SYS_clock_settime, 0, P(zeros)),
	KILLED("13.21", "init_module", SYS_init_module, P(zeros), 8, P("")),
	KILLED("13.21", "kexec_load", SYS_kexec_load, 0, 0, 0, 0),
	KILLED("13.21", "reboot", SYS_reboot, 0, 0, 0, 0),
	KILLED("13.21", "sethostname", SYS_sethostname, P("x"), 1),
	KILLED("13.21", "landlock_restrict_self", SYS_landlock_restrict_self, 0, 0),
	KILLED("13.21", "name_to_handle_at", SYS_name_to_handle_at, CWD, P("/"), P(zeros), P(zeros), 0),
	KILLED("13.21", "open_by_handle_at", SYS_open_by_handle_at, 0, P(zeros), 0),
	KILLED("13.21", "splice", SYS_splice, 0, 0, 1, 0, 1, 0),
	KILLED("13.21", "epoll_create1", SYS_epoll_create1, 0),

	KILLED("13.22", "fcntl F_SETOWN", SYS_fcntl, 0, F_SETOWN, 1),
	KILLED("13.22", "fcntl F_SETSIG", SYS_fcntl, 0, 10, SIGKILL),
	KILLED("13.22", "fcntl O_ASYNC", SYS_fcntl, 0, F_SETFL, O_ASYNC),
	KILLED("13.22", "fcntl F_DUPFD", SYS_fcntl, 0, F_DUPFD, 100),
	KILLED("13.22", "dup", SYS_dup, 0),
	KILLED("13.22", "dup2", SYS_dup2, 0, 100),
	KILLED("13.22", "dup3", SYS_dup3, 0, 100, 0),
	FAILS("13.22", "ioctl TIOCSTI", ENOTTY, SYS_ioctl, 0, 0x5412, P("x")),

	KILLED("13.23", "setsockopt BINDTODEVICE", SYS_setsockopt, 0, SOL_SOCKET, SO_BINDTODEVICE, P("lo"),
		2),
	KILLED("13.23", "setsockopt ATTACH_FILTER", SYS_setsockopt, 0, SOL_SOCKET, SO_ATTACH_FILTER,
		P(&no_program), sizeof(no_program)),
	KILLED("13.23", "setsockopt TCP_ULP", SYS_setsockopt, 0, IPPROTO_TCP, TCP_ULP, P("tls"), 3),
	KILLED("13.23", "setsockopt IP_OPTIONS", SYS_setsockopt, 0, IPPROTO_IP, IP_OPTIONS, P(zeros), 4),
	KILLED("13.23", "setsockopt SO_MARK", SYS_setsockopt, 0, SOL_SOCKET, SO_MARK, P(zeros), 4),
	KILLED("13.23", "getsockopt SO_PEERSEC", SYS_getsockopt, 0, SOL_SOCKET, SO_PEERSEC, P(zeros),
		P(zeros)),
	KILLED("13.23", "accept4 with an unknown flag", SYS_accept4, 0, 0, 0, 1),

	FAILS("13.24", "prlimit64 raise", EPERM, SYS_prlimit64, 0, RLIMIT_NOFILE, P(&more), 0),
	KILLED("13.24", "setrlimit raise", SYS_setrlimit, RLIMIT_NOFILE, P(&more)),
	KILLED("13.24", "setpriority", SYS_setpriority, 0, 0, UINT64_MAX),
	KILLED("13.24", "sched_setscheduler", SYS_sched_setscheduler, 0, 1, P(zeros)),

	{ .row = "13.31", .name = "abort", .want = WANT_SIGNAL, .code = SIGABRT, .run = fault_abort },
	{ .row = "13.31", .name = "assert", .want = WANT_SIGNAL, .code = SIGABRT, .run = fault_assert },
	{ .row = "13.31",
		.name = "double free",
		.want = WANT_SIGNAL,
		.code = SIGABRT,
		.run = fault_double_free },
	{ .row = "13.31", .name = "null pointer", .want = WANT_SIGNAL, .code = SIGSEGV, .run = fault_segv },
	{ .row = "13.32",
		.name = "a thread after the seal",
		.want = WANT_ERRNO,
		.code = EAGAIN,
		.run = start_thread },
	{ .row = "13.35",
		.name = "write past the size limit",
		.want = WANT_ERRNO,
		.code = EFBIG,
		.run = write_too_much },

	WORKS("works", "read the configuration", .run = read_conf),
	WORKS("works", "write, rename, unlink in the state", .run = write_state),
	WORKS("works", "64 MiB, realloc, getrandom", .run = use_memory),
	WORKS("works", "a TCP conversation", .run = talk_tcp),
};
const size_t n_attempts = ARRAY_LEN(attempts);
