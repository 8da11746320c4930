#include "core/handle.h"

#include <criterion/criterion.h>
#include <signal.h>

Test(handle, finds_its_object_and_no_other)
{
	struct handle_table *t = handle_table_new(10);
	int a, b;
	struct handle ha = handle_new(t, &a), hb = handle_new(t, &b);

	cr_expect_not(handle_is_none(ha));
	cr_expect_not(handle_eq(ha, hb));
	cr_expect(handle_eq(ha, ha));
	cr_expect(handle_get(t, ha) == &a);
	cr_expect(handle_get(t, hb) == &b);
	cr_expect_eq(handle_count(t), 2);
	handle_table_free(t);
}

Test(handle, of_nothing_and_out_of_range_find_nothing)
{
	struct handle_table *t = handle_table_new(10);
	int a;
	struct handle h;

	cr_expect(handle_get(t, HANDLE_NONE) == NULL);
	h = handle_new(t, &a);
	cr_expect(handle_get(t, HANDLE_NONE) == NULL);
	cr_expect(handle_get(t, (struct handle){ UINT32_MAX, 1 }) == NULL);
	cr_expect(handle_get(t, (struct handle){ h.slot + 1, h.gen }) == NULL);
	cr_expect(handle_get(t, (struct handle){ h.slot, h.gen + 1 }) == NULL);
	handle_table_free(t);
}

Test(handle, of_a_freed_object_finds_nothing_also_when_the_slot_is_taken)
{
	struct handle_table *t = handle_table_new(1);
	int a, b;
	struct handle old = handle_new(t, &a), new;

	handle_free(t, old);
	cr_expect(handle_get(t, old) == NULL);
	/* What a slot will give out next is not valid before it is given out. */
	cr_expect(handle_get(t, (struct handle){ old.slot, old.gen + 1 }) == NULL);
	new = handle_new(t, &b);
	cr_expect_eq(new.slot, old.slot);
	cr_expect(handle_get(t, old) == NULL);
	cr_expect(handle_get(t, new) == &b);
	handle_table_free(t);
}

Test(handle, every_reuse_has_another_generation)
{
	struct handle_table *t = handle_table_new(1);
	int a;
	uint32_t before = 0;

	for (int i = 0; i < 1000; i++) {
		struct handle h = handle_new(t, &a);

		cr_assert(h.gen != 0 && h.gen != before);
		before = h.gen;
		handle_free(t, h);
	}
	handle_table_free(t);
}

Test(handle, free_slots_are_used_in_turn)
{
	struct handle_table *t = handle_table_new(3);
	int a;
	struct handle h[3], again;

	for (size_t i = 0; i < ARRAY_LEN(h); i++)
		h[i] = handle_new(t, &a);
	handle_free(t, h[1]);
	handle_free(t, h[0]);
	again = handle_new(t, &a);
	cr_expect_eq(again.slot, h[1].slot);
	again = handle_new(t, &a);
	cr_expect_eq(again.slot, h[0].slot);
	cr_expect(handle_is_none(handle_new(t, &a)));
	handle_table_free(t);
}

Test(handle, one_above_the_limit_is_refused)
{
	enum { MAX = 100 };
	struct handle_table *t = handle_table_new(MAX);
	int obj[MAX];
	struct handle h[MAX];

	for (size_t i = 0; i < MAX; i++) {
		h[i] = handle_new(t, &obj[i]);
		cr_assert_not(handle_is_none(h[i]));
	}
	cr_expect_eq(handle_count(t), MAX);
	cr_expect(handle_is_none(handle_new(t, &obj[0])));
	for (size_t i = 0; i < MAX; i++)
		cr_expect(handle_get(t, h[i]) == &obj[i]);
	handle_free(t, h[50]);
	cr_expect_not(handle_is_none(handle_new(t, &obj[50])));
	cr_expect(handle_is_none(handle_new(t, &obj[50])));
	handle_table_free(t);
}

Test(handle, freed_twice_is_a_bug, .signal = SIGABRT)
{
	struct handle_table *t = handle_table_new(2);
	int a;
	struct handle h = handle_new(t, &a);

	handle_free(t, h);
	handle_free(t, h);
}

Test(handle, no_table_is_freed_without_harm)
{
	handle_table_free(NULL);
}
