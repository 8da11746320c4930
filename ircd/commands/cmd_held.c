/* HELD: messages that the guard holds, and whoever is responsible for them: a channel's operators, the one that it is for, operators. */
#include <stdio.h>

#include "commands/command.h"
#include "commands/held_tell.h"
#include "commands/say.h"
#include "guard/guard.h"
#include "guard/held.h"
#include "guard/strip.h"
#include "route/reply.h"
#include "route/tree.h"
#include "state/channel.h"
#include "state/client_remote.h"
#include "state/mode.h"
#include "state/oper.h"

static struct view
target_of(const struct cmd_ctx *cx, const struct held *h)
{
	const struct client *to = client_get(cx->world, h->to);

	if (h->channel[0] != '\0')
		return view_z(h->channel);
	return to != NULL ? client_nick(to) : VIEW("*");
}

static void
tell_channel(struct cmd_ctx *cx, const struct held *h, const struct channel *ch, const char *text)
{
	struct event ev;

	event_begin(&ev, cx->world, NULL, VIEW("NOTICE"));
	msg_build_param(&ev.build, channel_name(ch));
	msg_build_text(&ev.build, view_z(text));
	route_channel_ranks(cx->route, ch, &ev, client_get(cx->world, h->from), RANK_HALFOP);
}

void
held_tell(struct cmd_ctx *cx, const struct client *from, const struct held *h)
{
	const struct channel *ch = h->channel[0] != '\0' ? channel_find(cx->world, view_z(h->channel)) : NULL;
	const struct client *to = client_get(cx->world, h->to);
	char text[400];

	(void)snprintf(text, sizeof(text),
		"*** A message from %s is held: %s. HELD SHOW %u shows it, HELD PASS %u lets it pass, HELD "
		"DROP %u drops "
		"it.",
		from->nick, h->why, (unsigned)h->id, (unsigned)h->id, (unsigned)h->id);
	if (ch != NULL)
		tell_channel(cx, h, ch, text);
	else if (to != NULL)
		reply_noticef(cx->route, to, "%s", text);
	if (!h->is_notice)
		reply_noticef(cx->route, from,
			"*** Your message to %.*s is held until somebody lets it pass: %s",
			VIEW_ARG(target_of(cx, h)), h->why);
}

static bool
is_responsible(const struct cmd_ctx *cx, const struct client *c, const struct held *h)
{
	const struct channel *ch;

	if (oper_has(c, PRIV_GUARD))
		return true;
	if (h->channel[0] == '\0')
		return handle_eq(h->to, c->handle);
	ch = channel_find(cx->world, view_z(h->channel));
	return ch != NULL && member_has_rank(member_find(ch, c), RANK_HALFOP);
}

static void
list(struct cmd_ctx *cx, const struct client *src)
{
	size_t n = 0;

	for (const struct held *h = held_next(cx->held, NULL); h != NULL; h = held_next(cx->held, h)) {
		if (!is_responsible(cx, src, h))
			continue;
		n++;
		reply_noticef(cx->route, src, "*** %u: %s to %.*s, %u seconds left: %s", (unsigned)h->id,
			h->nick, VIEW_ARG(target_of(cx, h)),
			(unsigned)((h->until_ms - route_mono_ms(cx->route)) / 1000), h->why);
	}
	reply_noticef(cx->route, src, "*** %zu held %s", n, n == 1 ? "message" : "messages");
}

/* NULL after a FAIL; what somebody is not responsible for is not there. */
static struct held *
find(struct cmd_ctx *cx, const struct client *src, struct view typed)
{
	struct held *h = NULL;
	struct reply r;
	uint32_t id;

	if (view_to_u32(typed, &id) == 0)
		h = held_find(cx->held, id);
	if (h != NULL && is_responsible(cx, src, h))
		return h;
	reply_begin_fail(&r, cx->route, src, VIEW("HELD"), VIEW("NO_SUCH_MESSAGE"));
	reply_param(&r, typed);
	reply_end_text(&r, VIEW("No such message is held, or it is not for you to decide"));
	return NULL;
}

/* Of what an operator does who is neither its receiver nor responsible for its channel, and of all others too. */
static void
record(struct cmd_ctx *cx, const struct client *src, const struct held *h, const char *what)
{
	struct audit_record r;

	audit_begin_limited(&r, cx->audit, ACT_GUARD);
	audit_client(&r, "by", src);
	audit_text(&r, "held", view_z(what));
	audit_number(&r, "id", h->id);
	audit_text(&r, "from", view_z(h->nick));
	audit_text(&r, "to", target_of(cx, h));
	audit_text(&r, "why", view_z(h->why));
	audit_end(&r);
}

