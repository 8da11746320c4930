/* Channels, as other servers hear of them. */
#include "link/burst.h"
#include "link/link_cmodes.h"
#include "link/out.h"
#include "link/tell.h"
#include "link/topic_line.h"
#include "state/channel_ts.h"

#define TMODE_PARAMS 10 /* of one line: more, and a server of this kind takes none of it */
/* What the rest of the longest TMODE leaves for letters and parameters. */
#define TMODE_ROOM (MSG_BODY_MAX - SERVER_NAME_LEN - CHANNEL_LEN - 40)

/* A channel that other servers have not is told with all that is in it: made just now, or registered, and nobody was in. */
void
tell_join(void *arg, const struct member *m, bool made)
{
	struct links *ls = arg;
	struct out o;

	for (unsigned i = 1; made && client_is_local(m->client) && i <= NODE_LINKS_MAX; i++) {
		if (ls->neighbour[i] != NULL)
			burst_channel(ls->neighbour[i], m->channel, false);
	}
	if (made && client_is_local(m->client))
		return;
	out_begin(&o, ls, tree_by(m->client), VIEW("JOIN"));
	out_param_u64(&o, channel_ts(m->channel));
	out_param(&o, channel_name(m->channel));
	out_param(&o, VIEW("+"));
	out_flood(&o, 0, 0);
}

void
tell_part(void *arg, const struct client *c, const struct channel *ch, struct view reason)
{
	struct out o;

	out_begin(&o, arg, tree_by(c), VIEW("PART"));
	out_param(&o, channel_name(ch));
	if (reason.n != 0)
		out_text(&o, reason);
	out_flood(&o, 0, 0);
}

void
tell_kick(void *arg, struct tree_source by, const struct member *m, struct view reason)
{
	struct out o;

	out_begin(&o, arg, by, VIEW("KICK"));
	out_param(&o, channel_name(m->channel));
	out_param(&o, client_uid(m->client));
	out_text(&o, reason);
	out_flood(&o, 0, 0);
}

/* The server's own topic, whatever is set elsewhere and when: TS 0 wins.  Who has no ETB gets what TB can do. */
static void
tell_topic_of_server(struct links *ls, const struct channel *ch)
{
	uint64_t etb = LINK_CAP_BIT(LINK_CAP_EOPMOD);
	uint64_t ts = ch->topic != NULL ? ch->topic_ms / 1000 : link_wall_s(ls);
	struct view by = ch->topic != NULL ? view_z(ch->topic_by) : node_name(link_world(ls)->me);
	struct out o;

	out_begin(&o, ls, TREE_US, VIEW("ETB"));
	out_param(&o, VIEW("0"));
	out_param(&o, channel_name(ch));
	out_param_u64(&o, ts);
	out_param(&o, by);
	out_text(&o, view_z(ch->topic));
	out_flood(&o, etb, 0);
	if (ch->topic == NULL)
		return;
	topic_line_tb(&o, ls, TREE_US, ch);
	out_flood(&o, LINK_CAP_BIT(LINK_CAP_TB), etb);
}

void
tell_topic(void *arg, struct tree_source by, const struct channel *ch)
{
	struct out o;

	if (by.client == NULL) {
		tell_topic_of_server(arg, ch);
		return;
	}
	out_begin(&o, arg, by, VIEW("TOPIC"));
	out_param(&o, channel_name(ch));
	out_text(&o, view_z(ch->topic));
	out_flood(&o, 0, 0);
}

/* One line of TMODE as it grows. */
struct tmode {
	struct links *ls;
	struct tree_source by;
	const struct channel *ch;
	bool conclave; /* for other Conclaves; else for all others */
	char sign;
	char letters[2 * MODE_CHANGES_MAX];
	struct view param[TMODE_PARAMS];
	size_t n_letters, n_params, used;
};

static void
tmode_flush(struct tmode *t)
{
	uint64_t bit = LINK_CAP_BIT(LINK_CAP_CONCLAVE);
	struct out o;

	if (t->n_letters != 0) {
		out_begin(&o, t->ls, t->by, VIEW("TMODE"));
		out_param_u64(&o, channel_ts(t->ch));
		out_param(&o, channel_name(t->ch));
		out_param(&o, view_of(t->letters, t->n_letters));
		for (size_t i = 0; i < t->n_params; i++)
			out_param(&o, t->param[i]);
		out_flood(&o, t->conclave ? bit : 0, t->conclave ? 0 : bit);
	}
	t->sign = '\0';
	t->n_letters = t->n_params = t->used = 0;
}

