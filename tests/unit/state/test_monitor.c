#include "state/monitor.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "tests/unit/state/state_rig.h"

static size_t
n_watchers(const struct world *w, const char *nick)
{
	const struct list *l = monitor_watchers(w, view_z(nick));
	size_t n = 0;

	if (l == NULL)
		return 0;
	LIST_FOR_EACH (it, l)
		n++;
	return n;
}

Test(monitor, nick_is_watched_whatever_its_case_until_the_last_goes)
{
	struct world *w = rig_world();
	struct client *a = rig_user(w, "a"), *b = rig_user(w, "b");

	cr_expect_eq(monitor_add(a, VIEW("Bob[")), MONITOR_OK);
	cr_expect_eq(monitor_add(a, VIEW("bob{")), MONITOR_ALREADY);
	cr_expect_eq(monitor_add(b, VIEW("BOB{")), MONITOR_OK);
	cr_expect_eq(n_watchers(w, "boB["), 2);
	cr_expect_eq(w->monitors.count, 1);
	monitor_del(a, VIEW("bob["));
	monitor_del(a, VIEW("bob["));
	cr_expect_null(a->monitors);
	cr_expect_eq(n_watchers(w, "bob["), 1);
	client_exit(b, RIG_NOW);
	cr_expect_eq(w->monitors.count, 0);
	cr_expect_null(monitor_watchers(w, VIEW("bob[")));
	world_free(w);
}

Test(monitor, what_is_no_nick_is_refused)
{
	struct world *w = rig_world();
	struct client *a = rig_user(w, "a");

	cr_expect_eq(monitor_add(a, VIEW("")), MONITOR_INVALID);
	cr_expect_eq(monitor_add(a, VIEW("#c")), MONITOR_INVALID);
	cr_expect_eq(monitor_add(a, VIEW("a*")), MONITOR_INVALID);
	cr_expect_null(a->monitors);
	world_free(w);
}

Test(monitor, full_at_the_limit_for_each_client)
{
	struct world *w = rig_world();
	struct client *a = rig_user(w, "a"), *b = rig_user(w, "b");
	char nick[16];

	for (int i = 0; i < MONITOR_MAX; i++) {
		(void)snprintf(nick, sizeof(nick), "n%d", i);
		cr_assert_eq(monitor_add(a, view_z(nick)), MONITOR_OK);
	}
	cr_expect_eq(monitor_add(a, VIEW("more")), MONITOR_FULL);
	cr_expect_eq(monitor_add(a, VIEW("N7")), MONITOR_ALREADY);
	cr_expect_eq(monitor_add(b, VIEW("more")), MONITOR_OK);
	monitor_del(a, VIEW("n7"));
	cr_expect_eq(monitor_add(a, VIEW("more")), MONITOR_OK);
	monitor_clear(a);
	cr_expect_eq(w->monitors.count, 1);
	world_free(w);
}
