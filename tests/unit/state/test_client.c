#include "state/client.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "proto/caps.h"
#include "state/client_cloak.h"
#include "state/client_remote.h"
#include "state/oper.h"
#include "state/whowas.h"
#include "tests/unit/state/state_rig.h"
#include "tests/unit/state/world_check.h"

static bool
was_here(const struct world *w, const char *nick)
{
	struct whowas_entry e;

	return whowas_find(w->whowas, view_z(nick), 0, &e) == 0;
}

Test(client, newcomer_is_counted_but_not_found)
{
	struct world *w = rig_world();
	struct client *c = rig_newcomer(w);

	cr_expect_eq(w->n_unregistered, 1);
	cr_expect_eq(client_set_nick(c, VIEW("alice"), RIG_NOW), NICK_OK);
	cr_expect_null(client_find(w, VIEW("alice")));
	cr_expect(client_get(w, c->handle) == c);
	cr_expect_str_eq(c->host, "host.example");
	cr_expect_null(world_fault(w));
	client_set_user(c, VIEW("a"), VIEW("A"));
	client_register(c, RIG_NOW + 5, 77);
	cr_expect(client_find(w, VIEW("alice")) == c);
	cr_expect_eq(w->n_unregistered, 0);
	cr_expect_eq(w->n_users, 1);
	cr_expect_eq(c->signon_ms, RIG_NOW + 5);
	cr_expect_eq(c->active_ms, 77);
	cr_expect_null(world_fault(w));
	world_free(w);
}

Test(client, is_found_under_the_casemapping)
{
	struct world *w = rig_world();
	struct client *c = rig_user(w, "Al[c]e");

	cr_expect(client_find(w, VIEW("aL{C}E")) == c);
	cr_expect_null(client_find(w, VIEW("al(c)e")));
	cr_expect_null(client_find(w, VIEW("")));
	world_free(w);
}

Test(client, is_not_found_by_a_name_of_any_length)
{
	struct world *w = rig_world();
	static char huge[5000];

	memset(huge, 'a', sizeof(huge));
	cr_expect_null(client_find(w, view_of(huge, sizeof(huge))));
	cr_expect_null(client_find(w, view_of(huge, NICK_LEN_MAX)));
	world_free(w);
}

Test(client, nick_in_use_is_refused_also_by_who_is_not_registered)
{
	struct world *w = rig_world();
	struct client *a = rig_newcomer(w), *b = rig_newcomer(w);

	cr_expect_eq(client_set_nick(a, VIEW("bob"), RIG_NOW), NICK_OK);
	cr_expect_eq(client_set_nick(b, VIEW("BOB"), RIG_NOW), NICK_IN_USE);
	cr_expect_eq(b->nick_len, 0);
	client_exit(a, RIG_NOW);
	cr_expect_eq(client_set_nick(b, VIEW("BOB"), RIG_NOW), NICK_OK);
	cr_expect_null(world_fault(w));
	world_free(w);
}

Test(client, nick_is_taken_at_its_limit_and_refused_above)
{
	struct world *w = rig_world();
	struct world_conf conf = rig_conf();
	struct client *c = rig_user(w, "x");
	char nick[NICK_LEN_MAX + 1];

	memset(nick, 'n', sizeof(nick));
	cr_expect_eq(client_set_nick(c, view_of(nick, 31), RIG_NOW), NICK_INVALID);
	cr_expect_eq(client_set_nick(c, view_of(nick, 30), RIG_NOW), NICK_OK);
	cr_expect_eq(c->nick_len, 30);
	conf.nick_len = NICK_LEN_MAX;
	world_configure(w, &conf);
	cr_expect_eq(client_set_nick(c, view_of(nick, NICK_LEN_MAX + 1), RIG_NOW), NICK_INVALID);
	cr_expect_eq(client_set_nick(c, view_of(nick, NICK_LEN_MAX), RIG_NOW), NICK_OK);
	cr_expect(client_find(w, view_of(nick, NICK_LEN_MAX)) == c);
	cr_expect_null(world_fault(w));
	world_free(w);
}

