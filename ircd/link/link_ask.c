#include "link/link_ask.h"

#include <assert.h>

#include "link/link_priv.h"
#include "link/out.h"
#include "proto/limits.h"

void
links_squit(struct links *ls, struct node *n, const struct client *by, struct view reason)
{
	struct out o;

	assert(n->neighbour != NULL);
	if (n->link != NULL) {
		link_close(n->link, "by %s%s%.*s", by != NULL ? by->nick : link_world(ls)->me->name,
			reason.n != 0 ? ": " : "", VIEW_ARG(reason));
		return;
	}
	out_begin(&o, ls, by != NULL ? tree_by(by) : TREE_US, VIEW("SQUIT"));
	out_param(&o, out_node_id(n));
	out_text(&o, reason);
	out_node(&o, n);
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
