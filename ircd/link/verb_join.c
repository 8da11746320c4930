/*
 * SJOIN and JOIN.  The older channel wins (state/channel_ts.h); what of a younger one comes in is its members alone.  What is told onward is
 * what was decided here, with the TS that the channel has from now on.
 */
#include "link/verb_join.h"

#include "conf/conf.h"
#include "core/log.h"
#include "core/loop.h"
#include "link/link_cmodes.h"
#include "link/link_lower.h"
#include "link/out.h"
#include "link/registered.h"
#include "proto/names.h"
#include "route/channel_event.h"
#include "route/mode_event.h"
#include "route/netjoin.h"
#include "state/channel_server.h"

#define NAME_MAX_THERE 200 /* bytes of a channel's name on servers of this kind */

enum { MEMBERS_MAX = MSG_BODY_MAX / (UID_LEN + 1) };

struct joiner {
	struct client *client;
	uint32_t ranks;
};

struct sjoin {
	struct link_msg *m;
	uint64_t ts;
	bool is_absurd; /* its TS can't be */
	struct view name;
	struct channel *ch; /* NULL: it is new here */
	struct channel_simple simple;
	struct joiner joiner[MEMBERS_MAX];
	size_t n;
	struct channel_collision what;
};

/*
 * A TS of long ago, or of the future, is a lie or a clock gone wrong: with the first all channels could be taken over.  It counts as the
 * latest one, so that its members are in, and nothing more.
 */
static enum link_verdict
read_ts(struct sjoin *s, struct view text)
{
	uint64_t now = link_wall_s(s->m->ls);

	if (view_to_u64(text, &s->ts) == -1)
		return link_fault(s->m, LINK_BAD, "%.*s: the TS is no number", VIEW_ARG(s->m->msg->verb));
	s->is_absurd = s->ts != 0 && (s->ts < LINK_TS_MIN || s->ts > now + LINK_TS_AHEAD);
	if (!s->is_absurd)
		return LINK_OK;
	s->m->from->violations++;
	log_warn("link", "%s: the TS of %.*s can't be: %llu", s->m->from->name,
		VIEW_ARG(view_left(s->name, CHANNEL_LEN)), (unsigned long long)s->ts);
	s->ts = now;
	return LINK_OK;
}

/* "&c" is of one server alone; names that ours can't be are passed over, with all that is said of them later. */
static enum link_verdict
read_name(struct sjoin *s, struct view name)
{
	s->name = name;
	if (name.n > NAME_MAX_THERE)
		return link_fault(s->m, LINK_BAD, "The name of a channel has %zu bytes", name.n);
	if (name.n != 0 && name.p[0] != '&' && !name_is_channel(name))
		log_info("link", "%s: no channel can be called %.*s here", s->m->from->name, VIEW_ARG(name));
	s->ch = channel_find(link_world(s->m->ls), name);
	return name_is_channel(name) ? LINK_OK : LINK_STALE;
}

static enum link_verdict
read_head(struct sjoin *s)
{
	enum link_verdict v = read_name(s, s->m->msg->param[1]);

	return v == LINK_OK ? read_ts(s, s->m->msg->param[0]) : v;
}

/* Channels in which nobody is but who is behind this link. */
static size_t
count_channels(const struct link *l)
{
	size_t n = 0;

	LIST_FOR_EACH (it, &link_world(l->ls)->channel_list) {
		const struct channel *ch = CONTAINER_OF(it, const struct channel, in_world);
		uint32_t i = 0;

		while (i < ch->n_members && ch->member[i]->client->link == l->number)
			i++;
		n += i != 0 && i == ch->n_members;
	}
	return n;
}

