/* Who stands on IRC for a contact. */
#include "icq/puppet.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "tests/unit/icq/uplink_rig.h"

static struct uplink *
uplink(struct uplink_rig *r)
{
	return CONTAINER_OF(r->us->all.next, struct uplink, in_uplinks);
}

static void
says(struct uplink_rig *r, uint32_t from, const char *text)
{
	uplink_heard(uplink(r),
		&(struct uplink_said){
			.from = from, .kind = ICQ_KIND_TEXT, .is_utf8 = true, .text = view_z(text) });
	up_turns(r);
}

static struct up_user *
enters(struct uplink_rig *r, uint32_t uin, const char *nick)
{
	struct up_user *user;

	uplink_presence(uplink(r), uin, ICQ_ONLINE);
	user = up_puppet(r, nick);
	cr_assert_not_null(user);
	up_welcome(user);
	buf_clear(&user->said);
	return user;
}

/* The last message that waits for this contact has this text. */
static bool
waits(struct uplink_rig *r, uint32_t uin, const char *text)
{
	const struct uplink_queue *q = &uplink(r)->queue;
	const struct uplink_item *item;

	if (list_is_empty(&q->items))
		return false;
	item = CONTAINER_OF(q->items.prev, struct uplink_item, in_queue);
	return item->uin == uin && view_eq(view_of(item->text, item->n), view_z(text));
}

Test(puppet, another_nick_is_tried_while_one_is_taken)
{
	struct uplink_rig r;
	struct up_user *anna;

	up_open(&r, CONF_UPLINK_LEGACY);
	uplink_presence(uplink(&r), UP_ANNA, ICQ_ONLINE);
	anna = up_puppet(&r, "anna");
	cr_expect(up_irc(anna, ":irc.example 433 * anna :Nickname is already in use."));
	cr_expect(up_said(anna, "NICK anna_2"));
	cr_expect(up_irc(anna, ":irc.example 433 * anna_2 :Nickname is already in use."));
	cr_expect(up_said(anna, "NICK anna_3"));
	for (int i = 0; i < 30; i++)
		cr_expect(up_irc(anna, ":irc.example 433 * anna_x :Nickname is already in use."));
	cr_expect(up_said(anna, "NICK anna_21"));
	cr_expect(up_said_nothing(anna));
	cr_expect(up_irc(anna, ":irc.example 001 anna_21 :Welcome"));
	cr_expect(up_said(anna, "JOIN #lobby"));
	cr_expect(up_irc(anna, ":anna_21!a@b PRIVMSG #lobby :an echo"));
	cr_expect_eq(uplink(&r)->queue.n, 0);
	up_close(&r);
}

Test(puppet, a_contact_that_speaks_is_there_and_is_heard_once_it_is_let_in)
{
	struct uplink_rig r;
	struct up_user *anna;

	up_open(&r, CONF_UPLINK_LEGACY);
	says(&r, UP_ANNA, "hello");
	anna = up_puppet(&r, "anna");
	cr_assert_not_null(anna);
	cr_expect(up_said_nothing(anna));
	up_welcome(anna);
	cr_expect(up_said(anna, "JOIN #lobby"));
	cr_expect(up_said(anna, "PRIVMSG #lobby :hello"));
	up_close(&r);
}

Test(puppet, without_a_channel_it_speaks_to_its_person)
{
	struct uplink_rig r;
	struct up_user *boris;

	up_open(&r, CONF_UPLINK_LEGACY);
	boris = enters(&r, UP_BORIS, "boris");
	r.persons[0] = "alice";
	r.persons[1] = "alice_phone";
	says(&r, UP_BORIS, "hello");
	cr_expect(up_said(boris, "PRIVMSG alice :hello"));
	cr_expect(up_said(boris, "PRIVMSG alice_phone :hello"));
	r.persons[0] = r.persons[1] = NULL;
	says(&r, UP_BORIS, "anybody?");
	cr_expect(up_said_nothing(boris));
	cr_expect(waits(&r, UP_BORIS, "alice is not here; this was not delivered."));
	up_close(&r);
}

Test(puppet, it_speaks_in_all_its_channels_and_to_one_nick_if_told_so)
{
	struct uplink_rig r;
	struct up_user *both;

	up_open(&r, CONF_UPLINK_LEGACY);
	r.n_contacts = 3;
	up_set(&r);
	both = enters(&r, 100004, "both");
	r.persons[0] = "alice_phone";
	says(&r, 100004, "hello");
	cr_expect(up_said(both, "PRIVMSG #lobby :hello"));
	cr_expect(up_said(both, "PRIVMSG #two :hello"));
	says(&r, 100004, "/me waves");
	cr_expect(up_said(both, "PRIVMSG #lobby :\1ACTION waves\1"));
	cr_expect(up_said(both, "PRIVMSG #two :\1ACTION waves\1"));
	says(&r, 100004, "/msg  al   psst  you");
	cr_expect(up_said(both, "PRIVMSG al :psst  you"));
	says(&r, 100004, "/msg ALICE psst");
	cr_expect(up_said(both, "PRIVMSG alice_phone :psst"));
	says(&r, 100004, "/msg #lobby psst");
	cr_expect(up_said_nothing(both));
	cr_expect(waits(&r, 100004, "Say: /msg nick text"));
	cr_expect(up_irc(both, ":al!a@b PRIVMSG #two :hi"));
	cr_expect(waits(&r, 100004, "Say: /msg nick text\n#two <al> hi"));
	up_close(&r);
}

