#include "route/route.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "core/loop.h"
#include "state/member.h"
#include "state/mode.h"
#include "state/monitor.h"
#include "tests/unit/route/route_rig.h"

#define TIME CAP_BIT(CAP_SERVER_TIME)
#define TAGS CAP_BIT(CAP_MESSAGE_TAGS)
#define EXT  CAP_BIT(CAP_EXTENDED_JOIN)

static void
say(struct event *ev, const struct hearer *from, const char *text)
{
	event_begin(ev, from->rig->world, from->c, VIEW("PRIVMSG"));
	msg_build_param(&ev->build, VIEW("#c"));
	msg_build_text(&ev->build, view_z(text));
}

static unsigned
count_bits(unsigned v)
{
	unsigned n = 0;

	for (; v != 0; v >>= 1)
		n += v & 1;
	return n;
}

Test(route, one_line_is_built_for_all_hearers_of_a_variant)
{
	struct route_rig *r = rig_new();
	struct hearer *from = rig_user(r, "from", 0), *h[6];
	/* Capabilities that change no bytes make no variant. */
	const uint64_t caps[6] = { 0, CAP_BIT(CAP_MULTI_PREFIX), CAP_BIT(CAP_BATCH) | CAP_BIT(CAP_SETNAME),
		TIME, TIME | CAP_BIT(CAP_ECHO_MESSAGE), EXT };
	struct channel *ch = rig_join(from, "#c");
	struct event ev;

	for (size_t i = 0; i < 6; i++) {
		char nick[8];

		(void)snprintf(nick, sizeof(nick), "h%zu", i);
		h[i] = rig_user(r, nick, caps[i]);
		(void)rig_join(h[i], "#c");
	}
	say(&ev, from, "hi");
	route_channel(r->route, ch, &ev, from->c);
	cr_expect_eq(count_bits(ev.built), 2, "plain and server-time");
	for (size_t i = 0; i < 6; i++) {
		bool timed = (caps[i] & TIME) != 0;

		cr_expect_str_eq(rig_heard(h[i]),
			timed ? "@time=2026-01-02T03:04:05.678Z :from!~u@192.0.2.1 PRIVMSG #c :hi\r\n"
			      : ":from!~u@192.0.2.1 PRIVMSG #c :hi\r\n");
	}
	cr_expect_str_eq(rig_heard(from), "");
	rig_free(r);
}

Test(route, lines_are_shared_not_copied)
{
	struct route_rig *r = rig_new();
	struct hearer *from = rig_user(r, "from", 0);
	struct channel *ch = rig_join(from, "#c");
	struct event ev;
	uint32_t refs;

	for (int i = 0; i < 5; i++) {
		char nick[8];

		(void)snprintf(nick, sizeof(nick), "h%d", i);
		(void)rig_join(rig_user(r, nick, 0), "#c");
	}
	say(&ev, from, "hi");
	route_channel(r->route, ch, &ev, NULL);
	refs = ev.line[0].slab->refs;
	cr_expect_geq(refs, 6, "each of six send queues holds the one slab: %u", (unsigned)refs);
	cr_expect_eq(slab_count(), 1);
	rig_free(r);
}

Test(route, every_variant_has_the_same_body_behind_its_tags)
{
	struct route_rig *r = rig_new();
	struct hearer *from = rig_user(r, "from", 0), *h[4];
	const uint64_t caps[4] = { 0, TIME, TAGS, TIME | TAGS };
	struct channel *ch = rig_join(from, "#c");
	char want[200];
	struct event ev;

	for (size_t i = 0; i < 4; i++) {
		char nick[8];

		(void)snprintf(nick, sizeof(nick), "h%zu", i);
		h[i] = rig_user(r, nick, caps[i]);
		(void)rig_join(h[i], "#c");
	}
	say(&ev, from, "hi");
	ev.tags = VIEW("+typing=done");
	route_channel(r->route, ch, &ev, from->c);
	cr_expect_eq(count_bits(ev.built), 4);
	cr_expect_str_eq(rig_heard(h[0]), ":from!~u@192.0.2.1 PRIVMSG #c :hi\r\n");
	cr_expect_str_eq(
		rig_heard(h[1]), "@time=2026-01-02T03:04:05.678Z :from!~u@192.0.2.1 PRIVMSG #c :hi\r\n");
	(void)snprintf(want, sizeof(want), "@msgid=%.24s;+typing=done :from!~u@192.0.2.1 PRIVMSG #c :hi\r\n",
		ev.msgid);
	cr_expect_str_eq(rig_heard(h[2]), want);
	(void)snprintf(want, sizeof(want),
		"@time=2026-01-02T03:04:05.678Z;msgid=%.24s;+typing=done :from!~u@192.0.2.1 PRIVMSG #c "
		":hi\r\n",
		ev.msgid);
	cr_expect_str_eq(rig_heard(h[3]), want);
	rig_free(r);
}

