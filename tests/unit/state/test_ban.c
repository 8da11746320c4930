#include "state/ban.h"
#include "state/client_cloak.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "tests/unit/state/state_rig.h"

Test(ban, list_keeps_normalised_masks_in_order)
{
	struct ban_list l;

	ban_list_init(&l);
	cr_expect_eq(ban_list_add(&l, VIEW("x"), VIEW("op!o@h"), 5), BAN_OK);
	cr_expect_eq(ban_list_add(&l, VIEW("u@h"), VIEW("op!o@h"), 6), BAN_OK);
	cr_expect_eq(ban_list_add(&l, VIEW("h.example"), VIEW("op!o@h"), 7), BAN_OK);
	cr_expect_eq(l.count, 3);
	cr_expect_str_eq(l.item[0].mask, "x!*@*");
	cr_expect_str_eq(l.item[1].mask, "*!u@h");
	cr_expect_str_eq(l.item[2].mask, "*!*@h.example");
	cr_expect_str_eq(l.item[0].by, "op!o@h");
	cr_expect_eq(l.item[2].set_ms, 7);
	ban_list_release(&l);
	cr_expect_eq(l.count, 0);
}

Test(ban, same_mask_twice_is_refused_in_any_case_and_form)
{
	struct ban_list l;

	ban_list_init(&l);
	cr_expect_eq(ban_list_add(&l, VIEW("bob"), VIEW("o"), 1), BAN_OK);
	cr_expect_eq(ban_list_add(&l, VIEW("BOB!*@*"), VIEW("o"), 1), BAN_EXISTS);
	cr_expect_eq(ban_list_add(&l, VIEW("bob!**@***"), VIEW("o"), 1), BAN_EXISTS);
	cr_expect(ban_list_has(&l, VIEW("BOB")));
	cr_expect_not(ban_list_has(&l, VIEW("bo")));
	cr_expect_not(ban_list_has(&l, VIEW("")));
	cr_expect_eq(l.count, 1);
	ban_list_release(&l);
}

Test(ban, mask_that_is_none_is_refused)
{
	struct ban_list l;
	char removed[MASK_LEN + 1];

	ban_list_init(&l);
	cr_expect_eq(ban_list_add(&l, VIEW(""), VIEW("o"), 1), BAN_INVALID);
	cr_expect_eq(ban_list_add(&l, VIEW("a b"), VIEW("o"), 1), BAN_INVALID);
	cr_expect_eq(ban_list_del(&l, VIEW(""), removed), BAN_INVALID);
	cr_expect_eq(l.count, 0);
}

Test(ban, list_is_full_at_its_limit)
{
	struct ban_list l;
	char mask[32], removed[MASK_LEN + 1];

	ban_list_init(&l);
	for (unsigned i = 0; i < CHANNEL_LIST_MAX; i++) {
		(void)snprintf(mask, sizeof(mask), "n%u", i);
		cr_expect_eq(ban_list_add(&l, view_z(mask), VIEW("o"), i), BAN_OK);
	}
	cr_expect_eq(ban_list_add(&l, VIEW("onemore"), VIEW("o"), 1), BAN_FULL);
	cr_expect_eq(ban_list_add(&l, VIEW("n7"), VIEW("o"), 1), BAN_EXISTS, "not full: it is there");
	cr_expect_eq(l.count, CHANNEL_LIST_MAX);
	cr_expect_eq(ban_list_del(&l, VIEW("n50"), removed), BAN_OK);
	cr_expect_eq(ban_list_add(&l, VIEW("onemore"), VIEW("o"), 1), BAN_OK);
	ban_list_release(&l);
}

Test(ban, removal_says_what_was_there_and_keeps_the_order)
{
	struct ban_list l;
	char removed[MASK_LEN + 1];

	ban_list_init(&l);
	cr_expect_eq(ban_list_add(&l, VIEW("One"), VIEW("o"), 1), BAN_OK);
	cr_expect_eq(ban_list_add(&l, VIEW("two"), VIEW("o"), 1), BAN_OK);
	cr_expect_eq(ban_list_add(&l, VIEW("three"), VIEW("o"), 1), BAN_OK);
	cr_expect_eq(ban_list_del(&l, VIEW("oNE"), removed), BAN_OK);
	cr_expect_str_eq(removed, "One!*@*");
	cr_expect_eq(ban_list_del(&l, VIEW("one"), removed), BAN_ABSENT);
	cr_expect_eq(l.count, 2);
	cr_expect_str_eq(l.item[0].mask, "two!*@*");
	cr_expect_str_eq(l.item[1].mask, "three!*@*");
	ban_list_release(&l);
}

