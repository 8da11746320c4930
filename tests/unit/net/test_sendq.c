#include <criterion/criterion.h>

#include "core/rng.h"
#include "net/sendq.h"

static struct line
make(struct line_pool *p, unsigned lane, struct view v)
{
	char *dst = line_begin(p, lane, v.n);

	memcpy(dst, v.p, v.n);
	return line_end(p, lane, v.n);
}

static void
expect_content(const struct sendq *q, struct view want)
{
	char got[65536];

	cr_assert_eq(q->bytes, want.n);
	cr_assert_eq(sendq_gather(q, got, sizeof(got)), want.n);
	cr_expect(view_eq(view_of(got, want.n), want));
}

Test(sendq, neighbours_become_one_range_with_one_reference)
{
	struct line_pool *p = line_pool_new();
	struct sendq q;
	struct iovec iov[4];
	struct line l;

	sendq_init(&q);
	l = make(p, 0, VIEW("one\r\n"));
	cr_assert(sendq_push(&q, l, 100));
	cr_assert(sendq_push(&q, make(p, 0, VIEW("two\r\n")), 100));
	cr_expect_eq(sendq_iov(&q, iov, 4), 1);
	cr_expect_eq(iov[0].iov_len, 10);
	cr_expect_eq(l.slab->refs, 2);
	cr_expect_null(q.range);
	expect_content(&q, VIEW("one\r\ntwo\r\n"));
	sendq_release(&q);
	cr_expect_eq(l.slab->refs, 1);
	line_pool_free(p);
}

Test(sendq, a_gap_makes_a_second_range)
{
	struct line_pool *p = line_pool_new();
	struct sendq q;
	struct iovec iov[4];

	sendq_init(&q);
	cr_assert(sendq_push(&q, make(p, 0, VIEW("one\r\n")), 100));
	(void)make(p, 0, VIEW("for others\r\n"));
	cr_assert(sendq_push(&q, make(p, 0, VIEW("two\r\n")), 100));
	cr_expect_eq(sendq_iov(&q, iov, 4), 2);
	cr_expect_eq(sendq_iov(&q, iov, 1), 1);
	expect_content(&q, VIEW("one\r\ntwo\r\n"));
	sendq_take(&q, 7);
	expect_content(&q, VIEW("o\r\n"));
	sendq_take(&q, 3);
	cr_expect_null(q.range, "an empty queue holds memory");
	cr_expect_eq(q.count, 0);
	line_pool_free(p);
	cr_expect_eq(slab_count(), 0);
}

Test(sendq, holds_its_limit_and_refuses_one_byte_more)
{
	struct line_pool *p = line_pool_new();
	struct sendq q;

	sendq_init(&q);
	cr_expect(sendq_push(&q, make(p, 0, VIEW("12345")), 10));
	cr_expect_not(sendq_push(&q, make(p, 0, VIEW("123456")), 10));
	cr_expect(sendq_push(&q, make(p, 0, VIEW("67890")), 10));
	cr_expect_not(sendq_push(&q, make(p, 0, VIEW("x")), 10));
	cr_expect_not(sendq_push(&q, make(p, 0, VIEW("x")), 5), "a limit that sank below what is queued");
	expect_content(&q, VIEW("1234567890"));
	sendq_release(&q);
	line_pool_free(p);
}

Test(sendq, unshare_lets_go_of_the_slabs_and_keeps_the_bytes)
{
	struct line_pool *p = line_pool_new();
	struct sendq q;
	struct line a, b;

	sendq_init(&q);
	a = make(p, 0, VIEW("one\r\n"));
	cr_assert(sendq_push(&q, a, 1000));
	b = make(p, 1, VIEW("two\r\n"));
	cr_assert(sendq_push(&q, b, 1000));
	sendq_unshare(&q);
	cr_expect_eq(a.slab->refs, 1);
	cr_expect_eq(b.slab->refs, 1);
	cr_expect_eq(q.count, 1);
	expect_content(&q, VIEW("one\r\ntwo\r\n"));
	cr_assert(sendq_push(&q, make(p, 0, VIEW("three\r\n")), 1000));
	sendq_unshare(&q);
	cr_expect_eq(q.count, 1, "what fits behind the own copy goes there");
	sendq_take(&q, 8);
	expect_content(&q, VIEW("\r\nthree\r\n"));
	sendq_unshare(&q);
	expect_content(&q, VIEW("\r\nthree\r\n"));
	sendq_release(&q);
	line_pool_free(p);
	cr_expect_eq(slab_count(), 0);
}

/* Memory of the queue's own slabs. */
static size_t
own_bytes(const struct sendq *q)
{
	size_t n = 0;

	for (uint32_t i = 0; i < q->count; i++)
		n += sendq_ranges(q)[i].slab->size;
	return n;
}

Test(sendq, an_unshared_queue_needs_little_more_memory_than_its_bytes)
{
	struct line_pool *p = line_pool_new();
	struct sendq q;
	size_t most = 0;

	sendq_init(&q);
	for (size_t i = 0; i < 1310; i++) {
		cr_assert(sendq_push(
			&q, make(p, 0, VIEW("a line of fifty bytes, which is what many are\r\n")), 65536));
		sendq_unshare(&q);
		if (own_bytes(&q) > 2 * q.bytes + 512)
			most = own_bytes(&q);
	}
	cr_expect_eq(most, 0, "%zu bytes for %u", most, q.bytes);
	sendq_release(&q);
	line_pool_free(p);
}

/* Against a plain buffer: pushes, takes and unshares of all sizes in a random order that the seed repeats. */
Test(sendq, any_order_of_pushes_takes_and_unshares_keeps_the_stream)
{
	struct line_pool *p = line_pool_new();
	static char want[65536], bytes[4096];
	size_t n = 0;
	uint32_t seed = 12345;
	struct sendq q;

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)('A' + i % 57);
	sendq_init(&q);
	for (size_t i = 0; i < 20000; i++) {
		size_t len, r;

		seed = seed * 1664525 + 1013904223;
		r = seed >> 16;
		len = 1 + r % 900;
		if (r % 7 < 4) {
			struct line l = make(p, (unsigned)(r % 3), view_of(bytes + r % 100, len));

			if (r % 5 != 0 && sendq_push(&q, l, sizeof(want))) {
				memcpy(want + n, bytes + r % 100, len);
				n += len;
			}
		} else if (r % 7 == 6 && r % 5 == 0) {
			sendq_unshare(&q);
		} else {
			len = len * 3 > n ? n : len * 3;
			sendq_take(&q, len);
			n -= len;
			memmove(want, want + len, n);
		}
		expect_content(&q, view_of(want, n));
	}
	sendq_release(&q);
	line_pool_free(p);
	cr_expect_eq(slab_count(), 0);
}
