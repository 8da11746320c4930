/* What is remembered of addresses: which are the same, and which are forgotten first. */
#include "net/addr_table.h"

#include <criterion/criterion.h>
#include <string.h>

struct item {
	struct addr_entry of;
	int value;
};

static struct peer_addr
v4(uint8_t last)
{
	return (struct peer_addr){ .family = AF_INET, .ip = { 192, 0, 2, last } };
}

static int *
value_of(struct addr_entry *of)
{
	return &CONTAINER_OF(of, struct item, of)->value;
}

static int *
get(struct addr_table *t, struct peer_addr peer)
{
	return value_of(addr_table_get(t, addr_key_of(&peer)));
}

static bool
has(const struct addr_table *t, struct peer_addr peer)
{
	return addr_table_find(t, addr_key_of(&peer)) != NULL;
}

Test(addr_table, what_was_put_is_found_and_new_ones_are_zero)
{
	struct addr_table t;

	hash_init();
	addr_table_init(&t, 10, sizeof(struct item));
	cr_expect_eq(*get(&t, v4(1)), 0);
	*get(&t, v4(1)) = 7;
	cr_expect_eq(*get(&t, v4(1)), 7);
	cr_expect_eq(*get(&t, v4(2)), 0);
	cr_expect_eq(addr_table_count(&t), 2);
	addr_table_forget(&t,
		addr_table_get(
			&t, addr_key_of(&(struct peer_addr){ .family = AF_INET, .ip = { 192, 0, 2, 1 } })));
	cr_expect(!has(&t, v4(1)) && has(&t, v4(2)));
	addr_table_clear(&t);
	cr_expect_eq(addr_table_count(&t), 0);
	addr_table_release(&t);
}

Test(addr_table, of_ipv6_the_64_counts_and_numbers_are_no_addresses)
{
	struct peer_addr a = { .family = AF_INET6, .ip = { 0x20, 1, 0xd, 0xb8, 0, 0, 0, 1, 0, 0, 1 } }, b = a,
			 c = a;
	struct addr_table t;
	uint64_t number;

	b.ip[15] = 9;
	c.ip[7] = 2;
	hash_init();
	addr_table_init(&t, 10, sizeof(struct item));
	(void)get(&t, a);
	cr_expect(has(&t, b));
	cr_expect(!has(&t, c));
	memcpy(&number, a.ip, sizeof(number));
	cr_expect_null(addr_table_find(&t, addr_key_of_number(number)));
	(void)addr_table_get(&t, addr_key_of_number(number));
	cr_expect_eq(addr_table_count(&t), 2);
	addr_table_release(&t);
}

Test(addr_table, full_forgets_what_was_not_wanted_for_longest)
{
	struct addr_table t;

	hash_init();
	addr_table_init(&t, 3, sizeof(struct item));
	for (uint8_t i = 1; i <= 3; i++)
		*get(&t, v4(i)) = i;
	cr_expect_eq(*get(&t, v4(1)), 1); /* the youngest again */
	cr_expect_eq(addr_table_count(&t), 3);
	(void)get(&t, v4(4));
	cr_expect_eq(addr_table_count(&t), 3);
	cr_expect(has(&t, v4(1)) && !has(&t, v4(2)) && has(&t, v4(3)) && has(&t, v4(4)));
	addr_table_release(&t);
}