Test(puppet, a_text_becomes_lines_that_fit)
{
	struct uplink_rig r;
	struct up_user *anna;
	char text[2001];
	size_t n = 0;

	up_open(&r, CONF_UPLINK_LEGACY);
	anna = enters(&r, UP_ANNA, "anna");
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	says(&r, UP_ANNA, text);
	while (anna->said.len > 0) {
		struct view all = buf_view(&anna->said);
		size_t line = view_find(all, '\n');

		cr_expect_leq(strlen(":anna!0123456789@") + HOST_LEN + 1 + line + 2, 512);
		n += line - strlen("PRIVMSG #lobby :");
		buf_take(&anna->said, line + 1);
	}
	cr_expect_eq(n, 2000);
	up_close(&r);
}

Test(puppet, no_line_comes_out_of_a_text)
{
	struct uplink_rig r;
	struct up_user *anna;

	up_open(&r, CONF_UPLINK_LEGACY);
	anna = enters(&r, UP_ANNA, "anna");
	says(&r, UP_ANNA, "a\rQUIT :b\nQUIT :c\1DCC SEND x\1");
	cr_expect(up_said(anna, "PRIVMSG #lobby :a"));
	cr_expect(up_said(anna, "PRIVMSG #lobby :QUIT :b"));
	cr_expect(up_said(anna, "PRIVMSG #lobby :QUIT :cDCC SEND x"));
	cr_expect(up_said_nothing(anna));
	up_close(&r);
}

Test(puppet, what_irc_does_not_take_now_is_said_later)
{
	struct uplink_rig r;
	struct up_user *anna;

	up_open(&r, CONF_UPLINK_LEGACY);
	anna = enters(&r, UP_ANNA, "anna");
	anna->is_mute = true;
	says(&r, UP_ANNA, "one");
	says(&r, UP_ANNA, "two");
	up_pass(&r, 2000);
	cr_expect(up_said_nothing(anna));
	anna->is_mute = false;
	up_pass(&r, 500);
	cr_expect(up_said(anna, "PRIVMSG #lobby :one"));
	cr_expect(up_said(anna, "PRIVMSG #lobby :two"));
	up_close(&r);
}

Test(puppet, of_what_irc_does_not_take_only_so_much_waits)
{
	struct uplink_rig r;
	struct up_user *anna;
	char text[401];

	up_open(&r, CONF_UPLINK_LEGACY);
	anna = enters(&r, UP_ANNA, "anna");
	anna->is_mute = true;
	memset(text, 'x', 400);
	text[400] = '\0';
	for (int i = 0; i < 100; i++)
		says(&r, UP_ANNA, text);
	cr_expect(waits(&r, UP_ANNA,
			  "Too much at once; not all of it was said in #lobby.\n"
			  "Too much at once; not all of it was said in #lobby.\n"
			  "Too much at once; not all of it was said in #lobby.") ||
		uplink(&r)->queue.n > 0);
	anna->is_mute = false;
	up_pass(&r, 1000);
	cr_expect_leq(anna->said.len, PUPPET_UNSAID_MAX);
	cr_expect_gt(anna->said.len, PUPPET_UNSAID_MAX - 500);
	up_close(&r);
}

Test(puppet, out_of_a_channel_it_stays_out_until_it_is_invited)
{
	struct uplink_rig r;
	struct up_user *anna;

	up_open(&r, CONF_UPLINK_LEGACY);
	anna = enters(&r, UP_ANNA, "anna");
	cr_expect(up_irc(anna, ":al!a@b KICK #lobby anna :enough"));
	cr_expect(waits(&r, UP_ANNA, "You were kicked from #lobby: enough"));
	says(&r, UP_ANNA, "hello?");
	cr_expect(up_said_nothing(anna));
	cr_expect(up_irc(anna, ":al!a@b INVITE anna #elsewhere"));
	cr_expect(up_said_nothing(anna));
	cr_expect(up_irc(anna, ":al!a@b INVITE anna #lobby"));
	cr_expect(up_said(anna, "JOIN #lobby"));
	cr_expect(up_irc(anna, ":anna!a@b JOIN #lobby"));
	says(&r, UP_ANNA, "back");
	cr_expect(up_said(anna, "PRIVMSG #lobby :back"));
	up_close(&r);
}

