/* Small things that every file may need. */
#ifndef CONCLAVE_CORE_UTIL_H
#define CONCLAVE_CORE_UTIL_H

#include <stddef.h>
#include <stdint.h>

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

/* n bytes before p.  By way of a union, for -Wcast-qual refuses a cast that may drop const. */
static inline void *
util_back(const void *p, size_t n)
{
	union {
		const char *from;
		void *to;
	} u = { .from = (const char *)p - n };

	return u.to;
}

/* The object that holds `member` at `ptr`; `type` alone says whether it is const. */
#define CONTAINER_OF(ptr, type, member) ((type *)util_back((ptr), offsetof(type, member)))

#if defined(__GNUC__)
#define WARN_UNUSED		__attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, first) __attribute__((format(printf, fmt, first)))
#define NORETURN		__attribute__((noreturn))
#define LIKELY(x)		__builtin_expect(!!(x), 1)
#define UNLIKELY(x)		__builtin_expect(!!(x), 0)
#else
#define WARN_UNUSED
#define PRINTF_LIKE(fmt, first)
#define NORETURN
#define LIKELY(x)   (x)
#define UNLIKELY(x) (x)
#endif

#endif
