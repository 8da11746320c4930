/*
 * The guard answers, and here it is done: refused with the rule's words, held, warned of, told to operators.  Whatever it is, the text itself
 * is in no record: who said it to whom, which rule, how long it was.
 */
#include "commands/say_check.h"

#include <stdio.h>
#include <string.h>

#include "auth/class.h"
#include "auth/session.h"
#include "commands/held_tell.h"
#include "guard/held.h"
#include "guard/strip.h"
#include "proto/ctcp.h"
#include "proto/names.h"
#include "proto/text.h"
#include "route/reply.h"
#include "state/channel.h"
#include "state/client_remote.h"
#include "state/mass.h"
#include "state/oper.h"
#include "state/snomask.h"

static struct guard_ask
ask_of(const struct say_check *s)
{
	return (struct guard_ask){ .from = s->src,
		.place = s->ch != NULL ? GUARD_CHANNEL : GUARD_QUERY,
		.is_notice = s->is_notice,
		.to = s->to,
		.ch = s->ch,
		.text = s->text,
		.now_ms = route_mono_ms(s->cx->route) };
}

/* "#c", "bob", "*" */
static struct view
target_of(const struct guard_ask *ask)
{
	return ask->ch != NULL ? channel_name(ask->ch) : ask->to != NULL ? client_nick(ask->to) : VIEW("*");
}

void
say_refuse(const struct say_check *s, struct view why)
{
	struct guard_ask ask = ask_of(s);
	struct reply r;

	if (s->is_notice)
		return;
	reply_begin(&r, s->cx->route, s->src, s->ch != NULL ? ERR_CANNOTSENDTOCHAN : ERR_CANTSENDTOUSER);
	reply_param(&r, target_of(&ask));
	reply_end_text(&r, why);
}

static bool
has_dcc(struct view text)
{
	for (size_t i = 0; i + 3 <= text.n; i++)
		if (view_eq_nocase(view_of(text.p + i, 3), VIEW("DCC")))
			return true;
	return false;
}

bool
say_takes_ctcp(const struct say_check *s, enum ctcp_kind kind, struct view target)
{
	bool is_dcc = kind == CTCP_KIND_DCC || (kind == CTCP_KIND_BROKEN && has_dcc(s->text));
	struct reply r;

	if (kind == CTCP_KIND_ACTION || (kind != CTCP_KIND_BROKEN && s->lines == NULL))
		return true;
	if (s->is_notice)
		return false;
	if (is_dcc && s->cx->relay != NULL) {
		relay_misused(s->cx->relay, s->src, s->lines != NULL ? RELAY_TO_SEVERAL : RELAY_BROKEN);
		return false;
	}
	reply_begin(&r, s->cx->route, s->src,
		name_looks_like_channel(target) ? ERR_CANNOTSENDTOCHAN : ERR_CANTSENDTOUSER);
	reply_param(&r, target);
	reply_end_text(&r, VIEW("not sent: a CTCP request stands alone in its message"));
	return false;
}

bool
say_is_dcc_astray(const struct say_check *s, enum relay_misuse how)
{
	if (LIKELY(s->kind != CTCP_KIND_DCC) || s->cx->relay == NULL)
		return false;
	if (!s->is_notice)
		relay_misused(s->cx->relay, s->src, how);
	return true;
}

bool
say_may_write_to_mask(const struct say_check *s, struct view target, struct view *hosts)
{
	static const enum numeric why[MASS_N] = {
		[MASS_NO_TOPLEVEL] = ERR_NOTOPLEVEL,
		[MASS_WILD_TOPLEVEL] = ERR_WILDTOPLEVEL,
		[MASS_NO_SUCH_SERVER] = ERR_NOSUCHNICK,
	};
	enum mass_verdict v = mass_may_write(s->src, target, hosts);

	if (v == MASS_OK || s->is_notice)
		return v == MASS_OK;
	if (v == MASS_NOT_OPER)
		reply_plain(s->cx->route, s->src, ERR_NOPRIVILEGES);
	else if (v == MASS_NO_PRIV)
		reply(s->cx->route, s->src, ERR_NOPRIVS, priv_table[PRIV_MASS_MESSAGE].name);
	else
		reply(s->cx->route, s->src, why[v], target);
	return false;
}

