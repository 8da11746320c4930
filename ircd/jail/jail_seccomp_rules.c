/*
 * The table of system calls.  Everything that is not here kills the process (JAIL_ENFORCE).
 *
 * A call without arguments in its row is answered from a bitmap by kernels from 5.11 on; so the hot ones (poll, epoll,
 * read, write, send, receive) must never get an argument test.  Three traps of libseccomp: a row without arguments
 * silently swallows all other rows of its call, an errno row hides an allowing row that comes later, and a row with the first
 * arguments of a longer one is refused behind it.
 * tests/live/redteam proves the result, in both directions.
 */
#include "config.h"

#include "jail/jail_seccomp_rules.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/mman.h>
#include <sys/socket.h>

/* Tests of arguments.  Kernel arguments are 64 bits wide; EQ looks at all, LOW32_* as the kernel does for an int. */
#define EQ(n, value)	       SCMP_CMP64(n, SCMP_CMP_EQ, (scmp_datum_t)(value))
#define LOW32_EQ(n, value)     SCMP_CMP64(n, SCMP_CMP_MASKED_EQ, UINT32_MAX, (scmp_datum_t)(uint32_t)(value))
#define LOW32_WITHIN(n, bits)  SCMP_CMP64(n, SCMP_CMP_MASKED_EQ, UINT32_MAX & ~(scmp_datum_t)(bits), 0)
#define LOW32_WITHOUT(n, bits) SCMP_CMP64(n, SCMP_CMP_MASKED_EQ, (scmp_datum_t)(bits), 0)
#define WITHIN(n, bits)	       SCMP_CMP64(n, SCMP_CMP_MASKED_EQ, ~(scmp_datum_t)(bits), 0)
#define TYPE_EQ(n, type) \
	SCMP_CMP64(n, SCMP_CMP_MASKED_EQ, UINT32_MAX & ~(scmp_datum_t)(SOCK_NONBLOCK | SOCK_CLOEXEC), type)

#define PROT_RW		  (PROT_READ | PROT_WRITE)
#define MAP_DROPPABLE_BIT 0x08 /* the getrandom() of the vDSO, glibc 2.41 */
#define MAP_PRIVATE_ONES \
	(MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK | MAP_POPULATE | MAP_DROPPABLE_BIT)
#define ADVICE_GUARD_INSTALL 102 /* thread stacks, glibc 2.42 */
#define ADVICE_GUARD_REMOVE  103
#define OPEN_NEVER	     (O_PATH | (O_TMPFILE & ~O_DIRECTORY) | O_ASYNC | O_DIRECT)
#define SETFL_NEVER	     (O_ASYNC | O_DIRECT | O_NOATIME)

#define ALLOW(call, why)                                             \
	{                                                            \
		SCMP_SYS(call), 0, 0, { { 0 } }, why, RULE_ALWAYS, 0 \
	}
#define ALLOW_1(call, a, why)                                    \
	{                                                        \
		SCMP_SYS(call), 0, 1, { a }, why, RULE_ALWAYS, 0 \
	}
#define ALLOW_2(call, a, b, why)                                    \
	{                                                           \
		SCMP_SYS(call), 0, 2, { a, b }, why, RULE_ALWAYS, 0 \
	}
#define ALLOW_3(call, a, b, c, why)                                    \
	{                                                              \
		SCMP_SYS(call), 0, 3, { a, b, c }, why, RULE_ALWAYS, 0 \
	}
#define ALLOW_INSTEAD(call, missing, why)                                            \
	{                                                                            \
		SCMP_SYS(call), 0, 0, { { 0 } }, why, RULE_ALWAYS, SCMP_SYS(missing) \
	}
#define SOFT(call, code, why)                                           \
	{                                                               \
		SCMP_SYS(call), code, 0, { { 0 } }, why, RULE_ALWAYS, 0 \
	}
#define SOFT_1(call, code, a, why)                                  \
	{                                                           \
		SCMP_SYS(call), code, 1, { a }, why, RULE_ALWAYS, 0 \
	}