static void
tmode_add(struct tmode *t, const struct mode_change *mc, char letter)
{
	struct view param = mc->client != NULL ? client_uid(mc->client) : view_z(mc->param);
	char sign = mc->add ? '+' : '-';
	size_t need = 3 + param.n; /* sign, letter, blank */

	if (t->used + need > TMODE_ROOM || (param.n != 0 && t->n_params == TMODE_PARAMS))
		tmode_flush(t);
	if (t->sign != sign)
		t->letters[t->n_letters++] = t->sign = sign;
	t->letters[t->n_letters++] = letter;
	if (param.n != 0)
		t->param[t->n_params++] = param;
	t->used += need;
}

/* perhaps: the letters that not every server has, each in a line of its own. */
static void
tell_some(struct tmode *t, const struct mode_event *what, bool perhaps)
{
	for (size_t i = 0; i < what->n; i++) {
		const struct mode_change *mc = &what->change[i];
		enum cmode_reach reach;
		char letter = '\0';

		if (mc->verdict != MODE_OK)
			continue;
		reach = link_cmode_out(mc->letter, &letter);
		if (reach == CMODE_NOWHERE || (reach == CMODE_CONCLAVE && !t->conclave) ||
			(!t->conclave && reach == CMODE_PERHAPS) != perhaps)
			continue;
		tmode_add(t, mc, letter);
		if (perhaps)
			tmode_flush(t);
	}
	tmode_flush(t);
}

void
tell_modes(void *arg, struct tree_source by, const struct channel *ch, const struct mode_event *what)
{
	struct tmode t = { .ls = arg, .by = by, .ch = ch };

	if ((t.ls->up & ~(UINT64_C(1) << tree_link_of(by))) == 0)
		return;
	tell_some(&t, what, false);
	tell_some(&t, what, true);
	t.conclave = true;
	tell_some(&t, what, false);
}

/* Only to where the invited one is. */
void
tell_invite(void *arg, struct tree_source by, const struct channel *ch, const struct client *whom)
{
	struct out o;

	out_begin(&o, arg, by, VIEW("INVITE"));
	out_param(&o, client_uid(whom));
	out_param(&o, channel_name(ch));
	out_param_u64(&o, channel_ts(ch));
	out_client(&o, whom);
}

void
tell_knock(void *arg, const struct client *c, const struct channel *ch)
{
	struct out o;

	out_begin(&o, arg, tree_by(c), VIEW("KNOCK"));
	out_param(&o, channel_name(ch));
	out_flood(&o, LINK_CAP_BIT(LINK_CAP_KNOCK), 0);
}

bool
tell_may_rename(void *arg)
{
	const struct world *w = link_world(arg);

	LIST_FOR_EACH (it, &w->nodes) {
		const struct node *n = node_of_world_link(it);

		if (n != w->me && (n->caps & LINK_CAP_BIT(LINK_CAP_CONCLAVE)) == 0)
			return false;
	}
	return true;
}

void
tell_rename(void *arg, const struct client *c, struct view old, struct view name, struct view reason)
{
	struct out o;

	out_begin(&o, arg, tree_by(c), VIEW("ENCAP"));
	out_param(&o, VIEW("*"));
	out_param(&o, VIEW("RENAME"));
	out_param(&o, old);
	out_param(&o, name);
	out_text(&o, reason);
	out_flood(&o, LINK_CAP_BIT(LINK_CAP_CONCLAVE), 0);
}

void
tell_redact(
	void *arg, const struct client *c, const struct channel *ch, struct view msgid, struct view reason)
{
	struct out o;

	out_begin(&o, arg, tree_by(c), VIEW("ENCAP"));
	out_param(&o, VIEW("*"));
	out_param(&o, VIEW("REDACT"));
	out_param(&o, channel_name(ch));
	out_param(&o, msgid);
	out_text(&o, reason);
	out_flood(&o, LINK_CAP_BIT(LINK_CAP_CONCLAVE), 0);
}
