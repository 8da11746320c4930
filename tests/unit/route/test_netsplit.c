/* A part of the network goes: which of those here hear QUITs in a batch, and which without. */
#include "route/netsplit.h"

#include <criterion/criterion.h>
#include <string.h>

#include "proto/caps.h"
#include "route_rig.h"
#include "state/client_remote.h"
#include "state/member.h"
#include "state/mode_bits.h"

#define BATCH CAP_BIT(CAP_BATCH)

static struct node *
node(struct route_rig *r, const char *name, const char *sid, struct node *uplink)
{
	const struct node_intro intro = { .name = view_z(name),
		.sid = view_z(sid),
		.description = VIEW("x"),
		.uplink = uplink,
		.number = uplink == r->world->me ? 1 : 0 };

	return node_add(r->world, &intro, 0);
}

/* nick!u@h.test, in that channel, which is there. */
static struct client *
user(struct route_rig *r, struct node *n, const char *nick, const char *uid, const char *channel)
{
	const struct client_intro intro = { .node = n,
		.uid = view_z(uid),
		.nick = view_z(nick),
		.user = VIEW("u"),
		.host = VIEW("h.test"),
		.realname = VIEW("x"),
		.nick_ts = 1000000000 };
	struct client *c = client_introduce(r->world, &intro, 0);

	cr_assert_not_null(c);
	(void)member_add(channel_find(r->world, view_z(channel)), c, 0);
	return c;
}

static void
split(struct route_rig *r, struct node *gone, struct client *const *who, size_t n)
{
	struct netsplit s;

	netsplit_begin(&s, r->route, gone);
	for (size_t i = 0; i < n; i++)
		netsplit_leave(&s, who[i]);
	netsplit_end(&s);
}

struct stage {
	struct route_rig *r;
	struct node *hub, *far;
	struct hearer *knows, *plain, *stranger;
	struct client *gone[3];
};

/* Two users at far, behind hub, and one at hub, in channels with two of the three here. */
static struct stage
stage(uint64_t more)
{
	struct stage s = { .r = rig_new() };

	s.hub = node(s.r, "hub.test", "1HB", s.r->world->me);
	s.far = node(s.r, "far.test", "3FA", s.hub);
	s.knows = rig_user(s.r, "knows", BATCH | more);
	s.plain = rig_user(s.r, "plain", more);
	s.stranger = rig_user(s.r, "stranger", BATCH);
	(void)rig_join(s.knows, "#a");
	(void)rig_join(s.knows, "#b");
	(void)rig_join(s.plain, "#a");
	(void)rig_join(s.stranger, "#c");
	s.gone[0] = user(s.r, s.far, "ann", "3FAAAAAAA", "#a");
	s.gone[1] = user(s.r, s.far, "bob", "3FAAAAAAB", "#b");
	s.gone[2] = user(s.r, s.hub, "cat", "1HBAAAAAA", "#c");
	(void)rig_heard(s.knows);
	(void)rig_heard(s.plain);
	(void)rig_heard(s.stranger);
	return s;
}

Test(netsplit, quits_are_a_batch_for_who_knows_batches)
{
	struct stage s = stage(0);

	split(s.r, s.far, s.gone, 2);
	cr_expect_str_eq(rig_heard(s.knows),
		":irc.test BATCH +a1 netsplit hub.test far.test\r\n"
		"@batch=a1 :ann!u@h.test QUIT :hub.test far.test\r\n"
		"@batch=a1 :bob!u@h.test QUIT :hub.test far.test\r\n"
		":irc.test BATCH -a1\r\n");
	cr_expect_str_eq(rig_heard(s.plain), ":ann!u@h.test QUIT :hub.test far.test\r\n");
	cr_expect_str_eq(rig_heard(s.stranger), "", "shares no channel with them");
	rig_free(s.r);
}

Test(netsplit, the_tag_stands_behind_others)
{
	struct stage s = stage(CAP_BIT(CAP_SERVER_TIME));

	split(s.r, s.far, s.gone, 1);
	cr_expect(strstr(rig_heard(s.knows), "\r\n@time=2026-01-02T03:04:05.678Z;batch=a1 :ann!") != NULL);
	cr_expect_str_eq(rig_heard(s.plain),
		"@time=2026-01-02T03:04:05.678Z :ann!u@h.test QUIT :hub.test far.test\r\n");
	rig_free(s.r);
}

Test(netsplit, all_that_is_behind_counts)
{
	struct stage s = stage(0);
	struct client *all[] = { s.gone[2], s.gone[0], s.gone[1] };

	split(s.r, s.hub, all, 3);
	cr_expect_str_eq(rig_heard(s.stranger),
		":irc.test BATCH +a1 netsplit irc.test hub.test\r\n"
		"@batch=a1 :cat!u@h.test QUIT :irc.test hub.test\r\n"
		":irc.test BATCH -a1\r\n");
	rig_free(s.r);
}

static void
part(struct stage *s, const char *channel)
{
	(void)member_del(member_find(channel_find(s->r->world, view_z(channel)), s->knows->c));
}

Test(netsplit, without_hearers_who_know_batches_there_is_none)
{
	struct stage s = stage(0);

	part(&s, "#a");
	part(&s, "#b");
	split(s.r, s.far, s.gone, 2);
	cr_expect_str_eq(rig_heard(s.knows), "");
	cr_expect_str_eq(rig_heard(s.plain), ":ann!u@h.test QUIT :hub.test far.test\r\n");
	cr_expect_eq(s.r->world->n_users, 4);
	rig_free(s.r);
}

Test(netsplit, who_may_not_see_them_hears_of_no_batch)
{
	struct stage s = stage(0);
	struct channel *ch = channel_find(s.r->world, VIEW("#b"));

	part(&s, "#a");
	ch->modes |= CMODE_AUDITORIUM;
	member_find(ch, s.knows->c)->ranks = 0;
	split(s.r, s.far, s.gone, 2);
	cr_expect_str_eq(rig_heard(s.knows), "");
	rig_free(s.r);
}

Test(netsplit, who_sees_all_of_an_auditorium_hears_of_it)
{
	struct stage s = stage(0);

	part(&s, "#a");
	channel_find(s.r->world, VIEW("#b"))->modes |= CMODE_AUDITORIUM;
	split(s.r, s.far, s.gone, 2);
	cr_expect_str_eq(rig_heard(s.knows),
		":irc.test BATCH +a1 netsplit hub.test far.test\r\n"
		"@batch=a1 :bob!u@h.test QUIT :hub.test far.test\r\n"
		":irc.test BATCH -a1\r\n");
	rig_free(s.r);
}
