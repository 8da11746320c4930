#include "state/channel.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdio.h>
#include <string.h>

#include "state/invite.h"
#include "tests/unit/state/state_rig.h"
#include "tests/unit/state/world_check.h"

/* #c with op (@) and bob, and eve who is not in. */
struct room {
	struct world *w;
	struct client *op, *bob, *eve;
	struct channel *ch;
};

static struct room
room_new(void)
{
	struct room r = { .w = rig_world() };

	r.op = rig_user(r.w, "op");
	r.bob = rig_user(r.w, "bob");
	r.eve = rig_user(r.w, "eve");
	r.ch = rig_join(r.op, "#c");
	rig_join(r.bob, "#c");
	return r;
}

static void
room_free(struct room *r)
{
	cr_expect_null(world_fault(r->w));
	world_free(r->w);
}

static void
set(struct room *r, const char *modes)
{
	struct mode_change change[MODE_CHANGES_MAX];
	size_t n = rig_modes(r->ch, NULL, modes, change);

	for (size_t i = 0; i < n; i++)
		cr_expect_eq(change[i].verdict, MODE_OK, "%s", modes);
}

Test(channel, is_made_by_its_first_member_who_is_operator)
{
	struct world *w = rig_world();
	struct world_conf conf = rig_conf();
	struct client *a = rig_user(w, "a"), *b = rig_user(w, "b");
	struct channel *ch;

	conf.channel_modes = CMODE_NO_EXTERNAL | CMODE_TOPIC_OP;
	world_configure(w, &conf);
	ch = rig_join(a, "#Room");
	rig_join(b, "#rOOM");
	cr_expect_eq(w->channels.count, 1);
	cr_expect_eq(member_find(ch, a)->ranks, RANK_OP);
	cr_expect_eq(member_find(ch, b)->ranks, 0);
	cr_expect_str_eq(ch->name, "#Room", "as its creator wrote it");
	cr_expect_str_eq(rig_modes_text(ch), "+nt");
	cr_expect_eq(ch->created_ms, RIG_NOW);
	cr_expect_null(world_fault(w));
	world_free(w);
}

Test(channel, is_found_under_the_casemapping)
{
	struct world *w = rig_world();
	struct channel *ch = rig_join(rig_user(w, "a"), "#x[y]");
	static char huge[5000];

	memset(huge, '#', sizeof(huge));
	cr_expect(channel_find(w, VIEW("#X{Y}")) == ch);
	cr_expect_null(channel_find(w, VIEW("#x")));
	cr_expect_null(channel_find(w, VIEW("")));
	cr_expect_null(channel_find(w, view_of(huge, sizeof(huge))));
	world_free(w);
}

Test(channel, vanishes_with_its_last_member_and_comes_back_new)
{
	struct room r = room_new();

	set(&r, "+kb key *!*@x");
	cr_expect_eq(channel_set_topic(r.ch, r.op, VIEW("t"), RIG_NOW), TOPIC_OK);
	cr_expect_not(member_del(member_find(r.ch, r.op)));
	cr_expect(member_del(member_find(r.ch, r.bob)));
	cr_expect_null(channel_find(r.w, VIEW("#c")));
	r.ch = rig_join(r.bob, "#c");
	cr_expect_str_eq(rig_modes_text(r.ch), "+");
	cr_expect_eq(r.ch->list[LIST_BAN].count, 0);
	cr_expect_null(r.ch->topic);
	cr_expect_eq(member_find(r.ch, r.bob)->ranks, RANK_OP);
	room_free(&r);
}

Test(channel, join_of_a_name_that_is_none_is_refused)
{
	struct world *w = rig_world();
	struct client *a = rig_user(w, "a");
	char name[CHANNEL_LEN + 2];

	cr_expect_eq(rig_try_join(a, "", NULL), JOIN_BAD_NAME);
	cr_expect_eq(rig_try_join(a, "#", NULL), JOIN_BAD_NAME);
	cr_expect_eq(rig_try_join(a, "c", NULL), JOIN_BAD_NAME);
	cr_expect_eq(rig_try_join(a, "#a,b", NULL), JOIN_BAD_NAME);
	cr_expect_eq(rig_try_join(a, "#a\x02", NULL), JOIN_BAD_NAME);
	memset(name, '#', sizeof(name));
	name[CHANNEL_LEN + 1] = '\0';
	cr_expect_eq(rig_try_join(a, name, NULL), JOIN_BAD_NAME);
	name[CHANNEL_LEN] = '\0';
	cr_expect_eq(rig_try_join(a, name, NULL), JOIN_OK);
	cr_expect_null(world_fault(w));
	world_free(w);
}

