#include "commands/link_list.h"

#include "conf/conf.h"

static const struct view states[] = {
	[LINK_NEW] = VIEW_INIT("new"),
	[LINK_UP] = VIEW_INIT("up"),
	[LINK_CLOSING] = VIEW_INIT("closing"),
};

static void
count_behind(const struct world *w, uint8_t number, struct link_entry *out)
{
	LIST_FOR_EACH (it, &w->nodes) {
		const struct node *n = node_of_world_link(it);

		if (n->number != number)
			continue;
		out->servers++;
		out->users += n->n_users;
	}
}

static bool
is_there(const struct cmd_ctx *cx, struct view name)
{
	struct link_figures f;

	for (size_t i = 0; cx->links != NULL && links_each(cx->links, i, &f); i++)
		if (view_eq_nocase(view_z(f.name), name))
			return true;
	return false;
}

/* Section i of those whose link is not there. */
static bool
missing_at(const struct cmd_ctx *cx, size_t i, struct link_entry *out)
{
	const struct conf *conf = gate_conf(cx->gate);

	for (size_t k = 0; k < conf->n_link; k++) {
		struct view name = view_z(conf->link[k].name);

		if (!conf_link_is_direct(&conf->link[k]) || is_there(cx, name) || i-- != 0)
			continue;
		*out = (struct link_entry){ .name = name, .sid = VIEW(""), .state = VIEW("down") };
		return true;
	}
	return false;
}

bool
link_list_at(const struct cmd_ctx *cx, size_t i, struct link_entry *out)
{
	struct link_figures f;
	size_t n = 0;

	for (; cx->links != NULL && links_each(cx->links, n, &f); n++) {
		if (n != i)
			continue;
		*out = (struct link_entry){ .name = f.name[0] != '\0' ? view_z(f.name) : VIEW("*"),
			.sid = f.node != NULL ? view_z(f.node->sid) : VIEW(""),
			.state = states[f.state],
			.is_there = true,
			.figures = f,
			.open_s = (route_mono_ms(cx->route) - f.since_ms) / 1000 };
		if (f.node != NULL)
			count_behind(cx->world, f.node->number, out);
		return true;
	}
	return missing_at(cx, i - n, out);
}
