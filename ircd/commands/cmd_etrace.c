/*
 * ETRACE CHANTRACE MASKTRACE: who is here, with address and real name, for operators.  The words of a line are those of Solanum, whose
 * programs read them: Oper or User, class (of CHANTRACE and MASKTRACE: server), nick, user, host, address, real name; with -full there are two
 * more before the last, the listener and the version of TLS.  Their privileges are about addresses: cloaks hide nothing here.
 */
#include "auth/admission.h"
#include "commands/command.h"
#include "commands/lookup.h"
#include "commands/user_walk.h"
#include "conf/conf_who.h"
#include "proto/mask.h"
#include "route/reply.h"
#include "route/snotice.h"

#define MEMBERS_PER_TURN 500

static void
tell_spies(struct cmd_ctx *cx, const struct client *src, const char *verb, struct view what)
{
	snotice_send(cx->route, SNOTICE_SPY, "%s!%s@%s asked for %s %.*s", src->nick, src->user, src->host,
		verb, VIEW_ARG(what));
}

static void
end_trace(struct cmd_ctx *cx, const struct client *to)
{
	reply(cx->route, to, RPL_ENDOFTRACE, view_z(cx->world->conf.server_name));
}

/* Up to the address. */
static void
begin_line(struct reply *r, const struct client *c, struct view class)
{
	char address[HOST_LEN + 1];

	reply_param(r, c->oper != NULL ? VIEW("Oper") : VIEW("User"));
	reply_param(r, class);
	reply_param(r, client_nick(c));
	reply_param(r, client_user(c));
	reply_param(r, client_host(c));
	reply_param(r, view_z(session_address(c->session, address, sizeof(address))));
}

static void
send_line(struct cmd_ctx *cx, const struct client *to, const struct client *c, struct view class)
{
	struct reply r;

	reply_begin(&r, cx->route, to, RPL_ETRACE);
	begin_line(&r, c, class);
	reply_end_text(&r, view_z(c->realname));
}

static void
send_full(struct cmd_ctx *cx, const struct client *to, const struct client *c)
{
	const struct session *s = c->session;
	struct reply r;
	char tls[80];

	(void)session_tls_text(s, tls, sizeof(tls));
	reply_begin(&r, cx->route, to, RPL_ETRACEFULL);
	begin_line(&r, c, view_z(s->class->name));
	reply_param(&r, view_z(s->point != NULL ? s->point->title : "*"));
	reply_param(&r, tls[0] != '\0' ? view_left(view_z(tls), view_find(view_z(tls), ',')) : VIEW("plain"));
	reply_end_text(&r, view_z(c->realname));
}

struct etrace {
	struct user_walk walk;
	bool full, want_v4, want_v6; /* neither: everybody, Unix sockets too */
};

static bool
has_family(const struct etrace *t, const struct client *c)
{
	char address[HOST_LEN + 1];
	struct view v = view_z(session_address(c->session, address, sizeof(address)));
	bool is_v6 = view_find(v, ':') != v.n, is_v4 = !is_v6 && !view_eq(v, VIEW("localhost"));

	return (!t->want_v4 && !t->want_v6) || (t->want_v4 && is_v4) || (t->want_v6 && is_v6);
}

static void
etrace_one(struct cmd_ctx *cx, const struct etrace *t, const struct client *to, const struct client *c)
{
	if (t->full)
		send_full(cx, to, c);
	else
		send_line(cx, to, c, view_z(c->session->class->name));
}

static void
etrace_each(struct user_walk *w, struct client *to, const struct client *c)
{
	const struct etrace *t = CONTAINER_OF(w, struct etrace, walk);

	if (c->session != NULL && has_family(t, c))
		etrace_one(w->cx, t, to, c);
}

static struct list *
walk_end(struct user_walk *w, struct client *to)
{
	end_trace(w->cx, to);
	return NULL;
}

/* One word of ETRACE that is an option; false: it is none. */
static bool
etrace_option(struct etrace *t, struct view word)
{
	if (view_eq_nocase(word, VIEW("-full")))
		t->full = true;
	else if (view_eq_nocase(word, VIEW("-4")) || view_eq_nocase(word, VIEW("-v4")))
		t->want_v4 = true;
	else if (view_eq_nocase(word, VIEW("-6")) || view_eq_nocase(word, VIEW("-v6")))
		t->want_v6 = true;
	else
		return false;
	return true;
}

/* ETRACE [-full] [-4] [-6] [<nick>] */
static void
cmd_etrace(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	static const struct user_walk_kind kind = { etrace_each, walk_end };
	struct etrace t = { .walk = { .kind = &kind, .weight = 1 } };
	const struct client *c;
	size_t i = 0;

	while (i < m->n_params && etrace_option(&t, m->param[i]))
		i++;
	if (i == m->n_params) {
		tell_spies(cx, src, "ETRACE", msg_param(m, 0));
		user_walk_start(cx, src, &t.walk, sizeof(t));
		return;
	}
	c = lookup_client(cx, src, m->param[i]);
	if (c == NULL)
		return;
	tell_spies(cx, src, "ETRACE", client_nick(c));
	if (c->session != NULL) {
		t.full = true; /* of one all is told */
		etrace_one(cx, &t, src, c);
	}
	reply(cx->route, src, RPL_ENDOFTRACE, client_nick(c));
}

struct chantrace {
	struct pace_job job;
	struct cmd_ctx *cx;
	struct member_cursor at;
};

