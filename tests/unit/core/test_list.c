#include "core/list.h"

#include <criterion/criterion.h>

struct item {
	int n;
	struct list link;
};

static int
digits(struct list *head)
{
	int r = 0;

	LIST_FOR_EACH (l, head)
		r = r * 10 + CONTAINER_OF(l, struct item, link)->n;
	return r;
}

Test(list, keeps_order_at_both_ends)
{
	struct list head;
	struct item a = { .n = 1 }, b = { .n = 2 }, c = { .n = 3 };

	list_init(&head);
	cr_expect(list_is_empty(&head));
	list_add_tail(&head, &b.link);
	list_add_tail(&head, &c.link);
	list_add_head(&head, &a.link);
	cr_expect_eq(digits(&head), 123);
	cr_expect_not(list_is_empty(&head));
	list_del(&b.link);
	cr_expect_eq(digits(&head), 13);
}

Test(list, deleting_twice_is_harmless)
{
	struct list head;
	struct item a = { .n = 1 }, b = { .n = 2 };

	list_init(&head);
	list_add_tail(&head, &a.link);
	list_add_tail(&head, &b.link);
	list_del(&a.link);
	list_del(&a.link);
	cr_expect(list_is_empty(&a.link));
	cr_expect_eq(digits(&head), 2);
}

Test(list, safe_walk_may_delete)
{
	struct list head;
	struct item it[4] = { { .n = 1 }, { .n = 2 }, { .n = 3 }, { .n = 4 } };

	list_init(&head);
	for (size_t i = 0; i < ARRAY_LEN(it); i++)
		list_add_tail(&head, &it[i].link);
	LIST_FOR_EACH_SAFE (l, next, &head) {
		if (CONTAINER_OF(l, struct item, link)->n % 2 == 0)
			list_del(l);
	}
	cr_expect_eq(digits(&head), 13);
	LIST_FOR_EACH_SAFE (l, next, &head)
		list_del(l);
	cr_expect(list_is_empty(&head));
}
