#include "auth/rates.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "auth/session.h"
#include "core/hash.h"
#include "core/mem.h"
#include "core/rng.h"
#include "proto/casemap.h"
#include "state/channel.h"
#include "state/filter.h"
#include "state/mode.h"
#include "state/oper.h"
#include "state/world.h"

#define USERS 40

/* A world of USERS users of one class. */
struct rates_rig {
	struct world *world;
	struct class class;
	struct session session[USERS];
	struct client *user[USERS];
};

static struct client *
user_new(struct rates_rig *r, size_t i)
{
	struct client *c = client_new(r->world, VIEW("host.example"));
	char nick[16];

	cr_assert_not_null(c);
	(void)snprintf(nick, sizeof(nick), "user%zu", i);
	cr_assert_eq(client_set_nick(c, view_z(nick), 1), NICK_OK);
	client_set_user(c, view_z(nick), view_z(nick));
	client_register(c, 1, 1);
	r->session[i] = (struct session){ .client = c, .class = &r->class };
	c->session = &r->session[i];
	return c;
}

static struct rates_rig *
rig_new(void)
{
	static const struct world_conf conf = {
		.server_name = "irc.test",
		.network = "Testnet",
		.nick_len = 30,
		.max_clients = 100,
		.max_channels = 100,
	};
	struct rates_rig *r = mem_zalloc(sizeof(*r));

	cr_assert_eq(rng_init(NULL), 0);
	hash_init();
	r->world = world_new(&conf, 1);
	for (size_t i = 0; i < USERS; i++)
		r->user[i] = user_new(r, i);
	return r;
}

static void
rig_free(struct rates_rig *r)
{
	for (size_t i = 0; i < USERS; i++) {
		rates_free(r->session[i].rates);
		client_exit(r->user[i], 1);
		r->user[i]->session = NULL;
		client_free(r->user[i]);
	}
	world_free(r->world);
	mem_free(r);
}

static void
limit(struct rates_rig *r, enum conf_rate_kind kind, uint32_t count, uint64_t per_ms)
{
	r->class.rate[kind] = (struct conf_rate){ count, per_ms };
}

Test(rates, so_many_at_once_and_one_more_for_each_share_of_the_time)
{
	struct rates_rig *r = rig_new();
	struct client *c = r->user[0];

	limit(r, CONF_RATE_NICKS, 5, 20000);
	for (size_t i = 0; i < 5; i++) {
		cr_expect_eq(rates_wait_ms(c, CONF_RATE_NICKS, 1000), 0, "%zu", i);
		rates_count(c, CONF_RATE_NICKS, 1000);
	}
	cr_expect_eq(rates_wait_ms(c, CONF_RATE_NICKS, 1000), 4000);
	cr_expect_eq(rates_wait_ms(c, CONF_RATE_NICKS, 4999), 1);
	cr_expect_eq(rates_wait_ms(c, CONF_RATE_NICKS, 5000), 0);
	rates_count(c, CONF_RATE_NICKS, 5000);
	cr_expect_eq(rates_wait_ms(c, CONF_RATE_NICKS, 5000), 4000);
	/* All of it is back after the whole time, and no more than that. */
	for (size_t i = 0; i < 5; i++) {
		cr_expect_eq(rates_wait_ms(c, CONF_RATE_NICKS, 1000000), 0, "%zu", i);
		rates_count(c, CONF_RATE_NICKS, 1000000);
	}
	cr_expect_eq(rates_wait_ms(c, CONF_RATE_NICKS, 1000000), 4000);
	rig_free(r);
}

Test(rates, of_one_kind_say_nothing_of_another)
{
	struct rates_rig *r = rig_new();

	limit(r, CONF_RATE_NICKS, 1, 1000);
	limit(r, CONF_RATE_JOINS, 1, 1000);
	rates_count(r->user[0], CONF_RATE_NICKS, 1);
	cr_expect_eq(rates_wait_ms(r->user[0], CONF_RATE_NICKS, 1), 1000);
	cr_expect_eq(rates_wait_ms(r->user[0], CONF_RATE_JOINS, 1), 0);
	cr_expect_eq(rates_wait_ms(r->user[1], CONF_RATE_NICKS, 1), 0);
	rig_free(r);
}