Test(channel, join_twice_is_already)
{
	struct room r = room_new();

	set(&r, "+ib *");
	cr_expect_eq(rig_try_join(r.bob, "#C", NULL), JOIN_ALREADY);
	room_free(&r);
}

Test(channel, join_stops_at_the_limit_of_the_class)
{
	struct world *w = rig_world();
	struct client *a = rig_user(w, "a"), *b = rig_user(w, "b");
	char name[16];

	for (unsigned i = 0; i < RIG_MAX; i++) {
		(void)snprintf(name, sizeof(name), "#%u", i);
		cr_expect_eq(rig_try_join(a, name, NULL), JOIN_OK);
	}
	rig_join(b, "#there");
	cr_expect_eq(rig_try_join(a, "#there", NULL), JOIN_TOO_MANY);
	cr_expect_eq(rig_try_join(a, "#notthere", NULL), JOIN_TOO_MANY);
	cr_expect_eq(a->n_channels, RIG_MAX);
	cr_expect_null(channel_find(w, VIEW("#notthere")));
	cr_expect(member_del(member_find(channel_find(w, VIEW("#0")), a)));
	cr_expect_eq(rig_try_join(a, "#there", NULL), JOIN_OK);
	cr_expect_null(world_fault(w));
	world_free(w);
}

Test(channel, join_makes_max_channels_and_not_one_more)
{
	struct world *w = rig_world();
	struct world_conf conf = rig_conf();
	struct client *a = rig_user(w, "a"), *b = rig_user(w, "b");

	conf.max_channels = 2;
	world_configure(w, &conf);
	cr_expect_eq(rig_try_join(a, "#1", NULL), JOIN_OK);
	cr_expect_eq(rig_try_join(a, "#2", NULL), JOIN_OK);
	cr_expect_eq(rig_try_join(a, "#3", NULL), JOIN_NO_ROOM);
	cr_expect_eq(rig_try_join(b, "#2", NULL), JOIN_OK, "what is there may be joined");
	cr_expect_null(world_fault(w));
	world_free(w);
}

Test(channel, join_with_a_key_needs_just_that_key)
{
	struct room r = room_new();

	set(&r, "+k sesame");
	cr_expect_eq(rig_try_join(r.eve, "#c", NULL), JOIN_BAD_KEY);
	cr_expect_eq(rig_try_join(r.eve, "#c", "Sesame"), JOIN_BAD_KEY);
	cr_expect_eq(rig_try_join(r.eve, "#c", "sesam"), JOIN_BAD_KEY);
	cr_expect_eq(rig_try_join(r.eve, "#c", "sesames"), JOIN_BAD_KEY);
	cr_expect_eq(rig_try_join(r.eve, "#c", "sesame"), JOIN_OK);
	room_free(&r);
}

Test(channel, join_is_full_at_the_limit)
{
	struct room r = room_new();

	set(&r, "+l 2");
	cr_expect_eq(rig_try_join(r.eve, "#c", NULL), JOIN_FULL);
	set(&r, "+l 3");
	cr_expect_eq(rig_try_join(r.eve, "#c", NULL), JOIN_OK);
	cr_expect_eq(rig_try_join(rig_user(r.w, "next"), "#c", NULL), JOIN_FULL);
	room_free(&r);
}

Test(channel, invitation_opens_i_k_and_l_once)
{
	struct room r = room_new();

	set(&r, "+ikl key 1");
	cr_expect_eq(rig_try_join(r.eve, "#c", "key"), JOIN_INVITE_ONLY);
	cr_expect_eq(channel_invite(r.ch, r.op, r.eve), INVITE_OK);
	cr_expect_eq(rig_try_join(r.eve, "#c", NULL), JOIN_OK);
	cr_expect_not(invite_has(r.ch, r.eve));
	cr_expect_not(member_del(member_find(r.ch, r.eve)));
	cr_expect_eq(rig_try_join(r.eve, "#c", "key"), JOIN_INVITE_ONLY, "it is used up");
	room_free(&r);
}

Test(channel, invitation_is_used_up_also_where_it_was_not_needed)
{
	struct room r = room_new();

	cr_expect_eq(channel_invite(r.ch, r.op, r.eve), INVITE_OK);
	cr_expect_eq(rig_try_join(r.eve, "#c", NULL), JOIN_OK);
	cr_expect_eq(invite_count(r.eve), 0);
	room_free(&r);
}

