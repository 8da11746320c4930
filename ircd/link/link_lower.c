#include "link/link_lower.h"

#include "core/loop.h"
#include "route/mode_event.h"

enum { AT_ONCE = 12 }; /* changes of one command */

struct strip {
	char letters[AT_ONCE + 1];
	struct view param[AT_ONCE];
	char mask[AT_ONCE][MASK_LEN + 1];
	size_t n;
};

static void
strip_flush(struct link_msg *m, struct channel *ch, struct strip *s)
{
	struct mode_command cmd = { .letters = view_of(s->letters, s->n + 1),
		.param = s->param,
		.n_params = s->n,
		.now_wall_ms = loop_wall_ms(m->ls->env.loop),
		.by_network = true };

	s->letters[0] = '-';
	if (s->n != 0)
		(void)mode_event_by_node(m->ls->env.route, ch, m->node, &cmd);
	s->n = 0;
}

/* param: copied, for what it names is gone before the last of the line is. */
static void
strip_add(struct link_msg *m, struct channel *ch, struct strip *s, char letter, struct view param)
{
	if (s->n == AT_ONCE)
		strip_flush(m, ch, s);
	s->param[s->n] = view_of(s->mask[s->n], view_copy(param, s->mask[s->n], sizeof(s->mask[0])));
	s->letters[++s->n] = letter;
}

static void
strip_ranks(struct link_msg *m, struct channel *ch)
{
	struct strip s = { .n = 0 };

	for (size_t k = 0; k < n_channel_modes; k++) {
		const struct mode_def *def = &channel_modes[k];

		for (uint32_t i = 0; def->kind == MODE_PREFIX && i < ch->n_members; i++) {
			if ((ch->member[i]->ranks & def->bit) != 0)
				strip_add(m, ch, &s, def->letter, client_uid(ch->member[i]->client));
		}
	}
	strip_flush(m, ch, &s);
}

static void
strip_list(struct link_msg *m, struct channel *ch, const struct mode_def *def)
{
	const struct ban_list *l = &ch->list[def->list];
	struct strip s = { .n = 0 };

	for (size_t had = l->count + 1; l->count != 0 && l->count < had;) {
		had = l->count;
		for (size_t i = 0; i < l->count && i < AT_ONCE; i++)
			strip_add(m, ch, &s, def->letter, view_z(l->item[i].mask));
		strip_flush(m, ch, &s);
	}
}

void
link_set_ts(struct link_msg *m, struct channel *ch, uint64_t ts)
{
	uint64_t was = channel_ts(ch);
	struct event ev;

	channel_set_ts(ch, ts);
	if (was == ts)
		return;
	event_begin_node(&ev, link_world(m->ls), NULL, VIEW("NOTICE"));
	msg_build_param(&ev.build, channel_name(ch));
	msg_build_textf(&ev.build, "*** Notice -- TS for %s changed from %llu to %llu", ch->name,
		(unsigned long long)was, (unsigned long long)ts);
	route_channel(m->ls->env.route, ch, &ev, NULL);
}

void
link_lower(struct link_msg *m, struct channel *ch, uint64_t ts, bool lists)
{
	strip_ranks(m, ch);
	for (size_t k = 0; lists && k < n_channel_modes; k++) {
		if (channel_modes[k].kind == MODE_LIST)
			strip_list(m, ch, &channel_modes[k]);
	}
	channel_forget(ch);
	link_set_ts(m, ch, ts);
}

void
link_put_simple(struct link_msg *m, struct channel *ch, const struct channel_simple *want)
{
	struct mode_change change[MODE_CHANGES_MAX];
	struct mode_event what = { .before = ch->modes, .change = change, .node = m->node };

	what.n = channel_simple_put(ch, want, loop_wall_ms(m->ls->env.loop), change);
	mode_event_show(m->ls->env.route, NULL, ch, &what);
}