static bool
chantrace_step(struct pace_job *job, struct client *to)
{
	struct chantrace *t = CONTAINER_OF(job, struct chantrace, job);
	struct view server = view_z(t->cx->world->conf.server_name);
	const struct member *m;

	for (size_t left = MEMBERS_PER_TURN; t->at.channel != NULL; left--) {
		if (left == 0 || !pace_has_room(to))
			return false;
		if ((m = member_cursor_next(&t->at)) == NULL)
			break;
		if (m->client->session != NULL && lookup_member_visible(m, to))
			send_line(t->cx, to, m->client, server);
	}
	end_trace(t->cx, to);
	return true;
}

static void
chantrace_park(struct pace_job *job)
{
	member_cursor_park(&CONTAINER_OF(job, struct chantrace, job)->at);
}

static void
chantrace_unpark(struct pace_job *job)
{
	member_cursor_unpark(&CONTAINER_OF(job, struct chantrace, job)->at);
}

/* CHANTRACE <channel>: of one's own, or with see-hidden of any. */
static void
cmd_chantrace(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	static const struct pace_kind kind = { chantrace_step, chantrace_park, chantrace_unpark };
	struct channel *ch = lookup_channel(cx, src, m->param[0]);
	struct chantrace t = { .job = { .kind = &kind }, .cx = cx };

	if (ch == NULL)
		return;
	if (member_find(ch, src) == NULL && !lookup_sees_all(src)) {
		reply(cx->route, src, ERR_NOTONCHANNEL, channel_name(ch));
		return;
	}
	tell_spies(cx, src, "CHANTRACE", channel_name(ch));
	gate_charge(src, ch->n_members / MEMBERS_PER_TURN);
	member_cursor_begin(&t.at, ch);
	pace_start(cx->route, src, &t.job, sizeof(t));
}

struct masktrace {
	struct user_walk walk;
	bool has_block; /* the host is a range of addresses */
	struct conf_who block;
	size_t user, host, mask_n,
		real_n; /* where the parts of the mask begin; behind each but the last is its sign */
	char mask[MSG_BODY_MAX], real[MSG_BODY_MAX];
};

static bool
masktrace_fits(const struct masktrace *t, const struct client *c)
{
	struct view mask = view_of(t->mask, t->mask_n), host = view_skip(mask, t->host);
	struct view user = view_skip(view_left(mask, t->host - 1), t->user);
	char address[HOST_LEN + 1];

	if (!mask_match(user, client_user(c)) ||
		(t->user != 0 && !mask_match(view_left(mask, t->user - 1), client_nick(c))) ||
		(t->real_n != 0 && !mask_match(view_of(t->real, t->real_n), view_z(c->realname))))
		return false;
	return mask_match(host, client_host(c)) ||
		mask_match(host, view_z(session_address(c->session, address, sizeof(address)))) ||
		(c->name != NULL && mask_match(host, view_z(c->name))) ||
		(t->has_block && admission_who(&t->block, 1, c));
}

static void
masktrace_each(struct user_walk *w, struct client *to, const struct client *c)
{
	if (c->session != NULL && masktrace_fits(CONTAINER_OF(w, struct masktrace, walk), c))
		send_line(w->cx, to, c, view_z(w->cx->world->conf.server_name));
}

/* [nick!]user@host, host also as a range; -1: it is none. */
static int
masktrace_parse(struct masktrace *t, struct view mask)
{
	size_t bang = view_find(mask, '!'), at = view_find(mask, '@');
	struct view user;

	if (at == mask.n || at + 1 == mask.n || (bang < at && bang + 1 == at) || at == 0)
		return -1;
	t->mask_n = view_copy(mask, t->mask, sizeof(t->mask));
	t->user = bang < at ? bang + 1 : 0;
	t->host = at + 1;
	t->has_block = view_has_any(mask, VIEW("/")) &&
		conf_who_parse(view_skip(mask, t->host), &t->block, &user) == NULL;
	t->block.user = "*";
	return 0;
}

/* MASKTRACE [!][<nick>!]<user>@<host> [:<real name>].  A '!' in front means everywhere in Solanum; here it is all the same. */
static void
cmd_masktrace(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	static const struct user_walk_kind kind = { masktrace_each, walk_end };
	struct masktrace t = { .walk = { .kind = &kind, .weight = 1 } };
	struct view mask = m->param[0];

	if (mask.n != 0 && mask.p[0] == '!')
		mask = view_skip(mask, 1);
	if (masktrace_parse(&t, mask) == -1) {
		reply_fail(cx->route, src, VIEW("MASKTRACE"), VIEW("INVALID_MASK"),
			VIEW("A mask is nick!user@host or user@host"));
		return;
	}
	t.real_n = view_copy(msg_param(m, 1), t.real, sizeof(t.real));
	t.walk.weight += (t.mask_n + t.real_n) / USER_WALK_MASK;
	tell_spies(cx, src, "MASKTRACE", mask);
	user_walk_start(cx, src, &t.walk, sizeof(t));
}

static const struct command rows[] = {
	{ VIEW_INIT("ETRACE"), FROM_OPER, { 0, 4 }, 4, PRIV_ETRACE, "[-full] [-4] [-6] [<nick>]",
		"Show everybody's class, address and real name: those on IPv4, on IPv6; -full and of one "
		"user "
		"the listener and TLS too.",
		cmd_etrace },
	{ VIEW_INIT("CHANTRACE"), FROM_OPER, { 1, 1 }, 4, PRIV_CHANTRACE, "<channel>",
		"Show the members of a channel with address and real name.", cmd_chantrace },
	{ VIEW_INIT("MASKTRACE"), FROM_OPER, { 1, 2 }, 4, PRIV_MASKTRACE,
		"[<nick>!]<user>@<host> [:<real name>]",
		"Show who fits a mask, with address and real name; the host may be a range of addresses.",
		cmd_masktrace },
};
const struct command_table commands_etrace = { rows, ARRAY_LEN(rows) };
