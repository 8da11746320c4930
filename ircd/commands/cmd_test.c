/* TESTLINE TESTKLINE TESTMASK: whom bans and rules would hit, without hitting anybody.  As Solanum has them. */
#include "auth/admission_explain.h"
#include "auth/ban_check.h"
#include "commands/command.h"
#include "commands/user_walk.h"
#include "proto/mask.h"
#include "route/reply.h"
#include "state/client_remote.h"
#include "state/server_ban.h"

#include <stdio.h>
#include <sys/socket.h>

/* Who is asked about: somebody who is here, or [nick!][user@]host as it was typed. */
struct subject {
	struct ban_facts facts;
	const struct client *here;
	struct view nick, typed;
	bool any; /* something was found */
};

static void
tell(struct cmd_ctx *cx, const struct client *src, struct subject *s, const struct server_ban *b)
{
	uint64_t now_s = route_wall_ms(cx->route) / 1000;
	struct reply r;

	if (b == NULL)
		return;
	s->any = true;
	reply_begin(&r, cx->route, src, RPL_TESTLINE);
	reply_param(&r, ban_kind_letter(b->kind));
	reply_param_u64(&r, b->until_s > now_s ? (b->until_s - now_s + 59) / 60 : 0);
	reply_param(&r, view_z(b->mask));
	reply_end_textf(&r, "%s%s%s", b->reason, b->oper_reason != NULL ? "|" : "",
		b->oper_reason != NULL ? b->oper_reason : "");
}

static void
tell_bans(struct cmd_ctx *cx, const struct client *src, struct subject *s)
{
	static const enum ban_kind kinds[] = { BAN_DLINE, BAN_KLINE, BAN_XLINE, BAN_ELINE };

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		tell(cx, src, s, server_ban_match(cx->world->bans, kinds[i], &s->facts.subject));
	tell(cx, src, s, server_ban_match_name(cx->world->bans, s->nick));
}

/* By addresses alone: a host that is typed has none. */
static void
tell_rule(struct cmd_ctx *cx, const struct client *src, struct subject *s)
{
	const struct ban_subject *b = &s->facts.subject;
	struct admission_facts facts = {
		.user = b->user, .pass = ADMISSION_PASS_RIGHT, .ident = ADMISSION_IDENT_OK
	};
	struct admission a;
	struct reply r;

	if (!b->has_address)
		return;
	if (facts.user.p == NULL)
		facts.user = VIEW("*");
	facts.family = b->address.family;
	memcpy(facts.ip, b->address.ip, sizeof(facts.ip));
	facts.is_tls = s->here == NULL || s->here->is_secure;
	facts.account = s->here != NULL ? s->here->account : NULL;
	admission_decide(gate_conf(cx->gate), &facts, NULL, &a);
	if (a.rule == NULL)
		return;
	s->any = true;
	reply_begin(&r, cx->route, src, RPL_TESTLINE);
	reply_param(&r, VIEW("I"));
	reply_param_u64(&r, 0);
	reply_param(&r, view_z(a.rule->who.text));
	reply_end_textf(&r, "class %s%s%s", a.rule->class->name, a.verdict == ADMISSION_REFUSE ? ": " : "",
		a.verdict == ADMISSION_REFUSE ? a.text : "");
}

/* [nick!][user@]host */
static void
parse(struct subject *s, struct view typed)
{
	struct ban_subject *b = &s->facts.subject;
	size_t bang = view_find(typed, '!'), at;
	struct view rest = bang < typed.n ? view_skip(typed, bang + 1) : typed;
	struct ip_block block;

	at = view_find(rest, '@');
	*b = (struct ban_subject){ .user = VIEW("*") };
	s->nick = bang < typed.n ? view_left(typed, bang) : VIEW("");
	if (at < rest.n)
		b->user = view_left(rest, at);
	if (at < rest.n)
		rest = view_skip(rest, at + 1);
	if (at >= rest.n && bang >= typed.n && !view_has_any(rest, VIEW(".:@")))
		s->nick = rest; /* or a channel */
	else
		b->host[b->n_hosts++] = rest;
	b->n_plain = b->n_hosts;
	b->has_address =
		ip_block_parse(rest, &block) == 0 && block.bits == (block.family == AF_INET ? 32 : 128);
	if (b->has_address)
		b->address = block;
}