Test(rates, that_are_lifted_hold_nobody_back_and_take_no_memory)
{
	struct rates_rig *r = rig_new();

	for (unsigned kind = 0; kind < CONF_RATE_N; kind++) {
		for (size_t i = 0; i < 2000; i++) {
			cr_expect_eq(rates_wait_ms(r->user[0], (enum conf_rate_kind)kind, 1), 0);
			rates_count(r->user[0], (enum conf_rate_kind)kind, 1);
		}
	}
	for (size_t i = 0; i < USERS; i++)
		cr_expect_eq(rates_message_ms(r->user[0], r->user[i], 1), 0);
	cr_expect_null(r->session[0].rates);
	cr_expect_null(r->session[1].rates);
	rig_free(r);
}

Test(rates, that_a_new_configuration_makes_tighter_or_lifts_hold_at_once)
{
	struct rates_rig *r = rig_new();
	struct client *c = r->user[0];

	limit(r, CONF_RATE_JOINS, 10, 10000);
	for (size_t i = 0; i < 6; i++)
		rates_count(c, CONF_RATE_JOINS, 1);
	cr_expect_eq(rates_wait_ms(c, CONF_RATE_JOINS, 1), 0);
	limit(r, CONF_RATE_JOINS, 1, 1000);
	cr_expect_eq(rates_wait_ms(c, CONF_RATE_JOINS, 1), 6000);
	limit(r, CONF_RATE_JOINS, 0, 0);
	cr_expect_eq(rates_wait_ms(c, CONF_RATE_JOINS, 1), 0);
	rig_free(r);
}

Test(rates, exempt_are_operators_with_the_privilege_only)
{
	struct rates_rig *r = rig_new();
	struct oper_grant *with = oper_grant_new(VIEW("a"), VIEW("r"), PRIV_BIT(PRIV_FLOOD_EXEMPT));
	struct oper_grant *without = oper_grant_new(VIEW("b"), VIEW("r"), PRIV_BIT(PRIV_KILL));

	limit(r, CONF_RATE_NICKS, 1, 1000);
	rates_count(r->user[0], CONF_RATE_NICKS, 1);
	oper_raise(r->user[0], without);
	cr_expect_eq(rates_wait_ms(r->user[0], CONF_RATE_NICKS, 1), 1000);
	oper_raise(r->user[0], with);
	cr_expect_eq(rates_wait_ms(r->user[0], CONF_RATE_NICKS, 1), 0);
	oper_lower(r->user[0]);
	cr_expect_eq(rates_wait_ms(r->user[0], CONF_RATE_NICKS, 1), 1000);
	oper_grant_unref(with);
	oper_grant_unref(without);
	rig_free(r);
}

Test(rates, new_targets_are_limited_known_ones_are_free)
{
	struct rates_rig *r = rig_new();
	struct client *c = r->user[0];

	limit(r, CONF_RATE_TARGETS, 3, 30000);
	for (size_t i = 1; i <= 3; i++)
		cr_expect_eq(rates_message_ms(c, r->user[i], 1), 0, "%zu", i);
	cr_expect_eq(rates_message_ms(c, r->user[4], 1), 10000);
	cr_expect_eq(rates_message_ms(c, r->user[4], 5001), 5000, "a refused message costs nothing");
	for (size_t i = 0; i < 50; i++)
		cr_expect_eq(rates_message_ms(c, r->user[1 + i % 3], 1), 0);
	cr_expect_eq(rates_message_ms(c, c, 1), 0);
	cr_expect_eq(rates_message_ms(c, r->user[4], 10001), 0);
	rig_free(r);
}

