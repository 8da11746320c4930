#include "state/whowas.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "tests/unit/state/state_rig.h"

static struct world *w;

static void
setup(void)
{
	w = rig_world();
}

static void
teardown(void)
{
	world_free(w);
}

TestSuite(whowas, .init = setup, .fini = teardown);

/* Somebody of this nick comes and goes. */
static void
pass(struct whowas *ww, const char *nick, uint64_t at)
{
	struct client *c = rig_user(w, nick);

	whowas_add(ww, c, at);
	client_exit(c, at);
	client_free(c);
}

static uint64_t
left(const struct whowas *ww, const char *nick, size_t nth)
{
	struct whowas_entry e;

	return whowas_find(ww, view_z(nick), nth, &e) == 0 ? e.left_ms : 0;
}

Test(whowas, remembers_all_names_newest_first)
{
	struct whowas *ww = whowas_new(10);
	struct whowas_entry e;

	pass(ww, "Bob", 1);
	pass(ww, "eve", 2);
	pass(ww, "bOB", 3);
	cr_expect_eq(whowas_count(ww), 3);
	cr_assert_eq(whowas_find(ww, VIEW("BOB"), 0, &e), 0);
	cr_expect_str_eq(e.nick, "bOB");
	cr_expect_str_eq(e.user, "bOB");
	cr_expect_str_eq(e.host, "host.example");
	cr_expect_str_eq(e.realname, "Somebody");
	cr_expect_eq(e.left_ms, 3);
	cr_assert_eq(whowas_find(ww, VIEW("BOB"), 1, &e), 0);
	cr_expect_str_eq(e.nick, "Bob");
	cr_expect_eq(whowas_find(ww, VIEW("bob"), 2, &e), -1);
	cr_expect_eq(whowas_find(ww, VIEW("nobody"), 0, &e), -1);
	cr_expect_eq(whowas_find(ww, VIEW(""), 0, &e), -1);
	whowas_free(ww);
}

Test(whowas, oldest_goes_when_it_is_full)
{
	struct whowas *ww = whowas_new(3);

	pass(ww, "a", 1);
	pass(ww, "b", 2);
	pass(ww, "a", 3);
	cr_expect_eq(left(ww, "a", 1), 1);
	pass(ww, "c", 4);
	cr_expect_eq(whowas_count(ww), 3);
	cr_expect_eq(left(ww, "a", 0), 3);
	cr_expect_eq(left(ww, "a", 1), 0);
	pass(ww, "d", 5);
	cr_expect_eq(left(ww, "b", 0), 0);
	pass(ww, "a", 6);
	cr_expect_eq(left(ww, "a", 0), 6);
	cr_expect_eq(left(ww, "a", 1), 0, "the third made room for the sixth");
	cr_expect_eq(left(ww, "c", 0), 4);
	whowas_free(ww);
}

Test(whowas, one_entry_is_enough_for_one)
{
	struct whowas *ww = whowas_new(1);

	pass(ww, "a", 1);
	pass(ww, "a", 2);
	cr_expect_eq(whowas_count(ww), 1);
	cr_expect_eq(left(ww, "a", 0), 2);
	cr_expect_eq(left(ww, "a", 1), 0);
	whowas_free(ww);
}

Test(whowas, of_no_entries_remembers_nothing)
{
	struct whowas *ww = whowas_new(0);

	pass(ww, "a", 1);
	cr_expect_eq(whowas_count(ww), 0);
	cr_expect_eq(left(ww, "a", 0), 0);
	whowas_free(ww);
	whowas_free(NULL);
}

Test(whowas, resize_keeps_the_newest)
{
	struct whowas *ww = whowas_new(5);
	char nick[8];

	for (unsigned i = 1; i <= 8; i++) { /* the ring has turned */
		(void)snprintf(nick, sizeof(nick), "n%u", i);
		pass(ww, nick, i);
	}
	whowas_resize(ww, 3);
	cr_expect_eq(whowas_count(ww), 3);
	cr_expect_eq(left(ww, "n5", 0), 0);
	cr_expect_eq(left(ww, "n6", 0), 6);
	cr_expect_eq(left(ww, "n8", 0), 8);
	whowas_resize(ww, 6);
	for (unsigned i = 9; i <= 12; i++) {
		(void)snprintf(nick, sizeof(nick), "n%u", i);
		pass(ww, nick, i);
	}
	cr_expect_eq(whowas_count(ww), 6);
	cr_expect_eq(left(ww, "n6", 0), 0);
	cr_expect_eq(left(ww, "n7", 0), 7);
	cr_expect_eq(left(ww, "n12", 0), 12);
	whowas_resize(ww, 0);
	cr_expect_eq(whowas_count(ww), 0);
	whowas_resize(ww, 2);
	pass(ww, "again", 20);
	cr_expect_eq(left(ww, "again", 0), 20);
	whowas_free(ww);
}

Test(whowas, answers_are_bounded)
{
	struct whowas *ww = whowas_new(100);

	for (unsigned i = 1; i <= 50; i++)
		pass(ww, "a", i);
	cr_expect_eq(left(ww, "a", WHOWAS_ANSWERS_MAX - 1), 50 - WHOWAS_ANSWERS_MAX + 1);
	cr_expect_eq(left(ww, "a", WHOWAS_ANSWERS_MAX), 0);
	whowas_free(ww);
}

Test(whowas, longest_names_are_kept_whole)
{
	struct world_conf conf = rig_conf();
	struct whowas *ww = whowas_new(2);
	struct client *c = rig_newcomer(w);
	char text[REALNAME_LEN];
	struct whowas_entry e;

	conf.nick_len = NICK_LEN_MAX;
	world_configure(w, &conf);
	memset(text, 'q', sizeof(text));
	cr_expect_eq(client_set_nick(c, view_of(text, NICK_LEN_MAX), RIG_NOW), NICK_OK);
	client_set_user(c, view_of(text, USER_LEN), view_of(text, REALNAME_LEN));
	client_set_host(c, view_of(text, HOST_LEN));
	client_register(c, RIG_NOW, 1);
	whowas_add(ww, c, 1);
	cr_assert_eq(whowas_find(ww, view_of(text, NICK_LEN_MAX), 0, &e), 0);
	cr_expect_eq(strlen(e.nick), NICK_LEN_MAX);
	cr_expect_eq(strlen(e.user), USER_LEN);
	cr_expect_eq(strlen(e.host), HOST_LEN);
	cr_expect_eq(strlen(e.realname), REALNAME_LEN);
	whowas_free(ww);
}

Test(whowas, who_has_given_a_nick_up_is_found_while_it_is_there)
{
	struct client *c = rig_user(w, "first");
	struct whowas *ww = w->whowas;

	cr_expect(handle_is_none(whowas_holder(ww, VIEW("first"), 0)));
	cr_assert_eq(client_set_nick(c, VIEW("second"), RIG_NOW + 5000), NICK_OK);
	cr_expect_eq(client_get(w, whowas_holder(ww, VIEW("FIRST"), RIG_NOW + 5000)), c);
	cr_expect(handle_is_none(whowas_holder(ww, VIEW("first"), RIG_NOW + 5001)), "too long ago");
	client_exit(c, RIG_NOW + 6000);
	cr_expect_null(client_get(w, whowas_holder(ww, VIEW("first"), 0)));
	client_free(c);
}
