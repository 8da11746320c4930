/* Verbs are found by bisection in a list that is sorted once; counters live beside the const tables. */
#include "commands/dispatch.h"

#include <stdlib.h>

#include "auth/client_batch.h"
#include "auth/pace.h"
#include "auth/quiz.h"
#include "core/mem.h"
#include "core/utf8.h"
#include "proto/text.h"
#include "route/answer.h"
#include "route/reply.h"
#include "state/oper.h"

static const struct command_table *const tables[] = {
	&commands_authenticate,
	&commands_away,
	&commands_ban,
	&commands_batch,
	&commands_cap,
	&commands_close,
	&commands_connect,
	&commands_connection,
	&commands_dccallow,
	&commands_dcckill,
	&commands_etrace,
	&commands_filter,
	&commands_force,
	&commands_grant,
	&commands_held,
	&commands_help,
	&commands_identity,
	&commands_info,
	&commands_invite,
	&commands_ison,
	&commands_join,
	&commands_kick,
	&commands_kill,
	&commands_knock,
	&commands_links,
	&commands_list,
	&commands_message,
	&commands_mode,
	&commands_modlist,
	&commands_monitor,
	&commands_names,
	&commands_nick,
	&commands_oper,
	&commands_part,
	&commands_redact,
	&commands_register,
	&commands_rename,
	&commands_server,
	&commands_service,
	&commands_set,
	&commands_stats,
	&commands_test,
	&commands_topic,
	&commands_trace,
	&commands_wallops,
	&commands_webirc,
	&commands_who,
	&commands_whois,
};

struct dispatch {
	struct cmd_ctx *cx;
	size_t n;
	struct command_use *use; /* sorted by verb */
};

#define COST_UNKNOWN 2

static char
upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

/* Verbs of the tables are upper case. */
static int
verb_compare(struct view verb, struct view row)
{
	for (size_t i = 0; i < verb.n && i < row.n; i++) {
		int d = upper(verb.p[i]) - row.p[i];

		if (d != 0)
			return d;
	}
	return verb.n < row.n ? -1 : verb.n > row.n;
}

static int
use_compare(const void *a, const void *b)
{
	const struct command_use *x = a, *y = b;

	return verb_compare(x->command->verb, y->command->verb);
}

struct dispatch *
dispatch_new(struct cmd_ctx *cx)
{
	struct dispatch *d = mem_zalloc(sizeof(*d));
	size_t n = 0;

	for (size_t t = 0; t < ARRAY_LEN(tables); t++)
		d->n += tables[t]->n;
	d->use = mem_array(d->n, sizeof(*d->use));
	for (size_t t = 0; t < ARRAY_LEN(tables); t++) {
		for (size_t i = 0; i < tables[t]->n; i++)
			d->use[n++].command = &tables[t]->row[i];
	}
	qsort(d->use, d->n, sizeof(*d->use), use_compare);
	d->cx = cx;
	cx->dispatch = d;
	return d;
}

void
dispatch_free(struct dispatch *d)
{
	if (d == NULL)
		return;
	mem_free(d->use);
	mem_free(d);
}

