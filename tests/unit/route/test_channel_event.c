#include "route/channel_event.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "proto/caps.h"
#include "route/mode_event.h"
#include "tests/unit/route/route_rig.h"

/* What other servers would hear of. */
static char told[512];

static void
note(struct tree_source by, const char *what, const char *arg)
{
	size_t n = strlen(told);

	(void)snprintf(told + n, sizeof(told) - n, "%s %s %s\n",
		by.client != NULL ? by.client->nick : "irc.test", what, arg);
}

static void
on_join(void *arg, const struct member *m, bool made)
{
	(void)arg;
	note(tree_by(m->client), made ? "made" : "join", m->channel->name);
}

static void
on_part(void *arg, const struct client *c, const struct channel *ch, struct view reason)
{
	char text[64];

	(void)arg;
	(void)view_copy(reason, text, sizeof(text));
	cr_expect(member_find(ch, c) != NULL, "it is still there");
	note(tree_by(c), "part", text);
}

static void
on_kick(void *arg, struct tree_source by, const struct member *m, struct view reason)
{
	(void)arg;
	(void)reason;
	note(by, "kick", m->client->nick);
}

static void
on_topic(void *arg, struct tree_source by, const struct channel *ch)
{
	(void)arg;
	note(by, "topic", ch->topic != NULL ? ch->topic : "");
}

static void
on_modes(void *arg, struct tree_source by, const struct channel *ch, const struct mode_event *what)
{
	(void)arg;
	(void)ch;
	for (size_t i = 0; i < what->n; i++) {
		if (what->change[i].verdict == MODE_OK)
			note(by, what->change[i].add ? "mode+" : "mode-",
				what->change[i].client != NULL ? what->change[i].client->nick
							       : what->change[i].param);
	}
}

static void
on_invite(void *arg, struct tree_source by, const struct channel *ch, const struct client *whom)
{
	(void)arg;
	(void)ch;
	note(by, "invite", whom->nick);
}

static void
on_knock(void *arg, const struct client *c, const struct channel *ch)
{
	(void)arg;
	note(tree_by(c), "knock", ch->name);
}

static const struct tree_ops ops = {
	.join = on_join,
	.part = on_part,
	.kick = on_kick,
	.topic = on_topic,
	.modes = on_modes,
	.invite = on_invite,
	.knock = on_knock,
};

static struct route_rig *
rig(void)
{
	struct route_rig *r = rig_new();

	told[0] = '\0';
	route_set_tree(r->route, &ops, NULL);
	return r;
}

static void
expect_told(const char *what)
{
	cr_expect_str_eq(told, what);
	told[0] = '\0';
}

Test(channel_event, join_part_and_kick_are_heard_here_and_elsewhere_once)
{
	struct route_rig *r = rig();
	struct hearer *a = rig_user(r, "alice", 0), *b = rig_user(r, "bob", 0);
	struct channel *ch = rig_join(a, "#c");

	channel_event_join(r->route, member_find(ch, a->c));
	expect_told("alice made #c\n");
	cr_assert_eq(rig_join(b, "#c"), ch);
	channel_event_join(r->route, member_find(ch, b->c));
	expect_told("bob join #c\n");
	cr_expect_str_eq(rig_heard(a), ":alice!~u@192.0.2.1 JOIN #c\r\n:bob!~u@192.0.2.1 JOIN #c\r\n");
	cr_expect_not(channel_event_kick(r->route, tree_by(a->c), member_find(ch, b->c), VIEW("out")));
	expect_told("alice kick bob\n");
	cr_expect_str_eq(
		rig_heard(b), ":bob!~u@192.0.2.1 JOIN #c\r\n:alice!~u@192.0.2.1 KICK #c bob :out\r\n");
	cr_expect(channel_event_part(r->route, member_find(ch, a->c), VIEW("bye")));
	expect_told("alice part bye\n");
	cr_expect_str_eq(
		rig_heard(a), ":alice!~u@192.0.2.1 KICK #c bob :out\r\n:alice!~u@192.0.2.1 PART #c :bye\r\n");
	rig_free(r);
}

Test(channel_event, modes_of_the_server_and_of_users_are_told_unless_shown_only)
{
	struct route_rig *r = rig();
	struct hearer *a = rig_user(r, "alice", 0);
	struct channel *ch = rig_join(a, "#c");
	struct view who = VIEW("alice");
	struct mode_command cmd = { .letters = VIEW("+v"), .param = &who, .n_params = 1, .by_network = true };

	cr_expect_eq(mode_event_by_node(r->route, ch, NULL, &cmd), 1);
	expect_told("");
	cr_expect_eq(
		mode_event_change(r->route, ch, VIEW("-v+k"), (struct view[]){ who, VIEW("key") }, 2), 2);
	expect_told("irc.test mode- alice\nirc.test mode+ key\n");
	cr_expect_eq(mode_event_change(r->route, ch, VIEW("-v"), &who, 1), 0);
	expect_told("");
	cr_expect_str_eq(rig_heard(a), ":irc.test MODE #c +v alice\r\n:irc.test MODE #c -v+k alice key\r\n");
	rig_free(r);
}

Test(channel_event, topic_invite_and_knock)
{
	struct route_rig *r = rig();
	struct hearer *a = rig_user(r, "alice", 0), *b = rig_user(r, "bob", 0);
	struct channel *ch = rig_join(a, "#c");

	cr_assert_eq(channel_set_topic(ch, a->c, VIEW("new"), RIG_WALL), TOPIC_OK);
	channel_event_topic(r->route, tree_by(a->c), ch);
	channel_event_topic_here(r->route, TREE_US, ch);
	channel_event_invite(r->route, a->c, ch, b->c);
	channel_event_knock(r->route, b->c, ch);
	expect_told("alice topic new\nalice invite bob\nbob knock #c\n");
	cr_expect_str_eq(rig_heard(a),
		":alice!~u@192.0.2.1 TOPIC #c :new\r\n:irc.test TOPIC #c :new\r\n"
		":irc.test 710 #c #c bob!~u@192.0.2.1 :has asked for an invite\r\n");
	cr_expect_str_eq(rig_heard(b), ":alice!~u@192.0.2.1 INVITE bob :#c\r\n");
	rig_free(r);
}
