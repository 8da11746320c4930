/* Small things that every file may need.  No functions. */
#ifndef CONCLAVE_CORE_UTIL_H
#define CONCLAVE_CORE_UTIL_H

#include <stddef.h>
#include <stdint.h>

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

/* The object that holds `member` at `ptr`.  By way of an integer, so that `type` alone says whether it is const. */
#define CONTAINER_OF(ptr, type, member) ((type *)((uintptr_t)(ptr)-offsetof(type, member)))

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
