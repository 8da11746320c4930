#include "commands/far_message.h"

#include "auth/rates.h"
#include "commands/message.h"
#include "commands/say.h"
#include "core/log.h"
#include "proto/caps.h"
#include "route/tree.h"
#include "state/client_remote.h"
#include "state/mode.h"

static struct view
verb_of(const struct link_said *said)
{
	static const struct view verbs[] = {
		[TREE_PRIVMSG] = VIEW_INIT("PRIVMSG"),
		[TREE_NOTICE] = VIEW_INIT("NOTICE"),
		[TREE_TAGMSG] = VIEW_INIT("TAGMSG"),
	};

	return verbs[said->verb];
}

/* False: people here do not hear it, and its sender knows why. */
static bool
may_go_here(const struct message *msg, struct say_check *s, enum relay_misuse how)
{
	return say_takes_ctcp(
		       s, (enum ctcp_kind)msg->kind, s->ch != NULL ? channel_name(s->ch) : VIEW("*")) &&
		(how == RELAY_N_MISUSES || !say_is_dcc_astray(s, how)) && say_may_go(s);
}

/* Those elsewhere hear it nevertheless. */
static void
pass_on(const struct message *msg, const struct say_place_in *in)
{
	struct tree_message where = { .channel = in->ch,
		.target = in->rank != 0 ? in->target : channel_name(in->ch),
		.ops_only = in->ops_only };
	struct event ev;

	say_make(msg, &ev, where.target, msg->channel_tags);
	say_far(msg, &ev, &where,
		route_channel_far(in->ch, in->ops_only && in->rank < RANK_HALFOP ? RANK_HALFOP : in->rank));
}

static void
to_channel(const struct message *msg, const struct link_said *said)
{
	const struct mode_def *status = channel_mode_of_sigil(msg->cx->world, said->sigil);
	struct say_place_in in = {
		.ch = said->channel, .target = said->target, .ops_only = said->sigil == '='
	};
	struct say_check s = say_check_of(msg);
	char name[1 + CHANNEL_LEN + 1];

	if (status != NULL) { /* as its creator spelled it */
		in.rank = (uint32_t)status->bit;
		name[0] = said->sigil;
		in.target = view_of(name, 1 + view_copy(channel_name(in.ch), name + 1, sizeof(name) - 1));
	}
	s.ch = in.ch;
	s.rank = in.ops_only ? RANK_HALFOP : in.rank;
	if (msg->tag_only) {
		if (msg->channel_tags.n != 0)
			say_in_channel(msg, &in);
	} else if (!may_go_here(msg, &s, RELAY_TO_CHANNEL)) {
		pass_on(msg, &in);
	} else {
		if (s.strip || (in.ch->modes & CMODE_STRIP) != 0)
			say_stripped(msg, &s, &in);
		else
			say_in_channel(msg, &in);
		say_warn(&s);
	}
}

/* The relay there has made the offer, and passes on what is answered; else it is denied, and answers are to offers of ours. */
static bool
dcc_passes(const struct say_check *s, bool has_dcc)
{
	if (has_dcc)
		return say_dcc_passes(s);
	say_dcc(s);
	return false;
}

static void
to_user_here(const struct message *msg, struct client *to, bool has_dcc)
{
	struct say_check s = say_check_of(msg);
	bool heard;

	s.to = to;
	/* Its own server limits whom it writes to; `to` may answer. */
	if (rates_message_ms(msg->src, to, route_mono_ms(msg->cx->route)) != 0 ||
		!say_may_be_heard(msg, to, &heard))
		return;
	if (!msg->tag_only && !may_go_here(msg, &s, RELAY_N_MISUSES))
		return;
	if (msg->kind == CTCP_KIND_DCC && msg->cx->relay != NULL && (!heard || !dcc_passes(&s, has_dcc)))
		return;
	if (s.strip)
		say_stripped_to_user(msg, to, heard);
	else
		say_to_user(msg, to, heard);
	if (heard)
		say_warn(&s);
}

static void
to_mask(const struct message *msg, struct view target)
{
	struct view hosts = target.p[1] == '#' ? view_skip(target, 2) : VIEW("");
	const struct client *src = msg->src;
	struct event ev;
	size_t n;

	if (msg->tag_only && msg->channel_tags.n == 0)
		return;
	say_make(msg, &ev, target, msg->channel_tags);
	n = say_to_mask(msg, &ev, target, hosts);
	log_info("oper", "%s!%s@%s of %s said %.*s %.*s to %zu users: %.*s", src->nick, src->user, src->host,
		src->node->name, VIEW_ARG(msg->verb), VIEW_ARG(target), n, VIEW_ARG(msg->text));
}

/* DCC: servers on the way may trust us with it, and not the one that it comes from. */
static void
to_user_far(const struct message *msg, struct client *to, bool has_dcc)
{
	struct say_check s = say_check_of(msg);

	s.to = to;
	if (msg->kind == CTCP_KIND_DCC && msg->cx->relay != NULL && !has_dcc && !say_dcc_transits(&s))
		return;
	say_to_user(msg, to, true);
}

static void
by_user(struct cmd_ctx *cx, const struct link_said *said)
{
	struct message_tags room = { .tags = VIEW(""), .channel_tags = VIEW("") };
	struct message msg = { .cx = cx,
		.src = said->from,
		.verb = verb_of(said),
		.text = said->text,
		.time = said->time,
		.msgid = said->msgid,
		.quiet = said->verb == TREE_NOTICE,
		.tag_only = said->verb == TREE_TAGMSG };

	if (said->tags.n != 0)
		message_clean_tags(cx, said->tags, &room);
	msg.tags = room.tags;
	msg.channel_tags = room.channel_tags;
	msg.kind = (uint8_t)ctcp_kind(msg.text);
	msg.refused = msg.kind >= CTCP_KIND_DCC ? CMODE_NO_CTCP : 0;
	if (said->channel != NULL)
		to_channel(&msg, said);
	else if (said->user == NULL)
		to_mask(&msg, said->target);
	else if (client_is_local(said->user))
		to_user_here(&msg, said->user, said->has_dcc);
	else
		to_user_far(&msg, said->user, said->has_dcc);
}

/* NOTICE alone, and to a user or a channel: servers say nothing else. */
static void
by_server(struct cmd_ctx *cx, const struct link_said *said)
{
	struct tree_message where = { .by = tree_by_node(said->server),
		.verb = said->verb,
		.channel = said->channel,
		.user = said->user,
		.text = said->text,
		.time = said->time,
		.msgid = said->msgid };
	struct event ev;

	if (said->channel == NULL && said->user == NULL)
		return;
	event_begin_node(&ev, cx->world, said->server, verb_of(said));
	ev.origin_time = said->time;
	ev.origin_msgid = said->msgid;
	where.target = said->channel != NULL ? channel_name(said->channel) : client_nick(said->user);
	msg_build_param(&ev.build, where.target);
	msg_build_text(&ev.build, said->text);
	if (said->user != NULL)
		route_user(cx->route, said->user, &ev);
	else if (said->sigil != '\0')
		route_channel_ranks(cx->route, said->channel, &ev, NULL, RANK_HALFOP);
	else
		route_channel(cx->route, said->channel, &ev, NULL);
	where.to = ev.far;
	where.ops_only = said->sigil != '\0';
	if (ev.far > 1) /* bit 0 means nothing */
		tree_message(cx->route, &where);
}

void
far_message(struct cmd_ctx *cx, const struct link_said *said)
{
	if (said->from != NULL)
		by_user(cx, said);
	else
		by_server(cx, said);
}
