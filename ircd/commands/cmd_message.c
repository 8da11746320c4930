/* PRIVMSG NOTICE TAGMSG: what people say.  RFC 2812 3.3; IRCv3 message-tags, echo-message.  The hot path. */
#include <string.h>

#include "auth/client_batch.h"
#include "commands/command.h"
#include "commands/lookup.h"
#include "commands/message.h"
#include "commands/say.h"
#include "commands/service.h"
#include "core/log.h"
#include "link/link.h"
#include "proto/caps.h"
#include "proto/casemap.h"
#include "proto/names.h"
#include "route/reply.h"
#include "state/client_remote.h"
#include "state/mass.h"
#include "state/mode.h"

#define USERS_PER_COST 50 /* hearers of a message to a mask for a cost of 1 */

/* target: as typed, and as it is heard with a rank; 0: to all. */
static void
to_channel(const struct message *msg, struct channel *ch, struct view target, uint32_t rank)
{
	struct say_place_in in = { .ch = ch, .target = target, .rank = rank };
	enum speak_verdict v;
	struct say_check s;

	if (ch == NULL) {
		say_fail(msg, ERR_NOSUCHCHANNEL, target);
		return;
	}
	v = channel_may_speak(ch, msg->src);
	in.ops_only = (v == SPEAK_MODERATED || v == SPEAK_BANNED || v == SPEAK_NO_ACCOUNT) &&
		(ch->modes & CMODE_OPS_SEE) != 0;
	if ((v != SPEAK_OK && !in.ops_only) || (ch->modes & msg->refused) != 0) {
		say_fail_channel(msg, ch, target);
		return;
	}
	if (msg->tag_only) {
		if (msg->channel_tags.n != 0)
			say_in_channel(msg, &in);
		return;
	}
	s = say_check_of(msg);
	s.ch = ch;
	s.rank = in.ops_only && rank < RANK_HALFOP ? RANK_HALFOP : rank;
	if (say_is_dcc_astray(&s, RELAY_TO_CHANNEL) || !say_may_go(&s))
		return;
	s.rank = rank;
	if (UNLIKELY(s.strip) || (ch->modes & CMODE_STRIP) != 0)
		say_stripped(msg, &s, &in);
	else
		say_in_channel(msg, &in);
	say_warn(&s);
}

/* New acquaintances are limited by the class. */
static bool
may_address(const struct message *msg, struct client *to)
{
	uint64_t wait = rates_message_ms(msg->src, to, route_mono_ms(msg->cx->route));

	if (wait != 0 && !msg->quiet)
		lookup_reply_wait(msg->cx, msg->src, ERR_TARGETTOOFAST, client_nick(to), wait);
	return wait == 0;
}

/* Services are no clients.  They hear no CTCP, no tags, and answer no NOTICE (RFC 2812 3.3.2).  False: target is no service. */
static bool
to_service(const struct message *msg, struct view target)
{
	const struct service *service = service_find(msg->cx->world, target);
	struct event ev;

	if (service == NULL)
		return false;
	if ((msg->src->caps & CAP_BIT(CAP_ECHO_MESSAGE)) != 0) {
		say_make(msg, &ev, service->name, msg->tags);
		say_echo(msg, &ev, false);
	}
	if (msg->lines != NULL && !msg->quiet)
		service_tell(msg->cx->route, msg->src, service->name, "One command at a time, in one line.");
	else if (!msg->quiet && !msg->tag_only)
		service_hear(service, msg->cx, msg->src, msg->text);
	return true;
}

/* The relay makes an offer of its own from it; not a word of this one goes on.  Who is silenced must not see it. */
static void
dcc_to_user(const struct message *msg, const struct say_check *s, bool heard)
{
	struct event ev;

	if (!heard) {
		; /* and nothing is said of it */
	} else if (client_is_local(s->to) || !links_permit(msg->cx->links, s->to, CONF_PERMIT_DCC)) {
		say_dcc(s);
	} else if (say_dcc_passes(s)) {
		say_to_user(msg, s->to, true);
		return;
	}
	if ((msg->src->caps & CAP_BIT(CAP_ECHO_MESSAGE)) == 0)
		return;
	say_make(msg, &ev, client_nick(s->to), msg->tags);
	say_echo(msg, &ev, false);
}

/* By nick; or "nick@server", which is that one only there: for passwords that are meant for services. */
static struct client *
find_user(const struct world *w, struct view target)
{
	struct client *c = client_find(w, target);
	size_t at = view_find(target, '@');

	if (LIKELY(c != NULL) || at == target.n)
		return c;
	c = client_find(w, view_left(target, at));
	return c != NULL && c->node == node_find(w, view_skip(target, at + 1)) ? c : NULL;
}

