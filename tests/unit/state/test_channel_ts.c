#include <criterion/criterion.h>

#include "state_rig.h"

#include "state/channel_server.h"
#include "state/channel_ts.h"
#include "state/invite.h"

Test(channel_ts, the_older_channel_is_right_and_equal_ones_are_joined)
{
	struct channel_collision v = channel_collide(200, 100);

	cr_expect(!v.keep_ours && v.take_theirs && v.ts == 100);
	v = channel_collide(100, 200);
	cr_expect(v.keep_ours && !v.take_theirs && v.ts == 100);
	v = channel_collide(100, 100);
	cr_expect(v.keep_ours && v.take_theirs && v.ts == 100);
}

Test(channel_ts, zero_of_either_side_wins_and_takes_nothing_away)
{
	static const uint64_t pair[][2] = { { 0, 100 }, { 100, 0 }, { 0, 0 } };

	for (size_t i = 0; i < ARRAY_LEN(pair); i++) {
		struct channel_collision v = channel_collide(pair[i][0], pair[i][1]);

		cr_expect(v.keep_ours && v.take_theirs && v.ts == 0);
	}
}

/* What one side keeps the other takes, whatever the two timestamps, and both have the same one from then on. */
Test(channel_ts, both_sides_decide_alike)
{
	static const uint64_t ts[] = { 0, 1, 2, 99, 100, 101, 946684800, UINT32_MAX, UINT64_C(1) << 40 };

	for (size_t i = 0; i < ARRAY_LEN(ts); i++) {
		for (size_t k = 0; k < ARRAY_LEN(ts); k++) {
			struct channel_collision here = channel_collide(ts[i], ts[k]);
			struct channel_collision there = channel_collide(ts[k], ts[i]);

			cr_expect_eq(here.ts, there.ts);
			cr_expect_eq(here.keep_ours, there.take_theirs);
			cr_expect_eq(here.take_theirs, there.keep_ours);
			cr_expect(here.keep_ours || here.take_theirs);
		}
	}
}

static struct channel_simple
simple(uint64_t bits, uint32_t limit, const char *key, const char *forward)
{
	struct channel_simple s = { .bits = bits, .limit = limit };

	(void)view_copy(view_z(key), s.key, sizeof(s.key));
	(void)view_copy(view_z(forward), s.forward, sizeof(s.forward));
	return s;
}

static void
expect_joined_alike(const struct channel_simple *a, const struct channel_simple *b)
{
	struct channel_simple ab = *a, ba = *b;

	channel_simple_join(&ab, b);
	channel_simple_join(&ba, a);
	cr_expect_eq(ab.bits, ba.bits);
	cr_expect_eq(ab.limit, ba.limit);
	cr_expect_str_eq(ab.key, ba.key);
	cr_expect_str_eq(ab.forward, ba.forward);
	cr_expect_eq(ab.joins_max, ba.joins_max);
	cr_expect_eq(ab.joins_s, ba.joins_s);
}

Test(channel_ts, modes_of_equal_channels_are_joined_to_the_same_on_both_sides)
{
	struct channel_simple s[] = {
		simple(0, 0, "", ""),
		simple(CMODE_SECRET | CMODE_LIMIT | CMODE_KEY, 5, "aaa", ""),
		simple(CMODE_MODERATED | CMODE_LIMIT | CMODE_KEY | CMODE_THROTTLE, 9, "zzz", ""),
		simple(CMODE_FORWARD, 0, "", "#over"),
		simple(CMODE_FORWARD, 0, "", "#OVER"),
		simple(CMODE_FORWARD | CMODE_KEY, 0, "zz", "#overflow"),
		simple(CMODE_THROTTLE, 0, "", ""),
	};

	s[2].joins_max = 4;
	s[2].joins_s = 4;
	s[6].joins_max = 4;
	s[6].joins_s = 60;
	for (size_t i = 0; i < ARRAY_LEN(s); i++) {
		for (size_t k = 0; k < ARRAY_LEN(s); k++)
			expect_joined_alike(&s[i], &s[k]);
	}
	channel_simple_join(&s[1], &s[2]);
	cr_expect_eq(s[1].limit, 9);
	cr_expect_str_eq(s[1].key, "zzz");
	cr_expect_eq(s[1].joins_max, 4);
	channel_simple_join(&s[1], &s[6]);
	cr_expect_eq(s[1].joins_s, 60);
}

Test(channel_ts, put_makes_the_channel_so_and_says_what_differed)
{
	struct world *w = rig_world();
	struct channel *ch = rig_join(rig_user(w, "op"), "#c");
	struct mode_change change[MODE_CHANGES_MAX];
	struct channel_simple want = simple(
		CMODE_SECRET | CMODE_KEY | CMODE_LIMIT | CMODE_FORWARD | CMODE_THROTTLE, 123456, "k", "#d");
	char said[MODE_CHANGES_MAX + 1] = "";
	size_t n, len = 0;

	want.joins_max = 5000;
	want.joins_s = 7;
	(void)rig_modes(ch, NULL, "+imk old", change);
	n = channel_simple_put(ch, &want, RIG_NOW, change);
	cr_expect_str_eq(rig_modes_text(ch), "+klfjs k 123456 #d 5000:7");
	for (size_t i = 0; i < n; i++) {
		if (change[i].verdict == MODE_OK)
			said[len++] = change[i].letter;
	}
	cr_expect_str_eq(said, "imsklfj");
	want = simple(0, 0, "", "");
	(void)channel_simple_put(ch, &want, RIG_NOW, change);
	cr_expect_str_eq(rig_modes_text(ch), "+");
	world_free(w);
}

