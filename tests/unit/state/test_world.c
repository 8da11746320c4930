#include "state/world.h"

#include <criterion/criterion.h>

#include "state/whowas.h"
#include "tests/unit/state/state_rig.h"
#include "tests/unit/state/world_check.h"

Test(world, is_empty_when_new)
{
	struct world *w = rig_world();

	cr_expect_eq(w->n_users, 0);
	cr_expect_eq(w->n_unregistered, 0);
	cr_expect_eq(w->max_users, 0);
	cr_expect_eq(w->channels.count, 0);
	cr_expect_eq(w->started_ms, RIG_NOW);
	cr_expect_str_eq(w->conf.network, "ExampleNet");
	cr_expect_null(world_fault(w));
	world_free(w);
}

/* ASan and valgrind say whether anything was left. */
Test(world, frees_whatever_is_left)
{
	struct world *w = rig_world();
	struct client *a = rig_user(w, "a"), *b = rig_user(w, "b"), *gone = rig_user(w, "gone");
	struct channel *ch = rig_join(a, "#c");

	(void)rig_newcomer(w);
	rig_join(gone, "#c");
	cr_expect_eq(channel_invite(ch, a, b), INVITE_OK);
	cr_expect_eq(rig_mode(ch, a, "+b x"), MODE_OK);
	cr_expect_eq(channel_set_topic(ch, a, VIEW("topic"), RIG_NOW), TOPIC_OK);
	client_set_away(b, VIEW("out"));
	client_exit(gone, RIG_NOW);
	cr_expect_null(world_fault(w));
	world_free(w);
	world_free(NULL);
}

Test(world, max_users_is_the_most_there_ever_were)
{
	struct world *w = rig_world();
	struct client *a = rig_user(w, "a");

	(void)rig_user(w, "b");
	client_exit(a, RIG_NOW);
	client_free(a);
	cr_expect_eq(w->n_users, 1);
	cr_expect_eq(w->max_users, 2);
	(void)rig_user(w, "c");
	cr_expect_eq(w->max_users, 2);
	world_free(w);
}

Test(world, new_settings_drop_nobody)
{
	struct world *w = rig_world();
	struct world_conf conf = rig_conf();
	struct client *a = rig_user(w, "quite-a-long-nick"), *b = rig_user(w, "b");

	rig_join(a, "#one");
	rig_join(b, "#two");
	conf.max_clients = 1;
	conf.max_channels = 1;
	conf.nick_len = 5;
	conf.whowas_entries = 0;
	world_configure(w, &conf);
	cr_expect_eq(w->n_users, 2);
	cr_expect_eq(w->channels.count, 2);
	cr_expect(client_find(w, VIEW("quite-a-long-nick")) == a);
	cr_expect_null(client_new(w, VIEW("h")), "two are there and one may be");
	cr_expect_eq(rig_try_join(a, "#three", NULL), JOIN_NO_ROOM);
	cr_expect_eq(client_set_nick(a, VIEW("sixsix"), RIG_NOW), NICK_INVALID);
	cr_expect_eq(client_set_nick(a, VIEW("quite-a-long-nick"), RIG_NOW), NICK_SAME);
	client_exit(b, RIG_NOW);
	cr_expect_eq(whowas_count(w->whowas), 0);
	world_free(w);
}

Test(world, takes_max_clients_and_not_one_more)
{
	struct world_conf conf = rig_conf();
	struct world *w = rig_world();
	struct client *c[3];

	conf.max_clients = 3;
	world_configure(w, &conf);
	for (size_t i = 0; i < ARRAY_LEN(c); i++)
		c[i] = rig_newcomer(w);
	cr_expect_null(client_new(w, VIEW("h")));
	client_exit(c[1], RIG_NOW);
	cr_expect_not_null(client_new(w, VIEW("h")), "one that is gone makes room");
	cr_expect_null(client_new(w, VIEW("h")));
	conf.max_clients = 4;
	world_configure(w, &conf);
	cr_expect_not_null(client_new(w, VIEW("h")));
	cr_expect_null(world_fault(w));
	world_free(w);
}
