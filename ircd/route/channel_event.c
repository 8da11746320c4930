#include "route/channel_event.h"

#include "core/utf8.h"
#include "proto/numerics.h"
#include "route/away_event.h"
#include "route/netjoin.h"
#include "state/filter.h"

void
channel_event_begin(struct event *ev, struct route *rt, struct tree_source by, struct view verb)
{
	if (by.client != NULL)
		event_begin(ev, route_world(rt), by.client, verb);
	else
		event_begin_node(ev, route_world(rt), by.node, verb);
}

void
channel_event_join_here(struct route *rt, struct member *m)
{
	struct view batch = netjoin_ref(rt);
	struct event ev;

	event_begin_join(&ev, route_world(rt), m->client, m->channel);
	if (batch.n != 0) {
		ev.need = CAP_BIT(CAP_BATCH);
		event_in_batch(&ev, batch);
		route_member(rt, m, &ev, NULL);
		event_begin_join(&ev, route_world(rt), m->client, m->channel);
		ev.without = CAP_BIT(CAP_BATCH);
	}
	route_member(rt, m, &ev, NULL);
	away_event_member(rt, m, 0);
}

void
channel_event_join(struct route *rt, struct member *m)
{
	channel_event_join_here(rt, m);
	tree_join(rt, m, m->channel->n_members == 1);
}

bool
channel_event_part_here(struct route *rt, struct member *m, struct view reason)
{
	struct event ev;

	event_begin(&ev, route_world(rt), m->client, VIEW("PART"));
	msg_build_param(&ev.build, channel_name(m->channel));
	if (reason.n != 0)
		msg_build_text(&ev.build, utf8_left(reason, KICK_LEN));
	route_member(rt, m, &ev, NULL);
	return member_del(m);
}

bool
channel_event_part(struct route *rt, struct member *m, struct view reason)
{
	tree_part(rt, m->client, m->channel, utf8_left(reason, KICK_LEN));
	return channel_event_part_here(rt, m, reason);
}

bool
channel_event_kick(struct route *rt, struct tree_source by, struct member *m, struct view reason)
{
	struct view text = utf8_left(reason, KICK_LEN);
	struct event ev;

	channel_event_begin(&ev, rt, by, VIEW("KICK"));
	msg_build_param(&ev.build, channel_name(m->channel));
	msg_build_param(&ev.build, client_nick(m->client));
	msg_build_text(&ev.build, text);
	route_member(rt, m, &ev, NULL);
	tree_kick(rt, by, m, text);
	return member_del(m);
}

void
channel_event_topic_here(struct route *rt, struct tree_source by, const struct channel *ch)
{
	struct event ev;

	channel_event_begin(&ev, rt, by, VIEW("TOPIC"));
	msg_build_param(&ev.build, channel_name(ch));
	msg_build_text(&ev.build, view_z(ch->topic));
	route_channel(rt, ch, &ev, NULL);
}

void
channel_event_topic(struct route *rt, struct tree_source by, const struct channel *ch)
{
	channel_event_topic_here(rt, by, ch);
	tree_topic(rt, by, ch);
}

void
channel_event_invite(struct route *rt, const struct client *by, const struct channel *ch, struct client *whom)
{
	struct event ev;

	event_begin(&ev, route_world(rt), by, VIEW("INVITE"));
	msg_build_param(&ev.build, client_nick(whom));
	msg_build_text(&ev.build, channel_name(ch));
	if (!filter_silences(whom, by))
		route_user(rt, whom, &ev);
	ev.need = CAP_BIT(CAP_INVITE_NOTIFY);
	route_channel_ranks(rt, ch, &ev, by, (ch->modes & CMODE_INVITE_ONLY) != 0 ? RANK_OP : 0);
	tree_invite(rt, tree_by(by), ch, whom);
}

/* ":server 710 #c #c nick!user@host :has asked for an invite": one line for all who could invite. */
void
channel_event_knock(struct route *rt, const struct client *c, const struct channel *ch)
{
	char mask[MASK_LEN + 1];
	struct event ev;

	event_begin(&ev, route_world(rt), NULL, VIEW("710"));
	msg_build_param(&ev.build, channel_name(ch));
	msg_build_param(&ev.build, channel_name(ch));
	msg_build_param(&ev.build, view_of(mask, client_mask(c, mask)));
	msg_build_text(&ev.build, numeric_text(RPL_KNOCK));
	event_cause(&ev, c);
	route_channel_ranks(rt, ch, &ev, NULL, RANK_HALFOP);
	tree_knock(rt, c, ch);
}

void
channel_event_redact(
	struct route *rt, struct client *by, const struct channel *ch, struct view msgid, struct view reason)
{
	struct event ev;

	event_begin(&ev, route_world(rt), by, VIEW("REDACT"));
	msg_build_param(&ev.build, channel_name(ch));
	msg_build_param(&ev.build, msgid);
	if (reason.n != 0)
		msg_build_text(&ev.build, reason);
	ev.need = CAP_BIT(CAP_MESSAGE_REDACTION);
	route_channel(rt, ch, &ev, by);
	if ((by->caps & CAP_BIT(CAP_ECHO_MESSAGE)) != 0)
		route_user(rt, by, &ev);
	tree_redact(rt, by, ch, msgid, reason);
}
