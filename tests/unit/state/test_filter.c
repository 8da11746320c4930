#include "state/filter.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "state/mode.h"
#include "state/oper.h"
#include "tests/unit/state/state_rig.h"
#include "tests/unit/state/world_check.h"

#define MONO UINT64_C(5000000)

static enum ban_verdict
silence(struct client *c, const char *mask)
{
	char norm[MASK_LEN + 1];

	return filter_silence(c, view_z(mask), norm);
}

static enum ban_verdict
unsilence(struct client *c, const char *mask)
{
	char removed[MASK_LEN + 1];

	return filter_unsilence(c, view_z(mask), removed);
}

Test(filter, silence_hits_by_mask_and_by_extended_ban)
{
	struct world *w = rig_world();
	struct client *a = rig_user(w, "a"), *bob = rig_user(w, "bob"), *eve = rig_user(w, "eve");

	cr_expect_not(filter_silences(a, bob));
	cr_expect_eq(silence(a, "BOB"), BAN_OK);
	cr_expect(filter_silences(a, bob));
	cr_expect_not(filter_silences(a, eve));
	cr_expect_not(filter_silences(bob, a), "only one way");
	client_set_account(eve, VIEW("eve"));
	cr_expect_eq(silence(a, "$a:e*"), BAN_OK);
	cr_expect(filter_silences(a, eve));
	cr_expect_eq(silence(a, "*"), BAN_OK);
	cr_expect_not(filter_silences(a, a), "one always hears oneself");
	world_free(w);
}

Test(filter, silence_of_a_shown_host_hits_the_address_too)
{
	struct world *w = rig_world();
	struct client *a = rig_user(w, "a"), *bob = rig_user(w, "bob");

	client_set_address(bob, VIEW("192.0.2.7"));
	cr_expect_eq(silence(a, "192.0.2.*"), BAN_OK);
	cr_expect(filter_silences(a, bob));
	world_free(w);
}

Test(filter, silence_takes_no_form_that_is_for_channels)
{
	struct world *w = rig_world();
	struct client *a = rig_user(w, "a");
	static const char *const bad[] = { "", "a b", "$m:bob", "$m:$a", "bob$#c", "$a$#c", "$q", "$" };

	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		cr_expect_eq(silence(a, bad[i]), BAN_INVALID, "%s", bad[i]);
		cr_expect_eq(unsilence(a, bad[i]), BAN_INVALID, "%s", bad[i]);
	}
	cr_expect_null(a->filter, "what was refused leaves nothing");
	world_free(w);
}

Test(filter, silence_is_full_at_its_limit_and_gone_when_empty)
{
	struct world *w = rig_world();
	struct client *a = rig_user(w, "a");
	char mask[16];

	cr_expect_eq(unsilence(a, "n0"), BAN_ABSENT);
	for (int i = 0; i < SILENCE_MAX; i++) {
		(void)snprintf(mask, sizeof(mask), "n%d", i);
		cr_assert_eq(silence(a, mask), BAN_OK);
	}
	cr_expect_eq(silence(a, "more"), BAN_FULL);
	cr_expect_eq(silence(a, "N7!*@*"), BAN_EXISTS, "not full: it is there");
	cr_expect_eq(a->filter->silence.count, SILENCE_MAX);
	cr_expect_null(world_fault(w));
	for (int i = 0; i < SILENCE_MAX; i++) {
		(void)snprintf(mask, sizeof(mask), "N%d", i);
		cr_assert_eq(unsilence(a, mask), BAN_OK);
	}
	cr_expect_null(a->filter);
	world_free(w);
}

Test(filter, accept_is_one_way_once_and_not_of_oneself)
{
	struct world *w = rig_world();
	struct client *a = rig_user(w, "a"), *b = rig_user(w, "b");

	cr_expect_eq(filter_accept(a, a), ACCEPT_EXISTS);
	cr_expect_eq(filter_unaccept(a, b), ACCEPT_ABSENT);
	cr_expect_null(a->filter);
	cr_expect_eq(filter_accept(a, b), ACCEPT_OK);
	cr_expect_eq(filter_accept(a, b), ACCEPT_EXISTS);
	cr_expect(filter_accepts(a, b));
	cr_expect_not(filter_accepts(b, a));
	cr_expect(filter_accepts(a, a));
	cr_expect_null(world_fault(w));
	cr_expect_eq(filter_unaccept(a, b), ACCEPT_OK);
	cr_expect_null(a->filter);
	cr_expect_null(b->filter);
	world_free(w);
}

Test(filter, accept_is_full_at_its_limit)
{
	struct world *w = rig_world();
	struct client *a = rig_user(w, "a"), *more = rig_user(w, "more"), *first = NULL;
	char nick[16];

	for (int i = 0; i < ACCEPT_MAX; i++) {
		struct client *c;

		(void)snprintf(nick, sizeof(nick), "n%d", i);
		c = rig_user(w, nick);
		first = first != NULL ? first : c;
		cr_assert_eq(filter_accept(a, c), ACCEPT_OK);
	}
	cr_expect_eq(filter_accept(a, more), ACCEPT_FULL);
	cr_expect_eq(filter_accept(a, first), ACCEPT_EXISTS, "not full: it is there");
	cr_expect_eq(filter_accept(more, a), ACCEPT_OK, "each has its own");
	cr_expect_null(world_fault(w));
	cr_expect_eq(filter_unaccept(a, first), ACCEPT_OK);
	cr_expect_eq(filter_accept(a, more), ACCEPT_OK);
	world_free(w);
}

