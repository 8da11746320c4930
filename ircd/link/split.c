#include "link/split.h"

#include <stdio.h>

#include "link/out.h"
#include "route/leave.h"

static void
users_leave(struct links *ls, struct node *n, struct view reason)
{
	while (!list_is_empty(&n->users))
		leave_remote(ls->env.route, client_of_node_link(n->users.next), reason);
}

/* Uplinks stand before what is behind them: from the end, nobody is left behind a node when it goes. */
void
split_node(struct links *ls, struct node *n)
{
	struct world *w = link_world(ls);
	char reason[2 * SERVER_NAME_LEN + 2];
	struct list *prev;

	(void)snprintf(reason, sizeof(reason), "%s %s", n->uplink->name, n->name);
	for (struct list *it = w->nodes.prev; it != &w->nodes; it = prev) {
		struct node *behind = node_of_world_link(it);

		prev = it->prev;
		if (!node_is_behind(behind, n))
			continue;
		users_leave(ls, behind, view_z(reason));
		node_del(behind);
	}
}

void
split_neighbour(struct link *l, struct view reason)
{
	struct links *ls = l->ls;
	struct out o;

	out_begin_bare(&o, ls, VIEW("SQUIT"));
	out_param(&o, out_node_id(l->node));
	out_text(&o, reason);
	ls->neighbour[l->number] = NULL;
	ls->up &= ~(UINT64_C(1) << l->number);
	split_node(ls, l->node);
	l->node = NULL;
	l->number = 0;
	out_flood(&o, 0, 0);
}
