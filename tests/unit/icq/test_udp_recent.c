#include "icq/udp_recent.h"

#include <criterion/criterion.h>

#include "core/hash.h"

static const struct udp_packet login = {
	.cmd = 3, .seq1 = 1, .seq2 = 2, .uin = 4, .session = 5, .data = VIEW_INIT("x")
};

Test(udp_recent, a_packet_is_known_by_all_that_makes_it_the_same)
{
	struct peer_addr from = { .family = AF_INET, .port = 9, .ip = { 10 } };
	struct udp_packet p = login;
	uint64_t key;

	hash_init();
	key = udp_recent_key(&from, &p);
	cr_expect(udp_recent_key(&from, &p) == key);
	p.data = VIEW("y");
	cr_expect(udp_recent_key(&from, &p) != key, "another password");
	p = login;
	p.seq1++;
	cr_expect(udp_recent_key(&from, &p) != key);
	p = login;
	p.uin++;
	cr_expect(udp_recent_key(&from, &p) != key);
	p = login;
	p.session++;
	cr_expect(udp_recent_key(&from, &p) != key);
	from.port++;
	cr_expect(udp_recent_key(&from, &login) != key);
}

Test(udp_recent, it_is_forgotten_in_time_and_in_number)
{
	struct udp_recent r;

	hash_init();
	udp_recent_init(&r);
	cr_expect(udp_recent_find(&r, 1, 100) == UDP_NOT_SEEN);
	udp_recent_put(&r, 1, UDP_SEEN_WRONG, 100);
	cr_expect(udp_recent_find(&r, 1, 100 + UDP_RECENT_MS - 1) == UDP_SEEN_WRONG);
	cr_expect(udp_recent_find(&r, 1, 100 + UDP_RECENT_MS) == UDP_NOT_SEEN);
	udp_recent_put(&r, 1, UDP_SEEN_ACK, 200);
	for (uint64_t i = 2; i <= UDP_RECENT_MAX; i++)
		udp_recent_put(&r, i, UDP_SEEN_LATER, 200);
	cr_expect(
		udp_recent_find(&r, 1, 201) == UDP_SEEN_ACK && addr_table_count(&r.table) == UDP_RECENT_MAX);
	udp_recent_put(&r, UDP_RECENT_MAX + 1, UDP_SEEN_LATER, 200);
	cr_expect(
		udp_recent_find(&r, 1, 201) == UDP_NOT_SEEN && addr_table_count(&r.table) == UDP_RECENT_MAX);
	udp_recent_release(&r);
}