/* Counted anew only where the limit seems to be reached: channels end in many ways.  False: it brings too many, LINK_DROP. */
static bool
make_channel(struct sjoin *s)
{
	struct link *l = s->m->from;

	if (l->conf != NULL && l->n_channels >= l->conf->max_channels) {
		l->n_channels = count_channels(l);
		if (l->n_channels >= l->conf->max_channels) {
			(void)link_fault(s->m, LINK_DROP, "More than %u channels (max-channels)",
				(unsigned)l->conf->max_channels);
			return false;
		}
	}
	l->n_channels++;
	s->ch = channel_make(link_world(s->m->ls), s->name, s->ts * 1000);
	s->ch->modes = 0;
	return true;
}

/* "@+2LFAAAAAB".  Who is not behind the link, or nobody, is passed over. */
static void
read_member(struct sjoin *s, struct view word)
{
	struct joiner j = { .ranks = 0 };

	for (; word.n != 0 && (word.p[0] == '@' || word.p[0] == '+'); word = view_skip(word, 1))
		j.ranks |= word.p[0] == '@' ? RANK_OP : RANK_VOICE;
	j.client = client_find_uid(link_world(s->m->ls), word);
	if (j.client != NULL && client_is_user(j.client) && j.client->link == s->m->from->number &&
		s->n < MEMBERS_MAX)
		s->joiner[s->n++] = j;
}

static void
read_rest(struct sjoin *s)
{
	const struct msg *msg = s->m->msg;
	struct view rest = msg->param[msg->n_params - 1], word;

	(void)link_cmodes_read(
		msg->param[2], msg->param + 3, msg->n_params - 4, link_is_conclave(s->m->from), &s->simple);
	while (view_cut(&rest, ' ', &word))
		read_member(s, word);
}

static void
decide(struct sjoin *s)
{
	uint64_t ours = channel_ts(s->ch);

	s->what =
		s->is_absurd ? (struct channel_collision){ true, false, ours } : channel_collide(ours, s->ts);
}

/* TS, modes and lists, as they were decided. */
static void
take_channel(struct sjoin *s, bool lists)
{
	struct channel_simple want;

	if (!s->what.keep_ours) {
		link_lower(s->m, s->ch, s->what.ts, lists);
		channel_set_case(s->ch, s->name);
		link_put_simple(s->m, s->ch, &s->simple);
		return;
	}
	link_set_ts(s->m, s->ch, s->what.ts);
	if (!s->what.take_theirs)
		return;
	channel_simple_of(s->ch, &want);
	channel_simple_join(&want, &s->simple);
	link_put_simple(s->m, s->ch, &want);
}

/* Those of a server that has more to tell come as a batch. */
static void
take_members(struct sjoin *s)
{
	struct route *rt = s->m->ls->env.route;
	bool begun = s->m->node->is_synced;

	for (size_t i = 0; i < s->n; i++) {
		if (member_find(s->ch, s->joiner[i].client) != NULL)
			continue;
		if (!begun)
			netjoin_begin(rt, s->ch, s->m->node);
		begun = true;
		channel_event_join_here(rt, member_add(s->ch, s->joiner[i].client, 0));
	}
	netjoin_end(rt, s->ch);
}

static void
give_rank(struct sjoin *s, uint32_t rank, char letter)
{
	char letters[MEMBERS_MAX + 1] = "+";
	struct view uid[MEMBERS_MAX];
	struct mode_command cmd = {
		.param = uid, .now_wall_ms = loop_wall_ms(s->m->ls->env.loop), .by_network = true
	};

	for (size_t i = 0; i < s->n; i++) {
		if ((s->joiner[i].ranks & rank) == 0)
			continue;
		uid[cmd.n_params++] = client_uid(s->joiner[i].client);
		letters[cmd.n_params] = letter;
	}
	cmd.letters = view_of(letters, cmd.n_params + 1);
	if (cmd.n_params != 0)
		(void)mode_event_by_node(s->m->ls->env.route, s->ch, s->m->node, &cmd);
}

