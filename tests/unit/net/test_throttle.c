#include <criterion/criterion.h>

#include "core/hash.h"
#include "net/throttle.h"

static struct peer_addr
v4(uint8_t last)
{
	return (struct peer_addr){ .family = AF_INET, .port = 1, .ip = { 192, 0, 2, last } };
}

static size_t
hits(struct throttle *t, struct peer_addr p, size_t n, uint64_t now_ms)
{
	size_t ok = 0;

	while (n-- > 0)
		ok += throttle_hit(t, &p, now_ms);
	return ok;
}

TestSuite(throttle, .init = hash_init);

Test(throttle, lets_a_burst_through_and_then_one_each_period)
{
	struct throttle *t = throttle_new(3, 1000, 100);

	cr_expect_eq(hits(t, v4(1), 10, 5000), 3);
	cr_expect_eq(hits(t, v4(1), 10, 5999), 0);
	cr_expect_eq(hits(t, v4(1), 10, 6000), 1);
	cr_expect_eq(hits(t, v4(1), 10, 8000), 2);
	cr_expect_eq(hits(t, v4(1), 10, 100000), 3, "time off does not save up more than the burst");
	throttle_free(t);
}

Test(throttle, counts_each_address_for_itself_and_not_its_port)
{
	struct throttle *t = throttle_new(1, 1000, 100);
	struct peer_addr other_port = v4(1);

	other_port.port = 2;
	cr_expect_eq(hits(t, v4(1), 1, 0), 1);
	cr_expect_eq(hits(t, other_port, 1, 0), 0);
	cr_expect_eq(hits(t, v4(2), 1, 0), 1);
	cr_expect_eq(throttle_count(t), 2);
	throttle_free(t);
}

Test(throttle, counts_ipv6_by_its_network_of_64_bits)
{
	struct throttle *t = throttle_new(1, 1000, 100);
	struct peer_addr a = { .family = AF_INET6, .ip = { 0x20, 1, 0xd, 0xb8, 0, 0, 0, 1, 1 } };
	struct peer_addr same = a, next = a;

	same.ip[15] = 99;
	next.ip[7] = 2;
	cr_expect_eq(hits(t, a, 1, 0), 1);
	cr_expect_eq(hits(t, same, 1, 0), 0);
	cr_expect_eq(hits(t, next, 1, 0), 1);
	throttle_free(t);
}

Test(throttle, remembers_so_many_and_forgets_the_one_not_seen_for_longest)
{
	struct throttle *t = throttle_new(1, 1000, 3);

	cr_expect_eq(hits(t, v4(1), 1, 0), 1);
	cr_expect_eq(hits(t, v4(2), 1, 0), 1);
	cr_expect_eq(hits(t, v4(3), 1, 0), 1);
	cr_expect_eq(hits(t, v4(1), 1, 0), 0);
	cr_expect_eq(throttle_count(t), 3);
	cr_expect_eq(hits(t, v4(4), 1, 0), 1); /* 2 is forgotten */
	cr_expect_eq(throttle_count(t), 3);
	cr_expect_eq(hits(t, v4(1), 1, 0), 0);
	cr_expect_eq(hits(t, v4(2), 1, 0), 1);
	throttle_free(t);
}

Test(throttle, never_refuses_unix_sockets_nor_anybody_without_a_burst)
{
	struct throttle *t = throttle_new(1, 1000, 3), *off = throttle_new(0, 1000, 3);
	struct peer_addr un = { .family = AF_UNIX };

	cr_expect_eq(hits(t, un, 10, 0), 10);
	cr_expect_eq(hits(off, v4(1), 10, 0), 10);
	cr_expect_eq(throttle_count(t) + throttle_count(off), 0);
	throttle_free(t);
	throttle_free(off);
}

Test(throttle, what_is_forgiven_was_not_counted)
{
	struct throttle *t = throttle_new(1, 1000, 100);
	struct peer_addr p = v4(1);

	cr_expect(throttle_hit(t, &p, 5000));
	cr_expect_not(throttle_hit(t, &p, 5000));
	throttle_forgive(t, &p, 5000);
	cr_expect(throttle_hit(t, &p, 5000));
	throttle_forgive(t, &p, 7000);
	cr_expect_eq(hits(t, p, 10, 7000), 1, "what time has forgiven is not forgiven again");
	throttle_free(t);
}

Test(throttle, hashes_count_apart_from_addresses)
{
	struct throttle *t = throttle_new(1, 1000, 100);

	cr_expect(throttle_hit_hash(t, 7, 5000));
	cr_expect_not(throttle_hit_hash(t, 7, 5000));
	cr_expect(throttle_hit_hash(t, 8, 5000));
	throttle_forgive_hash(t, 7, 5000);
	cr_expect(throttle_hit_hash(t, 7, 5000));
	throttle_free(t);
}