Test(client, nick_that_is_no_nick_is_refused)
{
	struct world *w = rig_world();
	struct client *c = rig_user(w, "x");

	cr_expect_eq(client_set_nick(c, VIEW(""), RIG_NOW), NICK_INVALID);
	cr_expect_eq(client_set_nick(c, VIEW("1abc"), RIG_NOW), NICK_INVALID);
	cr_expect_eq(client_set_nick(c, VIEW("a b"), RIG_NOW), NICK_INVALID);
	cr_expect_eq(client_set_nick(c, VIEW("#x"), RIG_NOW), NICK_INVALID);
	cr_expect_str_eq(c->nick, "x");
	world_free(w);
}

Test(client, nick_change_frees_the_old_nick_and_is_remembered)
{
	struct world *w = rig_world();
	struct client *c = rig_user(w, "old");

	cr_expect_eq(client_set_nick(c, VIEW("old"), RIG_NOW), NICK_SAME);
	cr_expect_eq(client_set_nick(c, VIEW("new"), RIG_NOW), NICK_OK);
	cr_expect_null(client_find(w, VIEW("old")));
	cr_expect(client_find(w, VIEW("new")) == c);
	cr_expect(was_here(w, "old"));
	cr_expect_not(was_here(w, "new"));
	(void)rig_user(w, "old");
	cr_expect_null(world_fault(w));
	world_free(w);
}

Test(client, nick_change_of_case_alone_is_done_but_not_remembered)
{
	struct world *w = rig_world();
	struct client *c = rig_user(w, "bob");

	cr_expect_eq(client_set_nick(c, VIEW("BOB"), RIG_NOW), NICK_OK);
	cr_expect_str_eq(c->nick, "BOB");
	cr_expect(client_find(w, VIEW("bob")) == c);
	cr_expect_not(was_here(w, "bob"));
	world_free(w);
}

Test(client, who_never_registered_is_not_remembered)
{
	struct world *w = rig_world();
	struct client *c = rig_newcomer(w);

	cr_expect_eq(client_set_nick(c, VIEW("one"), RIG_NOW), NICK_OK);
	cr_expect_eq(client_set_nick(c, VIEW("two"), RIG_NOW), NICK_OK);
	client_exit(c, RIG_NOW);
	cr_expect_eq(whowas_count(w->whowas), 0);
	client_free(c);
	cr_expect_null(world_fault(w));
	world_free(w);
}

Test(client, handle_finds_nothing_after_the_exit)
{
	struct world *w = rig_world();
	struct client *c = rig_user(w, "a");
	struct handle h = c->handle;

	client_exit(c, RIG_NOW);
	cr_expect_null(client_get(w, h));
	client_free(c);
	cr_expect_not_null(rig_user(w, "a"));
	cr_expect_null(client_get(w, h));
	cr_expect_null(client_get(w, HANDLE_NONE));
	world_free(w);
}

Test(client, exit_leaves_channels_and_keeps_the_names_readable)
{
	struct world *w = rig_world();
	struct client *a = rig_user(w, "a"), *b = rig_user(w, "b");
	struct channel *shared = rig_join(a, "#shared");

	rig_join(a, "#alone");
	rig_join(b, "#shared");
	client_set_modes(a, UMODE_INVISIBLE, 0);
	cr_expect_eq(channel_invite(rig_join(b, "#b"), b, a), INVITE_OK);
	client_exit(a, RIG_NOW + 9);
	client_exit(a, RIG_NOW + 10);
	cr_expect_eq(a->phase, CLIENT_GONE);
	cr_expect_str_eq(a->nick, "a");
	cr_expect_eq(shared->n_members, 1);
	cr_expect_null(channel_find(w, VIEW("#alone")));
	cr_expect_eq(w->n_users, 1);
	cr_expect_eq(w->n_invisible, 0);
	cr_expect_eq(whowas_count(w->whowas), 1, "once");
	cr_expect_null(world_fault(w));
	client_free(a);
	cr_expect_null(world_fault(w));
	world_free(w);
}

Test(client, free_of_a_newcomer_needs_no_exit)
{
	struct world *w = rig_world();
	struct client *c = rig_newcomer(w);

	cr_expect_eq(client_set_nick(c, VIEW("a"), RIG_NOW), NICK_OK);
	client_free(c);
	client_free(NULL);
	cr_expect_eq(w->n_unregistered, 0);
	cr_expect_null(world_fault(w));
	world_free(w);
}

