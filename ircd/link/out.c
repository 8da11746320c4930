#include "link/out.h"

#include <stdarg.h>
#include <string.h>

#include "proto/mask.h"

#define LANE 0u /* of a pool that only links use */

struct view
out_node_id(const struct node *n)
{
	return n->sid[0] != '\0' ? view_of(n->sid, SID_LEN) : node_name(n);
}

static void
begin(struct out *o, struct links *ls)
{
	o->ls = ls;
	o->from = 0;
	o->tags = VIEW("");
	o->ended = false;
	msg_build_begin(&o->b, o->bytes, sizeof(o->bytes));
}

void
out_begin(struct out *o, struct links *ls, struct tree_source by, struct view verb)
{
	begin(o, ls);
	o->from = tree_link_of(by);
	if (by.client != NULL)
		msg_build_source(&o->b, client_uid(by.client));
	else
		msg_build_source(&o->b, out_node_id(by.node != NULL ? by.node : link_world(ls)->me));
	msg_build_verb(&o->b, verb);
}

void
out_begin_bare(struct out *o, struct links *ls, struct view verb)
{
	begin(o, ls);
	msg_build_verb(&o->b, verb);
}

void
out_param(struct out *o, struct view v)
{
	msg_build_param(&o->b, v);
}

void
out_shown(struct out *o, struct view v)
{
	bool fits = v.n != 0 && v.p[0] != ':' && !view_has_any(v, VIEW(" \r\n\0"));

	out_param(o, fits ? v : VIEW("*"));
}

void
out_param_u64(struct out *o, uint64_t n)
{
	msg_build_param_u64(&o->b, n);
}

void
out_text(struct out *o, struct view v)
{
	msg_build_text(&o->b, v);
}

void
out_textf(struct out *o, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	msg_build_vtextf(&o->b, fmt, ap);
	va_end(ap);
}

size_t
out_room(const struct out *o)
{
	return msg_build_room(&o->b);
}

/* False when the builder refused something: nothing is sent. */
static bool
finish(struct out *o)
{
	if (!o->ended) {
		o->body = msg_build_end(&o->b);
		o->ended = true;
	}
	return o->body.n != 0;
}

/* The line with or without its tags. */
static struct line
make(struct out *o, bool tagged)
{
	size_t n = tagged ? o->tags.n + 2 : 0;
	char *p = line_begin(o->ls->lines, LANE, n + o->body.n);

	if (tagged) {
		p[0] = '@';
		memcpy(p + 1, o->tags.p, o->tags.n);
		p[n - 1] = ' ';
	}
	memcpy(p + n, o->body.p, o->body.n);
	return line_end(o->ls->lines, LANE, n + o->body.n);
}

static bool
takes_tags(const struct out *o, const struct link *l)
{
	return o->tags.n != 0 && (l->caps & LINK_CAP_BIT(LINK_CAP_STAG)) != 0;
}

/* A line lives until the next is begun in its lane: first to all who get it in one form, then in the other. */
static void
send_to(struct out *o, uint64_t bits)
{
	if (bits == 0 || !finish(o))
		return;
	for (unsigned tagged = 0; tagged < 2; tagged++) {
		struct line line = { .slab = NULL };

		for (unsigned i = 1; i <= NODE_LINKS_MAX; i++) {
			struct link *l = (bits >> i & 1) != 0 ? o->ls->neighbour[i] : NULL;

			if (l == NULL || l->conn == NULL || takes_tags(o, l) != (tagged == 1))
				continue;
			if (line.slab == NULL)
				line = make(o, tagged == 1);
			conn_send(l->conn, line);
		}
	}
}

static uint64_t
able(const struct out *o, uint64_t need, uint64_t without)
{
	uint64_t bits = 0;

	for (unsigned i = 1; i <= NODE_LINKS_MAX; i++) {
		const struct link *l = o->ls->neighbour[i];

		if (l != NULL && (l->caps & need) == need && (l->caps & without) == 0)
			bits |= UINT64_C(1) << i;
	}
	return bits;
}

/* Bit 0 is nobody's, so that what comes from here loses none. */
static uint64_t
but_source(const struct out *o, uint64_t bits)
{
	return bits & ~(UINT64_C(1) << o->from) & o->ls->up;
}

void
out_flood(struct out *o, uint64_t need, uint64_t without)
{
	send_to(o, but_source(o, able(o, need, without)));
}

void
out_bits(struct out *o, uint64_t bits)
{
	send_to(o, but_source(o, bits));
}

void
out_mask(struct out *o, struct view mask)
{
	uint64_t bits = 0;

	LIST_FOR_EACH (it, &link_world(o->ls)->nodes) {
		const struct node *n = node_of_world_link(it);

		if (mask_match(mask, node_name(n)))
			bits |= UINT64_C(1) << n->number;
	}
	send_to(o, but_source(o, bits));
}

void
out_to(struct out *o, struct link *l)
{
	if (l->conn == NULL || !finish(o))
		return;
	conn_send(l->conn, make(o, takes_tags(o, l)));
}

void
out_client(struct out *o, const struct client *c)
{
	out_bits(o, UINT64_C(1) << c->link);
}

void
out_node(struct out *o, const struct node *n)
{
	out_bits(o, UINT64_C(1) << n->number);
}
