#include "registry/registry_channel.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "net/conn.h"
#include "net/conn_mem.h"
#include "state/mode.h"
#include "store/sql.h"
#include "tests/unit/registry/registry_rig.h"

static struct registry_rig rig;
static struct net *net;

static void *
on_opened(struct conn *c, void *arg)
{
	(void)c;
	return arg;
}

static bool
on_line(struct conn *c, void *data, struct view line)
{
	(void)c;
	(void)data;
	(void)line;
	return true;
}

static void
on_gone(struct conn *c, void *data, enum conn_close why)
{
	(void)c;
	(void)data;
	(void)why;
}

static void
setup(void)
{
	static const struct conn_owner owner = { .opened = on_opened, .line = on_line, .gone = on_gone };
	static const struct net_conf nc = {
		.line_max = 512, .max_conns = 10, .accepts_per_turn = 1, .handshakes_per_turn = 1
	};

	registry_rig_init(&rig, "registration = open } channels { max-registered = 2 max-per-account = 1");
	cr_assert_eq(rig_add(&rig, "alice", "password1"), REGISTRY_OK);
	cr_assert_eq(rig_add(&rig, "bob", "password1"), REGISTRY_OK);
	cr_assert_eq(rig_add(&rig, "carol", "password1"), REGISTRY_OK);
	net = net_new(rig.loop, rig.lines, &nc, &owner, &rig);
}

static void
end_net(void)
{
	if (net != NULL)
		net_free(net);
	net = NULL;
}

static void
teardown(void)
{
	end_net();
	registry_rig_release(&rig);
}

TestSuite(registry_channel, .init = setup, .fini = teardown);

static struct channel *
joined(struct client *c, const char *name)
{
	const struct join_ask ask = { .name = view_z(name), .max = 10 };
	struct member *m;

	cr_assert_eq(channel_join(rig.world, c, &ask, &m), JOIN_OK);
	return m->channel;
}

static struct channel *
registered(struct client *c, const char *name)
{
	struct channel *ch = joined(c, name);

	cr_assert_eq(registry_channel_add(rig.registry, ch, c), REGISTRY_OK);
	return ch;
}

static void
turn(void)
{
	struct err e;

	cr_assert_eq(loop_turn(rig.loop, 0, &e), 0);
}

static struct conn_mem *
connected(struct client *c)
{
	static const struct peer_addr peer = { .family = AF_INET, .ip = { 192, 0, 2, 1 } };

	c->conn = conn_open_mem(net, &peer, 6667, NULL);
	return conn_mem_detach(c->conn);
}

static bool
has_heard(const struct conn_mem *mem, const char *what)
{
	struct view out = conn_mem_output(mem);
	char text[4096];

	(void)view_copy(out, text, sizeof(text));
	return strstr(text, what) != NULL;
}

/* Whatever the disk, others hear at once; who did it, when it is written. */
Test(registry_channel, who_changes_hears_of_it_once_it_is_on_the_disk)
{
	struct client *alice = rig_user(&rig, "alice", "alice"), *bob = rig_user(&rig, "bob", "bob");
	struct conn_mem *mine = connected(alice), *his = connected(bob);
	struct channel *ch = joined(alice, "#c");

	cr_assert_eq(joined(bob, "#c"), ch);
	cr_assert_eq(registry_channel_add(rig.registry, ch, alice), REGISTRY_OK);
	turn();
	cr_expect(has_heard(his, "MODE #c +r"));
	if (registry_pending(rig.registry) != 0)
		cr_expect_eq(conn_mem_output(mine).n, 0);
	registry_rig_settle(&rig);
	turn();
	cr_expect(has_heard(mine, "MODE #c +r"));
	end_net();
	conn_mem_free(mine);
	conn_mem_free(his);
}

