/* How the tables of attempts are written. */
#ifndef CONCLAVE_TESTS_LIVE_REDTEAM_ATTEMPTS_H
#define CONCLAVE_TESTS_LIVE_REDTEAM_ATTEMPTS_H

#include "redteam.h"

#define SOCK_FLAGS (SOCK_CLOEXEC | SOCK_NONBLOCK)
#define P(pointer) ((uintptr_t)(pointer))

#define KILL(r, n, ...)                                             \
	{                                                           \
		.row = r, .name = n, .want = WANT_KILL, __VA_ARGS__ \
	}
#define KILLED(r, n, number, ...)                                                              \
	{                                                                                      \
		.row = r, .name = n, .want = WANT_KILL, .call = number, .arg = { __VA_ARGS__ } \
	}
#define FAILS(r, n, c, number, ...)                                                                        \
	{                                                                                                  \
		.row = r, .name = n, .want = WANT_ERRNO, .code = c, .call = number, .arg = { __VA_ARGS__ } \
	}
#define FAILS_FILE(r, n, c, number, ...)                                                                     \
	{                                                                                                    \
		.row = r, .name = n, .want = WANT_ERRNO, .code = c, .code_landlock = EACCES, .call = number, \
		.arg = { __VA_ARGS__ }                                                                       \
	}
#define WORKS(r, n, ...)                                          \
	{                                                         \
		.row = r, .name = n, .want = WANT_OK, __VA_ARGS__ \
	}

extern uint64_t zeros[32];
/* errno if it has failed, else 0. */
int attempt_result(bool failed);

#endif
