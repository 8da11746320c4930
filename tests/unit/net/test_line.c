#include <criterion/criterion.h>

#include "net/line.h"

static struct line
make(struct line_pool *p, unsigned lane, const char *text)
{
	char *dst = line_begin(p, lane, 100);

	memcpy(dst, text, strlen(text));
	return line_end(p, lane, strlen(text));
}

Test(line, lines_of_a_lane_that_somebody_holds_lie_one_behind_the_other)
{
	struct line_pool *p = line_pool_new();
	struct line a = make(p, 0, "one\r\n"), b;

	slab_ref(a.slab);
	b = make(p, 0, "two\r\n");
	cr_expect_eq(b.slab, a.slab);
	cr_expect_eq(b.off, a.off + a.len);
	cr_expect(view_eq(line_view(a), VIEW("one\r\n")));
	cr_expect(view_eq(line_view(b), VIEW("two\r\n")));
	slab_unref(a.slab);
	line_pool_free(p);
	cr_expect_eq(slab_count(), 0);
}

Test(line, memory_of_a_line_that_nobody_queued_is_used_again)
{
	struct line_pool *p = line_pool_new();
	struct line a = make(p, 0, "one\r\n"), b = make(p, 0, "two\r\n");

	cr_expect_eq(b.slab, a.slab);
	cr_expect_eq(b.off, 0);
	cr_expect_eq(slab_count(), 1);
	line_pool_free(p);
}

Test(line, a_line_that_is_given_up_takes_no_room)
{
	struct line_pool *p = line_pool_new();
	struct line a = make(p, 3, "one\r\n"), b;

	slab_ref(a.slab);
	cr_assert_not_null(line_begin(p, 3, 400));
	cr_expect_eq(line_end(p, 3, 0).len, 0);
	b = make(p, 3, "two\r\n");
	cr_expect_eq(b.off, a.off + a.len);
	slab_unref(a.slab);
	line_pool_free(p);
}

Test(line, a_line_that_does_not_fit_begins_a_slab_and_the_old_one_lives_on)
{
	struct line_pool *p = line_pool_new();
	struct line a, b;
	char *dst = line_begin(p, 0, LINE_SLAB_SIZE);

	memset(dst, 'a', LINE_SLAB_SIZE);
	a = line_end(p, 0, LINE_SLAB_SIZE - 100);
	slab_ref(a.slab);
	b = make(p, 0, "fits in a hundred");
	cr_expect_eq(b.slab, a.slab);
	b = make(p, 0, "does not");
	cr_expect_neq(b.slab, a.slab);
	cr_expect_eq(b.off, 0);
	cr_expect_eq(slab_count(), 2);
	cr_expect_eq(line_view(a).p[LINE_SLAB_SIZE - 101], 'a');
	line_pool_free(p);
	cr_expect_eq(slab_count(), 1);
	slab_unref(a.slab);
	cr_expect_eq(slab_count(), 0);
}

Test(line, lanes_do_not_share_slabs)
{
	struct line_pool *p = line_pool_new();
	struct line a = make(p, 0, "a"), b = make(p, LINE_LANES - 1, "b");

	cr_expect_neq(a.slab, b.slab);
	line_pool_free(p);
}

Test(line, many_slabs_held_at_once_are_all_given_back)
{
	struct line_pool *p = line_pool_new();
	struct slab *held[200];

	for (size_t i = 0; i < 200; i++) {
		cr_assert_not_null(line_begin(p, 0, LINE_SLAB_SIZE));
		held[i] = line_end(p, 0, LINE_SLAB_SIZE).slab;
		slab_ref(held[i]);
	}
	cr_expect_eq(slab_count(), 200);
	for (size_t i = 0; i < 200; i++)
		slab_unref(held[i]);
	cr_expect_eq(slab_count(), 1);
	line_pool_free(p);
	cr_expect_eq(slab_count(), 0);
}
