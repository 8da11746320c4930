/* What one user may have of the relay, at each limit and one above. */
#include "relay/relay_budget.h"

#include <criterion/criterion.h>

#include "conf/conf_dcc.h"
#include "relay/relay.h"

static const struct conf_dcc five_a_minute = {
	.offers = { .count = 5, .per_ms = 60000 }, .max_offers = 3, .max_open = 2
};
static const struct handle who = { 7, 1 };

static void
setup(void)
{
	hash_init();
}

TestSuite(relay_budget, .init = setup);

Test(relay_budget, a_user_is_remembered_until_forgotten)
{
	struct relay_budget b;
	struct relay_user *u;

	relay_budget_init(&b);
	cr_expect_null(relay_budget_find(&b, who));
	u = relay_budget_get(&b, who);
	cr_expect_eq(relay_budget_get(&b, who), u);
	cr_expect_eq(relay_budget_find(&b, who), u);
	cr_expect_null(
		relay_budget_find(&b, (struct handle){ 7, 2 }), "the next one with this slot is another");
	relay_budget_forget(&b, who);
	cr_expect_null(relay_budget_find(&b, who));
	relay_budget_forget(&b, who);
	for (uint32_t i = 0; i < 100; i++)
		(void)relay_budget_get(&b, (struct handle){ i, 1 });
	relay_budget_release(&b);
}

Test(relay_budget, offers_in_a_time)
{
	struct relay_user u = { .n_offers = 0 };
	const struct conf_dcc *d = &five_a_minute;

	for (int i = 0; i < 5; i++)
		cr_expect_eq(relay_budget_offer(&u, d, 1000), RELAY_LIMIT_NONE, "%d", i);
	cr_expect_eq(relay_budget_wait_ms(&u, d, 1000), 12000);
	cr_expect_eq(relay_budget_offer(&u, d, 1000), RELAY_LIMIT_RATE);
	cr_expect_eq(relay_budget_offer(&u, d, 12999), RELAY_LIMIT_RATE);
	cr_expect_eq(relay_budget_offer(&u, d, 13000), RELAY_LIMIT_NONE, "one more every 12 seconds");
	cr_expect_eq(relay_budget_offer(&u, d, 13000), RELAY_LIMIT_RATE);
	cr_expect_eq(relay_budget_wait_ms(&u, d, 200000), 0);
	for (int i = 0; i < 5; i++)
		cr_expect_eq(relay_budget_offer(&u, d, 200000), RELAY_LIMIT_NONE, "all of it again: %d", i);
	cr_expect_eq(relay_budget_offer(&u, d, 200000), RELAY_LIMIT_RATE);
}

Test(relay_budget, offers_that_wait_and_open_sessions)
{
	struct relay_user u = { .n_offers = 2, .n_open = 1 };
	const struct conf_dcc *d = &five_a_minute;

	cr_expect_eq(relay_budget_room(&u, d), RELAY_LIMIT_NONE);
	u.n_offers = 3;
	cr_expect_eq(relay_budget_room(&u, d), RELAY_LIMIT_OFFERS);
	u.n_offers = 0;
	u.n_open = 2;
	cr_expect_eq(relay_budget_room(&u, d), RELAY_LIMIT_OPEN);
}

Test(relay_budget, three_dials_in_vain_and_dcc_is_off_for_a_time)
{
	struct relay_user u = { .n_offers = 0 };
	const struct conf_dcc *d = &five_a_minute;

	cr_expect(!relay_budget_dialled(&u, false, 1000));
	cr_expect(!relay_budget_dialled(&u, false, 1000));
	cr_expect(!relay_budget_dialled(&u, true, 1000), "one that is there makes up for those");
	cr_expect(!relay_budget_dialled(&u, false, 2000));
	cr_expect(!relay_budget_dialled(&u, false, 2000));
	cr_expect_eq(relay_budget_offer(&u, d, 2000), RELAY_LIMIT_NONE);
	cr_expect(relay_budget_dialled(&u, false, 2000));
	cr_expect_eq(relay_budget_offer(&u, d, 2000), RELAY_LIMIT_FAILS);
	cr_expect_eq(relay_budget_wait_ms(&u, d, 2000), RELAY_FAIL_OFF_MS);
	cr_expect_eq(relay_budget_offer(&u, d, 2000 + RELAY_FAIL_OFF_MS - 1), RELAY_LIMIT_FAILS);
	cr_expect_eq(relay_budget_offer(&u, d, 2000 + RELAY_FAIL_OFF_MS), RELAY_LIMIT_NONE);
	cr_expect(!relay_budget_dialled(&u, false, 2000 + RELAY_FAIL_OFF_MS), "counted anew");
}

Test(relay_budget, sessions_leave_descriptors_for_others)
{
	cr_expect_eq(relay_budget_sessions(64, 0), 64, "nobody counted");
	cr_expect_eq(relay_budget_sessions(64, 64 * RELAY_SESSION_FDS), 64);
	cr_expect_eq(relay_budget_sessions(64, 64 * RELAY_SESSION_FDS - 1), 63);
	cr_expect_eq(relay_budget_sessions(64, RELAY_SESSION_FDS), 1);
	cr_expect_eq(relay_budget_sessions(64, RELAY_SESSION_FDS - 1), 0);
}