static size_t
strip_one(struct view text, const struct say_strip *how, char *dst)
{
	if (how->controls)
		text = view_of(dst, guard_strip(text, dst));
	return how->formatting ? text_strip(text, dst) : text.n;
}

bool
say_strip(struct view *text, struct multiline *lines, const struct say_strip *how, char bare[MSG_BODY_MAX])
{
	size_t left = 0;

	if (lines == NULL) {
		*text = view_of(bare, strip_one(*text, how, bare));
		return text->n != 0;
	}
	for (size_t i = 0; i < lines->n; i++) {
		struct multiline_line *l = &lines->line[i];

		l->n = (uint16_t)strip_one(view_of(l->p, l->n), how, l->p);
		left += l->n;
	}
	return left != 0;
}

void
say_dcc(const struct say_check *s)
{
	struct ctcp c;

	if (ctcp_parse(s->text, &c) == CTCP_OK)
		relay_hear(s->cx->relay, s->src, s->to, &c, s->is_notice);
}

bool
say_dcc_passes(const struct say_check *s)
{
	struct ctcp c;

	return ctcp_parse(s->text, &c) == CTCP_OK &&
		relay_passes(s->cx->relay, s->src, s->to, &c, s->is_notice);
}

bool
say_dcc_transits(const struct say_check *s)
{
	struct ctcp c;

	return ctcp_parse(s->text, &c) == CTCP_OK &&
		relay_transits(s->cx->relay, s->src, s->to, &c, s->is_notice);
}

static void
record(struct cmd_ctx *cx, const struct guard_ask *ask, const struct guard_verdict *v)
{
	struct audit_record r;

	audit_begin_limited(&r, cx->audit, ACT_GUARD);
	audit_client(&r, "by", ask->from);
	audit_text(&r, "rule", view_z(v->name));
	audit_text(&r, "action", guard_action_name(v->action));
	audit_text(&r, "to", target_of(ask));
	audit_number(&r, "bytes", ask->text.n);
	audit_end(&r);
}

/* Operators with the privilege who hear server notices, once in a while of each sender. */
static void
tell_operators(struct cmd_ctx *cx, const struct guard_ask *ask, const struct guard_verdict *v)
{
	if (cx->world->n_snotices == 0 || !guard_tags_now(cx->guard, ask))
		return;
	for (size_t i = 0; i < cx->world->n_snotices; i++) {
		const struct client *oper = cx->world->snotices[i].client;

		if (oper_has(oper, PRIV_GUARD))
			reply_noticef(cx->route, oper, "*** Guard: %s said to %.*s what rule %s is about: %s",
				ask->from->nick, VIEW_ARG(target_of(ask)), v->name, v->text);
	}
}

static void
refuse(const struct say_check *s, const struct guard_verdict *v)
{
	char why[300];
	int n = snprintf(why, sizeof(why), "not sent: %s (rule %s)", v->text, v->name);

	say_refuse(s, view_of(why, n > 0 && (size_t)n < sizeof(why) ? (size_t)n : 0));
}

/* What can't be held is refused: its receiver is elsewhere, where HELD is not heard, there is no room, it has several lines, or goes to some of a channel, or to a mask. */
static void
hold(const struct say_check *s, const struct guard_verdict *v)
{
	const struct conf_guard *conf = guard_conf(s->cx->guard);
	const struct held_limits limits = { conf->max_held, conf->max_held_per_user, conf->hold_ms };
	struct held what = { .is_notice = s->is_notice, .n = s->text.n };
	const struct held *h;

	if (s->lines != NULL || s->rank != 0 || (s->to == NULL && s->ch == NULL) ||
		(s->to != NULL && !client_is_local(s->to)) || s->text.n > sizeof(what.said)) {
		refuse(s, v);
		return;
	}
	memcpy(what.said, s->text.p, s->text.n);
	(void)snprintf(what.why, sizeof(what.why), "%s (rule %s)", v->text, v->name);
	if (s->to != NULL)
		what.to = s->to->handle;
	else
		(void)view_copy(channel_name(s->ch), what.channel, sizeof(what.channel));
	h = held_put(s->cx->held, s->src, &what, &limits);
	if (h == NULL)
		refuse(s, v);
	else
		held_tell(s->cx, s->src, h);
}

static void
keep_warning(struct say_check *s, const struct guard_verdict *v)
{
	s->warn_name = v->name;
	s->warn_text = v->text;
}