Test(client, user_and_host_are_cut_at_their_limits)
{
	struct world *w = rig_world();
	struct client *c = rig_newcomer(w);
	char host[HOST_LEN + 1];

	memset(host, 'h', sizeof(host));
	client_set_host(c, view_of(host, HOST_LEN));
	cr_expect_eq(c->host_len, HOST_LEN);
	client_set_host(c, view_of(host, HOST_LEN + 1));
	cr_expect_eq(c->host_len, HOST_LEN);
	client_set_user(c, VIEW("~123456789"), VIEW("r"));
	cr_expect_str_eq(c->user, "~123456789");
	client_set_user(c, VIEW("~1234567890"), VIEW("r"));
	cr_expect_str_eq(c->user, "~123456789");
	cr_expect_null(world_fault(w));
	world_free(w);
}

/* n bytes that end in the two of U+00E9. */
static struct view
text_ending_in_e_acute(char *text, size_t n)
{
	memset(text, 'x', n);
	memcpy(text + n - 2, "\xc3\xa9", 2);
	return view_of(text, n);
}

Test(client, realname_and_away_are_cut_between_characters)
{
	struct world *w = rig_world();
	struct client *c = rig_newcomer(w);
	char text[AWAY_LEN + 2];

	client_set_realname(c, text_ending_in_e_acute(text, REALNAME_LEN));
	cr_expect_eq(strlen(c->realname), REALNAME_LEN);
	client_set_realname(c, text_ending_in_e_acute(text, REALNAME_LEN + 1));
	cr_expect_eq(strlen(c->realname), REALNAME_LEN - 1);
	client_set_away(c, text_ending_in_e_acute(text, AWAY_LEN));
	cr_expect_eq(strlen(c->away), AWAY_LEN);
	client_set_away(c, text_ending_in_e_acute(text, AWAY_LEN + 1));
	cr_expect_eq(strlen(c->away), AWAY_LEN - 1);
	client_set_away(c, VIEW(""));
	cr_expect_null(c->away);
	world_free(w);
}

Test(client, string_may_be_set_from_itself)
{
	struct world *w = rig_world();
	struct client *c = rig_newcomer(w);

	client_set_realname(c, VIEW("a long enough real name"));
	client_set_realname(c, view_skip(view_z(c->realname), 7));
	cr_expect_str_eq(c->realname, "enough real name");
	world_free(w);
}

Test(client, mask_of_the_longest_names_fits)
{
	struct world *w = rig_world();
	struct world_conf conf = rig_conf();
	struct client *c = rig_newcomer(w);
	char text[HOST_LEN], mask[MASK_LEN + 1];

	conf.nick_len = NICK_LEN_MAX;
	world_configure(w, &conf);
	memset(text, 'z', sizeof(text));
	cr_expect_eq(client_set_nick(c, view_of(text, NICK_LEN_MAX), RIG_NOW), NICK_OK);
	client_set_user(c, view_of(text, USER_LEN), VIEW("r"));
	client_set_host(c, view_of(text, HOST_LEN));
	cr_expect_eq(client_mask(c, mask), MASK_LEN);
	cr_expect_eq(strlen(mask), MASK_LEN);
	world_free(w);
}

Test(client, mask_is_nick_user_host)
{
	struct world *w = rig_world();
	struct client *c = rig_user(w, "bob");
	char mask[MASK_LEN + 1];

	cr_expect_eq(client_mask(c, mask), 20);
	cr_expect_str_eq(mask, "bob!bob@host.example");
	world_free(w);
}

Test(client, registering_gives_the_default_modes_and_counts_those_asked_for)
{
	struct world *w = rig_world();
	struct world_conf conf = rig_conf();
	struct client *c = rig_newcomer(w);

	conf.user_modes = UMODE_INVISIBLE;
	world_configure(w, &conf);
	client_set_modes(c, UMODE_WALLOPS, 0);
	cr_expect_eq(w->n_invisible, 0);
	cr_expect_eq(client_set_nick(c, VIEW("a"), RIG_NOW), NICK_OK);
	client_set_user(c, VIEW("a"), VIEW("A"));
	client_register(c, RIG_NOW, 1);
	cr_expect_eq(c->umodes, UMODE_INVISIBLE | UMODE_WALLOPS);
	cr_expect_eq(w->n_invisible, 1);
	cr_expect_null(world_fault(w));
	world_free(w);
}

