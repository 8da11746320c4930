/* DCCKILL: the end of somebody's file transfer or direct chat. */
#include <inttypes.h>

#include "commands/command.h"
#include "core/utf8.h"
#include "relay/relay.h"
#include "route/reply.h"

/* DCCKILL <id> [:<reason>]; the id as STATS S has it. */
static void
cmd_dcckill(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct view reason = m->n_params > 1 ? utf8_left(m->param[1], KICK_LEN) : VIEW("");
	uint32_t id = 0; /* there is none */

	if (view_to_u32(m->param[0], &id) == -1 || !relay_kill(cx->relay, id, client_nick(src), reason)) {
		reply_fail(cx->route, src, VIEW("DCCKILL"), VIEW("NO_SUCH_SESSION"),
			VIEW("There is no such session; STATS S lists them"));
		return;
	}
	audit_number(cx->act, "id", id);
	reply_noticef(cx->route, src, "Session %" PRIu32 " is ended", id);
}

static const struct command rows[] = {
	{ VIEW_INIT("DCCKILL"), FROM_OPER, { 1, 2 }, 1, PRIV_DCCKILL, "<id> [:<reason>]",
		"End a file transfer or direct chat, or take an offer back.", cmd_dcckill },
};
const struct command_table commands_dcckill = { rows, ARRAY_LEN(rows) };
