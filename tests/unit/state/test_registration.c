#include "state/registration.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "tests/unit/state/state_rig.h"
#include "tests/unit/state/world_check.h"

static struct world *w;
static struct client *alice, *bob;
static struct channel *ch;

static void
setup(void)
{
	w = rig_world();
	alice = rig_user(w, "alice");
	bob = rig_user(w, "bob");
	cr_assert_not_null(account_new(&w->accounts, VIEW("alice"), 0));
	cr_assert_not_null(account_new(&w->accounts, VIEW("bob"), 0));
	client_set_account(alice, VIEW("alice"));
	ch = rig_join(alice, "#c");
}

static void
teardown(void)
{
	cr_expect_null(world_fault(w));
	world_free(w);
}

TestSuite(registration, .init = setup, .fini = teardown);

static struct registration *
registered(void)
{
	return registration_new(ch, VIEW("alice"), 7);
}

Test(registration, is_shown_as_r_and_counts_for_its_founder)
{
	struct registration *r = registered();

	cr_expect_str_eq(rig_modes_text(ch), "+r");
	cr_expect_eq(w->n_registered, 1);
	cr_expect_eq(account_find(&w->accounts, VIEW("alice"))->n_channels, 1);
	registration_set_founder(r, VIEW("bob"));
	cr_expect_eq(account_find(&w->accounts, VIEW("alice"))->n_channels, 0);
	cr_expect_eq(account_find(&w->accounts, VIEW("bob"))->n_channels, 1);
	registration_end(ch);
	registration_end(ch);
	cr_expect_eq(w->n_registered, 0);
	cr_expect_str_eq(rig_modes_text(ch), "+");
	cr_expect_eq(account_find(&w->accounts, VIEW("bob"))->n_channels, 0);
}

Test(registration, keeps_the_channel_when_the_last_one_leaves)
{
	struct registration *r = registered();

	cr_assert_eq(channel_set_topic(ch, alice, VIEW("hello"), RIG_NOW), TOPIC_OK);
	cr_expect_not(member_del(member_find(ch, alice)));
	cr_assert_eq(channel_find(w, VIEW("#C")), ch);
	cr_expect_str_eq(ch->topic, "hello");
	cr_expect_not(channel_is_listed(ch, bob));
	cr_assert_eq(rig_join(bob, "#c"), ch);
	cr_expect_eq(member_find(ch, bob)->ranks, 0);
	r->settings &= ~(uint32_t)REGISTERED_KEEP_TOPIC;
	cr_expect_not(member_del(member_find(ch, bob)));
	cr_expect_null(ch->topic);
	registration_end(ch);
	channel_end_if_empty(ch);
	cr_expect_null(channel_find(w, VIEW("#c")));
}

Test(registration, access_has_a_limit)
{
	struct registration *r = registered();
	char name[16];

	for (unsigned i = 0; i < ACCESS_ENTRIES_MAX; i++) {
		(void)snprintf(name, sizeof(name), "u%u", i);
		cr_assert_eq(registration_set_access(r, view_z(name), ACCESS_VOICE, 1), ACCESS_OK);
	}
	cr_expect_eq(registration_set_access(r, VIEW("more"), ACCESS_VOICE, 1), ACCESS_FULL);
	cr_expect_eq(registration_set_access(r, VIEW("U0"), ACCESS_OP, 1), ACCESS_OK);
	cr_expect_eq(registration_set_access(r, VIEW("u0"), ACCESS_OP, 1), ACCESS_SAME);
	cr_expect_eq(registration_set_access(r, VIEW("u0"), 0, 1), ACCESS_OK);
	cr_expect_eq(registration_set_access(r, VIEW("u0"), 0, 1), ACCESS_SAME);
	cr_expect_eq(registration_set_access(r, VIEW("more"), ACCESS_VOICE, 1), ACCESS_OK);
	cr_expect_eq(registration_set_access(r, VIEW("Alice"), ACCESS_VOICE, 1), ACCESS_IS_FOUNDER);
	cr_expect_eq(r->n_access, ACCESS_ENTRIES_MAX);
	cr_expect_str_eq(r->access[0].account, "u1");
}

