/* What is said to many is built once; who is elsewhere hears it by a line to each neighbour behind which somebody does. */
#include "commands/say.h"

#include "commands/lookup.h"
#include "proto/caps.h"
#include "proto/mask.h"
#include "route/answer.h"
#include "route/reply.h"
#include "route/tree.h"
#include "state/client_remote.h"
#include "state/filter.h"
#include "state/mode.h"
#include "state/recent.h"

void
say_fail(const struct message *msg, enum numeric n, struct view target)
{
	if (!msg->quiet)
		reply(msg->cx->route, msg->src, n, target);
}

void
say_fail_channel(const struct message *msg, const struct channel *ch, struct view target)
{
	if (lookup_channel_visible(ch, msg->src))
		say_fail(msg, ERR_CANNOTSENDTOCHAN, channel_name(ch));
	else
		say_fail(msg, ERR_NOSUCHCHANNEL, target);
}

static void
make_lines(const struct message *msg, struct event *ev, struct view target, struct view tags)
{
	msg->lines->verb = msg->verb;
	msg->lines->target = target;
	multiline_event(ev, msg->cx->route, msg->src, msg->lines);
	ev->tags = tags;
}

void
say_make(const struct message *msg, struct event *ev, struct view target, struct view tags)
{
	if (UNLIKELY(msg->lines != NULL)) {
		make_lines(msg, ev, target, tags);
		return;
	}
	event_begin(ev, msg->cx->world, msg->src, msg->verb);
	msg_build_param(&ev->build, target);
	if (msg->tag_only)
		ev->need = CAP_BIT(CAP_MESSAGE_TAGS);
	else
		msg_build_text(&ev->build, msg->text);
	ev->tags = tags;
	ev->origin_time = msg->time;
	ev->origin_msgid = msg->msgid;
}

/* Of a batch that is all of the answer, the batch itself has the label. */
void
say_echo(const struct message *msg, struct event *ev, bool is_all)
{
	if ((msg->src->caps & CAP_BIT(CAP_ECHO_MESSAGE)) == 0)
		return;
	if (msg->lines != NULL && is_all && (msg->src->caps & CAP_LINES) != 0)
		answer_by_batch(msg->cx->route);
	route_user(msg->cx->route, msg->src, ev);
}

/* Other servers know nothing of batches of lines: one after the other, the first with what the whole has. */
void
say_far(const struct message *msg, struct event *ev, struct tree_message *where, uint64_t to)
{
	struct route *rt = msg->cx->route;
	size_t n = msg->lines != NULL ? msg->lines->n : 1;

	where->by = tree_by(msg->src);
	where->verb = msg->tag_only ? TREE_TAGMSG : msg->quiet ? TREE_NOTICE : TREE_PRIVMSG;
	where->time = msg->time;
	where->msgid = event_msgid(rt, ev);
	where->tags = ev->tags;
	where->to = to;
	for (size_t i = 0; i < n; i++) {
		where->text = msg->lines != NULL ? view_of(msg->lines->line[i].p, msg->lines->line[i].n)
						 : msg->text;
		if (where->text.n == 0 && !msg->tag_only)
			continue;
		tree_message(rt, where);
		where->msgid = where->tags = VIEW("");
	}
}

static void
channel_far(const struct message *msg, struct event *ev, const struct say_place_in *in)
{
	struct tree_message where = { .channel = in->ch,
		.target = in->rank != 0 ? in->target : channel_name(in->ch),
		.ops_only = in->ops_only };

	say_far(msg, ev, &where, ev->far);
}

void
say_in_channel(const struct message *msg, const struct say_place_in *in)
{
	uint32_t rank = in->ops_only && in->rank < RANK_HALFOP ? RANK_HALFOP : in->rank;
	struct event ev;

	say_make(msg, &ev, in->rank != 0 ? in->target : channel_name(in->ch), msg->channel_tags);
	ev.unless = UMODE_DEAF;
	if (rank != 0)
		route_channel_ranks(msg->cx->route, in->ch, &ev, msg->src, rank);
	else
		route_channel(msg->cx->route, in->ch, &ev, msg->src);
	if (UNLIKELY(ev.far > 1)) /* bit 0 means nothing */
		channel_far(msg, &ev, in);
	say_echo(msg, &ev, true);
	if ((ev.has_msgid || msg->msgid.n != 0) && in->rank == 0) /* REDACT would be told to all */
		recent_add(in->ch, event_msgid(msg->cx->route, &ev), msg->src);
}

/* Apart from its callers, which are quicker without this room on their stack. */
void
say_stripped(const struct message *msg, const struct say_check *s, const struct say_place_in *in)
{
	const struct say_strip how = { s->strip, (in->ch->modes & CMODE_STRIP) != 0 };
	struct message bare_msg = *msg;
	char bare[MSG_BODY_MAX];

	if (!say_strip(&bare_msg.text, bare_msg.lines, &how, bare))
		say_fail_channel(msg, in->ch, in->target);
	else
		say_in_channel(&bare_msg, in);
}

