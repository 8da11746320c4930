#include "link/split.h"

#include "core/loop.h"
#include "link/link_news.h"
#include "link/link_services.h"
#include "link/out.h"
#include "route/netsplit.h"

#define SPLIT_LOOK_MS 5000

static void
on_split_timer(struct timer *t, uint64_t now_ms)
{
	(void)now_ms;
	split_weigh(CONTAINER_OF(t, struct links, split_timer));
}

void
split_weigh(struct links *ls)
{
	const struct world *w = link_world(ls);
	bool is_split = node_split(w);

	if (is_split && !ls->is_split)
		link_news(ls,
			"The network is split: nobody makes channels until there are %u servers and %u users",
			(unsigned)w->conf.split_servers, (unsigned)w->conf.split_users);
	else if (!is_split && ls->is_split)
		link_news(ls, "The network is whole again");
	ls->is_split = is_split;
	if (w->conf.split_users != 0)
		loop_timer(ls->env.loop, &ls->split_timer, loop_mono_ms(ls->env.loop) + SPLIT_LOOK_MS,
			on_split_timer);
}

static size_t
users_leave(struct netsplit *s, struct node *n)
{
	size_t count = 0;

	for (; !list_is_empty(&n->users); count++)
		netsplit_leave(s, client_of_node_link(n->users.next));
	return count;
}

/* Uplinks stand before what is behind them: from the end, nobody is left behind a node when it goes. */
struct link_loss
split_node(struct links *ls, struct node *n)
{
	struct world *w = link_world(ls);
	struct link *l = ls->neighbour[n->number];
	struct link_loss loss = { 0, 0 };
	struct netsplit s;
	struct list *prev;

	netsplit_begin(&s, ls->env.route, n);
	for (struct list *it = w->nodes.prev; it != &w->nodes; it = prev) {
		struct node *behind = node_of_world_link(it);

		prev = it->prev;
		if (!node_is_behind(behind, n))
			continue;
		loss.users += users_leave(&s, behind);
		loss.servers++;
		node_del(behind);
	}
	netsplit_end(&s);
	split_weigh(ls);
	if (l != NULL)
		l->n_servers -= loss.servers;
	link_services_check(ls);
	return loss;
}

static void
begin_squit(struct out *o, struct links *ls, const struct node *n, struct view reason)
{
	out_begin_bare(o, ls, VIEW("SQUIT"));
	out_param(o, out_node_id(n));
	out_text(o, reason);
	o->from = n->number;
}

void
split_neighbour(struct link *l, struct view reason, struct link_loss *loss)
{
	struct links *ls = l->ls;
	struct out o;

	begin_squit(&o, ls, l->node, reason);
	ls->neighbour[l->number] = NULL;
	ls->up &= ~(UINT64_C(1) << l->number);
	out_flood(&o, 0, 0);
	*loss = split_node(ls, l->node);
	l->node = NULL;
	l->number = 0;
}

void
split_far(struct link *from, struct node *n, struct view reason)
{
	struct links *ls = from->ls;
	struct out o;

	begin_squit(&o, ls, n, reason);
	out_flood(&o, 0, 0);
	link_news(ls, "%s: gone with %s: %.*s", n->name, n->uplink->name, VIEW_ARG(reason));
	(void)split_node(ls, n);
}

void
split_order(struct links *ls, struct tree_source by, struct node *n, struct view reason)
{
	uint8_t from = tree_link_of(by);
	struct out o;

	out_begin(&o, ls, by, VIEW("SQUIT"));
	out_param(&o, out_node_id(n));
	out_text(&o, reason);
	out_node(&o, n);
	begin_squit(&o, ls, n, reason);
	out_bits(&o, ~(UINT64_C(1) << from));
	link_news(ls, "%s: cut off from %s: %.*s", n->name, n->uplink->name, VIEW_ARG(reason));
	(void)split_node(ls, n);
}
