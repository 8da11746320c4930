#include "route/netjoin.h"

#include <stdio.h>

#include "route/event.h"
#include "route/route_priv.h"
#include "state/mode_bits.h"

static void
begin_batch(struct event *ev, struct route *rt, char sign)
{
	char text[BATCH_REF + 1];

	event_begin(ev, rt->world, NULL, VIEW("BATCH"));
	ev->need = CAP_BIT(CAP_BATCH);
	ev->no_label = true;
	(void)snprintf(text, sizeof(text), "%c%s", sign, rt->netjoin);
	msg_build_param(&ev->build, view_z(text));
}

/* Where not all see who comes, an empty batch would tell them that somebody did. */
void
netjoin_begin(struct route *rt, const struct channel *ch, const struct node *n)
{
	struct event ev;

	if ((ch->modes & CMODE_AUDITORIUM) != 0)
		return;
	(void)route_batch_ref(++rt->batch_count, rt->netjoin);
	begin_batch(&ev, rt, '+');
	msg_build_param(&ev.build, VIEW("netjoin"));
	msg_build_param(&ev.build, node_name(n->uplink));
	msg_build_param(&ev.build, node_name(n));
	route_channel(rt, ch, &ev, NULL);
}

void
netjoin_end(struct route *rt, const struct channel *ch)
{
	struct event ev;

	if (rt->netjoin[0] == '\0')
		return;
	begin_batch(&ev, rt, '-');
	route_channel(rt, ch, &ev, NULL);
	rt->netjoin[0] = '\0';
}

struct view
netjoin_ref(const struct route *rt)
{
	return view_z(rt->netjoin);
}