Test(filter, accept_goes_with_either_end)
{
	struct world *w = rig_world();
	struct client *a = rig_user(w, "a"), *b = rig_user(w, "b"), *c = rig_user(w, "c");

	cr_expect_eq(filter_accept(a, b), ACCEPT_OK);
	cr_expect_eq(filter_accept(b, c), ACCEPT_OK);
	cr_expect_eq(filter_accept(c, a), ACCEPT_OK);
	client_exit(b, RIG_NOW);
	cr_expect_null(b->filter);
	cr_expect_not(filter_accepts(a, b));
	cr_expect(filter_accepts(c, a));
	cr_expect_null(world_fault(w));
	client_exit(c, RIG_NOW);
	cr_expect_null(a->filter);
	cr_expect_null(world_fault(w));
	world_free(w);
}

Test(filter, accept_ends_with_the_nick_but_not_with_its_case)
{
	struct world *w = rig_world();
	struct client *a = rig_user(w, "a"), *b = rig_user(w, "b");

	cr_expect_eq(filter_accept(a, b), ACCEPT_OK);
	cr_expect_eq(filter_accept(b, a), ACCEPT_OK);
	cr_expect_eq(client_set_nick(b, VIEW("B"), RIG_NOW), NICK_OK);
	cr_expect(filter_accepts(a, b));
	cr_expect_eq(client_set_nick(b, VIEW("other"), RIG_NOW), NICK_OK);
	cr_expect_not(filter_accepts(a, b));
	cr_expect(filter_accepts(b, a), "its own list stays");
	cr_expect_null(world_fault(w));
	world_free(w);
}

Test(filter, callers_are_told_of_once_in_a_pause)
{
	struct world *w = rig_world();
	struct client *a = rig_user(w, "a");
	uint64_t added, removed;

	cr_expect_eq(client_change_modes(a, VIEW("+g"), &added, &removed), 0);
	cr_expect(filter_call(a, MONO));
	cr_expect_not(filter_call(a, MONO + CALLERID_PAUSE_MS - 1));
	cr_expect(filter_call(a, MONO + CALLERID_PAUSE_MS));
	cr_expect_eq(client_change_modes(a, VIEW("-g"), &added, &removed), 0);
	cr_expect_null(a->filter, "nothing is left to remember");
	cr_expect_eq(client_change_modes(a, VIEW("+g"), &added, &removed), 0);
	cr_expect(filter_call(a, 0), "the pause begins anew");
	cr_expect_not(filter_call(a, 1));
	client_exit(a, RIG_NOW);
	cr_expect_null(a->filter);
	world_free(w);
}

Test(filter, who_is_in_g_accepts_those_it_writes_to)
{
	struct world *w = rig_world();
	struct client *a = rig_user(w, "a"), *b = rig_user(w, "b"), *op = rig_user(w, "op");
	struct oper_grant *g = oper_grant_new(VIEW("o"), VIEW("r"), 0);
	char nick[16];

	cr_expect(filter_expect_answer(a, b));
	cr_expect_null(a->filter, "it hears everybody");
	client_set_modes(a, UMODE_CALLERID, 0);
	oper_raise(op, g);
	cr_expect(filter_expect_answer(a, a));
	cr_expect(filter_expect_answer(a, op));
	cr_expect_null(a->filter, "operators pass");
	cr_expect(filter_expect_answer(a, b));
	cr_expect(filter_expect_answer(a, b));
	cr_expect_eq(a->filter->n_accepts, 1);
	for (int i = 1; i < ACCEPT_MAX; i++) {
		(void)snprintf(nick, sizeof(nick), "n%d", i);
		cr_expect(filter_expect_answer(a, rig_user(w, nick)));
	}
	cr_expect_not(filter_expect_answer(a, rig_user(w, "more")));
	cr_expect(filter_expect_answer(a, b));
	cr_expect(filter_expect_answer(a, op));
	world_free(w);
	oper_grant_unref(g);
}

Test(filter, verdicts_come_in_order)
{
	struct world *w = rig_world();
	struct client *a = rig_user(w, "a"), *b = rig_user(w, "b"), *op = rig_user(w, "op");
	struct oper_grant *g = oper_grant_new(VIEW("o"), VIEW("r"), 0);

	oper_raise(op, g);
	cr_expect_eq(client_may_hear(a, b, false), HEAR_OK);
	client_set_modes(a, UMODE_CALLERID, 0);
	cr_expect_eq(client_may_hear(a, b, false), HEAR_NOT_ACCEPTED);
	cr_expect_eq(client_may_hear(a, a, false), HEAR_OK);
	cr_expect_eq(client_may_hear(a, op, false), HEAR_OK);
	cr_expect_eq(filter_accept(a, b), ACCEPT_OK);
	cr_expect_eq(client_may_hear(a, b, false), HEAR_OK);
	cr_expect_eq(silence(a, "*"), BAN_OK);
	cr_expect_eq(client_may_hear(a, b, false), HEAR_SILENCED);
	cr_expect_eq(client_may_hear(a, op, false), HEAR_SILENCED);
	cr_expect_eq(client_may_hear(a, a, false), HEAR_OK);
	cr_expect_eq(filter_unaccept(a, b), ACCEPT_OK);
	cr_expect_eq(client_may_hear(a, b, false), HEAR_SILENCED, "and a is not told");
	client_set_modes(a, UMODE_ACCOUNTS, 0);
	cr_expect_eq(client_may_hear(a, b, false), HEAR_NO_ACCOUNT);
	world_free(w);
	oper_grant_unref(g);
}