Test(channel, invitation_does_not_open_a_ban)
{
	struct room r = room_new();

	set(&r, "+b eve");
	cr_expect_eq(channel_invite(r.ch, r.op, r.eve), INVITE_OK);
	cr_expect_eq(rig_try_join(r.eve, "#c", NULL), JOIN_BANNED);
	cr_expect(invite_has(r.ch, r.eve));
	set(&r, "-b eve");
	cr_expect_eq(rig_try_join(r.eve, "#c", NULL), JOIN_OK);
	room_free(&r);
}

Test(channel, invite_needs_a_member_and_an_operator_where_joining_is_barred)
{
	static const char *const locks[] = { "i", "k key", "l 9" };
	struct room r = room_new();
	char modes[16];

	cr_expect_eq(channel_invite(r.ch, r.eve, r.eve), INVITE_NOT_MEMBER);
	cr_expect_eq(channel_invite(r.ch, r.bob, r.op), INVITE_TARGET_ON_CHANNEL);
	for (size_t i = 0; i < ARRAY_LEN(locks); i++) {
		(void)snprintf(modes, sizeof(modes), "+%s", locks[i]);
		set(&r, modes);
		cr_expect_eq(channel_invite(r.ch, r.bob, r.eve), INVITE_NOT_OP, "%s", modes);
		cr_expect_eq(channel_invite(r.ch, r.op, r.eve), INVITE_OK, "%s", modes);
		(void)snprintf(modes, sizeof(modes), "-%s", locks[i]);
		set(&r, modes);
	}
	cr_expect_eq(invite_count(r.eve), 1);
	room_free(&r);
}

Test(channel, invite_by_who_is_no_operator_opens_nothing_that_is_locked_later)
{
	struct room r = room_new();

	cr_expect_eq(channel_invite(r.ch, r.bob, r.eve), INVITE_OK);
	set(&r, "+i");
	cr_expect_eq(rig_try_join(r.eve, "#c", NULL), JOIN_INVITE_ONLY);
	room_free(&r);
}

Test(channel, who_is_forced_comes_in_whatever_keeps_people_out)
{
	struct world *w = rig_world();
	struct client *a = rig_user(w, "a"), *b = rig_user(w, "b");
	struct join_ask ask = { .name = VIEW("#c"), .max = 1, .is_forced = true };
	struct member *m;
	struct channel *ch;

	cr_expect_eq(channel_join(w, a, &ask, &m), JOIN_OK);
	ch = m->channel;
	ch->modes |= CMODE_INVITE_ONLY | CMODE_OPERS | CMODE_TLS;
	cr_expect_eq(channel_join(w, b, &ask, &m), JOIN_NO_TLS);
	ch->modes &= ~CMODE_TLS;
	ask.is_forced = false;
	cr_expect_neq(channel_join(w, b, &ask, &m), JOIN_OK);
	ask.is_forced = true;
	cr_expect_eq(channel_join(w, b, &ask, &m), JOIN_OK);
	cr_expect_eq(channel_join(w, b, &ask, &m), JOIN_ALREADY);
	ask.name = VIEW("#d");
	cr_expect_eq(channel_join(w, b, &ask, &m), JOIN_TOO_MANY);
	ask.max = 2;
	ask.name = VIEW("d");
	cr_expect_eq(channel_join(w, b, &ask, &m), JOIN_BAD_NAME);
	world_free(w);
}

Test(channel, may_join_changes_nothing)
{
	struct room r = room_new();

	set(&r, "+i");
	cr_expect_eq(channel_invite(r.ch, r.op, r.eve), INVITE_OK);
	cr_expect_eq(channel_may_join(r.ch, r.eve, VIEW(""), RIG_MAX), JOIN_OK);
	cr_expect_eq(channel_may_join(r.ch, r.eve, VIEW(""), RIG_MAX), JOIN_OK);
	cr_expect_eq(r.ch->n_members, 2);
	room_free(&r);
}

struct speak_case {
	char modes[32];
	enum speak_verdict op, voiced, plain, outside;
};

ParameterizedTestParameters(channel, speaking)
{
	static struct speak_case cases[] = {
		{ "+", SPEAK_OK, SPEAK_OK, SPEAK_OK, SPEAK_OK },
		{ "+n", SPEAK_OK, SPEAK_OK, SPEAK_OK, SPEAK_NOT_MEMBER },
		{ "+m", SPEAK_OK, SPEAK_OK, SPEAK_MODERATED, SPEAK_MODERATED },
		{ "+mn", SPEAK_OK, SPEAK_OK, SPEAK_MODERATED, SPEAK_NOT_MEMBER },
		{ "+b *!*@*", SPEAK_OK, SPEAK_OK, SPEAK_BANNED, SPEAK_BANNED },
		{ "+b BOB!*@*.example", SPEAK_OK, SPEAK_OK, SPEAK_BANNED, SPEAK_OK },
		{ "+bm bob", SPEAK_OK, SPEAK_OK, SPEAK_MODERATED, SPEAK_MODERATED },
		{ "+b eve", SPEAK_OK, SPEAK_OK, SPEAK_OK, SPEAK_BANNED },
		{ "+istkl key 9", SPEAK_OK, SPEAK_OK, SPEAK_OK, SPEAK_OK },
	};

	return cr_make_param_array(struct speak_case, cases, ARRAY_LEN(cases));
}