Test(ban, hits_nick_user_host_and_the_numeric_address)
{
	struct world *w = rig_world();
	struct client *c = rig_user(w, "Bob");
	struct ban_list l;
	char removed[MASK_LEN + 1];

	ban_list_init(&l);
	cr_expect_null(ban_list_find(&l, c, BAN_JOIN));
	cr_expect_eq(ban_list_add(&l, VIEW("192.0.2.*"), VIEW("o"), 1), BAN_OK);
	cr_expect_null(ban_list_find(&l, c, BAN_JOIN));
	client_set_address(c, VIEW("192.0.2.7"));
	cr_expect_not_null(ban_list_find(&l, c, BAN_JOIN));
	cr_expect_eq(ban_list_del(&l, VIEW("192.0.2.*"), removed), BAN_OK);
	cr_expect_null(ban_list_find(&l, c, BAN_JOIN));
	cr_expect_eq(ban_list_add(&l, VIEW("b?B!*@*.EXAMPLE"), VIEW("o"), 1), BAN_OK);
	cr_expect_not_null(ban_list_find(&l, c, BAN_JOIN));
	ban_list_release(&l);
	world_free(w);
}

Test(ban, of_the_longest_names_hits)
{
	struct world *w = rig_world();
	struct world_conf conf = rig_conf();
	struct client *c = rig_newcomer(w);
	struct ban_list l;
	char text[HOST_LEN], mask[MASK_LEN + 1];

	conf.nick_len = NICK_LEN_MAX;
	world_configure(w, &conf);
	memset(text, 'z', sizeof(text));
	cr_expect_eq(client_set_nick(c, view_of(text, NICK_LEN_MAX), RIG_NOW), NICK_OK);
	client_set_user(c, VIEW("~zzzzzzzzzzzzzzz"), VIEW("r"));
	client_set_host(c, view_of(text, HOST_LEN));
	client_set_address(c, view_of(text, HOST_LEN));
	ban_list_init(&l);
	cr_expect_eq(ban_list_add(&l, view_of(mask, client_mask(c, mask)), VIEW("o"), 1), BAN_OK);
	cr_expect_str_eq(l.item[0].mask, mask, "nothing of it was cut");
	cr_expect_not_null(ban_list_find(&l, c, BAN_JOIN));
	ban_list_release(&l);
	world_free(w);
}

/* A world with cloaks, and a user who came from 192.0.2.7 and has this mode set. */
static struct client *
cloaked(struct world *w, struct view modes)
{
	struct client *c = rig_user(w, "Bob");
	char cloak[HOST_LEN + 1];
	uint64_t added, removed;

	cloak_init(&w->conf.cloak, VIEW("secret"), VIEW("net"), VIEW("ip"));
	client_set_host(c, VIEW("192.0.2.7"));
	cr_assert_eq(client_change_modes(c, modes, &added, &removed), '\0');
	if ((c->umodes & UMODE_CLOAK) == 0)
		return c;
	client_set_address(c, client_host(c));
	client_set_host(c, view_of(cloak, client_cloak(c, cloak)));
	return c;
}

Test(ban, on_a_cloak_or_an_address_hits_whichever_is_shown)
{
	static const char *const modes[] = { "+x", "+i" };

	for (size_t i = 0; i < ARRAY_LEN(modes); i++) {
		struct world *w = rig_world();
		struct client *c = cloaked(w, view_z(modes[i]));
		char removed[MASK_LEN + 1], cloak[HOST_LEN + 1];
		size_t n = client_cloak(c, cloak);
		struct ban_list l;

		cr_assert_neq(n, 0);
		ban_list_init(&l);
		cr_expect_eq(ban_list_add(&l, view_of(cloak, n), VIEW("o"), 1), BAN_OK);
		cr_expect_not_null(ban_list_find(&l, c, BAN_JOIN), "%s", modes[i]);
		cr_expect_eq(ban_list_del(&l, view_of(cloak, n), removed), BAN_OK);
		cr_expect_eq(ban_list_add(&l, VIEW("*!*@192.0.2.*"), VIEW("o"), 1), BAN_OK);
		cr_expect_not_null(ban_list_find(&l, c, BAN_JOIN), "%s", modes[i]);
		cr_expect_eq(ban_list_del(&l, VIEW("*!*@192.0.2.*"), removed), BAN_OK);
		cr_expect_eq(ban_list_add(&l, VIEW("$x:*@192.0.2.7#*"), VIEW("o"), 1), BAN_OK);
		cr_expect_not_null(ban_list_find(&l, c, BAN_JOIN), "%s", modes[i]);
		ban_list_release(&l);
		world_free(w);
	}
}

