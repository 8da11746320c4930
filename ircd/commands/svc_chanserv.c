/* ChanServ: registered channels. */
#include "commands/service.h"

const struct service service_chanserv = {
	.name = VIEW_INIT("ChanServ"),
	.about = "ChanServ keeps channels for who founded them.  Its commands:",
};
