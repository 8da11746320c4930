/* DCC: files and direct chats that pass through the relay. */

#include "commands/command.h"
#include "control/control_request.h"
#include "core/utf8.h"
#include "proto/control_wire.h"
#include "proto/limits.h"
#include "relay/relay.h"
#include "relay/relay_session.h"

static void
tell(struct control_session *s, const struct relay_session *r)
{
	char id[CONTROL_NUMBER_MAX], size[CONTROL_NUMBER_MAX], pos[CONTROL_NUMBER_MAX],
		bytes[CONTROL_NUMBER_MAX], age[CONTROL_NUMBER_MAX];
	const struct control_value value[] = {
		{ "id", control_number(r->id, id) },
		{ "state", view_z(relay_state_name(r->state)) },
		{ "kind", r->is_chat ? VIEW("chat") : VIEW("send") },
		{ "mode", r->is_passive ? VIEW("passive") : VIEW("active") },
		{ "tls",
			!r->is_secure	      ? VIEW("")
				: r->to_plain ? VIEW("sender")
					      : VIEW("both") },
		{ "from", view_z(r->party[PUMP_SENDER].name) },
		{ "to", view_z(r->party[PUMP_RECEIVER].name) },
		{ "name", r->is_chat ? VIEW("") : relay_session_name(r) },
		{ "size", control_number(r->size, size) },
		{ "pos", control_number(r->pos, pos) },
		{ "bytes", control_number(relay_session_bytes(r), bytes) },
		{ "seconds", control_number(relay_session_age_ms(r) / 1000, age) },
	};

	control_row(s, value, ARRAY_LEN(value));
}

/* DCC LIST */
static void
list(struct control_session *s, const struct control_args *a)
{
	(void)a;
	control_columns(
		s, "id:n state:s kind:s mode:s tls:s from:s to:s name:s size:n pos:n bytes:n seconds:n");
	for (const struct relay_session *r = relay_next(s->cx->relay, NULL); r != NULL;
		r = relay_next(s->cx->relay, r))
		tell(s, r);
	control_ok(s, NULL);
}

/* DCC KILL <id> [:<reason>] */
static void
end(struct control_session *s, const struct control_args *a)
{
	char by[CONTROL_NAME_MAX];
	uint32_t id = 0; /* there is none */

	if (view_to_u32(control_arg(a, 0), &id) == -1)
		control_error(s, CONTROL_ERR_USAGE, "that is no number of a session; dcc list shows them");
	else if (!relay_kill(s->cx->relay, id, view_z(control_session_name(s, by)),
			 utf8_left(control_arg(a, 1), KICK_LEN)))
		control_error(s, CONTROL_ERR_NONE, "there is no such session");
	else
		control_ok(s, "the session is ended");
}

/* DCC STATS */
static void
stats(struct control_session *s, const struct control_args *a)
{
	struct relay_stats st = relay_stats(s->cx->relay);
	const struct {
		const char *name;
		uint64_t n;
	} figure[] = {
		{ "sessions", st.sessions },
		{ "open", st.open },
		{ "max-sessions", st.max_sessions },
		{ "ports", st.ports },
		{ "free-ports", st.free_ports },
		{ "offers", st.offers },
		{ "denied", st.denied },
		{ "intruders", st.intruders },
		{ "opened", st.opened },
		{ "done", st.done },
		{ "failed", st.failed },
		{ "cancelled", st.cancelled },
		{ "bytes", st.bytes },
	};

	(void)a;
	control_columns(s, "figure:s value:n");
	for (size_t i = 0; i < ARRAY_LEN(figure); i++) {
		char n[CONTROL_NUMBER_MAX];
		const struct control_value value[] = { { "figure", view_z(figure[i].name) },
			{ "value", control_number(figure[i].n, n) } };

		control_row(s, value, ARRAY_LEN(value));
	}
	control_ok(s, NULL);
}

static const struct control_request rows[] = {
	{ VIEW_INIT("DCC"), VIEW_INIT("LIST"), { 0, 0 }, false, "", list },
	{ VIEW_INIT("DCC"), VIEW_INIT("KILL"), { 1, 2 }, true, "<id> [:<reason>]", end },
	{ VIEW_INIT("DCC"), VIEW_INIT("STATS"), { 0, 0 }, false, "", stats },
};
const struct control_requests control_dcc = { rows, ARRAY_LEN(rows) };
