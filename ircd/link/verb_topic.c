/*
 * TOPIC of a user wins always; TB, of a burst, if it is older than ours, which has been there for longer then; ETB, mostly of services, if it
 * is newer, or its channel is older.
 */
#include "link/verb_topic.h"

#include <string.h>

#include "core/loop.h"
#include "core/utf8.h"
#include "link/out.h"
#include "link/registered.h"
#include "link/topic_line.h"
#include "route/channel_event.h"
#include "route/reply.h"
#include "state/channel_server.h"
#include "state/channel_ts.h"

static bool
is_topic(const struct channel *ch, struct view text)
{
	return view_eq(view_z(ch->topic), utf8_left(text, TOPIC_LEN));
}

/* Whom a line names as the setter; what could not stand there again is not taken. */
static struct view
setter_of(const struct link_msg *m, struct view by)
{
	return by.n == 0 || by.p[0] == ':' || view_has_any(by, VIEW(" ")) ? node_name(m->node)
									  : view_left(by, MASK_LEN);
}

static void
put(struct link_msg *m, struct channel *ch, struct view by, struct view text)
{
	channel_put_topic(ch, by, text, loop_wall_ms(m->ls->env.loop));
}

static void
put_ts(struct channel *ch, uint64_t ts)
{
	if (ch->topic != NULL)
		ch->topic_ms = ts * 1000;
}

/* TOPIC <channel> :<text>.  Services are nowhere members. */
enum link_verdict
verb_topic(struct link_msg *m)
{
	struct channel *ch = m->arg[0].channel;
	char mask[MASK_LEN + 1];

	if (member_find(ch, m->user) == NULL && !m->node->is_services) {
		reply(m->ls->env.route, m->user, ERR_NOTONCHANNEL, channel_name(ch));
		return LINK_STALE;
	}
	put(m, ch, view_of(mask, client_mask(m->user, mask)), m->msg->param[1]);
	channel_event_topic(m->ls->env.route, tree_by(m->user), ch);
	registered_changed(m->ls, ch, true);
	return LINK_OK;
}

/* Older wins there, too: so it is told as TB to those who know it, and to nobody else. */
static void
relay_tb(struct link_msg *m, const struct channel *ch)
{
	struct out o;

	topic_line_tb(&o, m->ls, tree_by_node(m->node), ch);
	out_flood(&o, LINK_CAP_BIT(LINK_CAP_TB), 0);
}

static int
compare(struct view a, struct view b)
{
	int c = memcmp(a.n != 0 ? a.p : "", b.n != 0 ? b.p : "", a.n < b.n ? a.n : b.n);

	return c != 0 ? c : (a.n > b.n) - (a.n < b.n);
}

/*
 * The older one wins.  Topics that crossed may be of the same second: then the larger text, and of the same text the smaller setter, so that
 * both sides come to the same.
 */
static bool
tb_wins(const struct channel *ch, uint64_t ts, struct view setter, struct view text)
{
	uint64_t ours = ch->topic_ms / 1000;
	int c;

	if (ch->topic == NULL || ts != ours)
		return ch->topic == NULL || ts < ours;
	c = compare(utf8_left(text, TOPIC_LEN), view_z(ch->topic));
	return c != 0 ? c > 0 : compare(setter, view_z(ch->topic_by)) < 0;
}

/* TB <channel> <topic TS> [<setter>] :<text>.  The same text gets the older setter and time, of which nobody here need hear. */
enum link_verdict
verb_tb(struct link_msg *m)
{
	struct channel *ch = m->arg[0].channel;
	struct view text = m->msg->param[m->msg->n_params - 1];
	struct view setter = setter_of(m, m->msg->n_params > 3 ? m->msg->param[2] : VIEW(""));
	uint64_t ts = m->arg[1].number;
	bool is_same = is_topic(ch, text);

	if (text.n == 0 || !tb_wins(ch, ts, setter, text))
		return LINK_STALE;
	put(m, ch, setter, text);
	put_ts(ch, ts);
	if (!is_same)
		channel_event_topic_here(m->ls->env.route, tree_by_node(m->node), ch);
	relay_tb(m, ch);
	registered_changed(m->ls, ch, false);
	return LINK_OK;
}

/* As it came to those who have ETB; a user's as its TOPIC, a server's as TB where it can be. */
static void
relay_etb(struct link_msg *m, const struct channel *ch)
{
	uint64_t etb = LINK_CAP_BIT(LINK_CAP_EOPMOD);
	struct out o;

	out_begin(&o, m->ls, link_source(m), VIEW("ETB"));
	out_param_u64(&o, m->arg[0].number);
	out_param(&o, channel_name(ch));
	out_param_u64(&o, m->arg[2].number);
	out_param(&o, ch->topic != NULL ? view_z(ch->topic_by) : node_name(m->node));
	out_text(&o, view_z(ch->topic));
	out_flood(&o, etb, 0);
	if (m->user != NULL) {
		out_begin(&o, m->ls, tree_by(m->user), VIEW("TOPIC"));
		out_param(&o, channel_name(ch));
		out_text(&o, view_z(ch->topic));
		out_flood(&o, 0, etb);
	} else if (ch->topic != NULL) {
		topic_line_tb(&o, m->ls, tree_by_node(m->node), ch);
		out_flood(&o, LINK_CAP_BIT(LINK_CAP_TB), etb);
	}
}

/* ETB <TS> <channel> <topic TS> <setter> :<text>.  The same text again: its setter and TS change, and nobody need hear of it. */
enum link_verdict
verb_etb(struct link_msg *m)
{
	struct channel *ch = m->arg[1].channel;
	struct view text = m->msg->param[4];
	uint64_t theirs = m->arg[0].number, ours = channel_ts(ch), ts = m->arg[2].number;
	bool wins = ch->topic == NULL || theirs < ours || (theirs == ours && ts > ch->topic_ms / 1000);
	bool is_same = is_topic(ch, text);

	if (!wins || (is_same && ch->topic == NULL))
		return LINK_STALE;
	put(m, ch, setter_of(m, m->msg->param[3]), text);
	put_ts(ch, ts);
	if (!is_same)
		channel_event_topic_here(m->ls->env.route, link_source(m), ch);
	relay_etb(m, ch);
	registered_changed(m->ls, ch, m->user != NULL);
	return LINK_OK;
}
