#include "auth/nick_right.h"

#include "auth/ban_check.h"
#include "auth/gate.h"
#include "auth/protect.h"
#include "auth/reserved.h"
#include "core/loop.h"
#include "route/reply.h"
#include "state/nick_delay.h"
#include "state/server_ban.h"

static bool
refuse(const struct client *c, struct view nick, enum numeric n, struct view why)
{
	struct reply r;

	reply_begin(&r, gate_env(c->session->gate)->route, c, n);
	reply_param(&r, nick);
	reply_end_text(&r, why);
	return false;
}

bool
nick_right_has(const struct client *c, struct view nick, bool may_log_in)
{
	const struct server_ban *resv = ban_check_name(c, nick);
	struct reply r;

	if (resv != NULL) {
		reply_begin(&r, gate_env(c->session->gate)->route, c, ERR_ERRONEUSNICKNAME);
		reply_param(&r, nick);
		reply_end_textf(&r, "Nickname is reserved: %s", resv->reason);
		return false;
	}
	if (nick_delay_has(c->world->nick_delays, nick, loop_mono_ms(gate_env(c->session->gate)->loop)))
		return refuse(c, nick, ERR_UNAVAILRESOURCE,
			VIEW("Nickname is kept for its owner for a while: try again later"));
	if (!reserved_may_have(gate_conf(c->session->gate), c, nick))
		return refuse(c, nick, ERR_ERRONEUSNICKNAME,
			VIEW("Nickname is reserved, or looks like one that is"));
	if (!may_log_in && !protect_may_have(c, nick))
		return refuse(c, nick, ERR_NICKNAMEINUSE,
			VIEW("Nickname is registered to somebody else: log in first"));
	return true;
}