Test(ban, on_a_cloak_hits_behind_another_host_too)
{
	struct world *w = rig_world();
	struct client *c = cloaked(w, VIEW("+i"));
	char cloak[HOST_LEN + 1];
	size_t n = client_cloak(c, cloak);
	struct ban_list l;

	client_set_address(c, VIEW("192.0.2.7"));
	client_set_host(c, VIEW("virtual.host"));
	ban_list_init(&l);
	cr_expect_eq(ban_list_add(&l, view_of(cloak, n), VIEW("o"), 1), BAN_OK);
	cr_expect_not_null(ban_list_find(&l, c, BAN_JOIN));
	ban_list_release(&l);
	world_free(w);
}

/* True if this ban alone hits c. */
static bool
hits(const struct client *c, struct view mask)
{
	struct ban_list l;
	bool hit;

	ban_list_init(&l);
	cr_expect_eq(ban_list_add(&l, mask, VIEW("o"), 1), BAN_OK);
	hit = ban_list_find(&l, c, BAN_JOIN) != NULL;
	ban_list_release(&l);
	return hit;
}

Test(ban, on_cloaks_of_keys_of_before_hits)
{
	struct world *w = rig_world();
	struct client *c = cloaked(w, VIEW("+x"));
	char cloak[CLOAK_OLD_MAX][HOST_LEN + 1], gone[HOST_LEN + 1], part[HOST_LEN + 1];
	struct cloak dropped;

	for (size_t i = 0; i < CLOAK_OLD_MAX; i++) {
		char old[] = "before 0";

		old[7] = "0123"[i];
		cloak_init(&w->conf.old_cloak[i], view_z(old), VIEW("net"), VIEW("ip"));
		cr_expect_neq(client_address_cloak(c, &w->conf.old_cloak[i], cloak[i]), 0);
		cr_expect_not(hits(c, view_z(cloak[i])), "not one of its keys");
		w->conf.n_old_cloaks = i + 1;
		cr_expect(hits(c, view_z(cloak[i])));
		(void)snprintf(part, sizeof(part), "%.9s*", cloak[i]);
		cr_expect(hits(c, view_z(part)), "%s", part);
		(void)snprintf(part, sizeof(part), "*%s", cloak[i] + 8);
		cr_expect(hits(c, view_z(part)), "%s", part);
	}
	cloak_init(&dropped, VIEW("long before"), VIEW("net"), VIEW("ip"));
	cr_expect_neq(client_address_cloak(c, &dropped, gone), 0);
	cr_expect_not(hits(c, view_z(gone)));
	world_free(w);
}

Test(ban, on_any_host_that_it_could_show_hits)
{
	static const char *const modes[] = { "+x", "+i" };

	for (size_t i = 0; i < 2; i++) {
		struct world *w = rig_world();
		struct client *c = cloaked(w, VIEW("+i"));
		char address_cloak[HOST_LEN + 1], host[HOST_LEN + 1];
		uint64_t added, removed;

		w->conf.account_cloaks = true;
		client_set_name(c, VIEW("pc7.example.org"));
		client_set_account(c, VIEW("alice"));
		cr_expect_eq(client_change_modes(c, view_z(modes[i]), &added, &removed), '\0');
		cr_expect_eq(client_cloak(c, host), strlen("user/alice"));
		if (i == 0)
			client_set_host(c, view_z(host));
		cr_expect_neq(client_address_cloak(c, &w->conf.cloak, address_cloak), 0);
		cr_expect(hits(c, view_z(address_cloak)), "%s", modes[i]);
		cr_expect(hits(c, VIEW("*!*@user/alice")), "%s", modes[i]);
		cr_expect(hits(c, VIEW("*!*@*.example.org")), "%s", modes[i]);
		cr_expect(hits(c, VIEW("*!*@192.0.2.*")), "%s", modes[i]);
		cr_expect_not(hits(c, VIEW("*!*@user/bob")));
		world_free(w);
	}
}
