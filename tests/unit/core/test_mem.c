#include "core/mem.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

Test(mem, nothing_is_still_a_pointer)
{
	void *a = mem_alloc(0), *z = mem_zalloc(0), *v = mem_array(0, 8), *g = mem_grow(NULL, 8, 0);

	cr_expect(a != NULL && z != NULL && v != NULL && g != NULL);
	mem_free(a);
	mem_free(z);
	mem_free(v);
	mem_free(g);
	mem_free(NULL);
}

Test(mem, zalloc_and_array_are_zeroed)
{
	static const unsigned char zero[400];
	unsigned char *z = mem_zalloc(400), *a = mem_array(100, 4);

	cr_expect_eq(memcmp(z, zero, 400), 0);
	cr_expect_eq(memcmp(a, zero, 400), 0);
	mem_free(z);
	mem_free(a);
}

Test(mem, grow_keeps_what_is_there)
{
	char *p = mem_grow(NULL, 2, 4);

	memcpy(p, "12345678", 8);
	p = mem_grow(p, 1000, 4);
	cr_expect_eq(memcmp(p, "12345678", 8), 0);
	mem_free(p);
}

Test(mem, array_overflow_aborts, .signal = SIGABRT)
{
	mem_free(mem_array(SIZE_MAX / 8 + 2, 8));
}

Test(mem, grow_overflow_aborts, .signal = SIGABRT)
{
	mem_free(mem_grow(NULL, 8, SIZE_MAX / 8 + 2));
}

/* AddressSanitizer asks this; by default it ends the process itself where malloc() should say that there is no memory. */
const char *__asan_default_options(void) __attribute__((visibility("default")));
const char *
__asan_default_options(void)
{
	return "allocator_may_return_null=1";
}

Test(mem, out_of_memory_aborts, .signal = SIGABRT)
{
	mem_free(mem_alloc(SIZE_MAX / 2));
}

/* The end of the heap stays where it is: who moves it waits for all threads that map memory. */
Test(mem, what_is_freed_is_not_given_back_at_once)
{
	static void *piece[1000];
	const void *end;

	mem_init();
	for (size_t i = 0; i < ARRAY_LEN(piece); i++)
		piece[i] = mem_alloc(4000);
	end = sbrk(0);
	for (size_t i = 0; i < ARRAY_LEN(piece); i++)
		mem_free(piece[i]);
	cr_expect_eq(sbrk(0), end);
	for (size_t i = 0; i < ARRAY_LEN(piece); i++)
		piece[i] = mem_alloc(4000);
	cr_expect_eq(sbrk(0), end);
	for (size_t i = 0; i < ARRAY_LEN(piece); i++)
		mem_free(piece[i]);
}