Test(registry_channel, a_disk_that_refuses_is_told_and_tried_again)
{
	struct client *alice = rig_user(&rig, "alice", "alice");
	struct conn_mem *mine = connected(alice);
	struct channel *ch = joined(alice, "#c");

	cr_assert_eq(sql_run(store_idle_db(rig.store), "ALTER TABLE channel RENAME TO away"), STORE_OK);
	cr_assert_eq(registry_channel_add(rig.registry, ch, alice), REGISTRY_OK);
	turn();
	registry_rig_settle(&rig);
	turn();
	cr_expect(has_heard(mine, "NOTICE alice :Your change of a registered channel is not saved yet"));
	cr_expect_not(list_is_empty(&ch->registration->changed));
	cr_assert_eq(sql_run(store_idle_db(rig.store), "ALTER TABLE away RENAME TO channel"), STORE_OK);
	registry_channel_changed(rig.registry, ch, NULL);
	turn();
	registry_rig_settle(&rig);
	cr_expect(list_is_empty(&ch->registration->changed));
	end_net();
	conn_mem_free(mine);
}

Test(registry_channel, what_is_refused_at_sight)
{
	struct client *alice = rig_user(&rig, "alice", "alice"), *bob = rig_user(&rig, "bob", "bob");
	struct client *carol = rig_user(&rig, "carol", "carol"), *nobody = rig_user(&rig, "n", "nobody");
	struct channel *ch = registered(alice, "#a");

	cr_expect_eq(registry_channel_add(rig.registry, ch, bob), REGISTRY_TAKEN);
	cr_expect_eq(registry_channel_add(rig.registry, joined(nobody, "#n"), nobody), REGISTRY_NO_ACCOUNT);
	cr_expect_eq(registry_channel_add(rig.registry, joined(alice, "#a2"), alice), REGISTRY_CHANNELS_FULL);
	(void)registered(bob, "#b");
	cr_expect_eq(registry_channel_add(rig.registry, joined(carol, "#c"), carol), REGISTRY_FULL);
	cr_expect_eq(registry_channel_found(rig.registry, ch->registration, VIEW("bob"), alice),
		REGISTRY_CHANNELS_FULL);
	cr_expect_eq(registry_channel_found(rig.registry, ch->registration, VIEW("x"), alice),
		REGISTRY_NO_ACCOUNT);
	cr_expect_eq(
		registry_channel_found(rig.registry, ch->registration, VIEW("carol"), alice), REGISTRY_OK);
	cr_expect_str_eq(ch->registration->founder, "carol");
}

static void
restart(void)
{
	end_net();
	registry_rig_stop(&rig);
	registry_rig_start(&rig, 0);
	turn();
	registry_rig_settle(&rig);
}

