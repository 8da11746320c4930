/* LIST: which channels there are.  RFC 2812 3.2.6; ELIST and SAFELIST of RPL_ISUPPORT. */
#include "auth/pace.h"
#include "commands/command.h"
#include "commands/lookup.h"
#include "commands/operspy.h"
#include "proto/elist.h"
#include "route/reply.h"
#include "state/channel.h"
#include "state/cursor.h"

#define LIST_PER_COST 500 /* channels that may be looked at for a cost of 1 */
#define LIST_PER_TURN 500 /* and in a turn, where there are no masks */
#define MASK_BYTES    32  /* of masks that count as one more channel: they may be made to take long */

struct list_job {
	struct pace_job job;
	struct cmd_ctx *cx;
	struct elist asks;
	struct cursor at; /* among all channels */
	bool begun;	  /* 321 was said */
	bool spies;	  /* operspy */
	size_t name_at;	  /* in text, where that is names alone */
	size_t text_n;
	char text[MSG_BODY_MAX];
};

static void
send_one(struct cmd_ctx *cx, const struct client *to, const struct channel *ch)
{
	struct reply r;

	reply_begin(&r, cx->route, to, RPL_LIST);
	reply_param(&r, channel_name(ch));
	reply_param_u64(&r, ch->n_members);
	reply_end_text(&r, view_z(ch->topic));
}

static uint64_t
age_ms(uint64_t now_ms, uint64_t then_ms)
{
	return now_ms > then_ms ? now_ms - then_ms : 0; /* the clock may have been set back */
}

static bool
is_asked_for(const struct list_job *job, const struct channel *ch)
{
	uint64_t now = route_wall_ms(job->cx->route);
	struct elist_channel what = { .name = channel_name(ch),
		.members = ch->n_members,
		.made_age_ms = age_ms(now, ch->created_ms),
		.topic_age_ms = age_ms(now, ch->topic_ms),
		.has_topic = ch->topic != NULL };

	return elist_fits(&job->asks, view_of(job->text, job->text_n), &what);
}

static bool
step_names(struct list_job *job, const struct client *to)
{
	while (job->name_at < job->text_n) {
		struct view rest = view_skip(view_of(job->text, job->text_n), job->name_at);
		struct view name = view_left(rest, view_find(rest, ','));
		const struct channel *ch = channel_find(job->cx->world, name);

		if (!pace_has_room(to))
			return false;
		job->name_at += name.n + 1;
		if (ch != NULL && lookup_channel_listed(ch, to))
			send_one(job->cx, to, ch);
	}
	return true;
}

static bool
step_all(struct list_job *job, const struct client *to)
{
	size_t cost = 1 + (job->asks.n_masks != 0 ? job->text_n / MASK_BYTES : 0);
	struct list *it;

	for (size_t left = LIST_PER_TURN; left >= cost && pace_has_room(to); left -= cost) {
		const struct channel *ch;

		if ((it = cursor_next(&job->at)) == NULL)
			return true;
		ch = channel_of_world_link(it);
		if (is_asked_for(job, ch) && lookup_channel_listed(ch, to))
			send_one(job->cx, to, ch);
	}
	return false;
}

static bool
step_more(struct list_job *job, struct client *to)
{
	if (!pace_has_room(to))
		return false;
	if (!job->begun)
		reply(job->cx->route, to, RPL_LISTSTART, VIEW("Channel"));
	job->begun = true;
	if (!(job->asks.names_only ? step_names(job, to) : step_all(job, to)))
		return false;
	reply_plain(job->cx->route, to, RPL_LISTEND);
	return true;
}

static bool
step(struct pace_job *pace_job, struct client *to)
{
	struct list_job *job = CONTAINER_OF(pace_job, struct list_job, job);
	bool was = operspy_set(to, job->spies), done = step_more(job, to);

	(void)operspy_set(to, was);
	return done;
}

static void
park(struct pace_job *pace_job)
{
	struct list_job *job = CONTAINER_OF(pace_job, struct list_job, job);

	cursor_park(&job->at, job->cx->world);
}

static void
unpark(struct pace_job *job)
{
	cursor_unpark(&CONTAINER_OF(job, struct list_job, job)->at);
}

/* LIST [<ask>{,<ask>}], where an ask is a channel or a condition, elist.h. */
static void
cmd_list(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	static const struct pace_kind kind = { step, park, unpark };
	struct list_job job;

	if (operspy_run(cx, src, m, 0, cmd_list))
		return;
	if (!elist_parse(msg_param(m, 0), &job.asks)) {
		reply_plain(cx->route, src, ERR_LISTSYNTAX);
		return;
	}
	job.job.kind = &kind;
	job.cx = cx;
	job.begun = false;
	job.spies = operspy_is_on(src);
	job.name_at = 0;
	job.text_n = view_copy(msg_param(m, 0), job.text, sizeof(job.text));
	cursor_begin(&job.at, &cx->world->channel_list);
	if (!job.asks.names_only)
		gate_charge(src, cx->world->channels.count / LIST_PER_COST);
	pace_start(cx->route, src, &job.job, sizeof(job));
}

static const struct command rows[] = {
	{ VIEW_INIT("LIST"), FROM_USER, { 0, 2 }, 10, PRIV_N,
		"[<channel>{,<channel>} | {>n <n C>min C<min T>min T<min mask !mask}]",
		"List channels: with more or fewer than n members, made or given a topic more or less than "
		"so many minutes "
		"ago, whose name fits or does not; several with commas between.  Operators see hidden ones "
		"with ! in front.",
		cmd_list },
};
const struct command_table commands_list = { rows, ARRAY_LEN(rows) };