#define SOCKET(domain, type, protocol, when, why)                                                          \
	{                                                                                                  \
		SCMP_SYS(socket), 0, 3, { EQ(0, domain), TYPE_EQ(1, type), EQ(2, protocol) }, why, when, 0 \
	}
#define SETSOCKOPT(level, name, why) ALLOW_2(setsockopt, EQ(1, level), EQ(2, name), why)
#define FCNTL(cmd, why)		     ALLOW_1(fcntl, LOW32_EQ(1, cmd), why)
#define MADVISE(advice, why)	     ALLOW_1(madvise, LOW32_EQ(2, advice), why)

const struct jail_rule jail_rules[] = {
	/* The loop. */
	ALLOW(poll, "core/loop: the one place that blocks"),
	ALLOW(ppoll, "poll() where the kernel has no such call"),
	ALLOW(epoll_ctl, "core/loop: connections; the instance was made before"),
	ALLOW(epoll_wait, "core/loop"),
	ALLOW(epoll_pwait, "epoll_wait() where the kernel has no such call"),
	ALLOW(read, "TLS records, wake-ups, files"),
	ALLOW(write, "TLS records, wake-ups, the log"),
	ALLOW(readv, "libc"),
	ALLOW(writev, "net/sendq; libc's last words"),
	ALLOW(recvfrom, "net: lines, DNS answers"),
	ALLOW(sendto, "net: lines, DNS questions"),
	{ SCMP_SYS(recvmmsg), 0, 0, { { 0 } }, "modules: datagrams, before others are dropped",
		RULE_WITH_BATCHES, 0 },
	{ SCMP_SYS(sendmmsg), 0, 0, { { 0 } }, "modules: datagrams", RULE_WITH_BATCHES, 0 },
	ALLOW(close, "everywhere"),

	/* Sockets. */
	{ SCMP_SYS(accept4), 0, 1, { LOW32_WITHIN(3, SOCK_NONBLOCK | SOCK_CLOEXEC) }, "net/listener",
		RULE_ALWAYS, 0 },
	SOCKET(AF_INET, SOCK_STREAM, 0, RULE_WITH_BOTH, "net/dial, relay"),
	SOCKET(AF_INET, SOCK_STREAM, IPPROTO_TCP, RULE_WITH_BOTH, "net/dial, relay"),
	SOCKET(AF_INET, SOCK_DGRAM, 0, RULE_WITH_UDP, "net/resolver, modules"),
	SOCKET(AF_INET, SOCK_DGRAM, IPPROTO_UDP, RULE_WITH_UDP, "net/resolver, modules"),
	SOCKET(AF_INET6, SOCK_STREAM, 0, RULE_WITH_BOTH, "net/dial, relay"),
	SOCKET(AF_INET6, SOCK_STREAM, IPPROTO_TCP, RULE_WITH_BOTH, "net/dial, relay"),
	SOCKET(AF_INET6, SOCK_DGRAM, 0, RULE_WITH_UDP, "net/resolver, modules"),
	SOCKET(AF_INET6, SOCK_DGRAM, IPPROTO_UDP, RULE_WITH_UDP, "net/resolver, modules"),
	SOCKET(AF_UNIX, SOCK_STREAM, 0, RULE_WITH_UNIX, "relay/clamd"),
	{ SCMP_SYS(socket), EAFNOSUPPORT, 1, { EQ(0, AF_UNIX) },
		"syslog() reconnects, libc asks its name cache", RULE_WITHOUT_UNIX, 0 },
	{ SCMP_SYS(socket), EAFNOSUPPORT, 2, { EQ(0, AF_UNIX), TYPE_EQ(1, SOCK_DGRAM) },
		"syslog() reconnects", RULE_WITH_UNIX, 0 },
	{ SCMP_SYS(connect), 0, 0, { { 0 } },
		"net/dial, net/resolver, relay/clamd, modules; Landlock knows the ports", RULE_WITH_PEER, 0 },
	{ SCMP_SYS(bind), 0, 0, { { 0 } },
		"net/dial: source address; relay: listeners; Landlock knows the ports", RULE_WITH_ADDRESS,
		0 },
	{ SCMP_SYS(listen), 0, 0, { { 0 } }, "relay: one for each offer", RULE_WITH_BIND, 0 },
	ALLOW(shutdown, "net/conn: end of stream"),
	ALLOW(getsockname, "net/listener, net/resolver"),
	ALLOW(getpeername, "net/listener"),
	ALLOW_2(getsockopt, EQ(1, SOL_SOCKET), EQ(2, SO_ERROR), "net/dial: how a connect ended"),
	ALLOW_2(getsockopt, EQ(1, SOL_SOCKET), EQ(2, SO_PEERCRED),
		"net/conn: who is at the other end of a Unix socket"),
	{ SCMP_SYS(getsockopt), 0, 2, { EQ(1, IPPROTO_TCP), EQ(2, TCP_INFO) },
		"net/stream: whether all has arrived", RULE_WITH_BIND, 0 },
	SETSOCKOPT(SOL_SOCKET, SO_KEEPALIVE, "net/conn"),
	SETSOCKOPT(SOL_SOCKET, SO_REUSEADDR, "net/listener, relay"),
	{ SCMP_SYS(setsockopt), 0, 2, { EQ(1, SOL_SOCKET), EQ(2, SO_LINGER) }, "net/stream: reset",
		RULE_WITH_BIND, 0 },
	SETSOCKOPT(IPPROTO_TCP, TCP_NODELAY, "net/conn"),
	SETSOCKOPT(IPPROTO_TCP, TCP_KEEPIDLE, "net/conn"),
	SETSOCKOPT(IPPROTO_TCP, TCP_KEEPINTVL, "net/conn"),
	SETSOCKOPT(IPPROTO_TCP, TCP_KEEPCNT, "net/conn"),
	SETSOCKOPT(IPPROTO_TCP, TCP_USER_TIMEOUT, "net/conn"),
	SETSOCKOPT(IPPROTO_IPV6, IPV6_V6ONLY, "net/listener, relay"),
	FCNTL(F_GETFD, "libc, resolver"),
	FCNTL(F_SETFD, "libc, resolver"),
	FCNTL(F_GETFL, "libc, resolver"),
	ALLOW_2(fcntl, LOW32_EQ(1, F_SETFL), LOW32_WITHOUT(2, SETFL_NEVER), "resolver: non-blocking"),
	FCNTL(F_SETLK, "store: SQLite's locks"),
	FCNTL(F_GETLK, "store: SQLite's locks"),

	/* Files.  What a path may name is the room's and Landlock's business. */
	ALLOW_2(openat, LOW32_EQ(0, AT_FDCWD), LOW32_WITHOUT(2, OPEN_NEVER), "REHASH, certificates, store"),
	ALLOW(newfstatat, "libc: stat, since glibc 2.33 fstat too"),
	ALLOW(fstat, "libc: fstat before glibc 2.33 and after 2.38"),
	ALLOW(lseek, "libc: stdio"),
	ALLOW(pread64, "store"),
	ALLOW(pwrite64, "store"),
	ALLOW(ftruncate, "store"),
	ALLOW(fsync, "store"),
	ALLOW(fdatasync, "store"),
	ALLOW(unlink, "store: journals"),
	ALLOW_INSTEAD(unlinkat, unlink, "store: journals"),
	ALLOW(rename, "store: rotation"),
	ALLOW_INSTEAD(renameat, rename, "store: rotation"),
	ALLOW_INSTEAD(renameat2, rename, "store: rotation"),
	ALLOW(getdents64, "conf: include of a directory"),
	ALLOW(getcwd, "libc: realpath; SQLite"),

	/* Memory: readable, writable, never executable. */
	ALLOW_2(mmap, WITHIN(2, PROT_RW), WITHIN(3, MAP_PRIVATE_ONES), "malloc, stdio"),
	ALLOW_2(mmap, EQ(2, PROT_RW), EQ(3, MAP_SHARED), "store: index of SQLite's write-ahead log"),
	SOFT_1(mmap, ENOMEM, LOW32_WITHOUT(2, PROT_EXEC),
		"malloc tries huge pages and others, and does without"),
	ALLOW_1(mprotect, WITHIN(2, PROT_RW), "malloc: growth of a thread's heap"),
	ALLOW_1(mremap, EQ(3, MREMAP_MAYMOVE), "realloc"),
	MADVISE(MADV_NORMAL, "libc"),
	MADVISE(MADV_DONTNEED, "malloc: trim"),
	MADVISE(MADV_FREE, "malloc: trim"),
	MADVISE(MADV_DONTDUMP, "libsodium"),
	MADVISE(MADV_DODUMP, "libsodium"),
	MADVISE(ADVICE_GUARD_INSTALL, "libc: stacks"),
	MADVISE(ADVICE_GUARD_REMOVE, "libc: stacks"),
	ALLOW(munmap, "free"),
	ALLOW(brk, "malloc"),

	/* Threads and signals. */
	ALLOW(futex, "mutexes, condition variables, joining"),
	ALLOW(set_robust_list, "start of a thread"),
	ALLOW(rseq, "start of a thread"),
	ALLOW(sched_yield, "libc: locks"),
	ALLOW(rt_sigaction, "abort"),
	ALLOW(rt_sigprocmask, "abort, end of a thread, vDSO getrandom"),
	ALLOW(rt_sigreturn, "end of a handler"),
	ALLOW(restart_syscall, "poll after SIGSTOP and SIGCONT"),
	{ SCMP_SYS(tgkill), 0, 1, { EQ(0, 0) }, "abort, raise: to ourselves only", RULE_OWN_PID, 0 },
	ALLOW(exit, "end of a thread"),
	ALLOW(exit_group, "end of the process"),

	/* Asking. */
	ALLOW(clock_gettime, "machines whose vDSO has no clock"),
	ALLOW(clock_nanosleep, "libc, SQLite"),
	ALLOW(getrandom, "OpenSSL, libsodium, malloc"),
	ALLOW(getpid, "libraries"),
	ALLOW(gettid, "libraries, abort"),
	ALLOW(getuid, "libraries"),
	ALLOW(geteuid, "libraries"),
	ALLOW(uname, "libraries"),
	ALLOW(sysinfo, "libc: a large qsort"),
	ALLOW(getrusage, "STATS"),

	/* What libraries try, and do without when they get the answer that an old kernel gives. */
	SOFT(clone, EAGAIN, "no more threads: the caller gets EAGAIN"),
	SOFT(clone3, ENOSYS, "libc falls back to clone"),
	SOFT(statx, ENOSYS, "libc falls back to newfstatat"),
	SOFT(faccessat2, ENOSYS, "libc"),
	SOFT(openat2, ENOSYS, "libraries"),
	SOFT(futex_waitv, ENOSYS, "libraries"),
	SOFT(membarrier, ENOSYS, "musl, libraries"),
	SOFT(close_range, ENOSYS, "libraries"),
	{ SCMP_SYS(sendmmsg), ENOSYS, 0, { { 0 } }, "libc's resolver", RULE_WITHOUT_BATCHES, 0 },
	{ SCMP_SYS(recvmmsg), ENOSYS, 0, { { 0 } }, "libc's resolver", RULE_WITHOUT_BATCHES, 0 },
	SOFT(open, EACCES, "libraries with calls of their own"),
	SOFT(access, EACCES, "libraries that look for a file"),
	SOFT(fchown, EPERM, "SQLite's journals"),
	SOFT(fchmod, EPERM, "SQLite's journals"),
	SOFT(prlimit64, EPERM, "getrlimit, sysconf"),
	SOFT(sched_getaffinity, EPERM, "malloc asks how many processors there are"),
	SOFT(prctl, EPERM, "names of threads and of memory"),
	SOFT(readlink, EINVAL, "realpath: not a symbolic link"),
	SOFT(ioctl, ENOTTY, "stdio asks whether a file is a terminal"),
};
const size_t jail_n_rules = sizeof(jail_rules) / sizeof(jail_rules[0]);