Test(route, event_routed_twice_keeps_its_msgid_and_lines)
{
	struct route_rig *r = rig_new();
	struct hearer *from = rig_user(r, "from", TAGS), *to = rig_user(r, "to", TAGS);
	char first[200];
	struct event ev;

	say(&ev, from, "hi");
	route_user(r->route, to->c, &ev);
	route_user(r->route, from->c, &ev);
	(void)view_copy(view_z(rig_heard(to)), first, sizeof(first));
	cr_expect_str_eq(rig_heard(from), first);
	cr_expect_eq(count_bits(ev.built), 1);
	rig_free(r);
}

Test(route, msgids_are_unique)
{
	struct route_rig *r = rig_new();
	struct hearer *h = rig_user(r, "h", TAGS);
	char seen[100][EVENT_MSGID_LEN];
	struct event ev;

	for (size_t i = 0; i < 100; i++) {
		say(&ev, h, "hi");
		route_user(r->route, h->c, &ev);
		memcpy(seen[i], ev.msgid, EVENT_MSGID_LEN);
		for (size_t k = 0; k < i; k++)
			cr_assert_neq(memcmp(seen[i], seen[k], EVENT_MSGID_LEN), 0);
	}
	rig_free(r);
}

Test(route, alternative_goes_to_those_with_its_capability)
{
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "a", 0), *b = rig_user(r, "b", EXT);
	struct channel *ch = rig_join(a, "#c");
	struct event ev;

	(void)rig_join(b, "#c");
	event_begin(&ev, r->world, a->c, VIEW("JOIN"));
	msg_build_param(&ev.build, VIEW("#c"));
	event_begin_alt(&ev, r->world, a->c, VIEW("JOIN"), CAP_EXTENDED_JOIN);
	msg_build_param(&ev.alt, VIEW("#c"));
	msg_build_param(&ev.alt, VIEW("*"));
	msg_build_text(&ev.alt, VIEW("Somebody"));
	route_channel(r->route, ch, &ev, NULL);
	cr_expect_str_eq(rig_heard(a), ":a!~u@192.0.2.1 JOIN #c\r\n");
	cr_expect_str_eq(rig_heard(b), ":a!~u@192.0.2.1 JOIN #c * :Somebody\r\n");
	rig_free(r);
}

Test(route, need_keeps_it_from_those_without)
{
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "a", 0), *b = rig_user(r, "b", CAP_BIT(CAP_AWAY_NOTIFY));
	struct channel *ch = rig_join(a, "#c");
	struct event ev;

	(void)rig_join(b, "#c");
	event_begin(&ev, r->world, a->c, VIEW("AWAY"));
	ev.need = CAP_BIT(CAP_AWAY_NOTIFY);
	route_channel(r->route, ch, &ev, NULL);
	cr_expect_str_eq(rig_heard(a), "");
	cr_expect_str_eq(rig_heard(b), ":a!~u@192.0.2.1 AWAY\r\n");
	rig_free(r);
}

Test(route, common_hears_once_whoever_shares_however_many_channels)
{
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "a", 0), *b = rig_user(r, "b", 0), *c = rig_user(r, "c", 0),
		      *d = rig_user(r, "d", 0);
	struct event ev;

	for (int i = 0; i < 3; i++) {
		char name[8];

		(void)snprintf(name, sizeof(name), "#c%d", i);
		(void)rig_join(a, name);
		(void)rig_join(b, name);
	}
	(void)rig_join(c, "#c2");
	(void)rig_join(d, "#elsewhere");
	event_begin(&ev, r->world, a->c, VIEW("QUIT"));
	route_common(r->route, a->c, &ev, false);
	cr_expect_str_eq(rig_heard(a), "");
	cr_expect_str_eq(rig_heard(b), ":a!~u@192.0.2.1 QUIT\r\n");
	cr_expect_str_eq(rig_heard(c), ":a!~u@192.0.2.1 QUIT\r\n");
	cr_expect_str_eq(rig_heard(d), "");
	event_begin(&ev, r->world, d->c, VIEW("NICK"));
	route_common(r->route, d->c, &ev, true);
	cr_expect_str_eq(rig_heard(d), ":d!~u@192.0.2.1 NICK\r\n");
	rig_free(r);
}

