#include "commands/operspy.h"

#include "commands/dispatch.h"
#include "core/log.h"
#include "proto/names.h"
#include "route/reply.h"
#include "route/snotice.h"
#include "state/mode.h"
#include "state/oper.h"

bool
operspy_is_on(const struct client *c)
{
	return c->session != NULL && session_rare(c->session)->spies;
}

bool
operspy_set(const struct client *c, bool spies)
{
	bool was = operspy_is_on(c);

	/* It may have lost the privilege since it asked. */
	if (was != spies)
		session_rare_new(c->session)->spies = spies && oper_has(c, PRIV_OPERSPY);
	return was;
}

struct look {
	struct cmd_ctx *cx;
	const struct client *by;
	struct view verb, what;
};

static void
record(const struct look *l, bool done)
{
	const struct client *about = client_find(l->cx->world, l->what);
	struct audit_record r;

	audit_begin(&r, l->cx->audit, ACT_OPERSPY);
	audit_client(&r, "by", l->by);
	audit_text(&r, "command", l->verb);
	audit_text(&r, "what", l->what);
	if (about != NULL)
		audit_client(&r, "target", about);
	audit_text(&r, "outcome", done ? VIEW("done") : VIEW("refused"));
	audit_end(&r);
}

static void
tell_opers(const struct look *l)
{
	char name[CLIENT_LOG_NAME];

	log_info("oper", "%s looked by operspy: %.*s %.*s", client_log_name(l->by, name), VIEW_ARG(l->verb),
		VIEW_ARG(l->what));
	snotice_send(l->cx->route, SNOTICE_OPERSPY, "%s!%s@%s: %.*s %.*s", l->by->nick, l->by->user,
		l->by->host, VIEW_ARG(l->verb), VIEW_ARG(l->what));
}

static void
tell_channel(const struct look *l, const struct channel *ch)
{
	char ops[CHANNEL_LEN + 2] = "@";
	struct event ev;

	(void)view_copy(channel_name(ch), ops + 1, sizeof(ops) - 1);
	event_begin(&ev, l->cx->world, NULL, VIEW("NOTICE"));
	msg_build_param(&ev.build, view_z(ops));
	msg_build_textf(
		&ev.build, "%s has looked at %s by operspy (%.*s)", l->by->nick, ch->name, VIEW_ARG(l->verb));
	route_channel_ranks(l->cx->route, ch, &ev, NULL, RANK_OP);
}

/* Those whom it names; a mask names nobody. */
static void
tell_subjects(const struct look *l)
{
	struct view list = l->what, one;

	while (view_cut(&list, ',', &one)) {
		const struct channel *ch = channel_find(l->cx->world, one);
		const struct client *c = client_find(l->cx->world, one);

		if (ch != NULL)
			tell_channel(l, ch);
		else if (c != NULL && c != l->by)
			reply_noticef(l->cx->route, c, "%s has looked at you by operspy (%.*s)", l->by->nick,
				VIEW_ARG(l->verb));
	}
}

bool
operspy_run(struct cmd_ctx *cx, struct client *src, const struct msg *m, size_t i, cmd_fn *run)
{
	struct look l = { .cx = cx, .by = src, .what = msg_param(m, i) };
	struct msg asked;

	if (LIKELY(l.what.n == 0 || l.what.p[0] != '!') || src->oper == NULL || src->session == NULL ||
		operspy_is_on(src))
		return false;
	l.what = view_skip(l.what, 1);
	l.verb = dispatch_find(cx->dispatch, m->verb)->verb;
	record(&l, oper_has(src, PRIV_OPERSPY));
	if (!oper_has(src, PRIV_OPERSPY)) {
		reply(cx->route, src, ERR_NOPRIVS, priv_table[PRIV_OPERSPY].name);
		return true;
	}
	tell_opers(&l);
	if (gate_conf(cx->gate)->server.operspy_notice)
		tell_subjects(&l);
	asked = *m;
	asked.param[i] = l.what;
	(void)operspy_set(src, true);
	run(cx, src, &asked);
	(void)operspy_set(src, false);
	return true;
}
