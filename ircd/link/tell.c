/* The table behind route/tree.h. */
#include "link/tell.h"

const struct tree_ops link_tree = {
	.user = tell_user,
	.quit = tell_quit,
	.kill = tell_kill,
	.nick = tell_nick,
	.umodes = tell_umodes,
	.oper = tell_oper,
	.away = tell_away,
	.account = tell_account,
	.host = tell_host,
	.signon = tell_signon,
	.realname = tell_realname,
	.join = tell_join,
	.part = tell_part,
	.kick = tell_kick,
	.topic = tell_topic,
	.modes = tell_modes,
	.invite = tell_invite,
	.knock = tell_knock,
	.message = tell_message,
	.wallops = tell_wallops,
	.reply = tell_reply,
	.ban = tell_ban,
};
