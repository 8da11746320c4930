/*
 * Thousands of random operations; after each the world is counted anew.  The seeds are fixed: what fails,
 * fails again.
 */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdio.h>
#include <stdlib.h>

#include "state/filter.h"
#include "state/oper.h"
#include "tests/unit/state/state_rig.h"
#include "tests/unit/state/world_check.h"

#define SLOTS 24
#define STEPS 4000

struct actor {
	struct world *w;
	struct client *slot[SLOTS]; /* NULL: nobody */
	struct oper_grant *grant;
	uint64_t seed;
};

/* xorshift64*: any generator would do that is the same everywhere. */
static unsigned
below(struct actor *a, unsigned n)
{
	a->seed ^= a->seed >> 12;
	a->seed ^= a->seed << 25;
	a->seed ^= a->seed >> 27;
	return (unsigned)((a->seed * UINT64_C(2685821657736338717)) >> 33) % n;
}

static struct client *
anybody(struct actor *a)
{
	return a->slot[below(a, SLOTS)];
}

static struct channel *
any_channel(struct actor *a)
{
	char name[8];

	(void)snprintf(name, sizeof(name), "#%u", below(a, 6));
	return channel_find(a->w, view_z(name));
}

/* Somebody comes, registers, exits or is freed: the next step in life. */
static void
do_life(struct actor *a)
{
	struct client **slot = &a->slot[below(a, SLOTS)], *c = *slot;

	if (c == NULL) {
		*slot = client_new(a->w, VIEW("h.example"));
	} else if (c->phase == CLIENT_NEW && c->nick_len != 0 && below(a, 4) != 0) {
		client_set_user(c, VIEW("user"), VIEW("Real"));
		client_register(c, RIG_NOW, 1);
	} else if (c->phase == CLIENT_USER && below(a, 8) == 0) {
		client_exit(c, RIG_NOW);
	} else if (c->phase == CLIENT_GONE || (c->phase == CLIENT_NEW && below(a, 8) == 0)) {
		client_free(c);
		*slot = NULL;
	}
}

static void
do_nick(struct actor *a)
{
	struct client *c = anybody(a);
	char nick[16];

	(void)snprintf(nick, sizeof(nick), "%c%u", below(a, 2) != 0 ? 'n' : 'N', below(a, 2 * SLOTS));
	if (c != NULL && c->phase != CLIENT_GONE)
		(void)(client_set_nick(c, view_z(nick), RIG_NOW) == NICK_OK);
}

static void
do_join(struct actor *a)
{
	struct client *c = anybody(a);
	char name[8];

	(void)snprintf(name, sizeof(name), "#%u", below(a, 8));
	if (c != NULL && client_is_user(c))
		(void)(rig_try_join(c, name, below(a, 2) != 0 ? "key" : NULL) == JOIN_OK);
}

static void
do_part(struct actor *a)
{
	struct client *c = anybody(a);
	struct channel *ch = any_channel(a);
	struct member *m = c != NULL && ch != NULL ? member_find(ch, c) : NULL;

	if (m != NULL)
		(void)member_del(m);
}

static void
do_invite(struct actor *a)
{
	struct client *by = anybody(a), *whom = anybody(a);
	struct channel *ch = any_channel(a);

	if (ch != NULL && by != NULL && whom != NULL && client_is_user(by) && client_is_user(whom))
		(void)(channel_invite(ch, by, whom) == INVITE_OK);
}

/* The pattern with a number below SLOTS for each '%'. */
static void
write_command(struct actor *a, char *dst, size_t size)
{
	static const char *const commands[] = { "+ov N% n%", "-o+b n% N%", "-b n%", "+kl key %", "-kl x",
		"+imnst", "-imnst", "+bbb *% x y", "+v-v n% n%", "+b *@h.example", "+P", "+P", "-P", "+u-r" };
	const char *p = commands[below(a, ARRAY_LEN(commands))];
	size_t n = 0;

	for (; *p != '\0' && n + 3 < size; p++) {
		if (*p == '%')
			n += (size_t)snprintf(dst + n, size - n, "%u", below(a, SLOTS));
		else
			dst[n++] = *p;
	}
	dst[n] = '\0';
}

static void
do_mode(struct actor *a)
{
	struct mode_change change[MODE_CHANGES_MAX];
	struct client *by = anybody(a);
	struct channel *ch = any_channel(a);
	char command[64];

	write_command(a, command, sizeof(command));
	if (ch != NULL && (by == NULL || client_is_user(by)))
		(void)rig_modes(ch, by, command, change);
	if (ch != NULL)
		channel_end_if_empty(ch);
}

