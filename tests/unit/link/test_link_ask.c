/* Two neighbours, of which the first has a server behind it: who is asked to end which link, and to do what. */
#include "link/link_ask.h"

#include <criterion/criterion.h>

#include "tests/unit/link/link_rig.h"

Test(link_ask, squit_of_a_neighbour_closes_its_link_and_others_hear_of_it)
{
	struct link_rig r;

	link_rig_init(&r);
	links_squit(r.links, r.hub.node, NULL, VIEW("maintenance"));
	cr_expect_str_eq(link_rig_heard(&r, &r.hub),
		"SQUIT 1HB :by irc.test: maintenance|ERROR :Closing Link: 127.0.0.1 (by irc.test: "
		"maintenance)|");
	cr_expect(conn_mem_is_closed(r.hub.mem));
	cr_expect_str_eq(link_rig_heard(&r, &r.leaf), "SQUIT 1HB :by irc.test: maintenance|");
	cr_expect_null(node_find(r.world, VIEW("hub.test")));
	cr_expect_null(node_find(r.world, VIEW("far.test")), "it was behind");
	cr_expect_not_null(node_find(r.world, VIEW("leaf.test")));
	link_rig_release(&r);
}

Test(link_ask, squit_names_who_wants_it)
{
	struct link_rig r;

	link_rig_init(&r);
	links_squit(r.links, r.leaf.node, r.user, VIEW(""));
	cr_expect_str_eq(
		link_rig_heard(&r, &r.leaf), "SQUIT 2LF :by ann|ERROR :Closing Link: 127.0.0.1 (by ann)|");
	cr_expect_str_eq(link_rig_heard(&r, &r.hub), "SQUIT 2LF :by ann|");
	link_rig_release(&r);
}

/* Servers of this kind take it for done then. */
Test(link_ask, squit_of_a_server_farther_away_is_said_towards_it_and_done_here)
{
	struct link_rig r;

	link_rig_init(&r);
	links_squit(r.links, r.far, NULL, VIEW("two words"));
	cr_expect_str_eq(link_rig_heard(&r, &r.hub), ":0AA SQUIT 3FA :two words|");
	cr_expect_str_eq(link_rig_heard(&r, &r.leaf), "SQUIT 3FA :two words|");
	cr_expect_null(node_find(r.world, VIEW("far.test")));
	link_rig_release(&r);
}

Test(link_ask, query_goes_towards_its_server_and_nowhere_else)
{
	struct link_rig r;

	link_rig_init(&r);
	links_query(r.links, r.user, r.leaf.node,
		(const struct view[]){ VIEW("CONNECT"), VIEW("new.test"), VIEW("7000"), VIEW("leaf.test") },
		4);
	cr_expect_str_eq(link_rig_heard(&r, &r.leaf), ":3FAAAAAAA CONNECT new.test 7000 :leaf.test|");
	cr_expect_str_eq(link_rig_heard(&r, &r.hub), "");
	links_query(r.links, r.user, r.leaf.node, (const struct view[]){ VIEW("VERSION"), VIEW("2LF") }, 2);
	cr_expect_str_eq(link_rig_heard(&r, &r.leaf), ":3FAAAAAAA VERSION :2LF|");
	links_query(r.links, r.user, r.far, (const struct view[]){ VIEW("VERSION"), VIEW("3FA") }, 2);
	cr_expect_str_eq(link_rig_heard(&r, &r.hub), "", "never back to where it comes from");
	link_rig_release(&r);
}
