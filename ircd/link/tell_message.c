/* What is said and answered, as other servers hear of them. */
#include "link/out.h"
#include "link/tell.h"

void
tell_message(void *arg, const struct tree_message *msg)
{
	(void)arg;
	(void)msg;
}

void
tell_wallops(void *arg, struct tree_source by, struct view text, bool opers_only)
{
	(void)arg;
	(void)by;
	(void)text;
	(void)opers_only;
}

void
tell_reply(void *arg, const struct client *to, struct view line)
{
	(void)arg;
	(void)to;
	(void)line;
}
