#include "link/burst.h"

#include "link/out.h"
#include "link/tell_node.h"

void
burst_servers(struct link *l)
{
	struct world *w = link_world(l->ls);

	LIST_FOR_EACH (it, &w->nodes) {
		const struct node *n = node_of_world_link(it);

		if (n != w->me && n->number != l->number)
			tell_node(l->ls, n, l);
	}
}

/* The peer's answer to the PING is its end of burst: it comes behind all that it has to tell (TS6). */
void
burst(struct link *l)
{
	struct out o;

	burst_servers(l);
	burst_bans(l);
	burst_users(l);
	burst_channels(l);
	out_begin_bare(&o, l->ls, VIEW("PING"));
	out_text(&o, out_node_id(link_world(l->ls)->me));
	out_to(&o, l);
}
