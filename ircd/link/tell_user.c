/* Users of this side of the tree, as other servers hear of them. */
#include "link/out.h"
#include "link/tell.h"

void
tell_user(void *arg, const struct client *c)
{
	(void)arg;
	(void)c;
}

void
tell_quit(void *arg, const struct client *c, struct view reason)
{
	(void)arg;
	(void)c;
	(void)reason;
}

void
tell_kill(void *arg, struct tree_source by, const struct client *c, struct view reason)
{
	(void)arg;
	(void)by;
	(void)c;
	(void)reason;
}

void
tell_nick(void *arg, const struct client *c)
{
	(void)arg;
	(void)c;
}

void
tell_umodes(void *arg, const struct client *c, uint64_t added, uint64_t removed)
{
	(void)arg;
	(void)c;
	(void)added;
	(void)removed;
}

void
tell_oper(void *arg, const struct client *c)
{
	(void)arg;
	(void)c;
}

void
tell_away(void *arg, const struct client *c)
{
	(void)arg;
	(void)c;
}

void
tell_account(void *arg, const struct client *c)
{
	(void)arg;
	(void)c;
}

void
tell_host(void *arg, struct tree_source by, const struct client *c)
{
	(void)arg;
	(void)by;
	(void)c;
}

void
tell_realname(void *arg, const struct client *c)
{
	(void)arg;
	(void)c;
}

void
tell_signon(void *arg, const struct client *c)
{
	(void)arg;
	(void)c;
}
