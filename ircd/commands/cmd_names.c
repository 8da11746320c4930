/* NAMES: who is in a channel.  RFC 2812 3.2.5; IRCv3 multi-prefix, userhost-in-names. */
#include "auth/pace.h"
#include "commands/command.h"
#include "commands/lookup.h"
#include "commands/names_list.h"
#include "proto/caps.h"
#include "route/reply.h"
#include "state/channel.h"
#include "state/cursor.h"
#include "state/mode.h"

#define NAMES_PER_COST 500 /* members that are shown for a cost of 1 */
#define NAMES_PER_TURN 2000
#define NAME_MAX_LEN   (8 + MASK_LEN + 2)

struct names_job {
	struct pace_job job;
	struct cmd_ctx *cx;
	struct member_cursor at;
	char name[CHANNEL_LEN + 1]; /* for the end, when the channel has ended before */
};

/* "@+nick" or, with userhost-in-names, "@+nick!user@host" */
static size_t
name_text(const struct member *m, uint64_t caps, char *dst)
{
	char prefixes[8];
	size_t n = view_copy(
		view_z(member_prefixes(m, (caps & CAP_BIT(CAP_MULTI_PREFIX)) != 0, prefixes)), dst, 8);

	if ((caps & CAP_BIT(CAP_USERHOST_IN_NAMES)) != 0)
		return n + client_mask(m->client, dst + n);
	return n + view_copy(client_nick(m->client), dst + n, NICK_LEN_MAX + 1);
}

static void
begin(struct reply *r, struct cmd_ctx *cx, const struct client *to, const struct channel *ch)
{
	reply_begin(r, cx->route, to, RPL_NAMREPLY);
	if ((ch->modes & CMODE_SECRET) != 0)
		reply_param(r, VIEW("@"));
	else
		reply_param(r, (ch->modes & CMODE_PRIVATE) != 0 ? VIEW("*") : VIEW("="));
	reply_param(r, channel_name(ch));
}

/* One line of those who are next, as far as they fit and `left` members may still be looked at. */
static void
send_line(const struct names_job *job, struct client *to, struct member_cursor *at, uint32_t *left)
{
	bool inside = member_find(at->channel, to) != NULL || lookup_sees_all(to);
	char line[MSG_BODY_MAX], one[NAME_MAX_LEN];
	size_t n = 0, room;
	struct reply r;

	begin(&r, job->cx, to, at->channel);
	room = msg_build_room(&r.build);
	while (*left != 0 && !member_cursor_is_at_end(at)) {
		struct member_cursor here = *at;
		const struct member *m = member_cursor_next(at);
		size_t len;

		(*left)--;
		if ((!inside && (m->client->umodes & UMODE_INVISIBLE) != 0) || !lookup_member_visible(m, to))
			continue;
		len = name_text(m, to->caps, one);
		if (n + len + 1 > room) {
			*at = here;
			break;
		}
		if (n != 0)
			line[n++] = ' ';
		n += view_copy(view_of(one, len), line + n, sizeof(line) - n);
	}
	if (n != 0)
		reply_end_text(&r, view_of(line, n));
	else
		route_line_send(job->cx->route, to, 0); /* gives the begun line up */
}

/* What was hidden from who asks since the last step is not shown any more; neither is what has ended. */
static bool
step(struct pace_job *pace_job, struct client *to)
{
	struct names_job *job = CONTAINER_OF(pace_job, struct names_job, job);
	const struct channel *ch = job->at.channel;
	uint32_t left = NAMES_PER_TURN;

	if (ch == NULL) {
		reply(job->cx->route, to, RPL_ENDOFNAMES, view_z(job->name));
		return true;
	}
	while (!member_cursor_is_at_end(&job->at) && lookup_channel_visible(ch, to)) {
		if (left == 0 || !pace_has_room(to))
			return false;
		send_line(job, to, &job->at, &left);
	}
	reply(job->cx->route, to, RPL_ENDOFNAMES, channel_name(ch)); /* it may have got another */
	return true;
}

static void
park(struct pace_job *job)
{
	member_cursor_park(&CONTAINER_OF(job, struct names_job, job)->at);
}

static void
unpark(struct pace_job *job)
{
	member_cursor_unpark(&CONTAINER_OF(job, struct names_job, job)->at);
}

void
names_list_send(struct cmd_ctx *cx, struct client *to, struct channel *ch)
{
	static const struct pace_kind kind = { step, park, unpark };
	struct names_job job = { .job.kind = &kind, .cx = cx };

	member_cursor_begin(&job.at, ch);
	(void)view_copy(channel_name(ch), job.name, sizeof(job.name));
	pace_start(cx->route, to, &job.job, sizeof(job));
}

/* NAMES [<channel>{,<channel>}].  Without a channel there is only the end: listing everybody helps nobody but address collectors. */
static void
cmd_names(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct view rest = msg_param(m, 0), name;

	if (rest.n == 0) {
		reply(cx->route, src, RPL_ENDOFNAMES, VIEW("*"));
		return;
	}
	/* TARGMAX says one channel. */
	if (!view_cut(&rest, ',', &name))
		return;
	struct channel *ch = channel_find(cx->world, name);

	if (ch != NULL && lookup_channel_visible(ch, src)) {
		gate_charge(src, ch->n_members / NAMES_PER_COST);
		names_list_send(cx, src, ch);
	} else {
		reply(cx->route, src, RPL_ENDOFNAMES, name);
	}
}

static const struct command rows[] = {
	{ VIEW_INIT("NAMES"), FROM_USER, { 0, 2 }, 3, PRIV_N, "<channel>", "Show who is in a channel.",
		cmd_names },
};
const struct command_table commands_names = { rows, ARRAY_LEN(rows) };
