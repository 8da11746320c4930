/* NickServ: accounts, and the nicks that belong to them. */
#include "commands/service.h"
#include "route/login.h"

static void
run_logout(struct service_ask *ask)
{
	login_clear(ask->cx->route, ask->src);
	service_say(ask, "You are logged out.");
}

static const struct service_command commands[] = {
	{ VIEW_INIT("LOGOUT"), { 0, 0 }, false, true, 1, "", "Be logged in no more.", run_logout },
};
const struct service service_nickserv = {
	.name = VIEW_INIT("NickServ"),
	.about = "NickServ keeps accounts, and the nicks that belong to them.  Its commands:",
	.command = commands,
	.n_commands = ARRAY_LEN(commands),
};