Test(registry_channel, everything_is_there_after_a_restart)
{
	struct client *alice = rig_user(&rig, "alice", "alice");
	struct channel *ch = registered(alice, "#Keep");
	char modes[CHANNEL_MODES_TEXT];
	struct registration *reg = ch->registration;

	ch->modes |= CMODE_INVITE_ONLY | CMODE_KEY;
	(void)view_copy(VIEW("sesame"), ch->key, sizeof(ch->key));
	cr_assert_eq(channel_set_topic(ch, alice, VIEW("hello"), 5), TOPIC_OK);
	for (size_t l = 0; l < LIST_N; l++) {
		cr_assert_eq(ban_list_add(&ch->list[l], VIEW("a!*@*"), VIEW("x!y@z"), 7), BAN_OK);
		cr_assert_eq(ban_list_add(&ch->list[l], VIEW("b!*@*"), VIEW("x!y@z"), 8), BAN_OK);
	}
	cr_assert_eq(registration_set_access(reg, VIEW("bob"), ACCESS_OP | ACCESS_TOPIC, 9), ACCESS_OK);
	registration_set_description(reg, VIEW("d"));
	cr_assert(registration_set_lock(reg, VIEW("+n-s")));
	reg->settings = REGISTERED_KEEP_TOPIC | REGISTERED_SECURE | REGISTERED_PRIVATE;
	ch->created_ms = 11;
	registry_channel_changed(rig.registry, ch, alice);
	restart();
	ch = channel_find(rig.world, VIEW("#keep"));
	cr_assert_not_null(ch);
	reg = ch->registration;
	cr_assert_not_null(reg);
	cr_expect_str_eq(ch->name, "#Keep");
	(void)channel_modes_text(ch, true, modes, sizeof(modes));
	cr_expect_str_eq(modes, "+kir sesame");
	cr_expect_str_eq(ch->topic, "hello");
	cr_expect_str_eq(ch->topic_by, "alice!user@host");
	cr_expect_eq(ch->topic_ms, 5);
	cr_expect_eq(ch->created_ms, 11);
	for (size_t l = 0; l < LIST_N; l++) {
		cr_assert_eq(ch->list[l].count, 2);
		cr_expect_str_eq(ch->list[l].item[0].mask, "a!*@*");
		cr_expect_str_eq(ch->list[l].item[1].by, "x!y@z");
		cr_expect_eq(ch->list[l].item[1].set_ms, 8);
	}
	cr_expect_str_eq(reg->founder, "alice");
	cr_expect_str_eq(reg->description, "d");
	cr_expect_eq(registration_access(reg, VIEW("bob")), ACCESS_OP | ACCESS_TOPIC);
	cr_expect_eq(reg->access[0].set_s, 9);
	cr_expect_eq(reg->settings, REGISTERED_KEEP_TOPIC | REGISTERED_SECURE | REGISTERED_PRIVATE);
	cr_expect_eq(reg->locked_on, CMODE_NO_EXTERNAL);
	cr_expect_eq(reg->locked_off, CMODE_SECRET);
	cr_expect_eq(rig_find(&rig, "alice")->n_channels, 1);
}

Test(registry_channel, dropped_is_gone_from_memory_and_disk)
{
	struct client *alice = rig_user(&rig, "alice", "alice");
	struct channel *ch = registered(alice, "#c");
	struct rig_answers a = { .n = 0 };

	registry_channel_drop(rig.registry, VIEW("#x"), rig_call(&a, 1));
	registry_channel_drop(rig.registry, VIEW("#C"), rig_call(&a, 2));
	registry_channel_changed(rig.registry, ch, alice); /* must not bring it back */
	registry_channel_drop(rig.registry, VIEW("#c"), rig_call(&a, 3));
	registry_rig_settle(&rig);
	cr_assert_eq(a.n, 3);
	cr_expect_eq(a.v[0], REGISTRY_NO_CHANNEL);
	cr_expect_eq(a.v[1], REGISTRY_OK);
	cr_expect_eq(a.v[2], REGISTRY_NO_CHANNEL);
	cr_expect_null(ch->registration);
	cr_expect_eq(channel_find(rig.world, VIEW("#c")), ch, "somebody is in");
	restart();
	cr_expect_null(channel_find(rig.world, VIEW("#c")));
}

Test(registry_channel, a_drop_that_the_disk_refuses_changes_nothing)
{
	struct channel *ch = registered(rig_user(&rig, "alice", "alice"), "#c");
	struct rig_answers a = { .n = 0 };

	turn();
	registry_rig_settle(&rig);
	cr_assert_eq(sql_run(store_idle_db(rig.store), "ALTER TABLE channel RENAME TO away"), STORE_OK);
	registry_channel_drop(rig.registry, VIEW("#c"), rig_call(&a, 1));
	while (a.n == 0)
		registry_rig_settle(&rig);
	cr_expect_eq(a.v[0], REGISTRY_FAILED);
	cr_assert_not_null(ch->registration);
	cr_expect_not(ch->registration->ending);
	cr_assert_eq(sql_run(store_idle_db(rig.store), "ALTER TABLE away RENAME TO channel"), STORE_OK);
}

static void
drop_account(const char *name)
{
	struct rig_answers a = { .n = 0 };

	registry_account_drop(rig.registry, view_z(name), rig_call(&a, 0));
	registry_rig_settle(&rig);
	turn();
	registry_rig_settle(&rig);
	cr_assert_eq(a.v[0], REGISTRY_OK);
}

