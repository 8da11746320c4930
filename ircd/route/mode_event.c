/* MODE of a channel as others hear it, and the changes that the server makes by itself. */
#include "route/mode_event.h"

#include <string.h>

#include "route/tree.h"
#include "state/registration.h"

/* Bytes of letters and parameters that one MODE line has room for, whoever says it in whatever channel. */
#define MODE_LINE_ROOM (MSG_BODY_MAX - 2 - MASK_LEN - CHANNEL_LEN - 16)

/* Tells change[0..n-1], of which all worked, in one line. */
static void
tell_line(struct route *rt, struct tree_source by, const struct channel *ch,
	const struct mode_change *const *change, size_t n)
{
	char letters[2 * MODE_CHANGES_MAX], sign = '\0';
	struct event ev;
	size_t len = 0;

	if (n == 0)
		return;
	for (size_t i = 0; i < n; i++) {
		char want = change[i]->add ? '+' : '-';

		if (want != sign)
			letters[len++] = sign = want;
		letters[len++] = change[i]->letter;
	}
	if (by.client != NULL)
		event_begin(&ev, route_world(rt), by.client, VIEW("MODE"));
	else
		event_begin_node(&ev, route_world(rt), by.node, VIEW("MODE"));
	msg_build_param(&ev.build, channel_name(ch));
	msg_build_param(&ev.build, view_of(letters, len));
	for (size_t i = 0; i < n; i++) {
		if (change[i]->param[0] != '\0')
			msg_build_param(&ev.build, view_z(change[i]->param));
	}
	route_channel(rt, ch, &ev, NULL);
}

/* What worked, in as many lines as it takes: six long masks do not fit into one. */
static void
tell_changes(struct route *rt, struct tree_source by, const struct channel *ch,
	const struct mode_change *change, size_t n)
{
	const struct mode_change *line[MODE_CHANGES_MAX] = { NULL };
	size_t count = 0, used = 0;

	for (size_t i = 0; i < n; i++) {
		size_t len = 3 + strlen(change[i].param); /* sign, letter, blank */

		if (change[i].verdict != MODE_OK)
			continue;
		if (used + len > MODE_LINE_ROOM) {
			tell_line(rt, by, ch, line, count);
			count = used = 0;
		}
		line[count++] = &change[i];
		used += len;
	}
	tell_line(rt, by, ch, line, count);
}

static bool
concerns(const struct mode_change *mc, const struct mode_change *other)
{
	return other->verdict == MODE_OK && other->def->kind == MODE_PREFIX &&
		view_eq(view_z(mc->param), view_z(other->param));
}

/* change[i] is the first (or the last) of change[0..n-1] that gives or takes a rank of its member. */
static bool
is_edge(const struct mode_change *change, size_t n, size_t i, bool first)
{
	for (size_t k = first ? 0 : i + 1; k < (first ? i : n); k++) {
		if (concerns(&change[i], &change[k]))
			return false;
	}
	return concerns(&change[i], &change[i]);
}

/* With its first rank a member of an auditorium comes out of the dark, before the line that names it; with its last it goes back. */
static void
tell_stage(
	struct route *rt, const struct channel *ch, const struct mode_change *change, size_t n, bool before)
{
	for (size_t i = 0; i < n; i++) {
		const struct client *c;
		struct event ev;

		if (!is_edge(change, n, i, before) || !(before ? change[i].was_bare : change[i].is_bare))
			continue;
		c = client_find(route_world(rt), view_z(change[i].param));
		if (before) {
			event_begin_join(&ev, route_world(rt), c, ch);
		} else {
			event_begin(&ev, route_world(rt), c, VIEW("PART"));
			msg_build_param(&ev.build, channel_name(ch));
		}
		route_member_unseen(rt, member_find(ch, c), &ev);
	}
}

static struct tree_source
source_of(const struct client *from, const struct mode_event *what)
{
	return from != NULL ? tree_by(from) : tree_by_node(what->node);
}

void
mode_event_show(
	struct route *rt, const struct client *from, const struct channel *ch, const struct mode_event *what)
{
	bool on_stage = (what->before & ch->modes & CMODE_AUDITORIUM) != 0;

	if (on_stage)
		tell_stage(rt, ch, what->change, what->n, true);
	tell_changes(rt, source_of(from, what), ch, what->change, what->n);
	if (on_stage)
		tell_stage(rt, ch, what->change, what->n, false);
}

static size_t
count_done(const struct mode_event *what)
{
	size_t n = 0;

	for (size_t i = 0; i < what->n; i++)
		n += what->change[i].verdict == MODE_OK;
	return n;
}

void
mode_event_tell(
	struct route *rt, const struct client *from, const struct channel *ch, const struct mode_event *what)
{
	mode_event_show(rt, from, ch, what);
	if (count_done(what) != 0)
		tree_modes(rt, source_of(from, what), ch, what);
}

size_t
mode_event_by_node(
	struct route *rt, struct channel *ch, const struct node *node, const struct mode_command *cmd)
{
	struct mode_change change[MODE_CHANGES_MAX];
	struct mode_event what = { .before = ch->modes, .change = change, .node = node };

	what.n = channel_change_modes(ch, NULL, cmd, change);
	mode_event_show(rt, NULL, ch, &what);
	return count_done(&what);
}

size_t
mode_event_change(
	struct route *rt, struct channel *ch, struct view letters, const struct view *param, size_t n_params)
{
	const struct mode_command cmd = {
		.letters = letters,
		.param = param,
		.n_params = n_params,
		.now_wall_ms = route_wall_ms(rt),
	};
	struct mode_change change[MODE_CHANGES_MAX];
	struct mode_event what = { .before = ch->modes, .change = change };

	what.n = channel_change_modes(ch, NULL, &cmd, change);
	mode_event_tell(rt, NULL, ch, &what);
	return count_done(&what);
}

void
mode_event_registered(struct route *rt, const struct channel *ch)
{
	struct event ev;

	event_begin(&ev, route_world(rt), NULL, VIEW("MODE"));
	msg_build_param(&ev.build, channel_name(ch));
	msg_build_param(&ev.build, ch->registration != NULL ? VIEW("+r") : VIEW("-r"));
	route_channel(rt, ch, &ev, NULL);
}

void
mode_event_give(struct route *rt, struct member *m, uint32_t ranks)
{
	struct view nick[MODES_MAX];
	char letters[MODES_MAX + 1] = "+";
	size_t n = 0;

	ranks &= ~(uint32_t)m->ranks;
	for (size_t i = n_channel_modes; i-- > 0 && n < MODES_MAX;) {
		if (channel_modes[i].kind != MODE_PREFIX || (channel_modes[i].bit & ranks) == 0)
			continue;
		nick[n++] = client_nick(m->client);
		letters[n] = channel_modes[i].letter;
	}
	if (n != 0)
		(void)mode_event_change(rt, m->channel, view_of(letters, n + 1), nick, n);
}

void
mode_event_access(struct route *rt, struct client *c)
{
	LIST_FOR_EACH (it, &c->memberships) {
		struct member *m = member_of_client_link(it);

		mode_event_give(rt, m, registration_ranks(m->channel->registration, c));
	}
}
