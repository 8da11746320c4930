/*
 * CHGHOST CHGIDENT CHGNAME: another host, user name or real name for somebody.  IRCv3 chghost and setname tell who has asked for it.  Who fits
 * a ban of the server then is put out by it.
 */
#include "auth/ban_check.h"
#include "commands/command.h"
#include "commands/lookup.h"
#include "proto/names.h"
#include "route/chghost.h"
#include "route/reply.h"
#include "route/setname.h"
#include "route/snotice.h"
#include "state/client_remote.h"

#include <string.h>

#define HOST_COST 5 /* of another host or user name, and one more for each channel */

static void
refuse(struct cmd_ctx *cx, const struct client *src, struct view verb, struct view code, struct view what)
{
	struct reply r;

	reply_begin_fail(&r, cx->route, src, verb, code);
	reply_param(&r, what);
	reply_end_text(&r, VIEW("This is not allowed there"));
}

/* Told with the old name. */
static void
tell_opers(struct cmd_ctx *cx, const struct client *src, struct view verb, const struct client *whom,
	struct view what)
{
	snotice_send(cx->route, SNOTICE_OVERRIDE, "%s!%s@%s: %.*s %s!%s@%s %.*s", src->nick, src->user,
		src->host, VIEW_ARG(verb), whom->nick, whom->user, whom->host, VIEW_ARG(what));
}

/* CHGHOST <nick> <host> */
static void
cmd_chghost(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct client *whom = lookup_client(cx, src, m->param[0]);

	if (whom == NULL)
		return;
	audit_client(cx->act, "target", whom);
	if (!name_is_host(m->param[1])) {
		refuse(cx, src, VIEW("CHGHOST"), VIEW("INVALID_HOST"), m->param[1]);
		return;
	}
	tell_opers(cx, src, VIEW("CHGHOST"), whom, m->param[1]);
	gate_charge(src, HOST_COST + whom->n_channels);
	chghost_set(cx->route, whom, client_user(whom), m->param[1]);
	if (client_is_local(whom))
		(void)ban_check(whom);
}

/* A user name as USER leaves it, the '~' aside: that nobody proved it is for the operator to say. */
static bool
is_user_name(struct view v)
{
	struct view name = v.n != 0 && v.p[0] == '~' ? view_skip(v, 1) : v;
	char clean[USER_LEN + 1];

	return v.n <= USER_LEN && name.n != 0 && name_clean_user(name, clean) == name.n &&
		memcmp(clean, name.p, name.n) == 0;
}

/* CHGIDENT <nick> <user name> */
static void
cmd_chgident(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct client *whom = lookup_client_here(cx, src, VIEW("CHGIDENT"), m->param[0]);

	if (whom == NULL)
		return;
	audit_client(cx->act, "target", whom);
	if (!is_user_name(m->param[1])) {
		refuse(cx, src, VIEW("CHGIDENT"), VIEW("INVALID_USER"), m->param[1]);
		return;
	}
	tell_opers(cx, src, VIEW("CHGIDENT"), whom, m->param[1]);
	gate_charge(src, HOST_COST + whom->n_channels);
	chghost_set(cx->route, whom, m->param[1], client_host(whom));
	(void)ban_check(whom);
}

/* CHGNAME <nick> :<real name> */
static void
cmd_chgname(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct client *whom = lookup_client_here(cx, src, VIEW("CHGNAME"), m->param[0]);

	if (whom == NULL)
		return;
	audit_client(cx->act, "target", whom);
	if (!setname_is_ok(m->param[1])) {
		refuse(cx, src, VIEW("CHGNAME"), VIEW("INVALID_REALNAME"), m->param[1]);
		return;
	}
	tell_opers(cx, src, VIEW("CHGNAME"), whom, m->param[1]);
	setname_set(cx->route, whom, m->param[1]);
	(void)ban_check(whom);
}

static const struct command rows[] = {
	{ VIEW_INIT("CHGHOST"), FROM_OPER, { 2, 2 }, 2, PRIV_CHGHOST, "<nick> <host>",
		"Give somebody another host, as others see it.", cmd_chghost },
	{ VIEW_INIT("CHGIDENT"), FROM_OPER, { 2, 2 }, 2, PRIV_CHGIDENT, "<nick> <user name>",
		"Give somebody another user name.", cmd_chgident },
	{ VIEW_INIT("CHGNAME"), FROM_OPER, { 2, 2 }, 2, PRIV_CHGNAME, "<nick> :<real name>",
		"Give somebody another real name.", cmd_chgname },
};
const struct command_table commands_identity = { rows, ARRAY_LEN(rows) };