static struct command_use *
find(const struct dispatch *d, struct view verb)
{
	size_t lo = 0, hi = d->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int r = verb_compare(verb, d->use[mid].command->verb);

		if (r == 0)
			return &d->use[mid];
		if (r < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return NULL;
}

/* True if this client may say this command now; else it was told why not. */
static bool
allowed(struct cmd_ctx *cx, const struct client *c, const struct command *cmd)
{
	bool user = client_is_user(c);

	switch (cmd->from) {
	case FROM_ANY:
		return true;
	case FROM_STRANGER:
		if (user)
			reply_plain(cx->route, c, ERR_ALREADYREGISTERED);
		return !user;
	case FROM_USER:
	case FROM_OPER:
		break;
	}
	if (!user) {
		reply_plain(cx->route, c, ERR_NOTREGISTERED);
		return false;
	}
	if (cmd->from == FROM_OPER && c->oper == NULL) {
		reply_plain(cx->route, c, ERR_NOPRIVILEGES);
		return false;
	}
	if (cmd->from == FROM_OPER && cmd->priv < PRIV_N && !oper_has(c, cmd->priv)) {
		reply(cx->route, c, ERR_NOPRIVS, priv_table[cmd->priv].name);
		return false;
	}
	return true;
}

/* To the guest of whom a question is open, a client that knows messages only says its answer. */
static bool
is_answer(struct client *c, const struct command *cmd, const struct msg *m)
{
	if (m->n_params < 2 || text_is_ctcp(m->param[1]) ||
		(!view_eq(cmd->verb, VIEW("PRIVMSG")) && !view_eq(cmd->verb, VIEW("NOTICE"))))
		return false;
	quiz_answer(c, m->param[1]);
	return true;
}

/* What came of it, by what its sender was told. */
static void
end_record(struct cmd_ctx *cx, struct audit_record *r)
{
	unsigned error = reply_watch_end(cx->route);

	cx->act = NULL;
	audit_text(r, "outcome", error == REPLY_NO_ERROR ? VIEW("done") : VIEW("refused"));
	if (error > REPLY_FAIL)
		audit_number(r, "numeric", error);
	audit_end(r);
}

/* The cost. */
static uint32_t
run_command(struct dispatch *d, struct client *c, const struct command *cmd, const struct msg *m)
{
	if (!allowed(d->cx, c, cmd))
		return COST_UNKNOWN;
	if (m->n_params < cmd->params.min)
		reply(d->cx->route, c, ERR_NEEDMOREPARAMS, cmd->verb);
	else
		cmd->run(d->cx, c, m);
	return cmd->cost;
}

/* A command of operators leaves its record, whatever comes of it. */
static uint32_t
run_recorded(struct dispatch *d, struct client *c, const struct command *cmd, const struct msg *m)
{
	struct cmd_ctx *cx = d->cx;
	struct audit_record r;
	uint32_t cost;

	if (c->oper != NULL)
		audit_begin(&r, cx->audit, ACT_COMMAND);
	else /* who may not try it may try it as often as they like */
		audit_begin_limited(&r, cx->audit, ACT_COMMAND);
	audit_client(&r, "by", c);
	audit_text(&r, "command", cmd->verb);
	audit_list(&r, "params", m->param, m->n_params);
	reply_watch(cx->route, c);
	cx->act = &r;
	cost = run_command(d, c, cmd, m);
	end_record(cx, &r);
	return cost;
}

static uint32_t
run(struct dispatch *d, struct client *c, const struct msg *m)
{
	struct command_use *use = find(d, m->verb);

	if (use == NULL) {
		/* Strangers may be no IRC client at all; what they say is not repeated to them. */
		if (client_is_user(c))
			reply(d->cx->route, c, ERR_UNKNOWNCOMMAND, m->verb);
		else
			reply_plain(d->cx->route, c, ERR_NOTREGISTERED);
		return COST_UNKNOWN;
	}
	use->count++;
	use->bytes += m->line.n;
	if (UNLIKELY(c->session != NULL && quiz_is_open(c->session)) && is_answer(c, use->command, m))
		return use->command->cost;
	if (UNLIKELY(use->command->from == FROM_OPER) && client_is_user(c))
		return run_recorded(d, c, use->command, m);
	return run_command(d, c, use->command, m);
}

/* IRCv3 utf8-only.  NOTICE, too: the line is wrong, not its target. */
static uint32_t
refuse_bytes(struct dispatch *d, struct client *c, const struct msg *m)
{
	bool plain = utf8_is_valid(m->verb);

	reply_fail(d->cx->route, c, plain ? m->verb : VIEW("*"), VIEW("INVALID_UTF8"),
		VIEW("Your message was not taken: this server speaks UTF-8 only"));
	if (c->session != NULL)
		client_batch_spoil(c->session);
	return COST_UNKNOWN;
}

uint32_t
dispatch_message(void *arg, struct client *c, const struct msg *m)
{
	struct dispatch *d = arg;
	uint32_t cost;

	if (m->tags.n != 0)
		answer_begin(d->cx->route, c, m->tags);
	if (UNLIKELY(d->cx->world->conf.utf8_only && !utf8_is_valid(m->line)))
		cost = refuse_bytes(d, c, m);
	else
		cost = run(d, c, m);
	pace_keep_label(d->cx->route, c);
	answer_end(d->cx->route);
	return cost;
}

const struct command *
dispatch_find(const struct dispatch *d, struct view verb)
{
	const struct command_use *use = find(d, verb);

	return use != NULL ? use->command : NULL;
}

bool
dispatch_use(const struct dispatch *d, size_t i, struct command_use *out)
{
	if (i >= d->n)
		return false;
	*out = d->use[i];
	return true;
}
