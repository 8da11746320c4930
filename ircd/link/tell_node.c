#include "link/tell_node.h"

#include "link/out.h"

#define CAPS_TEXT_MAX 300

/* The neighbours whose SERVER had five parameters: they pass over a SID that has four (Anope 2.0). */
static uint64_t
long_ones(const struct links *ls)
{
	uint64_t bits = 0;

	for (unsigned i = 1; i <= NODE_LINKS_MAX; i++) {
		if (ls->neighbour[i] != NULL && ls->neighbour[i]->long_sid)
			bits |= UINT64_C(1) << i;
	}
	return bits;
}

static void
build(struct out *o, struct links *ls, const struct node *n, bool is_long)
{
	bool has_sid = n->sid[0] != '\0';

	out_begin(o, ls, tree_by_node(n->uplink), has_sid ? VIEW("SID") : VIEW("SERVER"));
	out_param(o, node_name(n));
	out_param_u64(o, n->hops + 1);
	if (has_sid)
		out_param(o, view_z(n->sid));
	if (has_sid && is_long)
		out_param(o, VIEW("+"));
	out_textf(o, "%s%s", n->is_hidden ? NODE_HIDDEN_MARK : "", n->description);
	o->from = n->number; /* its uplink may be this server */
}

static void
build_caps(struct out *o, struct links *ls, const struct node *n)
{
	char text[CAPS_TEXT_MAX];

	out_begin(o, ls, tree_by_node(n), VIEW("ENCAP"));
	out_param(o, VIEW("*"));
	out_param(o, VIEW("GCAP"));
	out_text(o, view_of(text, link_caps_text(n->caps, text, sizeof(text))));
}

void
tell_node_caps(struct links *ls, const struct node *n)
{
	struct out o;

	build_caps(&o, ls, n);
	out_flood(&o, LINK_CAP_BIT(LINK_CAP_ENCAP), 0);
}

static void
tell_all(struct links *ls, const struct node *n)
{
	uint64_t is_long = long_ones(ls);
	struct out o;

	build(&o, ls, n, false);
	out_bits(&o, ~is_long);
	if (is_long != 0) {
		build(&o, ls, n, true);
		out_bits(&o, is_long);
	}
	if (n->caps != 0)
		tell_node_caps(ls, n);
}

void
tell_node(struct links *ls, const struct node *n, struct link *to)
{
	struct out o;

	if (to == NULL) {
		tell_all(ls, n);
		return;
	}
	build(&o, ls, n, to->long_sid);
	out_to(&o, to);
	if (n->caps == 0)
		return;
	build_caps(&o, ls, n);
	out_to(&o, to);
}