Test(registration, a_new_founder_has_no_entry_and_may_do_all)
{
	struct registration *r = registered();

	cr_assert_eq(registration_set_access(r, VIEW("bob"), ACCESS_OP, 1), ACCESS_OK);
	cr_expect_eq(registration_access(r, VIEW("bob")), ACCESS_OP);
	cr_expect_eq(registration_access(r, VIEW("alice")), ACCESS_ALL);
	registration_set_founder(r, view_z(r->access[0].account));
	cr_expect_eq(r->n_access, 0);
	cr_expect_eq(registration_access(r, VIEW("BOB")), ACCESS_ALL);
	cr_expect_eq(registration_access(r, VIEW("alice")), 0);
	cr_expect_eq(registration_access(NULL, VIEW("alice")), 0);
	cr_expect_eq(registration_access_of(r, bob), 0); /* not logged in */
}

Test(registration, the_successor_is_the_highest_then_the_oldest)
{
	struct registration *r = registered();

	cr_expect_eq(registration_successor(r).n, 0);
	cr_assert_eq(registration_set_access(r, VIEW("v"), ACCESS_VOICE | ACCESS_CHANGE, 1), ACCESS_OK);
	cr_expect_eq(registration_successor(r).n, 0);
	cr_assert_eq(registration_set_access(r, VIEW("o1"), ACCESS_OP, 1), ACCESS_OK);
	cr_assert_eq(registration_set_access(r, VIEW("o2"), ACCESS_OP, 1), ACCESS_OK);
	cr_expect(view_eq(registration_successor(r), VIEW("o1")));
	cr_assert_eq(registration_set_access(r, VIEW("q"), ACCESS_OWNER, 1), ACCESS_OK);
	cr_expect(view_eq(registration_successor(r), VIEW("q")));
}

Test(registration, ranks_are_those_that_there_are)
{
	cr_expect_eq(access_ranks(w, ACCESS_VOICE), RANK_VOICE);
	cr_expect_eq(access_ranks(w, ACCESS_VOICE | ACCESS_OP), RANK_OP);
	cr_expect_eq(access_ranks(w, ACCESS_ADMIN), RANK_ADMIN | RANK_OP);
	cr_expect_eq(access_ranks(w, ACCESS_OWNER), RANK_OWNER | RANK_OP);
	cr_expect_eq(access_ranks(w, ACCESS_SET), 0);
	w->conf.only_ov = true;
	cr_expect_eq(access_ranks(w, ACCESS_HALFOP), RANK_VOICE);
	cr_expect_eq(access_ranks(w, ACCESS_ADMIN), RANK_OP);
	cr_expect_eq(access_ranks(w, ACCESS_OWNER), RANK_OP);
}

Test(registration, ranks_come_by_themselves_unless_autoop_is_off)
{
	struct registration *r = registered();

	cr_expect_eq(registration_ranks(r, alice), RANK_OP);
	w->conf.founder_owns = true;
	cr_expect_eq(registration_ranks(r, alice), RANK_OWNER | RANK_OP);
	cr_expect_eq(registration_ranks(r, bob), 0);
	r->settings &= ~(uint32_t)REGISTERED_AUTO_OP;
	cr_expect_eq(registration_ranks(r, alice), 0);
	cr_expect_eq(registration_ranks(NULL, alice), 0);
}

Test(registration, restricted_lets_in_who_has_access_or_was_invited)
{
	struct registration *r = registered();

	r->settings |= REGISTERED_RESTRICTED;
	cr_expect_eq(rig_try_join(bob, "#c", ""), JOIN_RESTRICTED);
	client_set_account(bob, VIEW("bob"));
	cr_expect_eq(rig_try_join(bob, "#c", ""), JOIN_RESTRICTED);
	cr_assert_eq(registration_set_access(r, VIEW("bob"), ACCESS_TOPIC, 1), ACCESS_OK);
	cr_expect_eq(rig_try_join(bob, "#c", ""), JOIN_OK);
	(void)member_del(member_find(ch, bob));
	client_set_account(bob, VIEW(""));
	cr_assert_eq(channel_invite(ch, alice, bob), INVITE_OK);
	cr_expect_eq(rig_try_join(bob, "#c", ""), JOIN_OK);
}

