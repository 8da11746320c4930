#include "icq/uplink_queue.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static bool
put(struct uplink_queue *q, uint32_t uin, const char *text)
{
	return uplink_queue_put(q, uin, view_z(text));
}

static void
expect_next(struct uplink_queue *q, uint32_t uin, const char *text)
{
	struct uplink_item *item = uplink_queue_next(q);

	cr_assert_not_null(item, "%s", text);
	cr_expect_eq(item->uin, uin);
	cr_expect(view_eq(view_of(item->text, item->n), view_z(text)), "%.*s", (int)item->n, item->text);
	uplink_queue_sent(item, 1);
}

Test(uplink_queue, lines_for_one_contact_become_one_message_as_far_as_they_fit)
{
	struct uplink_queue q;

	uplink_queue_init(&q, 10, 12);
	cr_expect(put(&q, 1, "one"));
	cr_expect(put(&q, 2, "other"));
	cr_expect(put(&q, 1, "two"));
	cr_expect(put(&q, 1, "four")); /* with its line feeds counted twice it would be 14 */
	cr_expect_eq(q.n, 3);
	expect_next(&q, 1, "one\ntwo");
	expect_next(&q, 2, "other");
	cr_expect_null(uplink_queue_next(&q), "of one contact one is on its way");
	cr_expect(put(&q, 2, "more"));
	cr_expect_eq(q.n, 4, "what is on its way gets no longer");
	uplink_queue_drop(&q, uplink_queue_oldest(&q));
	expect_next(&q, 1, "four");
	uplink_queue_clear(&q);
	cr_expect_eq(q.n, 0);
}

Test(uplink_queue, what_got_lost_goes_again_in_its_old_place)
{
	struct uplink_queue q;

	uplink_queue_init(&q, 10, 5);
	cr_expect(put(&q, 1, "one"));
	cr_expect(put(&q, 1, "two"));
	expect_next(&q, 1, "one");
	uplink_queue_again(uplink_queue_find(&q, 1));
	expect_next(&q, 1, "one");
	cr_expect_eq(uplink_queue_find(&q, 1)->tries, 2);
	uplink_queue_all_again(&q);
	cr_expect_null(uplink_queue_find(&q, 1));
	expect_next(&q, 1, "one");
	uplink_queue_clear(&q);
}

Test(uplink_queue, it_takes_what_one_line_becomes_and_then_no_more)
{
	struct uplink_queue q;
	size_t n = 0;

	uplink_queue_init(&q, 3, 3);
	while (uplink_queue_has_room(&q)) {
		cr_expect(put(&q, 1, "abc"));
		n++;
	}
	cr_expect_eq(n, 3);
	for (size_t i = 1; i < UPLINK_QUEUE_OVER; i++)
		cr_expect(put(&q, 1, "abc"));
	cr_expect_not(put(&q, 1, "abc"));
	cr_expect_eq(q.n, 3 + UPLINK_QUEUE_OVER - 1);
	uplink_queue_clear(&q);
}