ParameterizedTest(struct speak_case *c, channel, speaking)
{
	struct room r = room_new();
	struct client *vic = rig_user(r.w, "vic");

	rig_join(vic, "#c");
	set(&r, "+v vic");
	if (c->modes[1] != '\0')
		set(&r, c->modes);
	/* Twice: the second answer comes from what was kept. */
	for (int i = 0; i < 2; i++) {
		cr_expect_eq(channel_may_speak(r.ch, r.op), c->op, "op, %s", c->modes);
		cr_expect_eq(channel_may_speak(r.ch, vic), c->voiced, "voiced, %s", c->modes);
		cr_expect_eq(channel_may_speak(r.ch, r.bob), c->plain, "plain, %s", c->modes);
		cr_expect_eq(channel_may_speak(r.ch, r.eve), c->outside, "outside, %s", c->modes);
	}
	room_free(&r);
}

Test(channel, secret_is_visible_to_members_only)
{
	struct room r = room_new();

	cr_expect(channel_is_visible(r.ch, r.eve));
	set(&r, "+s");
	cr_expect_not(channel_is_visible(r.ch, r.eve));
	cr_expect(channel_is_visible(r.ch, r.bob));
	room_free(&r);
}

Test(channel, topic_is_set_by_members_and_under_t_by_operators)
{
	struct room r = room_new();

	cr_expect_eq(channel_set_topic(r.ch, r.eve, VIEW("x"), RIG_NOW), TOPIC_NOT_MEMBER);
	cr_expect_eq(channel_set_topic(r.ch, r.bob, VIEW("by bob"), RIG_NOW + 3), TOPIC_OK);
	cr_expect_str_eq(r.ch->topic, "by bob");
	cr_expect_str_eq(r.ch->topic_by, "bob!bob@host.example");
	cr_expect_eq(r.ch->topic_ms, RIG_NOW + 3);
	set(&r, "+t");
	cr_expect_eq(channel_set_topic(r.ch, r.bob, VIEW("no"), RIG_NOW), TOPIC_NOT_OP);
	set(&r, "+v bob");
	cr_expect_eq(channel_set_topic(r.ch, r.bob, VIEW("no"), RIG_NOW), TOPIC_NOT_OP);
	cr_expect_str_eq(r.ch->topic, "by bob");
	cr_expect_eq(channel_set_topic(r.ch, r.op, VIEW("by op"), RIG_NOW), TOPIC_OK);
	cr_expect_str_eq(r.ch->topic, "by op");
	cr_expect_eq(channel_set_topic(r.ch, r.op, VIEW(""), RIG_NOW), TOPIC_OK);
	cr_expect_null(r.ch->topic);
	cr_expect_null(r.ch->topic_by);
	room_free(&r);
}

Test(channel, topic_is_cut_at_its_limit_between_characters)
{
	struct room r = room_new();
	char text[TOPIC_LEN + 2];

	memset(text, 'x', sizeof(text));
	cr_expect_eq(channel_set_topic(r.ch, r.op, view_of(text, TOPIC_LEN), RIG_NOW), TOPIC_OK);
	cr_expect_eq(strlen(r.ch->topic), TOPIC_LEN);
	cr_expect_eq(channel_set_topic(r.ch, r.op, view_of(text, TOPIC_LEN + 1), RIG_NOW), TOPIC_OK);
	cr_expect_eq(strlen(r.ch->topic), TOPIC_LEN);
	memcpy(text + TOPIC_LEN - 2, "\xe2\x82\xac", 3); /* a euro sign over the edge */
	cr_expect_eq(channel_set_topic(r.ch, r.op, view_of(text, TOPIC_LEN + 1), RIG_NOW), TOPIC_OK);
	cr_expect_eq(strlen(r.ch->topic), TOPIC_LEN - 2);
	room_free(&r);
}