Test(route, ranks_below_hear_nothing)
{
	struct route_rig *r = rig_new();
	struct hearer *op = rig_user(r, "op", 0), *voice = rig_user(r, "voice", 0),
		      *plain = rig_user(r, "plain", 0);
	struct channel *ch = rig_join(op, "#c");
	struct event ev;

	(void)rig_join(voice, "#c");
	(void)rig_join(plain, "#c");
	member_set_ranks(member_find(ch, voice->c), RANK_VOICE);
	event_begin(&ev, r->world, plain->c, VIEW("KNOCK"));
	route_channel_ranks(r->route, ch, &ev, NULL, RANK_VOICE);
	cr_expect_str_eq(rig_heard(op), ":plain!~u@192.0.2.1 KNOCK\r\n");
	cr_expect_str_eq(rig_heard(voice), ":plain!~u@192.0.2.1 KNOCK\r\n");
	cr_expect_str_eq(rig_heard(plain), "");
	event_begin(&ev, r->world, plain->c, VIEW("KNOCK"));
	route_channel_ranks(r->route, ch, &ev, op->c, RANK_OP);
	cr_expect_str_eq(rig_heard(op), "");
	cr_expect_str_eq(rig_heard(voice), "");
	rig_free(r);
}

Test(route, umode_reaches_users_with_one_of_them)
{
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "a", 0), *b = rig_user(r, "b", 0), *s = rig_stranger(r, 0);
	struct event ev;

	client_set_modes(a->c, UMODE_WALLOPS, 0);
	client_set_modes(b->c, UMODE_INVISIBLE, 0);
	client_set_modes(s->c, UMODE_WALLOPS, 0);
	event_begin(&ev, r->world, NULL, VIEW("WALLOPS"));
	route_umode(r->route, UMODE_WALLOPS | UMODE_OPER, &ev);
	cr_expect_str_eq(rig_heard(a), ":irc.test WALLOPS\r\n");
	cr_expect_str_eq(rig_heard(b), "");
	cr_expect_str_eq(rig_heard(s), "");
	rig_free(r);
}

Test(route, everybody_is_every_user_and_no_stranger)
{
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "a", 0), *s = rig_stranger(r, 0);

	route_everybody(r->route, VIEW("hello"));
	cr_expect_str_eq(rig_heard(a), ":irc.test NOTICE $$irc.test :hello\r\n");
	cr_expect_str_eq(rig_heard(s), "");
	rig_free(r);
}

Test(route, users_are_those_whose_host_fits_but_one)
{
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "a", 0), *b = rig_user(r, "b", 0), *c = rig_user(r, "c", 0);
	struct hearer *s = rig_stranger(r, 0);
	struct event ev;

	client_set_host(c->c, VIEW("c.example.org"));
	client_set_modes(b->c, UMODE_NO_CTCP, 0);
	say(&ev, a, "all");
	cr_expect_eq(route_users(r->route, &ev, VIEW(""), a->c), 2);
	say(&ev, a, "hosts");
	cr_expect_eq(route_users(r->route, &ev, VIEW("*.EXAMPLE.org"), NULL), 1);
	say(&ev, a, "nobody");
	cr_expect_eq(route_users(r->route, &ev, VIEW("*.example.net"), NULL), 0);
	say(&ev, a, "unless");
	ev.unless = UMODE_NO_CTCP;
	cr_expect_eq(route_users(r->route, &ev, VIEW(""), a->c), 1);
	cr_expect_str_eq(rig_heard(a), "");
	cr_expect_str_eq(rig_heard(b), ":a!~u@192.0.2.1 PRIVMSG #c :all\r\n");
	cr_expect_str_eq(rig_heard(c),
		":a!~u@192.0.2.1 PRIVMSG #c :all\r\n:a!~u@192.0.2.1 PRIVMSG #c :hosts\r\n"
		":a!~u@192.0.2.1 PRIVMSG #c :unless\r\n");
	cr_expect_str_eq(rig_heard(s), "");
	rig_free(r);
}

Test(route, who_is_not_local_is_passed_over)
{
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "a", 0), *b = rig_user(r, "b", 0);
	struct channel *ch = rig_join(a, "#c");
	struct conn *conn = b->c->conn;
	struct event ev;

	(void)rig_join(b, "#c");
	b->c->conn = NULL;
	say(&ev, a, "hi");
	route_channel(r->route, ch, &ev, NULL);
	route_user(r->route, b->c, &ev);
	cr_expect_str_neq(rig_heard(a), "");
	b->c->conn = conn;
	cr_expect_str_eq(rig_heard(b), "");
	rig_free(r);
}