Test(puppet, what_irc_refuses_the_contact_is_told_a_few_times)
{
	struct uplink_rig r;
	struct up_user *anna;

	up_open(&r, CONF_UPLINK_LEGACY);
	anna = enters(&r, UP_ANNA, "anna");
	for (int i = 0; i < 5; i++)
		cr_expect(up_irc(anna, ":irc.example 404 anna #lobby :Cannot send to channel"));
	cr_expect(waits(&r, UP_ANNA,
		"#lobby: Cannot send to channel\n#lobby: Cannot send to channel\n#lobby: Cannot send to "
		"channel"));
	up_close(&r);
}

/* Two programs that answer each other would never end. */
Test(puppet, what_a_program_says_is_a_notice_and_not_answered)
{
	struct uplink_rig r;
	struct up_user *anna;

	up_open(&r, CONF_UPLINK_LEGACY);
	anna = enters(&r, UP_ANNA, "anna");
	uplink_heard(uplink(&r),
		&(struct uplink_said){ .from = UP_ANNA,
			.kind = ICQ_KIND_TEXT,
			.is_utf8 = true,
			.is_automatic = true,
			.text = VIEW("I am away") });
	cr_expect(up_said(anna, "NOTICE #lobby :I am away"));
	cr_expect(up_irc(anna, ":irc.example 404 anna #lobby :Cannot send to channel"));
	cr_expect_eq(uplink(&r)->queue.n, 0);
	up_close(&r);
}

Test(puppet, thrown_off_irc_it_comes_again_later_each_time)
{
	struct uplink_rig r;
	struct up_user *anna;

	up_open(&r, CONF_UPLINK_LEGACY);
	r.uplink.keepalive_ms = 3600000;
	up_set(&r);
	up_login(&r);
	for (uint64_t wait = 60000; wait < 500000; wait *= 2) {
		anna = enters(&r, UP_ANNA, "anna");
		anna->ops->gone(anna->arg, VIEW("Killed"));
		anna->ops = NULL;
		uplink_presence(uplink(&r), UP_ANNA, ICQ_AWAY);
		up_pass(&r, wait - 1000);
		cr_expect_null(up_puppet(&r, "anna"));
		up_pass(&r, 1000);
		cr_expect_not_null(up_puppet(&r, "anna"));
	}
	up_close(&r);
}

Test(puppet, a_server_that_is_full_is_asked_again)
{
	struct uplink_rig r;

	up_open(&r, CONF_UPLINK_LEGACY);
	r.is_full = true;
	uplink_presence(uplink(&r), UP_ANNA, ICQ_ONLINE);
	cr_expect_null(up_puppet(&r, "anna"));
	r.is_full = false;
	up_pass(&r, 60000);
	cr_expect_not_null(up_puppet(&r, "anna"));
	up_close(&r);
}

Test(puppet, when_the_queue_is_full_it_does_not_hear_until_there_is_room)
{
	struct uplink_rig r;
	struct up_user *anna, *boris;
	char line[512] = ":al!a@b PRIVMSG #lobby :";
	int n = 0;

	up_open(&r, CONF_UPLINK_LEGACY);
	anna = enters(&r, UP_ANNA, "anna");
	boris = enters(&r, UP_BORIS, "boris");
	memset(line + strlen(line), 'x', 400);
	while (n < 1000 && up_irc(anna, line))
		n++;
	cr_expect_eq(n, 50);
	cr_expect_not(up_irc(boris, ":al!a@b PRIVMSG boris :hi"));
	cr_expect_not(anna->hears);
	uplink_queue_sent(uplink_queue_next(&uplink(&r)->queue), 0);
	uplink_answered(uplink(&r), uplink_queue_oldest(&uplink(&r)->queue)->id, NULL);
	cr_expect(anna->hears && boris->hears);
	cr_expect(up_irc(anna, line));
	cr_expect_not(up_irc(anna, line));
	up_close(&r);
}

Test(puppet, rehash_moves_it_and_throws_it_out)
{
	struct uplink_rig r;
	struct up_user *anna;
	static const char *const elsewhere[] = { "#elsewhere" };

	up_open(&r, CONF_UPLINK_LEGACY);
	anna = enters(&r, UP_ANNA, "anna");
	r.contact[0].channels = elsewhere;
	r.contact[0].nick = "annette";
	up_set(&r);
	cr_expect(up_said(anna, "PART #lobby"));
	cr_expect(up_said(anna, "JOIN #elsewhere"));
	cr_expect(up_said(anna, "NICK annette"));
	cr_expect_eq(r.n_dials, 1);
	r.contact[0].uin = 100009;
	up_set(&r);
	cr_expect_null(anna->ops);
	up_close(&r);
}