static void
to_user(const struct message *msg, struct view target)
{
	struct client *to = find_user(msg->cx->world, target);
	struct say_check s;
	bool heard;

	if (to == NULL) {
		if (!to_service(msg, target))
			say_fail(msg, ERR_NOSUCHNICK, target);
		return;
	}
	if (!may_address(msg, to) || !say_may_be_heard(msg, to, &heard))
		return;
	s = say_check_of(msg);
	s.to = to;
	if (!msg->tag_only && !say_may_go(&s))
		return;
	if (UNLIKELY(msg->kind == CTCP_KIND_DCC) && msg->cx->relay != NULL)
		dcc_to_user(msg, &s, heard);
	else if (UNLIKELY(s.strip))
		say_stripped_to_user(msg, to, heard);
	else
		say_to_user(msg, to, heard);
	if (heard)
		say_warn(&s);
}

static void
log_to_mask(const struct message *msg, struct view target, size_t n, struct view text)
{
	const struct client *src = msg->src;

	log_info("oper", "%s!%s@%s said %.*s %.*s to %zu users: %.*s", src->nick, src->user, src->host,
		VIEW_ARG(msg->verb), VIEW_ARG(target), n, VIEW_ARG(text));
}

/* Whom somebody wants to hear from does not matter here, but for +C. */
static void
to_mask(const struct message *msg, struct view target)
{
	struct say_check s = say_check_of(msg);
	struct view hosts;
	struct event ev;
	size_t n;

	if (!say_may_write_to_mask(&s, target, &hosts) || (msg->tag_only && msg->channel_tags.n == 0))
		return;
	if (!msg->tag_only && (say_is_dcc_astray(&s, RELAY_TO_MASK) || !say_may_go(&s)))
		return;
	gate_charge(msg->src, msg->cx->world->n_users / USERS_PER_COST);
	say_make(msg, &ev, target, msg->channel_tags);
	n = say_to_mask(msg, &ev, target, hosts);
	if (n == 0 && hosts.n != 0) {
		say_fail(msg, ERR_NOSUCHNICK, target);
		return;
	}
	if (msg->lines == NULL)
		log_to_mask(msg, target, n, msg->text);
	for (size_t i = 0; msg->lines != NULL && i < msg->lines->n; i++)
		log_to_mask(msg, target, n, view_of(msg->lines->line[i].p, msg->lines->line[i].n));
	say_echo(msg, &ev, true);
}

/* "@#c": to members of this rank and up.  Who may speak in the channel may write to them. */
static void
to_ranks(const struct message *msg, struct view target, uint32_t rank)
{
	struct channel *ch = channel_find(msg->cx->world, view_skip(target, 1));
	char name[1 + CHANNEL_LEN + 1];

	if (ch != NULL && lookup_channel_visible(ch, msg->src)) { /* as its creator spelled it */
		name[0] = target.p[0];
		target.n = 1 + view_copy(channel_name(ch), name + 1, sizeof(name) - 1);
		target.p = name;
	}
	to_channel(msg, ch, target, rank);
}

static void
to_target(const struct message *msg, struct view target)
{
	const struct mode_def *status;

	if (name_looks_like_channel(target)) {
		to_channel(msg, channel_find(msg->cx->world, target), target, 0);
		return;
	}
	status = channel_mode_of_sigil(msg->cx->world, target.p[0]);
	if (status != NULL && name_looks_like_channel(view_skip(target, 1)))
		to_ranks(msg, target, (uint32_t)status->bit);
	else if (mass_is_target(target))
		to_mask(msg, target);
	else
		to_user(msg, target);
}

static bool
is_one_of(const struct view *seen, size_t n, struct view target)
{
	while (n > 0 && !casemap_eq(seen[n - 1], target))
		n--;
	return n > 0;
}

/* Each is written to once, however often it is named. */
static void
to_several(const struct message *msg, struct view targets)
{
	struct say_check s = say_check_of(msg);
	struct view target, seen[TARGETS_MAX];
	size_t n = 0;

	if (say_is_dcc_astray(&s, RELAY_TO_SEVERAL))
		return;
	while (view_cut(&targets, ',', &target)) {
		if (target.n == 0 || is_one_of(seen, n, target))
			continue;
		if (n == TARGETS_MAX) {
			say_fail(msg, ERR_TOOMANYTARGETS, target);
			return;
		}
		if (n > 0)
			gate_charge(msg->src, 1);
		seen[n++] = target;
		to_target(msg, target);
	}
}

static void
to_targets(const struct message *msg, struct view targets)
{
	if (view_find(targets, ',') == targets.n)
		to_target(msg, targets);
	else
		to_several(msg, targets);
}

/* Apart from say(): the compiler clears what is on the stack, and nearly no message needs these 8 KiB. */
static void
to_targets_tagged(const struct message *msg, struct view tags, struct view targets)
{
	struct message tagged = *msg;
	struct message_tags room;

	message_take_tags(msg->cx, msg->src, tags, &room);
	tagged.tags = room.tags;
	tagged.channel_tags = room.channel_tags;
	to_targets(&tagged, targets);
}

