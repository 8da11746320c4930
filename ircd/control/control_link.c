/* LINKS: links to other servers, those that are there and those that a section is about. */
#include "commands/command.h"
#include "commands/link_list.h"
#include "control/control_request.h"
#include "proto/control_wire.h"

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

static const struct control_request rows[] = {
	{ VIEW_INIT("LINKS"), VIEW_INIT(""), { 0, 0 }, false, "", links },
};
const struct control_requests control_links = { rows, ARRAY_LEN(rows) };