static void
show(struct cmd_ctx *cx, struct client *src, struct held *h)
{
	char text[HELD_SAID_MAX];
	size_t n = guard_strip(view_of(h->said, h->n), text);

	record(cx, src, h, "show");
	reply_noticef(cx->route, src, "*** %u: <%s> %.*s", (unsigned)h->id, h->nick, (int)n, text);
}

static void
drop(struct cmd_ctx *cx, struct client *src, struct held *h)
{
	const struct client *from = client_get(cx->world, h->from);

	record(cx, src, h, "drop");
	if (from != NULL && !h->is_notice)
		reply_noticef(cx->route, from, "*** Your message to %.*s was dropped: %s",
			VIEW_ARG(target_of(cx, h)), h->why);
	reply_noticef(cx->route, src, "*** %u was dropped", (unsigned)h->id);
	held_drop(cx->held, h);
}

/* Other servers, if it was held for a channel; what one of them has said they have heard. */
static void
tell_far(struct cmd_ctx *cx, struct client *from, const struct held *h, struct event *ev)
{
	struct message msg = { .cx = cx, .src = from, .quiet = h->is_notice };
	struct tree_message where = { .channel = channel_find(cx->world, view_z(h->channel)),
		.target = view_z(h->channel) };
	char text[HELD_SAID_MAX];

	msg.text = view_of(text, guard_strip(view_of(h->said, h->n), text));
	say_far(&msg, ev, &where, ev->far);
}

/* As it was said, but for controls, from whom it was said, if all are there and it may be said there now. */
static bool
deliver(struct cmd_ctx *cx, struct client *from, const struct held *h)
{
	struct channel *ch = h->channel[0] != '\0' ? channel_find(cx->world, view_z(h->channel)) : NULL;
	struct client *to = client_get(cx->world, h->to);
	char text[HELD_SAID_MAX];
	struct event ev;

	if (ch != NULL ? channel_may_speak(ch, from) != SPEAK_OK
		       : to == NULL || client_may_hear(to, from, false) != HEAR_OK)
		return false;
	event_begin(&ev, cx->world, from, h->is_notice ? VIEW("NOTICE") : VIEW("PRIVMSG"));
	msg_build_param(&ev.build, target_of(cx, h));
	msg_build_text(&ev.build, view_of(text, guard_strip(view_of(h->said, h->n), text)));
	if (ch != NULL)
		route_channel(cx->route, ch, &ev, from);
	else
		route_user(cx->route, to, &ev);
	if (ev.far > 1 && client_is_local(from))
		tell_far(cx, from, h, &ev);
	return true;
}

static void
pass(struct cmd_ctx *cx, struct client *src, struct held *h)
{
	struct client *from = client_get(cx->world, h->from);
	bool done = from != NULL && client_is_user(from) && deliver(cx, from, h);

	record(cx, src, h, done ? "pass" : "pass-failed");
	if (done && !h->is_notice)
		reply_noticef(
			cx->route, from, "*** Your message to %.*s was let pass", VIEW_ARG(target_of(cx, h)));
	reply_noticef(cx->route, src,
		done ? "*** %u was let pass" : "*** %u can't be delivered any more and was dropped",
		(unsigned)h->id);
	held_drop(cx->held, h);
}

/* HELD [LIST], HELD SHOW|PASS|DROP <id> */
static void
cmd_held(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	static const struct {
		struct view word;
		void (*run)(struct cmd_ctx *cx, struct client *src, struct held *h);
	} what[] = {
		{ VIEW_INIT("SHOW"), show },
		{ VIEW_INIT("PASS"), pass },
		{ VIEW_INIT("DROP"), drop },
	};
	struct view word = msg_param(m, 0);
	struct held *h;

	if (word.n == 0 || view_eq_nocase(word, VIEW("LIST"))) {
		list(cx, src);
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(what); i++) {
		if (!view_eq_nocase(word, what[i].word))
			continue;
		if (m->n_params < 2) {
			reply(cx->route, src, ERR_NEEDMOREPARAMS, VIEW("HELD"));
			return;
		}
		h = find(cx, src, m->param[1]);
		if (h != NULL)
			what[i].run(cx, src, h);
		return;
	}
	reply_fail(cx->route, src, VIEW("HELD"), VIEW("INVALID_PARAMS"), VIEW("LIST, SHOW, PASS or DROP"));
}

static const struct command rows[] = {
	{ VIEW_INIT("HELD"), FROM_USER, { 0, 2 }, 2, PRIV_N, "[LIST]|SHOW <id>|PASS <id>|DROP <id>",
		"Messages that wait for you to let them pass.", cmd_held },
};
const struct command_table commands_held = { rows, ARRAY_LEN(rows) };