Test(route, largest_tags_and_body_are_sent_whole)
{
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "a", TIME | TAGS);
	static char tags[MSG_TAGS_CLIENT], text[MSG_BODY_MAX];
	const char *got;
	struct event ev;

	memset(tags, 'x', sizeof(tags));
	memcpy(tags, "+a=", 3);
	memset(text, 'y', sizeof(text));
	event_begin(&ev, r->world, a->c, VIEW("PRIVMSG"));
	msg_build_param(&ev.build, VIEW("#c"));
	msg_build_text(&ev.build, view_of(text, sizeof(text)));
	ev.tags = view_of(tags, sizeof(tags));
	route_user(r->route, a->c, &ev);
	got = rig_heard(a);
	cr_expect_eq(strlen(got),
		strlen("@time=2026-01-02T03:04:05.678Z;msgid=") + EVENT_MSGID_LEN + 1 + MSG_TAGS_CLIENT + 1 +
			MSG_BODY_MAX);
	cr_expect_str_eq(got + strlen(got) - 3, "y\r\n");
	rig_free(r);
}

Test(route, time_is_that_of_the_turn)
{
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "a", TIME);
	struct err e;

	reply_plain(r->route, a->c, ERR_NOMOTD);
	cr_expect_str_eq(
		rig_heard(a), "@time=2026-01-02T03:04:05.678Z :irc.test 422 a :MOTD file is missing\r\n");
	r->now_ms = 60000;
	cr_assert_eq(loop_turn(r->loop, 0, &e), 0);
	reply_plain(r->route, a->c, ERR_NOMOTD);
	cr_expect_str_eq(
		rig_heard(a), "@time=2026-01-02T03:05:05.678Z :irc.test 422 a :MOTD file is missing\r\n");
	rig_free(r);
}

#define ACCOUNT CAP_BIT(CAP_ACCOUNT_TAG)

Test(route, account_tag_makes_variants_only_for_a_source_with_an_account)
{
	struct route_rig *r = rig_new();
	struct hearer *from = rig_user(r, "from", 0), *plain = rig_user(r, "plain", 0),
		      *tagged = rig_user(r, "tagged", ACCOUNT);
	struct channel *ch = rig_join(from, "#c");
	struct event ev;

	(void)rig_join(plain, "#c");
	(void)rig_join(tagged, "#c");
	say(&ev, from, "hi");
	route_channel(r->route, ch, &ev, from->c);
	cr_expect_eq(count_bits(ev.built), 1);
	cr_expect_str_eq(rig_heard(tagged), ":from!~u@192.0.2.1 PRIVMSG #c :hi\r\n");
	client_set_account(from->c, VIEW("acc"));
	say(&ev, from, "hi");
	route_channel(r->route, ch, &ev, from->c);
	cr_expect_eq(count_bits(ev.built), 2);
	(void)rig_heard(plain);
	cr_expect_str_eq(rig_heard(tagged), "@account=acc :from!~u@192.0.2.1 PRIVMSG #c :hi\r\n");
	event_begin(&ev, r->world, NULL, VIEW("NOTICE"));
	msg_build_param(&ev.build, VIEW("#c"));
	route_user(r->route, tagged->c, &ev);
	cr_expect_str_eq(rig_heard(tagged), ":irc.test NOTICE #c\r\n", "the server has no account");
	rig_free(r);
}

Test(route, each_of_the_variants_has_a_line_of_its_own)
{
	struct route_rig *r = rig_new();
	struct hearer *h[EVENT_VARIANTS];
	struct channel *ch = NULL;
	struct event ev;

	for (unsigned i = 0; i < EVENT_VARIANTS; i++) {
		char nick[8];

		(void)snprintf(nick, sizeof(nick), "h%u", i);
		h[i] = rig_user(r, nick,
			((i & 1) != 0 ? TIME : 0) | ((i & 2) != 0 ? TAGS : 0) | ((i & 4) != 0 ? EXT : 0) |
				((i & 8) != 0 ? ACCOUNT : 0));
		ch = rig_join(h[i], "#c");
	}
	client_set_account(h[0]->c, VIEW("acc"));
	say(&ev, h[0], "hi");
	event_begin_alt(&ev, r->world, h[0]->c, VIEW("OTHER"), CAP_EXTENDED_JOIN);
	route_channel(r->route, ch, &ev, NULL);
	cr_expect_eq(ev.built, (1u << EVENT_VARIANTS) - 1);
	for (unsigned i = 0; i < EVENT_VARIANTS; i++) {
		const char *heard = rig_heard(h[i]);

		cr_expect_eq(strstr(heard, "time=") != NULL, (i & 1) != 0, "%u %s", i, heard);
		cr_expect_eq(strstr(heard, "msgid=") != NULL, (i & 2) != 0, "%u %s", i, heard);
		cr_expect_eq(strstr(heard, " OTHER\r\n") != NULL, (i & 4) != 0, "%u %s", i, heard);
		cr_expect_eq(strstr(heard, "account=acc") != NULL, (i & 8) != 0, "%u %s", i, heard);
	}
	rig_free(r);
}

