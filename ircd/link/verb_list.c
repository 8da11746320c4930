/*
 * BMASK EBMASK: the lists of channels.  A list has as many entries here as for everybody (CHANNEL_LIST_MAX); what is more, or can't be a
 * mask, is left out, and logged once for each line.
 */
#include <stdio.h>

#include "core/log.h"
#include "core/loop.h"
#include "link/out.h"
#include "link/registered.h"
#include "link/verb.h"
#include "route/mode_event.h"
#include "state/channel_ts.h"

enum { ENTRIES_MAX = MODE_CHANGES_MAX };

struct entry {
	struct view mask, setter;
	uint64_t set_s;
};

struct list_line {
	struct link_msg *m;
	struct channel *ch;
	const struct mode_def *def;
	bool with_setter; /* EBMASK */
	struct entry entry[ENTRIES_MAX];
	size_t n;
	size_t n_left_out;
};

/* What belongs to a younger channel is stale, a list that nobody knows here too. */
static enum link_verdict
begin(struct list_line *l)
{
	struct link_msg *m = l->m;
	struct view letter = m->msg->param[2];

	l->ch = m->arg[1].channel;
	if (m->arg[0].number > channel_ts(l->ch) || letter.n != 1)
		return LINK_STALE;
	l->def = channel_mode_find(link_world(m->ls), letter.p[0]);
	return l->def != NULL && l->def->kind == MODE_LIST ? LINK_OK : LINK_STALE;
}

static enum link_verdict
read_entry(struct list_line *l, struct view mask, struct view *rest)
{
	struct entry e = { .mask = mask, .setter = node_name(l->m->node) };
	uint64_t now = link_wall_s(l->m->ls);
	struct view ts;

	e.set_s = now;
	if (mask.n == 0)
		return LINK_OK;
	if (mask.p[0] == ':')
		return link_fault(l->m, LINK_DROP, "A mask of %s begins with ':'", l->ch->name);
	if (l->with_setter &&
		(!view_cut(rest, ' ', &ts) || !view_cut(rest, ' ', &e.setter) || e.setter.n == 0 ||
			view_to_u64(ts, &e.set_s) == -1))
		return link_fault(
			l->m, LINK_DROP, "%.*s: not mask, TS and setter", VIEW_ARG(l->m->msg->verb));
	if (e.set_s > now + LINK_TS_AHEAD)
		e.set_s = now;
	e.setter = view_left(e.setter, MASK_LEN + SERVER_NAME_LEN);
	if (l->n < ENTRIES_MAX)
		l->entry[l->n++] = e;
	return LINK_OK;
}

static enum link_verdict
read_entries(struct list_line *l)
{
	struct view rest = view_trim(l->m->msg->param[3]), mask;
	enum link_verdict v = LINK_OK;

	while (v == LINK_OK && view_cut(&rest, ' ', &mask))
		v = read_entry(l, mask, &rest);
	return v;
}

/* It was there, and has another setter or time now. */
static bool
is_settled(struct list_line *l, const struct mode_change *mc, const struct entry *e)
{
	return l->with_setter && mc->verdict == MODE_NOTHING &&
		ban_list_settle(&l->ch->list[l->def->list], e->mask, e->setter, e->set_s * 1000);
}

/* Each entry with its own setter and time; what is new is in change[], with MODE_NOTHING if only they are. */
static size_t
put_entries(struct list_line *l, struct mode_change *change)
{
	char letters[3] = { '+', l->def->letter, '\0' };
	size_t n = 0, kept = 0;

	for (size_t i = 0; i < l->n; i++) {
		struct mode_change done[MODE_CHANGES_MAX];
		struct mode_command cmd = { .letters = view_of(letters, 2),
			.param = &l->entry[i].mask,
			.n_params = 1,
			.now_wall_ms = l->entry[i].set_s * 1000,
			.by_network = true,
			.setter = l->entry[i].setter };

		(void)channel_change_modes(l->ch, NULL, &cmd, done);
		if (done[0].verdict != MODE_OK && done[0].verdict != MODE_NOTHING)
			l->n_left_out++;
		if (done[0].verdict != MODE_OK && !is_settled(l, &done[0], &l->entry[i]))
			continue;
		change[n++] = done[0];
		l->entry[kept++] = l->entry[i];
	}
	l->n = kept;
	return n;
}

/* What was new, as it is kept here; those without EBMASK get the masks alone. */
static void
relay(const struct list_line *l, const struct mode_change *change, bool with_setter)
{
	uint64_t bit = LINK_CAP_BIT(LINK_CAP_EBMASK);
	char text[MSG_BODY_MAX];
	size_t n = 0;
	struct out o;

	for (size_t i = 0; i < l->n; i++) {
		int len = 0;

		if (with_setter)
			len = snprintf(text + n, sizeof(text) - n, "%s%s %llu %.*s", n != 0 ? " " : "",
				change[i].param, (unsigned long long)l->entry[i].set_s,
				VIEW_ARG(l->entry[i].setter));
		else if (change[i].verdict == MODE_OK)
			len = snprintf(
				text + n, sizeof(text) - n, "%s%s", n != 0 ? " " : "", change[i].param);
		if (len < 0 || (size_t)len >= sizeof(text) - n)
			break;
		n += (size_t)len;
	}
	if (n == 0)
		return;
	out_begin(&o, l->m->ls, tree_by_node(l->m->node), with_setter ? VIEW("EBMASK") : VIEW("BMASK"));
	out_param_u64(&o, channel_ts(l->ch));
	out_param(&o, channel_name(l->ch));
	out_param(&o, view_of(&l->def->letter, 1));
	out_text(&o, view_of(text, n));
	out_flood(&o, with_setter ? bit : 0, !with_setter && l->with_setter ? bit : 0);
}

static enum link_verdict
run(struct link_msg *m, bool with_setter)
{
	struct list_line l = { .m = m, .with_setter = with_setter };
	struct mode_change change[MODE_CHANGES_MAX];
	struct mode_event what = { .change = change, .node = m->node };
	enum link_verdict v = begin(&l);

	if (v == LINK_OK)
		v = read_entries(&l);
	if (v != LINK_OK)
		return v;
	what.before = l.ch->modes;
	what.n = put_entries(&l, change);
	if (l.n_left_out != 0)
		log_warn("link", "%s: %zu entries of +%c of %s can't be kept", m->from->name, l.n_left_out,
			l.def->letter, l.ch->name);
	if (what.n == 0)
		return LINK_OK;
	mode_event_show(m->ls->env.route, NULL, l.ch, &what);
	if (with_setter)
		relay(&l, change, true);
	relay(&l, change, false);
	registered_changed(m->ls, l.ch, false);
	return LINK_OK;
}

/* BMASK <TS> <channel> <letter> :{<mask>} */
static enum link_verdict
on_bmask(struct link_msg *m)
{
	return run(m, false);
}

/* EBMASK <TS> <channel> <letter> :{<mask> <TS> <setter>} */
static enum link_verdict
on_ebmask(struct link_msg *m)
{
	return run(m, true);
}

static const struct link_verb rows[] = {
	{ VIEW_INIT("BMASK"), LINK_FROM_NODE, 4, 4, false, { LP_TS, LP_CHANNEL, LP_WORD, LP_ANY }, on_bmask },
	{ VIEW_INIT("EBMASK"), LINK_FROM_NODE, 4, 4, false, { LP_TS, LP_CHANNEL, LP_WORD, LP_ANY },
		on_ebmask },
};
const struct link_verb_table link_verbs_list = { rows, ARRAY_LEN(rows) };