Test(channel, kick_needs_an_operator_and_a_target_that_is_in)
{
	struct room r = room_new();

	cr_expect_eq(channel_may_kick(r.ch, r.eve, r.bob), KICK_NOT_MEMBER);
	cr_expect_eq(channel_may_kick(r.ch, r.bob, r.op), KICK_NOT_OP);
	set(&r, "+v bob");
	cr_expect_eq(channel_may_kick(r.ch, r.bob, r.op), KICK_NOT_OP);
	cr_expect_eq(channel_may_kick(r.ch, r.op, r.eve), KICK_TARGET_NOT_MEMBER);
	cr_expect_eq(channel_may_kick(r.ch, r.op, r.bob), KICK_OK);
	cr_expect_eq(channel_may_kick(r.ch, r.op, r.op), KICK_OK);
	cr_expect_eq(r.ch->n_members, 2, "it is only the decision");
	room_free(&r);
}

Test(channel, permanent_stays_empty_gives_nobody_a_rank_and_ends_without_P)
{
	struct world *w = rig_world();
	struct client *op = rig_user(w, "op"), *bob = rig_user(w, "bob");
	struct channel *ch = rig_join(op, "#c");

	cr_expect_eq(rig_mode(ch, NULL, "+P"), MODE_OK);
	cr_expect_not(member_del(member_find(ch, op)));
	cr_expect_eq(channel_find(w, VIEW("#c")), ch);
	cr_expect_null(world_fault(w));
	rig_join(bob, "#c");
	cr_expect_eq(member_find(ch, bob)->ranks, 0);
	cr_expect_eq(rig_mode(ch, NULL, "-P"), MODE_OK);
	channel_end_if_empty(ch);
	cr_expect_eq(channel_find(w, VIEW("#c")), ch, "somebody is in");
	cr_expect(member_del(member_find(ch, bob)));
	cr_expect_null(channel_find(w, VIEW("#c")));
	ch = rig_join(bob, "#d");
	cr_expect_eq(rig_mode(ch, NULL, "+P"), MODE_OK);
	cr_expect_not(member_del(member_find(ch, bob)));
	channel_end_if_empty(ch);
	cr_expect_eq(rig_mode(ch, NULL, "-P"), MODE_OK);
	cr_expect_eq(channel_find(w, VIEW("#d")), ch);
	channel_end_if_empty(ch);
	cr_expect_null(channel_find(w, VIEW("#d")));
	cr_expect_null(world_fault(w));
	world_free(w);
}

Test(channel, permanent_ones_go_with_the_world)
{
	struct world *w = rig_world();
	struct client *op = rig_user(w, "op");

	cr_expect_eq(rig_mode(rig_join(op, "#a"), NULL, "+P"), MODE_OK);
	cr_expect_eq(rig_mode(rig_join(op, "#b"), NULL, "+P"), MODE_OK);
	client_exit(op, RIG_NOW);
	cr_expect_eq(w->channels.count, 2);
	cr_expect_null(world_fault(w));
	world_free(w);
}

Test(channel, founder_owns_where_it_is_configured_and_there_are_owners)
{
	struct world *w = rig_world();
	struct client *op = rig_user(w, "op");

	cr_expect_eq(member_find(rig_join(op, "#a"), op)->ranks, RANK_OP);
	w->conf.founder_owns = true;
	cr_expect_eq(member_find(rig_join(op, "#b"), op)->ranks, RANK_OP | RANK_OWNER);
	w->conf.only_ov = true;
	cr_expect_eq(member_find(rig_join(op, "#c"), op)->ranks, RANK_OP);
	world_free(w);
}

Test(channel, nobody_kicks_or_deops_a_service_and_it_may_speak)
{
	struct room r = room_new();

	set(&r, "+o bob");
	cr_expect_eq(channel_may_kick(r.ch, r.op, r.bob), KICK_OK);
	client_set_modes(r.bob, UMODE_SERVICE, 0);
	cr_expect_eq(channel_may_kick(r.ch, r.op, r.bob), KICK_OUTRANKED);
	cr_expect_eq(channel_may_kick(r.ch, r.bob, r.bob), KICK_OK, "it may leave as it likes");
	cr_expect_eq(rig_mode(r.ch, r.op, "-o bob"), MODE_SERVICE);
	cr_expect_eq(rig_mode(r.ch, r.bob, "-o bob"), MODE_OK);
	set(&r, "+mn");
	cr_expect_eq(channel_may_speak(r.ch, r.bob), SPEAK_OK);
	client_set_modes(r.eve, UMODE_SERVICE, 0);
	cr_expect_eq(channel_may_speak(r.ch, r.eve), SPEAK_OK, "it need not be in");
	room_free(&r);
}