Test(route, longest_tags_of_all_kinds_fit)
{
	struct route_rig *r = rig_new();
	struct hearer *from = rig_user(r, "from", 0), *to = rig_user(r, "to", TIME | TAGS | ACCOUNT);
	char account[ACCOUNT_LEN], tags[MSG_TAGS_CLIENT];
	const char *heard;
	struct event ev;

	memset(account, ';', sizeof(account)); /* each is two bytes on the line */
	memset(tags, 'x', sizeof(tags));
	client_set_account(from->c, view_of(account, sizeof(account)));
	client_set_modes(from->c, UMODE_BOT, 0);
	say(&ev, from, "hi");
	ev.tags = view_of(tags, sizeof(tags));
	route_user(r->route, to->c, &ev);
	heard = rig_heard(to);
	cr_expect_eq(strlen(heard),
		strlen("@time=2026-01-02T03:04:05.678Z;msgid=;account=;bot; ") + EVENT_MSGID_LEN +
			2 * ACCOUNT_LEN + MSG_TAGS_CLIENT + strlen(":from!~u@192.0.2.1 PRIVMSG #c :hi\r\n"),
		"%zu bytes", strlen(heard));
	rig_free(r);
}

Test(route, without_leaves_out_who_has_one_of_them)
{
	struct route_rig *r = rig_new();
	struct hearer *from = rig_user(r, "from", 0), *a = rig_user(r, "a", TIME), *b = rig_user(r, "b", EXT),
		      *c = rig_user(r, "c", TIME | EXT);
	struct channel *ch = rig_join(from, "#c");
	struct event ev;

	(void)rig_join(a, "#c");
	(void)rig_join(b, "#c");
	(void)rig_join(c, "#c");
	say(&ev, from, "hi");
	ev.need = TIME;
	ev.without = EXT;
	route_channel(r->route, ch, &ev, NULL);
	cr_expect_neq(rig_heard(a)[0], '\0');
	cr_expect_str_eq(rig_heard(b), "");
	cr_expect_str_eq(rig_heard(c), "");
	ev.need = EXT; /* the same event, another round of hearers */
	ev.without = TIME;
	route_channel(r->route, ch, &ev, NULL);
	cr_expect_str_eq(rig_heard(a), "");
	cr_expect_neq(rig_heard(b)[0], '\0');
	cr_expect_str_eq(rig_heard(c), "");
	rig_free(r);
}

Test(route, known_are_channel_mates_and_watchers_each_once)
{
	const uint64_t ext = CAP_BIT(CAP_EXTENDED_MONITOR);
	struct route_rig *r = rig_new();
	struct hearer *me = rig_user(r, "me", ext), *both = rig_user(r, "both", ext),
		      *far = rig_user(r, "far", ext), *old = rig_user(r, "old", 0),
		      *none = rig_user(r, "none", ext);
	struct event ev;

	(void)rig_join(me, "#c");
	(void)rig_join(both, "#c");
	cr_assert_eq(monitor_add(me->c, VIEW("me")), MONITOR_OK);
	cr_assert_eq(monitor_add(both->c, VIEW("ME")), MONITOR_OK);
	cr_assert_eq(monitor_add(far->c, VIEW("me")), MONITOR_OK);
	cr_assert_eq(monitor_add(old->c, VIEW("me")), MONITOR_OK);
	say(&ev, me, "hi");
	route_known(r->route, me->c, &ev, false);
	cr_expect_str_eq(rig_heard(me), "");
	cr_expect_str_eq(rig_heard(both), ":me!~u@192.0.2.1 PRIVMSG #c :hi\r\n");
	cr_expect_str_eq(rig_heard(far), ":me!~u@192.0.2.1 PRIVMSG #c :hi\r\n");
	cr_expect_str_eq(rig_heard(old), "");
	cr_expect_str_eq(rig_heard(none), "");
	rig_free(r);
}