Test(client, nick_that_is_dropped_is_free_for_others)
{
	struct world *w = rig_world();
	struct client *a = rig_newcomer(w), *b = rig_newcomer(w);

	client_drop_nick(a);
	cr_expect_eq(client_set_nick(a, VIEW("x"), RIG_NOW), NICK_OK);
	client_drop_nick(a);
	cr_expect_eq(a->nick_len, 0);
	cr_expect_eq(client_set_nick(b, VIEW("x"), RIG_NOW), NICK_OK);
	cr_expect_eq(client_set_nick(a, VIEW("x"), RIG_NOW), NICK_IN_USE);
	cr_expect_null(world_fault(w));
	world_free(w);
}

Test(client, shares_a_channel_with_itself_and_with_who_is_in_one)
{
	struct world *w = rig_world();
	struct client *a = rig_user(w, "a"), *b = rig_user(w, "b"), *c = rig_user(w, "c");

	cr_expect(client_shares_channel(a, a));
	cr_expect_not(client_shares_channel(a, b));
	rig_join(a, "#1");
	rig_join(a, "#2");
	rig_join(a, "#3");
	rig_join(b, "#3");
	rig_join(c, "#4");
	cr_expect(client_shares_channel(a, b));
	cr_expect(client_shares_channel(b, a));
	cr_expect_not(client_shares_channel(a, c));
	cr_expect_not(client_shares_channel(c, b));
	world_free(w);
}

Test(client, cloak_of_the_default_modes_is_there_at_once)
{
	struct world *w = rig_world();
	struct client *c = rig_newcomer(w), *local = rig_newcomer(w);
	char cloak[HOST_LEN + 1];

	cloak_init(&w->conf.cloak, VIEW("secret"), VIEW("net"), VIEW("ip"));
	w->conf.user_modes = UMODE_CLOAK;
	client_set_host(c, VIEW("192.0.2.1"));
	cr_assert_eq(client_set_nick(c, VIEW("c"), RIG_NOW), NICK_OK);
	client_set_user(c, VIEW("c"), VIEW("c"));
	client_register(c, RIG_NOW, 1);
	cr_assert_neq(client_cloak(c, cloak), 0);
	cr_expect_str_eq(c->host, cloak);
	cr_expect_str_eq(c->address, "192.0.2.1");
	cr_expect_eq(c->umodes, UMODE_CLOAK);
	client_set_host(local, VIEW("localhost"));
	cr_assert_eq(client_set_nick(local, VIEW("l"), RIG_NOW), NICK_OK);
	client_set_user(local, VIEW("l"), VIEW("l"));
	client_register(local, RIG_NOW, 1);
	cr_expect_str_eq(local->host, "localhost");
	cr_expect_eq(local->umodes, 0, "there is nothing to hide");
	world_free(w);
}

Test(client, address_behind_another_host_is_for_itself_and_who_sees_hidden)
{
	struct world *w = rig_world();
	struct client *c = rig_user(w, "c"), *by = rig_user(w, "by"), *op = rig_user(w, "op");
	struct oper_grant *g = oper_grant_new(VIEW("o"), VIEW("r"), ~PRIV_BIT(PRIV_SEE_HIDDEN));
	struct oper_grant *sees = oper_grant_new(VIEW("o"), VIEW("r"), PRIV_BIT(PRIV_SEE_HIDDEN));

	oper_raise(by, g);
	oper_raise(op, sees);
	cr_expect_str_eq(client_address_for(c, by), "host.example", "the host is all there is");
	client_set_address(c, VIEW("192.0.2.7"));
	cr_expect_null(client_address_for(c, by));
	cr_expect_str_eq(client_address_for(c, op), "192.0.2.7");
	cr_expect_str_eq(client_address_for(c, c), "192.0.2.7");
	world_free(w);
	oper_grant_unref(g);
	oper_grant_unref(sees);
}

Test(client, log_name_tells_the_address_behind_a_cloak)
{
	struct world *w = rig_world();
	struct client *c = rig_user(w, "bob");
	char name[CLIENT_LOG_NAME], longest[HOST_LEN];

	cr_expect_str_eq(client_log_name(c, name), "bob!bob@host.example");
	client_set_address(c, VIEW("192.0.2.1"));
	cr_expect_str_eq(client_log_name(c, name), "bob!bob@host.example [192.0.2.1]");
	memset(longest, 'x', sizeof(longest));
	client_set_address(c, view_of(longest, sizeof(longest)));
	cr_expect_eq(strlen(client_log_name(c, name)), strlen("bob!bob@host.example []") + HOST_LEN);
	world_free(w);
}