/* False: it goes nowhere, and its sender knows. */
static inline bool
take_ctcp(struct message *msg, struct view text, struct view target)
{
	struct say_check s = say_check_of(msg);

	s.text = text;
	msg->kind = (uint8_t)ctcp_kind(text);
	return LIKELY(msg->kind == CTCP_KIND_NONE) || say_takes_ctcp(&s, (enum ctcp_kind)msg->kind, target);
}

static void
say(struct cmd_ctx *cx, struct client *src, const struct msg *m, struct view verb, bool quiet)
{
	struct message msg = { .cx = cx, .src = src, .verb = verb, .text = msg_param(m, 1), .quiet = quiet };

	if (m->tags.n != 0 && message_is_batch_line(src, m, verb))
		return;
	if (m->n_params == 0 || m->param[0].n == 0) {
		say_fail(&msg, ERR_NORECIPIENT, verb);
		return;
	}
	if (msg.text.n == 0) {
		if (!quiet)
			reply_plain(cx->route, src, ERR_NOTEXTTOSEND);
		return;
	}
	if (!take_ctcp(&msg, msg.text, m->param[0]))
		return;
	msg.refused = (quiet ? CMODE_NO_NOTICE : 0) | (msg.kind >= CTCP_KIND_DCC ? CMODE_NO_CTCP : 0);
	client_touch(src, route_mono_ms(cx->route));
	if (m->tags.n != 0)
		to_targets_tagged(&msg, m->tags, m->param[0]);
	else
		to_targets(&msg, m->param[0]);
}

void
message_say(struct cmd_ctx *cx, struct client *src, const struct client *to, struct view text)
{
	const struct msg m = { .param = { client_nick(to), text }, .n_params = 2 };

	say(cx, src, &m, VIEW("PRIVMSG"), false);
}

void
message_say_batch(struct cmd_ctx *cx, struct client *src, struct client_batch *b)
{
	struct multiline lines;
	struct message msg = { .cx = cx, .src = src, .quiet = b->notice, .lines = &lines };
	bool has_action = false;

	client_batch_lines(b, &lines);
	msg.verb = b->notice ? VIEW("NOTICE") : VIEW("PRIVMSG");
	msg.refused = b->notice ? CMODE_NO_NOTICE : 0;
	for (size_t i = 0; i < lines.n; i++) {
		struct view text = view_of(lines.line[i].p, lines.line[i].n);

		if (!take_ctcp(&msg, text, client_batch_target(b)))
			return;
		has_action |= msg.kind == CTCP_KIND_ACTION;
	}
	msg.kind = has_action ? CTCP_KIND_ACTION : CTCP_KIND_NONE;
	client_touch(src, route_mono_ms(cx->route));
	to_targets_tagged(&msg, view_of(b->tags, b->tags_len), client_batch_target(b));
}

/* PRIVMSG <target>{,<target>} :<text> */
static void
cmd_privmsg(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	say(cx, src, m, VIEW("PRIVMSG"), false);
}

/* NOTICE <target>{,<target>} :<text> */
static void
cmd_notice(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	say(cx, src, m, VIEW("NOTICE"), true);
}

/* TAGMSG <target>{,<target>}: tags alone, for typing notices and the like. */
static void
cmd_tagmsg(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct message_tags room;
	struct message msg = { .cx = cx, .src = src, .verb = VIEW("TAGMSG"), .tag_only = true };

	if ((src->caps & CAP_BIT(CAP_MESSAGE_TAGS)) == 0) {
		reply(cx->route, src, ERR_UNKNOWNCOMMAND, msg.verb);
		return;
	}
	if (message_is_batch_line(src, m, msg.verb))
		return;
	if (m->param[0].n == 0) {
		say_fail(&msg, ERR_NORECIPIENT, msg.verb);
		return;
	}
	message_take_tags(cx, src, m->tags, &room);
	msg.tags = room.tags;
	msg.channel_tags = room.channel_tags;
	if (msg.tags.n != 0)
		to_targets(&msg, m->param[0]);
}

static const struct command rows[] = {
	{ VIEW_INIT("PRIVMSG"), FROM_USER, { 0, 2 }, 1, PRIV_N, "<target>{,<target>} :<text>",
		"Say something.", cmd_privmsg },
	{ VIEW_INIT("NOTICE"), FROM_USER, { 0, 2 }, 1, PRIV_N, "<target>{,<target>} :<text>",
		"Say something that must not be answered by a program.", cmd_notice },
	{ VIEW_INIT("TAGMSG"), FROM_USER, { 1, 1 }, 1, PRIV_N, "<target>{,<target>}",
		"Send client tags without a text.", cmd_tagmsg },
};
const struct command_table commands_message = { rows, ARRAY_LEN(rows) };
