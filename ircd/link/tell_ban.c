/* Bans of the network, as other servers hear of them. */
#include "link/out.h"
#include "link/tell.h"

void
tell_ban(void *arg, struct tree_source by, const struct server_ban *b, bool removed)
{
	(void)arg;
	(void)by;
	(void)b;
	(void)removed;
}
