#include "auth/reject.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "core/hash.h"
#include "tests/unit/auth/auth_rig.h"

static const struct conf_reject limits = { .after = 3, .within_ms = 60000, .for_ms = 30000 };

static struct reject *
make(size_t max)
{
	struct reject *r;

	hash_init();
	r = reject_new(max);
	reject_configure(r, &limits);
	return r;
}

/* How many refusals at `now` it takes until the address is shut out; 0: not in 20. */
static int
refusals(struct reject *r, const char *address, uint64_t now)
{
	struct peer_addr p = rig_peer_of(address);

	for (int i = 1; i <= 20; i++) {
		if (reject_count(r, &p, now))
			return i;
	}
	return 0;
}

static bool
is_shut(struct reject *r, const char *address, uint64_t now)
{
	struct peer_addr p = rig_peer_of(address);

	return reject_is_shut(r, &p, now);
}

Test(reject, shuts_out_with_the_last_refusal_and_for_its_time)
{
	struct reject *r = make(10);
	struct peer_addr p = rig_peer_of("192.0.2.1");

	cr_expect_not(is_shut(r, "192.0.2.1", 1000));
	cr_expect_not(reject_count(r, &p, 1000));
	cr_expect_not(reject_count(r, &p, 2000));
	cr_expect_not(is_shut(r, "192.0.2.1", 2000));
	cr_expect(reject_count(r, &p, 3000));
	cr_expect(is_shut(r, "192.0.2.1", 3000));
	cr_expect(is_shut(r, "192.0.2.1", 32999));
	cr_expect_not(is_shut(r, "192.0.2.1", 33000));
	cr_expect_not(is_shut(r, "192.0.2.2", 3000), "others are not");
	cr_expect_eq(reject_figures(r).addresses, 1);
	cr_expect_eq(reject_figures(r).shut_out, 1);
	cr_expect_eq(reject_figures(r).turned_back, 2);
	reject_free(r);
	reject_free(NULL);
}

Test(reject, counts_within_its_time_only)
{
	struct reject *r = make(10);
	struct peer_addr p = rig_peer_of("192.0.2.1");

	cr_expect_not(reject_count(r, &p, 0));
	cr_expect_not(reject_count(r, &p, 59999));
	cr_expect_not(reject_count(r, &p, 60000), "the first two are over");
	cr_expect_not(reject_count(r, &p, 60001));
	cr_expect(reject_count(r, &p, 119999));
	cr_expect_eq(refusals(r, "192.0.2.1", 120000), 3, "being shut out pays for all");
	reject_free(r);
}

Test(reject, takes_a_64_of_ipv6_for_one)
{
	struct reject *r = make(10);

	cr_expect_eq(refusals(r, "2001:db8::1", 1000), 3);
	cr_expect(is_shut(r, "2001:db8::ffff:1", 1000));
	cr_expect_not(is_shut(r, "2001:db8:0:1::1", 1000));
	cr_expect_eq(refusals(r, "32.1.13.184", 1000), 3, "whose bytes are those of the other's beginning");
	reject_free(r);
}

Test(reject, never_shuts_out_this_host)
{
	struct reject *r = make(10);
	static const char *const own[] = { "127.0.0.1", "127.9.9.9", "::1", "unix" };

	for (size_t i = 0; i < ARRAY_LEN(own); i++) {
		cr_expect_eq(refusals(r, own[i], 1000), 0, "%s", own[i]);
		cr_expect_not(is_shut(r, own[i], 1000));
	}
	cr_expect_eq(reject_figures(r).addresses, 0);
	cr_expect_eq(refusals(r, "::2", 1000), 3);
	reject_free(r);
}

Test(reject, forgets_who_was_refused_longest_ago_when_it_is_full)
{
	struct reject *r = make(3);
	char text[32];

	for (int i = 1; i <= 3; i++) {
		(void)snprintf(text, sizeof(text), "192.0.2.%d", i);
		cr_expect_eq(refusals(r, text, 1000), 3);
	}
	cr_expect_eq(reject_figures(r).addresses, 3);
	cr_expect(is_shut(r, "192.0.2.1", 1000), "at the limit all are known");
	cr_expect_eq(refusals(r, "192.0.2.1", 1001), 3, "now 2 is the oldest");
	cr_expect_eq(refusals(r, "192.0.2.4", 1002), 3);
	cr_expect_eq(reject_figures(r).addresses, 3);
	cr_expect_not(is_shut(r, "192.0.2.2", 1003));
	cr_expect(is_shut(r, "192.0.2.1", 1003) && is_shut(r, "192.0.2.3", 1003) &&
		is_shut(r, "192.0.2.4", 1003));
	reject_free(r);
}

Test(reject, forgets_all_when_it_is_configured)
{
	struct reject *r = make(3);
	struct conf_reject off = limits;

	cr_expect_eq(refusals(r, "192.0.2.1", 1000), 3);
	reject_configure(r, &limits);
	cr_expect_not(is_shut(r, "192.0.2.1", 1000));
	off.after = 0;
	reject_configure(r, &off);
	cr_expect_eq(refusals(r, "192.0.2.1", 1000), 0);
	reject_free(r);
}

Test(reject, no_table_counts_nothing)
{
	cr_expect_eq(refusals(NULL, "192.0.2.1", 1000), 0);
	cr_expect_not(is_shut(NULL, "192.0.2.1", 1000));
}

Test(reject, forgotten_address_counts_from_none)
{
	struct reject *r = make(10);
	struct peer_addr p = rig_peer_of("192.0.2.1");

	cr_expect_not(reject_forget(r, &p, 1000));
	cr_expect_eq(refusals(r, "192.0.2.1", 1000), 3);
	cr_expect(reject_forget(r, &p, 2000));
	cr_expect_not(is_shut(r, "192.0.2.1", 2000));
	cr_expect_eq(refusals(r, "192.0.2.1", 2000), 3);
	cr_expect_not(reject_forget(r, &p, 2000 + 30000), "it was over already");
	reject_free(r);
}
