/* STATUS REHASH MOTD DIE RESTART: the server as a whole.  The same functions as the commands on IRC call, and they work when IRC does not. */
#include <inttypes.h>
#include <stdio.h>

#include "auth/gate.h"
#include "commands/command.h"
#include "commands/control_status.h"
#include "commands/rehash_ask.h"
#include "conf/conf_faults.h"
#include "control/control_request.h"
#include "core/clock.h"
#include "proto/control_wire.h"

static void
emit_text(void *to, const char *line)
{
	control_text(to, line);
}

static void
item(struct control_session *s, const char *name, const char *text)
{
	const struct control_value value[] = { { "what", view_z(name) }, { "value", view_z(text) } };

	control_row(s, value, ARRAY_LEN(value));
}

static void
item_number(struct control_session *s, const char *name, uint64_t n)
{
	char text[CONTROL_NUMBER_MAX];

	(void)control_number(n, text);
	item(s, name, text);
}

static void
item_uptime(struct control_session *s, uint64_t ms)
{
	uint64_t minutes = ms / 60000;
	char text[64];

	(void)snprintf(text, sizeof(text), "%" PRIu64 " days %02u:%02u", minutes / 1440,
		(unsigned)(minutes / 60 % 24), (unsigned)(minutes % 60));
	item(s, "uptime", text);
}

static void
item_time(struct control_session *s, const char *name, uint64_t wall_ms)
{
	char text[CLOCK_UTC_LEN + 1];

	clock_utc(wall_ms, text);
	item(s, name, text);
}

static void
items_of_people(struct control_session *s)
{
	const struct world *w = s->cx->world;

	item_number(s, "users", w->n_users);
	item_number(s, "most users", w->max_users);
	item_number(s, "not registered", w->n_unregistered);
	item_number(s, "operators", w->n_opers);
	item_number(s, "channels", w->channels.count);
}

/* STATUS */
static void
status(struct control_session *s, const struct control_args *a)
{
	const struct gate *g = s->cx->gate;
	const struct world *w = s->cx->world;
	struct control_status st = { .read_ms = 0 };

	(void)a;
	s->cx->control->status(s->cx->control->arg, &st);
	control_columns(s, "what:s value:s");
	item(s, "server", w->conf.server_name);
	item(s, "version", gate_env(g)->version);
	item_time(s, "started", w->started_ms);
	item_uptime(s, route_wall_ms(s->cx->route) - w->started_ms);
	items_of_people(s);
	item(s, "jail", st.jail[0] != '\0' ? st.jail : "none");
	item(s, "dcc", st.relay[0] != '\0' ? st.relay : "none");
	item(s, "configuration", gate_conf(g)->path);
	item_time(s, "read", st.read_ms);
	item(s, "set", conf_as_read(gate_conf(g)) == gate_conf(g) ? "no" : "yes, until the next rehash");
	item(s, "last rehash", st.rehash[0] != '\0' ? st.rehash : "none");
	item_number(s, "audit records", audit_count(s->cx->audit));
	for (size_t i = 0; st.pending != NULL && i < conf_faults_count(st.pending); i++)
		item(s, "needs a restart", conf_faults_text(st.pending, i));
	control_ok(s, NULL);
}

/* REHASH [-n] [<part>] */
static void
rehash(struct control_session *s, const struct control_args *a)
{
	char name[CONTROL_NAME_MAX];
	struct rehash_ask ask = { .by = control_session_name(s, name), .emit = emit_text, .to = s };
	const char *wrong = rehash_ask_parse(a->v, a->n, &ask);

	if (wrong != NULL)
		control_error(s, CONTROL_ERR_USAGE, wrong);
	else if (s->cx->control->rehash(s->cx->control->arg, &ask) == -1)
		control_error(s, CONTROL_ERR_DENIED, "nothing was changed");
	else
		control_ok(s, ask.dry ? "this was a dry run, nothing was changed" : "done");
}

/* MOTD: what clients get. */
static void
motd(struct control_session *s, const struct control_args *a)
{
	const struct conf_server *server = &gate_conf(s->cx->gate)->server;
	char line[CONF_MOTD_LINE_MAX + 1];

	(void)a;
	for (size_t i = 0; i < server->n_motd; i++) {
		(void)view_copy(server->motd[i], line, sizeof(line));
		control_text(s, line);
	}
	if (server->n_motd == 0)
		control_error(s, CONTROL_ERR_NONE, "there is no message of the day");
	else
		control_ok(s, NULL);
}

/* The answer first: the connection ends with the server. */
static void
end(struct control_session *s, const struct control_args *a, const char *did,
	void (*how)(void *arg, struct view reason))
{
	char reason[MSG_BODY_MAX];
	struct view said = control_arg(a, 0);

	(void)snprintf(reason, sizeof(reason), "Server %s by the administrator%s%.*s", did,
		said.n != 0 ? ": " : "", VIEW_ARG(said));
	control_ok(s, "the server ends");
	how(s->cx->control->arg, view_z(reason));
}

/* DIE [:<reason>] */
static void
die(struct control_session *s, const struct control_args *a)
{
	end(s, a, "terminated", s->cx->control->die);
}

/* RESTART [:<reason>] */
static void
restart(struct control_session *s, const struct control_args *a)
{
	end(s, a, "restarted", s->cx->control->restart);
}

static const struct control_request rows[] = {
	{ VIEW_INIT("STATUS"), VIEW_INIT(""), { 0, 0 }, false, "", status },
	{ VIEW_INIT("REHASH"), VIEW_INIT(""), { 0, 2 }, true, "[-n] [all|motd|tls|dns|bans]", rehash },
	{ VIEW_INIT("MOTD"), VIEW_INIT(""), { 0, 0 }, false, "", motd },
	{ VIEW_INIT("DIE"), VIEW_INIT(""), { 0, 1 }, true, "[:<reason>]", die },
	{ VIEW_INIT("RESTART"), VIEW_INIT(""), { 0, 1 }, true, "[:<reason>]", restart },
};
const struct control_requests control_server = { rows, ARRAY_LEN(rows) };
