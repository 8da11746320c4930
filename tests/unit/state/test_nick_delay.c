#include "state/nick_delay.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "core/hash.h"

static struct nick_delays *
make(void)
{
	hash_init();
	return nick_delays_new();
}

Test(nick_delay, a_nick_is_kept_until_its_time_is_over)
{
	struct nick_delays *nd = make();

	cr_expect_not(nick_delay_has(nd, VIEW("alice"), 0));
	nick_delay_set(nd, VIEW("alice"), 1000, 0);
	cr_expect(nick_delay_has(nd, VIEW("ALICE"), 999), "whatever its case");
	cr_expect_not(nick_delay_has(nd, VIEW("alicia"), 999));
	cr_expect_not(nick_delay_has(nd, VIEW("alice"), 1000));
	nick_delays_free(nd);
}

Test(nick_delay, the_last_word_counts)
{
	struct nick_delays *nd = make();

	nick_delay_set(nd, VIEW("alice"), 1000, 0);
	nick_delay_set(nd, VIEW("Alice"), 5000, 10);
	cr_expect(nick_delay_has(nd, VIEW("alice"), 4999));
	nick_delay_set(nd, VIEW("alice"), 20, 20);
	cr_expect_not(nick_delay_has(nd, VIEW("alice"), 20), "released");
	nick_delays_free(nd);
}

Test(nick_delay, the_one_that_ends_first_makes_room)
{
	struct nick_delays *nd = make();
	char nick[16];

	for (unsigned i = 0; i < NICK_DELAYS_MAX; i++) {
		(void)snprintf(nick, sizeof(nick), "n%u", i);
		nick_delay_set(nd, view_z(nick), 100000 - i, 0);
	}
	cr_expect(nick_delay_has(nd, VIEW("n4095"), 1));
	nick_delay_set(nd, VIEW("more"), 50, 1);
	cr_expect_not(nick_delay_has(nd, VIEW("n4095"), 1));
	cr_expect(nick_delay_has(nd, VIEW("n4094"), 1));
	cr_expect(nick_delay_has(nd, VIEW("more"), 1));
	nick_delay_set(nd, VIEW("other"), 60, 50);
	cr_expect(nick_delay_has(nd, VIEW("n4094"), 51), "what is over is given back first");
	nick_delays_free(nd);
}