/* False: it does not go on. */
static bool
act(struct say_check *s, const struct guard_ask *ask, const struct guard_verdict *v)
{
	record(s->cx, ask, v);
	switch (v->action) {
	case GUARD_PASS:
		break;
	case GUARD_TAG:
		tell_operators(s->cx, ask, v);
		break;
	case GUARD_WARN:
		keep_warning(s, v);
		break;
	case GUARD_HOLD:
		hold(s, v);
		return false;
	case GUARD_BLOCK:
		refuse(s, v);
		return false;
	}
	return true;
}

/* Of all lines the one that has the highest action counts. */
static void
judge(struct say_check *s, struct guard_ask *ask, struct guard_verdict *v)
{
	bool strip = false;

	if (s->lines == NULL) {
		guard_judge(s->cx->guard, ask, v);
		s->strip = v->strip;
		return;
	}
	*v = (struct guard_verdict){ .action = GUARD_PASS };
	for (size_t i = 0; i < s->lines->n; i++) {
		struct guard_verdict one;

		ask->text = view_of(s->lines->line[i].p, s->lines->line[i].n);
		guard_judge(s->cx->guard, ask, &one);
		strip |= one.strip;
		if (one.action > v->action)
			*v = one;
	}
	s->strip = strip;
}

static bool
may_ctcp(const struct say_check *s, const struct guard_ask *ask)
{
	const struct class *class = s->src->session != NULL ? s->src->session->class : NULL;
	const struct ctcp_ask ctcp = { s->kind, class != NULL ? class->ctcp : CONF_CTCP_ALL };
	enum ctcp_verdict v = ctcp_judge(s->cx->guard, ask, &ctcp);

	if (v == CTCP_PASSES)
		return true;
	say_refuse(s, ctcp_why(v));
	return false;
}

bool
say_may_go(struct say_check *s)
{
	struct guard_ask ask = ask_of(s);
	struct guard_verdict v;

	if (UNLIKELY(s->kind != CTCP_KIND_NONE) && !may_ctcp(s, &ask))
		return false;
	judge(s, &ask, &v);
	return LIKELY(v.action == GUARD_PASS) || act(s, &ask, &v);
}

/* ":server NOTICE #c :text", once for all who have heard it. */
static void
warn_channel(const struct say_check *s, const char *text)
{
	struct event ev;

	event_begin(&ev, s->cx->world, NULL, VIEW("NOTICE"));
	msg_build_param(&ev.build, channel_name(s->ch));
	msg_build_text(&ev.build, view_z(text));
	if (s->rank != 0)
		route_channel_ranks(s->cx->route, s->ch, &ev, NULL, s->rank);
	else
		route_channel(s->cx->route, s->ch, &ev, NULL);
}

void
say_tell_warning(const struct say_check *s)
{
	struct guard_ask ask = ask_of(s);
	char text[400];

	if ((s->to == NULL && s->ch == NULL) || !guard_warns_now(s->cx->guard, &ask))
		return;
	(void)snprintf(text, sizeof(text),
		"*** Careful: the last message from %s has %s (rule %s). Do nothing because somebody here "
		"told you to. See /HELP SAFETY",
		s->src->nick, s->warn_text, s->warn_name);
	if (s->ch != NULL)
		warn_channel(s, text);
	else
		reply_noticef(s->cx->route, s->to, "%s", text);
}

bool
say_text(struct cmd_ctx *cx, struct client *src, struct say_place where, struct view *text,
	char room[SAY_ROOM])
{
	const struct guard_ask ask = { .from = src,
		.place = where.place,
		.ch = where.ch,
		.text = *text,
		.now_ms = route_mono_ms(cx->route) };
	struct guard_verdict v;

	if (text->n == 0)
		return true;
	guard_judge(cx->guard, &ask, &v);
	if (v.strip && text->n <= SAY_ROOM)
		*text = view_of(room, guard_strip(*text, room));
	if (LIKELY(v.action == GUARD_PASS))
		return true;
	record(cx, &ask, &v);
	if (v.action >= GUARD_HOLD) {
		reply_noticef(cx->route, src, "*** Not shown: %s (rule %s)", v.text, v.name);
		return false;
	}
	tell_operators(cx, &ask, &v);
	return true;
}