Test(registration, secure_gives_ranks_to_whose_access_has_them)
{
	struct registration *r = registered();

	(void)rig_join(bob, "#c");
	r->settings |= REGISTERED_SECURE;
	cr_expect_eq(rig_mode(ch, alice, "+v bob"), MODE_NO_ACCESS);
	client_set_account(bob, VIEW("bob"));
	cr_assert_eq(registration_set_access(r, VIEW("bob"), ACCESS_HALFOP, 1), ACCESS_OK);
	cr_expect_eq(rig_mode(ch, alice, "+v bob"), MODE_OK);
	cr_expect_eq(rig_mode(ch, alice, "+h bob"), MODE_OK);
	cr_expect_eq(rig_mode(ch, alice, "+o bob"), MODE_NO_ACCESS);
	cr_expect_eq(rig_mode(ch, NULL, "+o bob"), MODE_OK);
	r->settings &= ~(uint32_t)REGISTERED_SECURE;
	cr_expect_eq(rig_mode(ch, alice, "-o bob"), MODE_OK);
}

Test(registration, topiclock_asks_for_the_flag_t)
{
	struct registration *r = registered();

	(void)rig_join(bob, "#c");
	client_set_account(bob, VIEW("bob"));
	r->settings |= REGISTERED_TOPIC_LOCK;
	cr_expect_eq(channel_set_topic(ch, alice, VIEW("a"), RIG_NOW), TOPIC_OK);
	cr_expect_eq(channel_set_topic(ch, bob, VIEW("b"), RIG_NOW), TOPIC_LOCKED);
	cr_assert_eq(registration_set_access(r, VIEW("bob"), ACCESS_TOPIC, 1), ACCESS_OK);
	cr_expect_eq(channel_set_topic(ch, bob, VIEW("b"), RIG_NOW), TOPIC_OK);
}

Test(registration, a_locked_mode_stays_as_it_is)
{
	struct registration *r = registered();
	char text[64];

	cr_expect_not(registration_set_lock(r, VIEW("+nk")));
	cr_expect_not(registration_set_lock(r, VIEW("+r")));
	cr_assert(registration_set_lock(r, VIEW("+ti-ti+t")));
	cr_expect_eq(registration_lock_text(r, text, sizeof(text)), 4);
	cr_expect_str_eq(text, "+t-i");
	cr_expect_eq(rig_mode(ch, NULL, "+t"), MODE_OK);
	cr_expect_eq(rig_mode(ch, alice, "-t"), MODE_LOCKED);
	cr_expect_eq(rig_mode(ch, alice, "+i"), MODE_LOCKED);
	cr_expect_eq(rig_mode(ch, alice, "+m"), MODE_OK);
	cr_assert(registration_set_lock(r, VIEW("")));
	cr_expect_eq(registration_lock_text(r, text, sizeof(text)), 0);
	cr_expect_eq(rig_mode(ch, alice, "-t"), MODE_OK);
}

Test(registration, rename_takes_the_flag_s)
{
	struct registration *r = registered();

	(void)rig_join(bob, "#c");
	cr_expect_eq(rig_mode(ch, alice, "+o bob"), MODE_OK);
	cr_expect_eq(channel_rename(ch, bob, VIEW("#d"), RIG_NOW), RENAME_NOT_OP);
	cr_expect_eq(channel_rename(ch, alice, VIEW("#d"), RIG_NOW), RENAME_OK);
	cr_expect_eq(ch->registration, r);
}

Test(registration, flags_are_read_and_written)
{
	char text[ACCESS_TEXT];
	uint32_t flags = 0;

	cr_expect(access_parse(VIEW("vo"), 0, &flags));
	cr_expect_eq(flags, ACCESS_VOICE | ACCESS_OP);
	cr_expect(access_parse(VIEW("+t-o"), flags, &flags));
	cr_expect_eq(access_text(flags, text), 2);
	cr_expect_str_eq(text, "vt");
	cr_expect(access_parse(VIEW("-*"), flags, &flags));
	cr_expect_eq(flags, 0);
	cr_expect(access_parse(VIEW("+*"), flags, &flags));
	(void)access_text(flags, text);
	cr_expect_str_eq(text, "vhoaitrsf");
	cr_expect(access_parse(VIEW("aop"), flags, &flags));
	(void)access_text(flags, text);
	cr_expect_str_eq(text, "vhoitr");
	cr_expect_not(access_parse(VIEW("+x"), 0, &flags));
}

Test(registration, texts_are_cut_and_taken_away)
{
	struct registration *r = registered();
	char text[DESCRIPTION_LEN + 1];

	memset(text, 'a', sizeof(text));
	registration_set_description(r, view_of(text, sizeof(text)));
	registration_set_url(r, VIEW("https://example.org/"));
	cr_expect_eq(strlen(r->description), DESCRIPTION_LEN);
	registration_set_url(r, VIEW(""));
	cr_expect_null(r->url);
}