static void
subject_of(struct cmd_ctx *cx, struct subject *s, const struct msg *m)
{
	const struct client *c = client_find(cx->world, m->param[0]);

	s->here = c != NULL && c->session != NULL ? c : NULL;
	s->any = false;
	s->typed = m->param[0];
	if (s->here != NULL) {
		ban_facts_of(&s->facts, s->here);
		s->nick = client_nick(s->here);
	} else {
		parse(s, m->param[0]);
	}
	if (m->n_params > 1)
		s->facts.subject.realname = m->param[1];
}

static void
end(struct cmd_ctx *cx, const struct client *src, const struct subject *s)
{
	if (!s->any)
		reply(cx->route, src, RPL_NOTESTLINE, s->typed);
}

/* TESTLINE <nick> | [<nick>!][<user>@]<host> | <channel> [:<real name>] */
static void
cmd_testline(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct subject s;

	subject_of(cx, &s, m);
	tell_rule(cx, src, &s);
	tell_bans(cx, src, &s);
	end(cx, src, &s);
}

static void
cmd_testkline(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct subject s;

	subject_of(cx, &s, m);
	tell_bans(cx, src, &s);
	end(cx, src, &s);
}

static bool
fits(const struct client *c, struct view mask, struct view realname)
{
	struct ban_subject s;
	char whole[NICK_LEN_MAX + USER_LEN + HOST_LEN + 4];

	if (realname.n != 0 && !mask_match(realname, view_z(c->realname)))
		return false;
	ban_subject_of(&s, c);
	for (size_t i = 0; i < s.n_hosts; i++) {
		int n = snprintf(whole, sizeof(whole), "%s!%s@%.*s", c->nick, c->user, VIEW_ARG(s.host[i]));

		if (n > 0 && mask_match(mask, view_of(whole, (size_t)n)))
			return true;
	}
	return false;
}

/* What TESTMASK counts. */
struct count {
	struct user_walk walk;
	size_t n[2]; /* of this server, of others */
	size_t mask_n, realname_n;
	char mask[MASK_LEN + 1], realname[REALNAME_LEN + 1]; /* the latter empty: any */
};

static void
count_each(struct user_walk *w, struct client *to, const struct client *c)
{
	struct count *count = CONTAINER_OF(w, struct count, walk);

	(void)to;
	count->n[client_is_local(c) ? 0 : 1] +=
		fits(c, view_of(count->mask, count->mask_n), view_of(count->realname, count->realname_n));
}

static struct list *
count_end(struct user_walk *w, struct client *to)
{
	const struct count *count = CONTAINER_OF(w, struct count, walk);
	struct reply r;

	reply_begin(&r, w->cx->route, to, count->realname_n != 0 ? RPL_TESTMASKGECOS : RPL_TESTMASK);
	reply_param_u64(&r, count->n[0]);
	reply_param_u64(&r, count->n[1]);
	reply_param(&r, view_of(count->mask, count->mask_n));
	if (count->realname_n != 0)
		reply_param(&r, view_of(count->realname, count->realname_n));
	reply_end_text(&r, VIEW("Local/remote clients match"));
	return NULL;
}

/* TESTMASK [<nick>!]<user>@<host> [:<real name>] */
static void
cmd_testmask(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	static const struct user_walk_kind kind = { count_each, count_end };
	struct count count = { .walk = { .kind = &kind } };

	count.mask_n = mask_normalise(m->param[0], count.mask, sizeof(count.mask));
	if (count.mask_n == 0) {
		reply(cx->route, src, ERR_BADMASK, m->param[0]);
		return;
	}
	count.realname_n = view_copy(msg_param(m, 1), count.realname, sizeof(count.realname));
	count.walk.weight = 1 + (count.mask_n + count.realname_n) / USER_WALK_MASK;
	user_walk_start(cx, src, &count.walk, sizeof(count));
}

static const struct command rows[] = {
	{ VIEW_INIT("TESTLINE"), FROM_OPER, { 1, 2 }, 2, PRIV_TESTLINE,
		"<nick>|[<nick>!][<user>@]<host>|<#channel> [:<real name>]",
		"Which rule lets somebody in, and which bans would hit.", cmd_testline },
	{ VIEW_INIT("TESTKLINE"), FROM_OPER, { 1, 2 }, 2, PRIV_TESTKLINE,
		"<nick>|[<nick>!][<user>@]<host>|<#channel> [:<real name>]", "Which bans would hit.",
		cmd_testkline },
	{ VIEW_INIT("TESTMASK"), FROM_OPER, { 1, 2 }, 2, PRIV_TESTMASK,
		"[<nick>!]<user>@<host> [:<real name>]", "How many users fit a mask.", cmd_testmask },
};
const struct command_table commands_test = { rows, ARRAY_LEN(rows) };
