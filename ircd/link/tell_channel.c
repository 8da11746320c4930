/* Channels, as other servers hear of them. */
#include "link/out.h"
#include "link/tell.h"

void
tell_join(void *arg, const struct member *m, bool made)
{
	(void)arg;
	(void)m;
	(void)made;
}

void
tell_part(void *arg, const struct client *c, const struct channel *ch, struct view reason)
{
	(void)arg;
	(void)c;
	(void)ch;
	(void)reason;
}

void
tell_kick(void *arg, struct tree_source by, const struct member *m, struct view reason)
{
	(void)arg;
	(void)by;
	(void)m;
	(void)reason;
}

void
tell_topic(void *arg, struct tree_source by, const struct channel *ch)
{
	(void)arg;
	(void)by;
	(void)ch;
}

void
tell_modes(void *arg, struct tree_source by, const struct channel *ch, const struct mode_event *what)
{
	(void)arg;
	(void)by;
	(void)ch;
	(void)what;
}

void
tell_invite(void *arg, struct tree_source by, const struct channel *ch, const struct client *whom)
{
	(void)arg;
	(void)by;
	(void)ch;
	(void)whom;
}

void
tell_knock(void *arg, const struct client *c, const struct channel *ch)
{
	(void)arg;
	(void)c;
	(void)ch;
}
