/* All three are heard as WALLOPS, which every client shows; those to operators say in front what they are, as on Solanum. */
#include "route/wallops.h"

#include "state/mode.h"

void
wallops_say(struct route *rt, struct tree_source by, enum wallops_to to, struct view text)
{
	static const char *const front[] = {
		[WALLOPS_USERS] = "", [WALLOPS_OPERS] = "OPERWALL - ", [WALLOPS_OPERS_HERE] = "LOCOPS - "
	};
	const struct world *w = route_world(rt);
	struct event ev;

	if (by.client != NULL)
		event_begin(&ev, w, by.client, VIEW("WALLOPS"));
	else
		event_begin_node(&ev, w, by.node, VIEW("WALLOPS"));
	msg_build_textf(&ev.build, "%s%.*s", front[to], VIEW_ARG(text));
	route_umode(rt, to == WALLOPS_USERS ? UMODE_WALLOPS : UMODE_OPER, &ev);
	if (to != WALLOPS_OPERS_HERE)
		tree_wallops(rt, by, text, to == WALLOPS_OPERS);
}
