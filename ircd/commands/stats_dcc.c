/* STATS of the relay: the files and direct chats that are offered and passed. */
#include "commands/stats.h"

#include "relay/relay.h"
#include "relay/relay_session.h"

/* Who they were when it began, for they may have left since. */
static void
session(struct stats_out *o, const struct relay_session *s)
{
	struct stats_line l;

	stats_begin(&l);
	stats_number(&l, s->id);
	stats_word(&l, view_z(relay_state_name(s->state)));
	stats_word(&l, s->is_chat ? VIEW("chat") : VIEW("send"));
	stats_word(&l, view_z(s->party[PUMP_SENDER].name));
	stats_word(&l, view_z(s->party[PUMP_RECEIVER].name));
	stats_word(&l, s->is_chat ? VIEW("-") : relay_session_name(s));
	stats_number(&l, s->size);
	stats_number(&l, s->pos);
	stats_number(&l, relay_session_bytes(s));
	stats_number(&l, relay_session_age_ms(s) / 1000);
	stats_end(&l, o);
}

/* *place: the id of the last one. */
static bool
sessions(struct cmd_ctx *cx, struct stats_out *o, uint64_t *place)
{
	for (const struct relay_session *s = relay_next(cx->relay, NULL); s != NULL;
		s = relay_next(cx->relay, s)) {
		if (s->id <= *place)
			continue;
		if (!stats_has_room(o))
			return false;
		session(o, s);
		*place = s->id;
	}
	return true;
}

static const struct stats_row rows[] = {
	{ 'S', false, RPL_STATSDEBUG, "S",
		"id:n state:s kind:s from:s to:s name:s size:n pos:n bytes:n seconds:n", NULL, NULL,
		"DCC sessions: offers, transfers, chats", sessions },
};
const struct stats_table stats_dcc = { rows, ARRAY_LEN(rows) };