static void
do_umode(struct actor *a)
{
	static const char *const letters[] = { "+i", "-i", "+iw", "-iow", "+o-o", "w", "+g", "-g" };
	struct client *c = anybody(a);
	uint64_t added, removed;

	if (c == NULL || c->phase == CLIENT_GONE)
		return;
	if (client_is_user(c) && below(a, 3) == 0)
		oper_raise(c, a->grant);
	(void)client_change_modes(c, view_z(letters[below(a, ARRAY_LEN(letters))]), &added, &removed);
}

static void
do_filter(struct actor *a)
{
	struct client *c = anybody(a), *other = anybody(a);
	char mask[16], norm[MASK_LEN + 1];

	(void)snprintf(mask, sizeof(mask), "%c%u", below(a, 2) != 0 ? 'n' : 'N', below(a, 3 * SILENCE_MAX));
	if (c == NULL || other == NULL || !client_is_user(c) || !client_is_user(other))
		return;
	if (below(a, 3) != 0)
		(void)(filter_silence(c, view_z(mask), norm) == BAN_OK);
	else
		(void)(filter_unsilence(c, view_z(mask), norm) == BAN_OK);
	if (below(a, 3) != 0)
		(void)(filter_accept(c, other) == ACCEPT_OK);
	else
		(void)(filter_unaccept(c, other) == ACCEPT_OK);
	if (client_may_hear(c, other, false) == HEAR_NOT_ACCEPTED)
		cr_assert(filter_call(c, RIG_NOW) || c->filter->called_ms != 0);
	cr_assert(filter_expect_answer(c, other) || c->filter->n_accepts == ACCEPT_MAX);
}

/* Speaking keeps answers of the ban list, which world_fault() compares with the list. */
static void
do_speak(struct actor *a)
{
	struct client *c = anybody(a);
	struct channel *ch = any_channel(a);

	if (c == NULL || ch == NULL || !client_is_user(c))
		return;
	(void)(channel_may_speak(ch, c) == SPEAK_OK);
	(void)(channel_set_topic(ch, c, VIEW("topic"), RIG_NOW) == TOPIC_OK);
	if (below(a, 4) == 0)
		client_set_host(c, below(a, 2) != 0 ? VIEW("h.example") : VIEW("192.0.2.1"));
}

static void
do_settings(struct actor *a)
{
	struct world_conf conf = rig_conf();

	if (below(a, 20) != 0)
		return;
	conf.whowas_entries = below(a, 10);
	conf.max_clients = 1 + below(a, 2 * SLOTS);
	conf.user_modes = below(a, 2) != 0 ? UMODE_INVISIBLE : 0;
	world_configure(a->w, &conf);
}

static void (*const operations[])(struct actor *) = { do_life, do_life, do_nick, do_join, do_join, do_part,
	do_invite, do_mode, do_mode, do_umode, do_filter, do_speak, do_settings };

struct seed_case {
	uint64_t seed;
};

ParameterizedTestParameters(property, counts_agree_with_a_recount)
{
	static struct seed_case cases[] = { { 1 }, { 2 }, { 3 }, { 20231114 },
		{ UINT64_C(0x9e3779b97f4a7c15) } };

	return cr_make_param_array(struct seed_case, cases, ARRAY_LEN(cases));
}

ParameterizedTest(struct seed_case *c, property, counts_agree_with_a_recount)
{
	struct actor a = { .w = rig_world(), .seed = c->seed };
	size_t users = 0, members = 0;

	a.grant = oper_grant_new(VIEW("o"), VIEW("r"), PRIV_BIT(PRIV_KILL));
	for (int i = 0; i < STEPS; i++) {
		unsigned op = below(&a, ARRAY_LEN(operations));
		const char *fault;

		operations[op](&a);
		fault = world_fault(a.w);
		cr_assert_null(fault, "seed %llu, step %d, operation %u: %s", (unsigned long long)c->seed, i,
			op, fault);
		users += a.w->n_users;
		members += a.w->channels.count;
	}
	/* Or nothing was tried. */
	cr_expect_gt(users, STEPS);
	cr_expect_gt(members, STEPS);
	for (size_t i = 0; i < SLOTS; i++) {
		if (a.slot[i] != NULL) {
			client_exit(a.slot[i], RIG_NOW);
			client_free(a.slot[i]);
		}
	}
	cr_expect_null(world_fault(a.w));
	cr_expect_eq(a.w->channels.count, a.w->n_permanent);
	cr_expect_eq(a.w->n_users + a.w->n_unregistered + a.w->n_opers + a.w->n_invisible, 0);
	cr_expect_eq(a.grant->refs, 1);
	world_free(a.w);
	oper_grant_unref(a.grant);
}