/* Of these servers; ev goes to those of ours. */
static size_t
to_servers(const struct message *msg, struct event *ev, struct view mask, uint64_t *far)
{
	struct world *w = msg->cx->world;
	size_t n = 0;

	*far = 0;
	LIST_FOR_EACH (it, &w->nodes) {
		const struct node *node = node_of_world_link(it);

		if (!mask_match(mask, node_name(node)))
			continue;
		n += node->n_users - (node == msg->src->node);
		if (node == w->me)
			(void)route_users(msg->cx->route, ev, VIEW(""), msg->src);
		*far |= UINT64_C(1) << node->number;
	}
	return n;
}

size_t
say_to_mask(const struct message *msg, struct event *ev, struct view target, struct view hosts)
{
	struct tree_message where = { .target = target };
	uint64_t far;
	size_t n;

	ev->unless = (msg->refused & CMODE_NO_CTCP) != 0 ? UMODE_NO_CTCP : 0;
	if (hosts.n != 0) {
		n = route_users(msg->cx->route, ev, hosts, msg->src);
		far = ev->far;
	} else {
		n = to_servers(msg, ev, view_skip(target, 2), &far);
	}
	if (far > 1) /* bit 0 is this server */
		say_far(msg, ev, &where, far);
	return n;
}

/* +g: both are told, of a text and once in a while; what must not be answered is not announced either, as in Solanum. */
static void
call(const struct message *msg, struct client *to)
{
	const struct client *src = msg->src;
	char at[USER_LEN + 1 + HOST_LEN + 1];
	struct reply r;
	size_t n;

	say_fail(msg, ERR_TARGUMODEG, client_nick(to));
	if (msg->quiet || msg->tag_only || !filter_call(to, route_mono_ms(msg->cx->route)))
		return;
	say_fail(msg, RPL_TARGNOTIFY, client_nick(to));
	n = view_copy(client_user(src), at, sizeof(at));
	at[n++] = '@';
	n += view_copy(client_host(src), at + n, sizeof(at) - n);
	reply_begin_by(&r, msg->cx->route, to, RPL_UMODEGMSG, src);
	reply_param(&r, client_nick(src));
	reply_param(&r, view_of(at, n));
	reply_end_text(&r, VIEW("is messaging you, and you are in +g; ACCEPT lets them"));
}

static void
refuse_user(const struct message *msg, const struct client *to, struct view why)
{
	struct reply r;

	if (msg->quiet)
		return;
	reply_begin(&r, msg->cx->route, msg->src, ERR_CANTSENDTOUSER);
	reply_param(&r, client_nick(to));
	reply_end_text(&r, why);
}

/* What somebody elsewhere wants to hear is for that server to say. */
bool
say_may_be_heard(const struct message *msg, struct client *to, bool *heard)
{
	*heard = false;
	switch (!client_is_local(to) ? HEAR_OK
				     : client_may_hear(to, msg->src, (msg->refused & CMODE_NO_CTCP) != 0)) {
	case HEAR_OK:
		*heard = true;
		break;
	case HEAR_SILENCED:
		break;
	case HEAR_NO_ACCOUNT:
		say_fail(msg, ERR_NONONREG, client_nick(to));
		return false;
	case HEAR_NO_CTCP:
		refuse_user(msg, to, VIEW("hears no CTCP (+C)"));
		return false;
	case HEAR_NO_TLS:
		refuse_user(msg, to, VIEW("only hears who is on TLS (+z)"));
		return false;
	case HEAR_NOT_ACCEPTED:
		call(msg, to);
		return false;
	case HEAR_N:
		return false;
	}
	if (msg->quiet || !client_is_local(msg->src) || filter_expect_answer(msg->src, to))
		return true;
	say_fail(msg, ERR_OWNMODE, client_nick(to));
	return false;
}

static void
tell_away(const struct message *msg, const struct client *to)
{
	struct reply r;

	reply_begin(&r, msg->cx->route, msg->src, RPL_AWAY);
	reply_param(&r, client_nick(to));
	reply_end_text(&r, view_z(to->away));
}

static void
user_far(const struct message *msg, struct event *ev, const struct client *to)
{
	struct tree_message where = { .user = to, .target = client_nick(to) };

	say_far(msg, ev, &where, UINT64_C(1) << to->link);
}

/* That somebody is away tells the server of who has said it. */
void
say_to_user(const struct message *msg, struct client *to, bool heard)
{
	struct event ev;
	bool away;

	say_make(msg, &ev, client_nick(to), msg->tags);
	ev.no_label = true;
	if (heard && client_is_local(to))
		route_user(msg->cx->route, to, &ev);
	else if (heard)
		user_far(msg, &ev, to);
	ev.no_label = false; /* the echo is the answer, also of what one says to oneself */
	away = to->away != NULL && !msg->quiet && !msg->tag_only && client_is_local(msg->src);
	say_echo(msg, &ev, !away);
	if (away)
		tell_away(msg, to);
}

void
say_stripped_to_user(const struct message *msg, struct client *to, bool heard)
{
	static const struct say_strip how = { true, false };
	struct message stripped = *msg;
	char bare[MSG_BODY_MAX];

	if (say_strip(&stripped.text, stripped.lines, &how, bare))
		say_to_user(&stripped, to, heard);
	else if (!msg->quiet)
		reply_plain(msg->cx->route, msg->src, ERR_NOTEXTTOSEND);
}
