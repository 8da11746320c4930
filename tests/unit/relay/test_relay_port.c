/* Ports are given out at random, once at a time, and rest. */
#include "relay/relay_port.h"

#include <criterion/criterion.h>
#include <string.h>

#define FIRST 50000
#define LAST  50009
enum { N = LAST - FIRST + 1 };

Test(relay_port, each_is_given_out_once)
{
	struct relay_ports *p = relay_ports_new(FIRST, LAST);
	bool had[N] = { false };

	cr_expect_eq(relay_ports_count(p), N);
	for (int i = 0; i < N; i++) {
		uint16_t port = relay_ports_take(p, 0);

		cr_assert(port >= FIRST && port <= LAST);
		cr_expect(!had[port - FIRST], "%u came twice", (unsigned)port);
		had[port - FIRST] = true;
		cr_expect_eq(relay_ports_free_count(p, 0), (size_t)(N - 1 - i));
	}
	cr_expect_eq(relay_ports_take(p, 0), 0, "none is left");
	relay_ports_free(p);
}

Test(relay_port, rests_after_its_use)
{
	struct relay_ports *p = relay_ports_new(FIRST, FIRST);

	cr_assert_eq(relay_ports_take(p, 1000), FIRST);
	cr_expect_eq(relay_ports_take(p, UINT64_MAX - 1), 0, "in use, however long");
	relay_ports_give(p, FIRST, 2000);
	cr_expect_eq(relay_ports_take(p, 2000 + RELAY_PORT_REST_MS - 1), 0);
	cr_expect_eq(relay_ports_take(p, 2000 + RELAY_PORT_REST_MS), FIRST);
	relay_ports_free(p);
}

/* That ten draws of ten come in order by chance happens once in 3.6 million. */
Test(relay_port, nobody_knows_the_next)
{
	struct relay_ports *p = relay_ports_new(FIRST, LAST);
	int in_order = 0;

	for (int i = 0; i < N; i++)
		in_order += relay_ports_take(p, 0) == FIRST + i;
	cr_expect_lt(in_order, N);
	relay_ports_free(p);
}

Test(relay_port, has_the_last_one_of_all)
{
	struct relay_ports *p = relay_ports_new(65535, 65535);

	cr_expect_eq(relay_ports_take(p, 0), 65535);
	relay_ports_free(p);
}
