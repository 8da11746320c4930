#include "state/block_index.h"

#include <criterion/criterion.h>
#include <string.h>
#include <sys/socket.h>

static bool
any(const struct block_entry *en, const void *arg)
{
	(void)arg;
	return en != arg;
}

static struct ip_block
block(const char *text)
{
	struct ip_block b;

	cr_assert_eq(ip_block_parse(view_z(text), &b), 0);
	return b;
}

Test(block_index, narrowest_is_found_first_and_the_next_when_it_is_not_it)
{
	static const char *const texts[] = { "10.0.0.0/8", "10.1.0.0/16", "10.1.2.3", "0.0.0.0/0",
		"2001:db8::/32" };
	struct block_entry en[5];
	struct block_index ix;
	struct ip_block at = block("10.1.2.3");

	hash_init();
	block_index_init(&ix);
	for (size_t i = 0; i < 5; i++) {
		struct ip_block b = block(texts[i]);

		block_index_add(&ix, &en[i], &b);
	}
	cr_expect_eq(block_index_find(&ix, &at, any, NULL), &en[2]);
	cr_expect_eq(block_index_find(&ix, &at, any, &en[2]), &en[1]);
	block_index_del(&ix, &en[2]);
	block_index_del(&ix, &en[1]);
	cr_expect_eq(block_index_find(&ix, &at, any, NULL), &en[0]);
	at = block("11.1.2.3");
	cr_expect_eq(block_index_find(&ix, &at, any, NULL), &en[3]);
	block_index_del(&ix, &en[3]);
	cr_expect_null(block_index_find(&ix, &at, any, NULL));
	at = block("2001:db8:1::1");
	cr_expect_eq(block_index_find(&ix, &at, any, NULL), &en[4]);
	at = block("2001:db9:1::1");
	cr_expect_null(block_index_find(&ix, &at, any, NULL));
	block_index_del(&ix, &en[4]);
	block_index_del(&ix, &en[0]);
	block_index_release(&ix);
}
