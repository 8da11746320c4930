#include "link/link_ask.h"

#include <assert.h>

#include "conf/conf_link.h"
#include "link/link_priv.h"
#include "link/out.h"
#include "link/split.h"
#include "proto/limits.h"

bool
links_permit(const struct links *ls, const struct client *c, enum conf_permit what)
{
	const struct link *l = c->link != 0 ? ls->neighbour[c->link] : NULL;

	return l != NULL && link_permits(l, what);
}

void
links_squit(struct links *ls, struct node *n, const struct client *by, struct view reason)
{
	assert(n->neighbour != NULL);
	if (n->link != NULL) {
		link_close(n->link, "by %s%s%.*s", by != NULL ? by->nick : link_world(ls)->me->name,
			reason.n != 0 ? ": " : "", VIEW_ARG(reason));
		return;
	}
	split_order(ls, by != NULL ? tree_by(by) : TREE_US, n, reason);
}

void
links_query(
	struct links *ls, const struct client *by, const struct node *to, const struct view *word, size_t n)
{
	struct out o;

	assert(to->neighbour != NULL && n >= 2);
	out_begin(&o, ls, tree_by(by), word[0]);
	for (size_t i = 1; i + 1 < n; i++)
		out_param(&o, word[i]);
	out_text(&o, word[n - 1]);
	out_node(&o, to);
}
