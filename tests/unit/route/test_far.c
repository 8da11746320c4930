/* What concerns users of other servers in the fan-out: where they are, and what their servers have said of a message. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "proto/caps.h"
#include "route_rig.h"
#include "state/client_remote.h"
#include "state/mode.h"

/* A user of a server behind neighbour `number`, in the channel. */
static struct client *
far_user(struct route_rig *r, const char *name, uint8_t number, struct channel *ch)
{
	char server[32], sid[SID_LEN + 1], uid[UID_LEN + 1];
	struct node_intro n = { .uplink = r->world->me, .number = number };
	struct client_intro c = { .host = VIEW("far.test"), .user = VIEW("u"), .realname = VIEW("Far") };
	const struct join_ask ask = { .name = channel_name(ch), .max = 8, .is_forced = true };
	struct member *m;

	(void)snprintf(server, sizeof(server), "s%u.test", number);
	(void)snprintf(sid, sizeof(sid), "%uAA", number % 10u);
	(void)snprintf(uid, sizeof(uid), "%sAAAAAB", sid);
	n.name = view_z(server);
	n.sid = view_z(sid);
	c.node = node_add(r->world, &n, RIG_WALL);
	c.uid = view_z(uid);
	c.nick = view_z(name);
	cr_assert_eq(channel_join(r->world, client_introduce(r->world, &c, RIG_WALL), &ask, &m), JOIN_OK);
	return m->client;
}

Test(far, bits_say_behind_whom_somebody_hears_it)
{
	struct route_rig *r = rig_new();
	struct hearer *me = rig_user(r, "me", 0);
	struct channel *ch = rig_join(me, "#c");
	struct client *one = far_user(r, "one", 1, ch), *two = far_user(r, "two", 2, ch);
	struct event ev;

	event_begin(&ev, r->world, me->c, VIEW("PRIVMSG"));
	msg_build_param(&ev.build, channel_name(ch));
	msg_build_text(&ev.build, VIEW("hi"));
	ev.unless = UMODE_DEAF;
	route_channel(r->route, ch, &ev, me->c);
	cr_expect_eq(ev.far, 6);
	cr_expect_eq(route_channel_far(ch, 0), 6);
	client_set_modes(two, UMODE_DEAF, 0);
	cr_expect_eq(route_channel_far(ch, 0), 2);
	cr_expect_eq(route_channel_far(ch, RANK_OP), 0);
	member_find(ch, one)->ranks |= RANK_OP;
	cr_expect_eq(route_channel_far(ch, RANK_OP), 2);
	rig_free(r);
}

Test(far, origin_names_time_and_id)
{
	char id[EVENT_MSGID_MAX + 1], want[EVENT_MSGID_MAX + 128];
	struct route_rig *r = rig_new();
	struct hearer *me = rig_user(r, "me", CAP_BIT(CAP_SERVER_TIME) | CAP_BIT(CAP_MESSAGE_TAGS));
	struct event ev;

	memset(id, 'x', sizeof(id) - 1);
	id[sizeof(id) - 1] = '\0';
	event_begin(&ev, r->world, NULL, VIEW("NOTICE"));
	msg_build_param(&ev.build, VIEW("me"));
	msg_build_text(&ev.build, VIEW("hi"));
	ev.origin_time = VIEW("2026-01-02T03:04:00.000Z");
	ev.origin_msgid = view_z(id);
	route_user(r->route, me->c, &ev);
	(void)snprintf(want, sizeof(want), "@time=2026-01-02T03:04:00.000Z;msgid=%s :%s NOTICE me :hi\r\n",
		id, r->world->me->name);
	cr_expect_str_eq(rig_heard(me), want);
	cr_expect(view_eq(event_msgid(r->route, &ev), view_z(id)));
	rig_free(r);
}