Test(channel_ts, what_is_forgotten_with_a_lower_ts)
{
	struct world *w = rig_world();
	struct client *bob = rig_user(w, "bob");
	struct channel *ch = rig_join(rig_user(w, "op"), "#Chan");

	invite_add(ch, bob);
	channel_set_mlock(ch, CMODE_SECRET, VIEW("s"));
	channel_set_ts(ch, 77);
	channel_set_case(ch, VIEW("#cHAN"));
	channel_forget(ch);
	cr_expect_not(invite_has(ch, bob));
	cr_expect_eq(ch->mlock, 0);
	cr_expect_str_eq(ch->mlock_letters, "");
	cr_expect_eq(channel_ts(ch), 77);
	cr_expect(channel_find(w, VIEW("#chan")) == ch && view_eq(channel_name(ch), VIEW("#cHAN")));
	world_free(w);
}

Test(channel_ts, the_same_second_keeps_its_milliseconds)
{
	struct world *w = rig_world();
	struct channel *ch = rig_join(rig_user(w, "op"), "#c");

	ch->created_ms = 77123;
	channel_set_ts(ch, 77);
	cr_expect_eq(ch->created_ms, 77123);
	world_free(w);
}

Test(channel_ts, mlock_keeps_users_from_a_mode_and_not_servers)
{
	struct world *w = rig_world();
	struct client *op = rig_user(w, "op");
	struct channel *ch = rig_join(op, "#c");

	channel_set_mlock(ch, CMODE_SECRET | CMODE_LIMIT, VIEW("sl"));
	cr_expect_eq(rig_mode(ch, op, "+s"), MODE_LOCKED);
	cr_expect_eq(rig_mode(ch, op, "+l 5"), MODE_LOCKED);
	cr_expect_eq(rig_mode(ch, op, "+m"), MODE_OK);
	cr_expect_eq(rig_mode(ch, op, "+v op"), MODE_OK);
	cr_expect_eq(rig_mode(ch, NULL, "+s"), MODE_OK);
	world_free(w);
}

static enum mode_verdict
by_network(struct channel *ch, const char *letters, struct view param)
{
	struct mode_command cmd = { .letters = view_z(letters),
		.param = &param,
		.n_params = 1,
		.now_wall_ms = RIG_NOW,
		.by_network = true,
		.setter = VIEW("hub.example") };
	struct mode_change change[MODE_CHANGES_MAX];

	cr_assert_eq(channel_change_modes(ch, NULL, &cmd, change), 1);
	return change[0].verdict;
}

Test(channel_ts, lists_take_what_nothing_here_understands_and_it_hits_nobody)
{
	struct world *w = rig_world();
	struct client *op = rig_user(w, "op");
	struct channel *ch = rig_join(op, "#c");
	struct ban_list *l = &ch->list[LIST_BAN];

	cr_expect_eq(by_network(ch, "+b", VIEW("$~o")), MODE_OK);
	cr_expect_eq(by_network(ch, "+b", VIEW("$~o")), MODE_NOTHING);
	cr_expect_str_eq(l->item[0].mask, "$~o");
	cr_expect_str_eq(l->item[0].by, "hub.example");
	cr_expect_not(channel_bans_join(ch, op));
	cr_expect_eq(by_network(ch, "+b", VIEW(":x!*@*$,")), MODE_BAD_PARAM);
	cr_expect_eq(rig_mode(ch, op, "-b $~o"), MODE_OK);
	cr_expect_eq(l->count, 0);
	cr_expect_eq(rig_mode(ch, op, "-b $~o"), MODE_BAD_PARAM);
	world_free(w);
}

Test(channel_ts, names_of_the_network_are_uids_and_there_may_be_many)
{
	struct world *w = rig_world();
	struct client *c[10];
	struct view uid[10];
	struct channel *ch = NULL;
	struct mode_change change[MODE_CHANGES_MAX];
	struct mode_command cmd = {
		.letters = VIEW("+vvvvvvvvvv"), .now_wall_ms = RIG_NOW, .by_network = true
	};

	for (size_t i = 0; i < 10; i++) {
		char nick[8] = "user0";

		nick[4] = (char)('0' + i);
		c[i] = rig_user(w, nick);
		ch = rig_join(c[i], "#c");
		uid[i] = view_of(c[i]->uid, UID_LEN);
	}
	cmd.param = uid;
	cmd.n_params = 10;
	cr_expect_eq(channel_change_modes(ch, NULL, &cmd, change), 10);
	for (size_t i = 0; i < 10; i++) {
		cr_expect_eq(change[i].verdict, MODE_OK);
		cr_expect_eq(change[i].client, c[i]);
		cr_expect_str_eq(change[i].param, c[i]->nick);
	}
	world_free(w);
}

Test(channel_ts, an_entry_set_on_two_servers_gets_the_older_time_then_the_smaller_setter)
{
	struct world *w = rig_world();
	struct ban_list *l = &rig_join(rig_user(w, "op"), "#c")->list[LIST_BAN];

	cr_assert_eq(ban_list_put(l, VIEW("a!*@*"), VIEW("mm"), 5000), BAN_OK);
	cr_expect_not(ban_list_settle(l, VIEW("b!*@*"), VIEW("aa"), 1000), "it is not there");
	cr_expect_not(ban_list_settle(l, VIEW("a!*@*"), VIEW("aa"), 6000));
	cr_expect_not(ban_list_settle(l, VIEW("a!*@*"), VIEW("mm"), 5999));
	cr_expect(ban_list_settle(l, VIEW("A!*@*"), VIEW("aa"), 5999));
	cr_expect_str_eq(l->item[0].by, "aa");
	cr_expect(ban_list_settle(l, VIEW("a!*@*"), VIEW("zz"), 1000));
	cr_expect_str_eq(l->item[0].by, "zz");
	cr_expect_eq(l->item[0].set_ms, 1000);
	world_free(w);
}