/* The line goes on as it was taken: of a channel that lost, who joins and no more. */
static void
relay(struct sjoin *s, bool conclave)
{
	uint64_t bit = LINK_CAP_BIT(LINK_CAP_CONCLAVE);
	char modes[LINK_CMODES_TEXT] = "0", words[MSG_BODY_MAX];
	struct view rest, word;
	struct out o;
	size_t n = 0;

	if (s->what.take_theirs)
		(void)link_cmodes_text(&s->simple, conclave, modes);
	out_begin(&o, s->m->ls, tree_by_node(s->m->node), VIEW("SJOIN"));
	out_param_u64(&o, channel_ts(s->ch));
	out_param(&o, channel_name(s->ch));
	for (rest = view_z(modes); view_cut(&rest, ' ', &word);)
		out_param(&o, word);
	for (size_t i = 0; i < s->n && n + UID_LEN + 3 < sizeof(words); i++) {
		uint32_t ranks = s->what.take_theirs ? s->joiner[i].ranks : 0;

		if (n != 0)
			words[n++] = ' ';
		if ((ranks & RANK_OP) != 0)
			words[n++] = '@';
		if ((ranks & RANK_VOICE) != 0)
			words[n++] = '+';
		memcpy(words + n, s->joiner[i].client->uid, UID_LEN);
		n += UID_LEN;
	}
	out_text(&o, view_of(words, n));
	out_flood(&o, conclave ? bit : 0, conclave ? 0 : bit);
}

static void
answer_registered(struct sjoin *s, bool was_empty)
{
	if (s->ch->registration == NULL)
		return;
	if (was_empty)
		registered_begun(s->m->ls, s->ch);
	for (size_t i = 0; i < s->n; i++)
		registered_joined(s->m->ls, member_find(s->ch, s->joiner[i].client));
	registered_changed(s->m->ls, s->ch, true);
}

/* SJOIN <TS> <channel> <modes> {<parameter>} :{[@][+]<UID>} */
enum link_verdict
verb_sjoin(struct link_msg *m)
{
	struct sjoin s = { .m = m };
	enum link_verdict v = read_head(&s);
	bool was_empty, has_words = m->msg->param[m->msg->n_params - 1].n != 0;

	if (v != LINK_OK)
		return v;
	read_rest(&s);
	/* All whom it names are gone, or there is nothing that could stay. */
	if (s.n == 0 && (has_words || (s.ch == NULL && (s.simple.bits & CMODE_PERMANENT) == 0)))
		return LINK_STALE;
	if (s.ch == NULL && !make_channel(&s))
		return LINK_DROP;
	was_empty = s.ch->n_members == 0;
	decide(&s);
	take_channel(&s, true);
	take_members(&s);
	if (s.what.take_theirs) {
		give_rank(&s, RANK_OP, 'o');
		give_rank(&s, RANK_VOICE, 'v');
	}
	relay(&s, false);
	relay(&s, true);
	answer_registered(&s, was_empty);
	channel_end_if_empty(s.ch);
	return LINK_OK;
}

static enum link_verdict
part_all(struct link_msg *m)
{
	LIST_FOR_EACH_SAFE (it, nx, &m->user->memberships)
		(void)channel_event_part(
			m->ls->env.route, member_of_client_link(it), VIEW("Left all channels"));
	return LINK_OK;
}

/* JOIN <TS> <channel> + | 0 */
enum link_verdict
verb_join(struct link_msg *m)
{
	struct sjoin s = { .m = m, .joiner = { { .client = m->user } }, .n = 1 };
	enum link_verdict v;
	bool was_empty;

	if (m->msg->n_params == 1)
		return view_eq(m->msg->param[0], VIEW("0")) ? part_all(m) : LINK_STALE;
	v = read_head(&s);
	if (v != LINK_OK)
		return v;
	if (s.ch != NULL && member_find(s.ch, m->user) != NULL)
		return LINK_STALE;
	if (s.ch == NULL && !make_channel(&s))
		return LINK_DROP;
	was_empty = s.ch->n_members == 0;
	decide(&s);
	take_channel(&s, false);
	channel_event_join(m->ls->env.route, member_add(s.ch, m->user, 0));
	answer_registered(&s, was_empty);
	return LINK_OK;
}
