/* OPER: who is an operator now and who could be; an operator that shall be none any more. */
#include <stdio.h>
#include <string.h>

#include "auth/oper_up.h"
#include "commands/command.h"
#include "control/control_request.h"
#include "core/log.h"
#include "proto/control_wire.h"
#include "route/snotice.h"
#include "state/client_remote.h"
#include "state/oper.h"

/* A row; c NULL: nobody is this operator now. */
static void
tell(struct control_session *s, const struct client *c, struct view name, struct view role)
{
	char address[64] = "", since[CONTROL_NUMBER_MAX], idle[CONTROL_NUMBER_MAX];
	const struct control_value value[] = {
		{ "name", name },
		{ "role", role },
		{ "nick", c != NULL ? client_nick(c) : VIEW("") },
		{ "user", c != NULL ? client_user(c) : VIEW("") },
		{ "host", c != NULL ? client_host(c) : VIEW("") },
		{ "address",
			c != NULL && c->session != NULL
				? view_z(session_address(c->session, address, sizeof(address)))
				: VIEW("") },
		{ "account", c != NULL ? view_z(c->account) : VIEW("") },
		{ "connected", c != NULL ? control_number(c->signon_ms / 1000, since) : VIEW("") },
		{ "idle",
			c != NULL ? control_number((route_mono_ms(s->cx->route) - c->active_ms) / 1000, idle)
				  : VIEW("") },
	};

	control_row(s, value, ARRAY_LEN(value));
}

static bool
is_held(const struct cmd_ctx *cx, const struct conf_oper *oper)
{
	LIST_FOR_EACH (it, &cx->world->users) {
		const struct client *c = client_of_world_link(it);

		if (c->oper != NULL && client_is_local(c) && strcmp(c->oper->oper, oper->name) == 0)
			return true;
	}
	return false;
}

/* OPER LIST: those who are here, and then the sections that nobody uses now. */
static void
list(struct control_session *s, const struct control_args *a)
{
	const struct conf *conf = gate_conf(s->cx->gate);

	(void)a;
	control_columns(s, "name:s role:s nick:s user:s host:s address:s account:s connected:t idle:n");
	LIST_FOR_EACH (it, &s->cx->world->users) {
		const struct client *c = client_of_world_link(it);

		if (c->oper != NULL && client_is_local(c))
			tell(s, c, view_z(c->oper->oper), view_z(c->oper->role));
	}
	for (size_t i = 0; i < conf->n_oper; i++) {
		if (!is_held(s->cx, &conf->oper[i]))
			tell(s, NULL, view_z(conf->oper[i].name), view_z(conf->oper[i].role->name));
	}
	control_ok(s, NULL);
}

static void
end_oper(struct control_session *s, struct client *c, struct view why)
{
	char name[CLIENT_LOG_NAME], by[CONTROL_NAME_MAX], text[MSG_BODY_MAX];

	(void)control_session_name(s, by);
	(void)view_copy(why, text, sizeof(text));
	log_info("control", "%s lowers %s: %s", by, client_log_name(c, name), text);
	oper_up_end(c, text);
	snotice_send(s->cx->route, SNOTICE_OPER, "%s has lowered %s!%s@%s", by, c->nick, c->user, c->host);
}

/* OPER LOWER <nick> :<reason>.  Whoever knows the password may become one again: see to the configuration first. */
static void
lower(struct control_session *s, const struct control_args *a)
{
	struct client *c = client_find(s->cx->world, control_arg(a, 0));

	if (control_arg(a, 1).n == 0) {
		control_error(s, CONTROL_ERR_USAGE, "a reason is needed");
	} else if (c == NULL) {
		control_error(s, CONTROL_ERR_NONE, "there is no such user");
	} else if (!client_is_local(c)) {
		control_error(s, CONTROL_ERR_DENIED, "that is a user of another server");
	} else if (c->oper == NULL) {
		control_error(s, CONTROL_ERR_DENIED, "that is no operator");
	} else {
		audit_client(s->cx->act, "whom", c);
		end_oper(s, c, control_arg(a, 1));
		control_ok(s, "an operator no more");
	}
}

static const struct control_request rows[] = {
	{ VIEW_INIT("OPER"), VIEW_INIT("LIST"), { 0, 0 }, false, "", list },
	{ VIEW_INIT("OPER"), VIEW_INIT("LOWER"), { 2, 2 }, true, "<nick> :<reason>", lower },
};
const struct control_requests control_opers = { rows, ARRAY_LEN(rows) };
