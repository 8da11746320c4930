/* Every host has loopback. */
#include "main/own_address.h"

#include <criterion/criterion.h>

static bool
has(const struct own_addresses *own, const char *text)
{
	struct peer_addr want;

	cr_assert_eq(peer_addr_parse(view_z(text), &want), 0);
	for (size_t i = 0; i < own->n; i++)
		if (own->list[i].family == want.family &&
			memcmp(own->list[i].ip, want.ip, sizeof(want.ip)) == 0)
			return true;
	return false;
}

Test(own_address, loopback_is_among_them_and_others_are_not)
{
	struct own_addresses own;
	struct err e = { 0, "" };

	cr_assert_eq(own_addresses_read(&own, &e), 0, "%s", e.text);
	cr_expect(has(&own, "127.0.0.1"));
	cr_expect_not(has(&own, "192.0.2.77"));
	for (size_t i = 0; i < own.n; i++)
		cr_expect_eq(own.list[i].port, 0);
	own_addresses_free(&own);
	own_addresses_free(&own);
}