Test(registry_channel, of_a_dropped_account_goes_to_who_has_most_access_and_then_away)
{
	struct channel *ch = registered(rig_user(&rig, "alice", "alice"), "#c");

	cr_assert_eq(registration_set_access(ch->registration, VIEW("bob"), ACCESS_OP, 1), ACCESS_OK);
	cr_assert_eq(registration_set_access(ch->registration, VIEW("carol"), ACCESS_VOICE, 1), ACCESS_OK);
	drop_account("alice");
	cr_assert_not_null(ch->registration);
	cr_expect_str_eq(ch->registration->founder, "bob");
	cr_expect_eq(ch->registration->n_access, 1);
	cr_expect_eq(rig_find(&rig, "bob")->n_channels, 1);
	restart();
	ch = channel_find(rig.world, VIEW("#c"));
	cr_assert_not_null(ch);
	cr_expect_str_eq(ch->registration->founder, "bob");
	drop_account("bob");
	cr_expect_null(channel_find(rig.world, VIEW("#c")));
	restart();
	cr_expect_null(channel_find(rig.world, VIEW("#c")));
}

/* The end came between the account's drop and its channels'. */
Test(registry_channel, of_an_account_that_is_gone_at_the_start_goes_on_too)
{
	struct channel *ch = registered(rig_user(&rig, "alice", "alice"), "#c");

	cr_assert_eq(registration_set_access(ch->registration, VIEW("bob"), ACCESS_OP, 1), ACCESS_OK);
	cr_assert_eq(registration_set_access(ch->registration, VIEW("ghost"), ACCESS_OP, 1), ACCESS_OK);
	turn();
	registry_rig_settle(&rig);
	cr_assert_eq(sql_run(store_idle_db(rig.store), "DELETE FROM account WHERE name = 'alice'"), STORE_OK);
	restart();
	ch = channel_find(rig.world, VIEW("#c"));
	cr_assert_not_null(ch);
	cr_expect_str_eq(ch->registration->founder, "bob");
	cr_expect_eq(ch->registration->n_access, 0);
}

static void
expect_refused(const char *sql)
{
	(void)registered(rig_user(&rig, "alice", "alice"), "#c");
	turn();
	registry_rig_settle(&rig);
	cr_assert_eq(sql_run(store_idle_db(rig.store), sql), STORE_OK);
	end_net();
	registry_rig_stop(&rig);
	registry_rig_start(&rig, -1);
}

Test(registry_channel, a_name_that_cannot_be_is_refused_at_the_start)
{
	expect_refused("UPDATE channel SET name = 'no channel'");
}

Test(registry_channel, the_same_name_twice_is_refused_at_the_start)
{
	expect_refused(
		"INSERT INTO channel SELECT 99, upper(name), founder, modes, topic, topic_by, topic_ms, "
		"description, url, settings, mode_lock, created_ms, registered_s FROM channel");
}

Test(registry_channel, access_that_cannot_be_is_refused_at_the_start)
{
	expect_refused(
		"INSERT INTO channel_access (channel, account, flags, set_s) SELECT id, 'bob', '!', 0 FROM "
		"channel");
}

Test(registry_channel, a_list_that_cannot_be_is_refused_at_the_start)
{
	expect_refused("INSERT INTO channel_mask (channel, list, mask, set_by, set_ms) SELECT id, 'x', "
		       "'a!*@*', 'b', "
		       "0 FROM channel");
}

Test(registry_channel, more_of_a_list_than_there_may_be_is_refused_at_the_start)
{
	expect_refused("INSERT INTO channel_mask (channel, list, mask, set_by, set_ms) WITH RECURSIVE n(i) "
		       "AS (SELECT 1 "
		       "UNION ALL SELECT i + 1 FROM n WHERE i < 101) SELECT channel.id, 'b', 'n' || i || "
		       "'!*@*', 'b', 0 "
		       "FROM channel, n");
}
