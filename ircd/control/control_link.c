/* LINKS CONNECT SQUIT: links to other servers, those that are there and those that a section is about. */
#include "commands/command.h"
#include "commands/link_list.h"
#include "conf/conf.h"
#include "control/control_request.h"
#include "core/utf8.h"
#include "link/link_ask.h"
#include "link/link_dial.h"
#include "proto/control_wire.h"
#include "proto/limits.h"

static void
tell_down(struct control_session *s, const struct link_entry *e)
{
	const struct control_value value[] = { { "server", e->name }, { "state", e->state } };

	control_row(s, value, ARRAY_LEN(value));
}

static void
tell(struct control_session *s, const struct link_entry *e)
{
	char servers[CONTROL_NUMBER_MAX], users[CONTROL_NUMBER_MAX], sendq[CONTROL_NUMBER_MAX],
		in[CONTROL_NUMBER_MAX], out[CONTROL_NUMBER_MAX], lines[CONTROL_NUMBER_MAX],
		bad[CONTROL_NUMBER_MAX], age[CONTROL_NUMBER_MAX];
	const struct link_figures *f = &e->figures;
	const struct control_value value[] = {
		{ "server", e->name },
		{ "sid", e->sid },
		{ "state", e->state },
		{ "by", f->we_dialled ? VIEW("out") : VIEW("in") },
		{ "tls", f->is_tls ? VIEW("yes") : VIEW("no") },
		{ "services", f->is_services ? VIEW("yes") : VIEW("no") },
		{ "servers", control_number(e->servers, servers) },
		{ "users", control_number(e->users, users) },
		{ "sendq", control_number(f->sendq, sendq) },
		{ "bytes-in", control_number(f->bytes_in, in) },
		{ "bytes-out", control_number(f->bytes_out, out) },
		{ "lines-in", control_number(f->lines_in, lines) },
		{ "violations", control_number(f->violations, bad) },
		{ "seconds", control_number(e->open_s, age) },
	};

	control_row(s, value, ARRAY_LEN(value));
}

/* LINKS */
static void
links(struct control_session *s, const struct control_args *a)
{
	struct link_entry e;

	(void)a;
	control_columns(s,
		"server:s sid:s state:s by:s tls:s services:s servers:n users:n sendq:n bytes-in:n "
		"bytes-out:n lines-in:n violations:n seconds:n");
	for (size_t i = 0; link_list_at(s->cx, i, &e); i++) {
		if (e.is_there)
			tell(s, &e);
		else
			tell_down(s, &e);
	}
	control_ok(s, NULL);
}

/* What IRC's CONNECT says of it; NULL: it has begun. */
static const char *const refusals[] = {
	[LINK_DIAL_BEGUN] = NULL,
	[LINK_DIAL_NO_ADDRESS] = "its section link has no address to connect to",
	[LINK_DIAL_BUSY] = "it is being connected to",
	[LINK_DIAL_THERE] = "it is on the network",
	[LINK_DIAL_RESTART] = "no link had its port at the start, so the jail has no way there",
	[LINK_DIAL_NO_TLS] = "its link is over TLS, and this server has no certificate",
	[LINK_DIAL_FAILED] = "it cannot be connected to; the log says why",
};

/* CONNECT <server> */
static void
connect_to(struct control_session *s, const struct control_args *a)
{
	const struct conf_link *link = conf_link_find(gate_conf(s->cx->gate), control_arg(a, 0));
	char by[CONTROL_NAME_MAX];
	const char *refusal;

	if (link == NULL) {
		control_error(s, CONTROL_ERR_NONE, "there is no section link of that name");
		return;
	}
	refusal = refusals[link_dial(s->cx->links, link, view_z(control_session_name(s, by)))];
	if (refusal != NULL)
		control_error(s, CONTROL_ERR_DENIED, refusal);
	else
		control_ok(s, "connecting; links shows what has become of it");
}

/* SQUIT <server> [:<reason>] */
static void
squit(struct control_session *s, const struct control_args *a)
{
	struct node *n = node_find_any(s->cx->world, control_arg(a, 0));
	bool is_neighbour = n != NULL && n->link != NULL;

	if (n == NULL || n == s->cx->world->me) {
		control_error(s, CONTROL_ERR_NONE, "there is no such other server");
		return;
	}
	links_squit(s->cx->links, n, NULL, utf8_left(control_arg(a, 1), KICK_LEN));
	control_ok(s, is_neighbour ? "the link is ended" : "it is cut off");
}

static const struct control_request rows[] = {
	{ VIEW_INIT("CONNECT"), VIEW_INIT(""), { 1, 1 }, true, "<server>", connect_to },
	{ VIEW_INIT("SQUIT"), VIEW_INIT(""), { 1, 2 }, true, "<server> [:<reason>]", squit },
	{ VIEW_INIT("LINKS"), VIEW_INIT(""), { 0, 0 }, false, "", links },
};
const struct control_requests control_links = { rows, ARRAY_LEN(rows) };