Test(client, lines_are_seen_with_both_capabilities_only)
{
	const uint64_t lines = CAP_BIT(CAP_MULTILINE), batch = CAP_BIT(CAP_BATCH),
		       other = CAP_BIT(CAP_SETNAME);
	struct world *w = rig_world();
	struct client *c = rig_newcomer(w);

	client_set_caps(c, lines | other);
	cr_expect_eq(c->caps, lines | other);
	client_set_caps(c, c->caps | batch);
	cr_expect_eq(c->caps, lines | batch | other | CAP_LINES);
	client_set_caps(c, c->caps & ~batch);
	cr_expect_eq(c->caps, lines | other);
	client_set_caps(c, c->caps | batch);
	client_set_caps(c, c->caps & ~lines);
	cr_expect_eq(c->caps, batch | other);
	world_free(w);
}

/* SAVE names a nick by its time. */
Test(client, no_two_nicks_of_one_user_have_the_same_time)
{
	struct world *w = rig_world();
	struct client *c = rig_user(w, "bob");
	uint64_t first = c->nick_ts;

	cr_assert_eq(client_set_nick(c, VIEW("b2"), RIG_NOW), NICK_OK);
	cr_expect_eq(c->nick_ts, first + 1);
	cr_assert_eq(client_set_nick(c, VIEW("B2"), RIG_NOW), NICK_OK);
	cr_expect_eq(c->nick_ts, first + 1, "another case is no other nick");
	client_put_nick(c, VIEW("1HBAAAAAB"), 100, RIG_NOW);
	cr_expect_eq(c->nick_ts, 100);
	cr_assert_eq(client_set_nick(c, VIEW("b3"), RIG_NOW), NICK_OK);
	cr_expect_eq(c->nick_ts, first + 2);
	cr_assert_eq(client_set_nick(c, VIEW("b4"), RIG_NOW + 60000), NICK_OK);
	cr_expect_eq(c->nick_ts, first + 60);
	world_free(w);
}

Test(client, who_changes_its_nick_without_end_does_not_run_ahead_of_the_clock)
{
	struct world *w = rig_world();
	struct client *c = rig_user(w, "bob");
	char nick[16];

	for (unsigned i = 0; i < 200; i++) {
		(void)snprintf(nick, sizeof(nick), "b%u", i);
		cr_assert_eq(client_set_nick(c, view_z(nick), RIG_NOW), NICK_OK);
		cr_assert_leq(c->nick_ts, RIG_NOW / 1000 + 60);
	}
	world_free(w);
}

Test(client, what_is_seldom_asked_for_of_one_elsewhere)
{
	struct world *w = rig_world();
	const struct node_intro n = { VIEW("hub.test"), VIEW("1HB"), VIEW("Hub"), w->me, 1 };
	struct client_intro in = { .node = node_add(w, &n, RIG_NOW),
		.uid = VIEW("1HBAAAAAA"),
		.nick = VIEW("carol"),
		.user = VIEW("c"),
		.host = VIEW("v.example"),
		.address = VIEW("192.0.2.1"),
		.real_host = VIEW("c.example"),
		.realname = VIEW("C"),
		.nick_ts = 5,
		.umodes = UMODE_TLS };
	struct client *c = client_introduce(w, &in, RIG_NOW);

	cr_expect(view_eq(client_real_host(c), VIEW("c.example")));
	cr_expect(c->is_secure);
	cr_expect_null(c->far);
	client_set_fingerprint(c, VIEW("aa"));
	client_set_fingerprint(c, VIEW("bb"));
	client_set_oper_names(c, VIEW("god"), VIEW(""));
	cr_expect_str_eq(c->far->fingerprint, "bb");
	cr_expect_str_eq(c->far->oper, "god");
	cr_expect_null(c->far->role);
	client_set_real_host(c, VIEW("192.0.2.1"));
	cr_expect(view_eq(client_real_host(c), VIEW("192.0.2.1")));
	client_exit(c, RIG_NOW);
	client_free(c);
	in.real_host = VIEW("");
	c = client_introduce(w, &in, RIG_NOW);
	cr_expect(view_eq(client_real_host(c), VIEW("v.example")), "none was told: it is the host");
	world_free(w);
}
