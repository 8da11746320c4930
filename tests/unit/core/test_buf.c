#include "core/buf.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

Test(buf, holds_its_limit_and_not_one_more)
{
	struct buf b;

	buf_init(&b, 5);
	cr_expect_eq(buf_put(&b, VIEW("123456")), -1);
	cr_expect_eq(b.len, 0);
	cr_expect(b.p == NULL);
	cr_expect_eq(buf_put(&b, VIEW("12345")), 0);
	cr_expect_eq(buf_put(&b, VIEW("6")), -1);
	cr_expect_eq(buf_put(&b, VIEW("")), 0);
	cr_expect(view_eq(buf_view(&b), VIEW("12345")));
	buf_release(&b);
}

Test(buf, put_is_all_or_nothing)
{
	struct buf b;

	buf_init(&b, 5);
	cr_assert_eq(buf_put(&b, VIEW("123")), 0);
	cr_expect_eq(buf_put(&b, VIEW("456")), -1);
	cr_expect(view_eq(buf_view(&b), VIEW("123")));
	cr_expect_eq(buf_put(&b, VIEW("45")), 0);
	cr_expect(view_eq(buf_view(&b), VIEW("12345")));
	buf_release(&b);
}

Test(buf, empty_holds_no_memory)
{
	struct buf b;

	buf_init(&b, 100);
	cr_expect(b.p == NULL && b.cap == 0);
	cr_assert_eq(buf_put(&b, VIEW("abc")), 0);
	buf_take(&b, 3);
	cr_expect(b.p == NULL && b.cap == 0);
	cr_assert_eq(buf_put(&b, VIEW("abc")), 0);
	buf_clear(&b);
	cr_expect(b.p == NULL && b.cap == 0 && b.max == 100);
	cr_assert(buf_reserve(&b, 10) != NULL);
	buf_commit(&b, 0);
	cr_expect(b.p == NULL && b.cap == 0);
	cr_expect(buf_view(&b).n == 0);
}

Test(buf, take_removes_from_the_front_and_makes_room)
{
	struct buf b;

	buf_init(&b, 5);
	cr_assert_eq(buf_put(&b, VIEW("12345")), 0);
	buf_take(&b, 0);
	buf_take(&b, 2);
	cr_expect(view_eq(buf_view(&b), VIEW("345")));
	cr_expect_eq(buf_put(&b, VIEW("678")), -1);
	cr_expect_eq(buf_put(&b, VIEW("67")), 0);
	cr_expect(view_eq(buf_view(&b), VIEW("34567")));
	buf_release(&b);
}

Test(buf, take_of_more_than_there_is_is_a_bug, .signal = SIGABRT)
{
	struct buf b;

	buf_init(&b, 5);
	if (buf_put(&b, VIEW("123")) == 0)
		buf_take(&b, 4);
}

Test(buf, putf_formats_up_to_the_limit)
{
	struct buf b;

	buf_init(&b, 6);
	cr_expect_eq(buf_putf(&b, "%s-%d", "ab", 12), 0);
	cr_expect(view_eq(buf_view(&b), VIEW("ab-12")));
	cr_expect_eq(buf_putf(&b, "%d", 34), -1);
	cr_expect(view_eq(buf_view(&b), VIEW("ab-12")));
	cr_expect_eq(buf_putf(&b, "%d", 3), 0);
	cr_expect_eq(buf_putf(&b, "%s", ""), 0);
	cr_expect(view_eq(buf_view(&b), VIEW("ab-123")));
	buf_release(&b);
}

Test(buf, putf_of_nothing_into_nothing_stays_empty)
{
	struct buf b;

	buf_init(&b, 6);
	cr_expect_eq(buf_putf(&b, "%s", ""), 0);
	cr_expect(b.p == NULL);
}

Test(buf, reserve_gives_room_at_the_end)
{
	struct buf b;
	char *at;

	buf_init(&b, 1000);
	cr_assert_eq(buf_put(&b, VIEW("head")), 0);
	cr_expect(buf_reserve(&b, 997) == NULL);
	cr_expect(buf_reserve(&b, SIZE_MAX) == NULL);
	at = buf_reserve(&b, 996);
	cr_assert(at != NULL);
	memset(at, 'x', 996);
	buf_commit(&b, 2);
	cr_expect(view_eq(buf_view(&b), VIEW("headxx")));
	buf_release(&b);
}

Test(buf, reserve_of_nothing_in_an_empty_buffer_is_not_a_refusal)
{
	struct buf b;

	buf_init(&b, 0);
	cr_expect(buf_reserve(&b, 0) != NULL);
	cr_expect(buf_reserve(&b, 1) == NULL);
	buf_release(&b);
}

Test(buf, commit_of_more_than_the_limit_is_a_bug, .signal = SIGABRT)
{
	struct buf b;

	buf_init(&b, 5);
	if (buf_reserve(&b, 5) != NULL)
		buf_commit(&b, 6);
}

Test(buf, without_a_limit_grows)
{
	struct buf b;
	size_t n = 0;

	buf_init(&b, SIZE_MAX);
	for (int i = 0; i < 5000; i++) {
		cr_assert_eq(buf_putf(&b, "%d\n", i), 0);
		n += (size_t)snprintf(NULL, 0, "%d\n", i);
	}
	cr_expect_eq(b.len, n);
	buf_release(&b);
}

/* A stream of a known pattern through a small buffer, in steps of all sizes: nothing is lost, swapped or kept too long. */
Test(buf, stream_keeps_order_in_any_step)
{
	enum { MAX = 97, TOTAL = 20000 };
	struct buf b;
	size_t in = 0, out = 0, step = 1;

	buf_init(&b, MAX);
	while (out < TOTAL) {
		size_t room = MAX - b.len, n = step % (room + 1);
		char *at = buf_reserve(&b, n);

		cr_assert(at != NULL);
		for (size_t i = 0; i < n; i++)
			at[i] = (char)(in++ % 251);
		buf_commit(&b, n);
		n = (step * 7 + 3) % (b.len + 1);
		for (size_t i = 0; i < n; i++)
			cr_assert_eq(buf_view(&b).p[i], (char)(out++ % 251));
		buf_take(&b, n);
		cr_assert(b.cap <= 2 * (MAX + 1), "%zu bytes held", b.cap);
		step++;
	}
	cr_expect_eq(in - out, b.len);
	buf_release(&b);
}

/* A full buffer that is a byte behind must not move all its bytes for each new one. */
Test(buf, one_byte_out_one_byte_in_seldom_moves)
{
	static char bytes[900];
	struct buf b;
	size_t moves = 0;

	buf_init(&b, 1000);
	cr_assert_eq(buf_put(&b, view_of(bytes, sizeof(bytes))), 0);
	for (int i = 0; i < 5000; i++) {
		const char *before = buf_view(&b).p;

		buf_take(&b, 1);
		cr_assert_eq(buf_put(&b, VIEW("x")), 0);
		moves += buf_view(&b).p != before + 1;
	}
	cr_expect(moves <= 10, "%zu moves of 900 bytes for 5,000 bytes", moves);
	buf_release(&b);
}