Test(rates, who_wrote_to_one_is_answered_freely)
{
	struct rates_rig *r = rig_new();
	struct client *c = r->user[0];

	limit(r, CONF_RATE_TARGETS, 1, 60000);
	for (size_t i = 1; i <= RATES_HEARD + 1; i++)
		cr_expect_eq(rates_message_ms(r->user[i], c, 1), 0);
	cr_expect_eq(rates_message_ms(c, r->user[30], 1), 0);
	cr_expect_neq(rates_message_ms(c, r->user[31], 1), 0);
	for (size_t i = 2; i <= RATES_HEARD + 1; i++)
		cr_expect_eq(rates_message_ms(c, r->user[i], 1), 0, "%zu", i);
	cr_expect_neq(rates_message_ms(c, r->user[1], 1), 0, "one more than are remembered");
	rig_free(r);
}

Test(rates, who_accepts_the_sender_is_written_to_freely_not_whom_it_accepts)
{
	struct rates_rig *r = rig_new();
	struct client *c = r->user[0];

	limit(r, CONF_RATE_TARGETS, 1, 60000);
	cr_assert_eq(filter_accept(r->user[1], c), ACCEPT_OK);
	cr_assert_eq(filter_accept(c, r->user[2]), ACCEPT_OK);
	cr_expect_eq(rates_message_ms(c, r->user[1], 1), 0);
	cr_expect_eq(rates_message_ms(c, r->user[3], 1), 0);
	cr_expect_neq(rates_message_ms(c, r->user[2], 1), 0);
	rig_free(r);
}

Test(rates, only_so_many_targets_are_remembered_and_those_written_to_last_stay)
{
	struct rates_rig *r = rig_new();
	struct client *c = r->user[0];

	limit(r, CONF_RATE_TARGETS, RATES_TOLD + 1, 60000);
	for (size_t i = 1; i <= RATES_TOLD; i++)
		cr_expect_eq(rates_message_ms(c, r->user[i], 1), 0);
	cr_expect_eq(rates_message_ms(c, r->user[1], 1), 0);
	cr_expect_eq(rates_message_ms(c, r->user[RATES_TOLD + 1], 1), 0);
	cr_expect_eq(rates_message_ms(c, r->user[1], 1), 0);
	cr_expect_neq(rates_message_ms(c, r->user[2], 1), 0);
	rig_free(r);
}

Test(rates, a_rank_in_a_common_channel_writes_freely_to_all_in_it)
{
	struct rates_rig *r = rig_new();
	struct client *op = r->user[0], *plain = r->user[1];
	struct join_ask ask = { .name = VIEW("#c"), .key = VIEW(""), .max = 10, .now_wall_ms = 1 };
	struct member *m;

	limit(r, CONF_RATE_TARGETS, 1, 60000);
	for (size_t i = 0; i < 10; i++)
		cr_assert_eq(channel_join(r->world, r->user[i], &ask, &m), JOIN_OK);
	for (size_t i = 2; i < 10; i++)
		cr_expect_eq(rates_message_ms(op, r->user[i], 1), 0);
	cr_expect_eq(rates_message_ms(plain, r->user[2], 1), 0);
	cr_expect_neq(rates_message_ms(plain, r->user[3], 1), 0);
	cr_expect_eq(rates_message_ms(op, r->user[20], 1), 0);
	cr_expect_neq(rates_message_ms(op, r->user[21], 1), 0);
	rig_free(r);
}

Test(rates, the_block_is_given_back_when_nothing_in_it_matters)
{
	struct rates_rig *r = rig_new();

	limit(r, CONF_RATE_NICKS, 2, 10000);
	limit(r, CONF_RATE_AWAYS, 2, 20000);
	rates_trim(r->user[0], 1);
	rates_count(r->user[0], CONF_RATE_NICKS, 1);
	rates_count(r->user[0], CONF_RATE_AWAYS, 1);
	rates_trim(r->user[0], 10000);
	cr_expect_not_null(r->session[0].rates);
	rates_trim(r->user[0], 10001);
	cr_expect_null(r->session[0].rates);
	rig_free(r);
}
