/* Everybody who is not behind the neighbour, in the order in which they came. */
#include "link/burst.h"
#include "link/introduce.h"

void
burst_users(struct link *l)
{
	LIST_FOR_EACH (it, &link_world(l->ls)->users) {
		const struct client *c = client_of_world_link(it);

		if (c->link != l->number)
			introduce_to(l, c);
	}
}
