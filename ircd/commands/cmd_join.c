/* JOIN: into a channel.  RFC 2812 3.2.1; IRCv3 extended-join, away-notify, no-implicit-names. */
#include "auth/ban_check.h"
#include "auth/pace.h"
#include "commands/command.h"
#include "commands/join_welcome.h"
#include "commands/lookup.h"
#include "commands/names_list.h"
#include "commands/topic_reply.h"
#include "proto/caps.h"
#include "proto/names.h"
#include "route/channel_event.h"
#include "route/mode_event.h"
#include "route/reply.h"
#include "state/mode.h"
#include "state/registration.h"
#include "state/server_ban.h"

static const enum numeric join_numeric[JOIN_N] = {
	[JOIN_TOO_MANY] = ERR_TOOMANYCHANNELS,
	[JOIN_BAD_KEY] = ERR_BADCHANNELKEY,
	[JOIN_BANNED] = ERR_BANNEDFROMCHAN,
	[JOIN_INVITE_ONLY] = ERR_INVITEONLYCHAN,
	[JOIN_FULL] = ERR_CHANNELISFULL,
	[JOIN_BAD_NAME] = ERR_NOSUCHCHANNEL,
	[JOIN_NO_ROOM] = ERR_TOOMANYCHANNELS,
	[JOIN_NO_TLS] = ERR_SECUREONLYCHAN,
	[JOIN_NO_ACCOUNT] = ERR_NEEDREGGEDNICK,
	[JOIN_OPERS_ONLY] = ERR_OPERONLY,
	[JOIN_THROTTLED] = ERR_THROTTLE,
	[JOIN_RESTRICTED] = ERR_INVITEONLYCHAN,
	[JOIN_SPLIT] = ERR_UNAVAILRESOURCE,
};

/* The founder of a channel sees which modes it was made with.  Who comes alone into a permanent one is none. */
static void
tell_first_modes(struct cmd_ctx *cx, struct client *src, const struct member *m)
{
	const struct channel *ch = m->channel;
	struct event ev;
	char modes[64];

	if (ch->n_members != 1 || m->ranks == 0 || channel_modes_text(ch, true, modes, sizeof(modes)) <= 1)
		return;
	event_begin(&ev, cx->world, NULL, VIEW("MODE"));
	msg_build_param(&ev.build, channel_name(ch));
	msg_build_param(&ev.build, view_z(modes));
	route_user(cx->route, src, &ev);
}

/* +f: where src may go instead, once the verdict was that it may not come in here. */
static struct view
forward_of(const struct cmd_ctx *cx, const struct client *c, struct view name, enum join_verdict v)
{
	const struct channel *ch = channel_find(cx->world, name);

	if (ch != NULL && v == JOIN_BANNED)
		return channel_ban_forward(ch, c);
	if (ch == NULL || ch->forward == NULL)
		return VIEW("");
	return v == JOIN_INVITE_ONLY || v == JOIN_FULL || v == JOIN_THROTTLED || v == JOIN_NO_ACCOUNT
		? view_z(ch->forward)
		: VIEW("");
}

enum numeric
join_numeric_of(enum join_verdict v)
{
	return join_numeric[v];
}

void
join_welcome_to(struct cmd_ctx *cx, struct client *src, struct member *m)
{
	channel_event_join(cx->route, m);
	tell_first_modes(cx, src, m);
	mode_event_give(cx->route, m, registration_ranks(m->channel->registration, src));
	if (m->channel->topic != NULL)
		topic_reply_send(cx, src, m->channel);
	if ((src->caps & CAP_BIT(CAP_NO_IMPLICIT_NAMES)) == 0)
		names_list_send(cx, src, m->channel);
}

void
join_tell_reserved(struct cmd_ctx *cx, const struct client *src, struct view name, const struct server_ban *b)
{
	struct reply r;

	reply_begin(&r, cx->route, src, ERR_BADCHANNAME);
	reply_param(&r, name);
	reply_end_textf(&r, "Channel is reserved: %s", b->reason);
}

/* RESV; who is in already is told nothing.  true: src may not go in, and was told so. */
static bool
is_reserved(struct cmd_ctx *cx, const struct client *src, struct view name)
{
	const struct server_ban *b = ban_check_name(src, name);
	const struct channel *ch = b != NULL ? channel_find(cx->world, name) : NULL;

	if (b == NULL || (ch != NULL && member_find(ch, src) != NULL))
		return false;
	join_tell_reserved(cx, src, name, b);
	return true;
}

/* A forward is followed once: from there none leads on, or two channels could send people round for ever. */
static void
join_one(struct cmd_ctx *cx, struct client *src, struct view name, struct view key)
{
	struct view to;
	struct member *m;
	struct join_ask ask = {
		.name = name,
		.key = key,
		.max = src->session->class->max_channels,
		.now_wall_ms = route_wall_ms(cx->route),
	};
	enum join_verdict v;

	if (is_reserved(cx, src, name))
		return;
	v = channel_join(cx->world, src, &ask, &m);
	if (v == JOIN_ALREADY)
		return;
	rates_count(src, CONF_RATE_JOINS, route_mono_ms(cx->route));
	to = forward_of(cx, src, name, v);
	if (to.n != 0 && channel_find(cx->world, to) != NULL) {
		if (is_reserved(cx, src, to))
			return;
		reply(cx->route, src, ERR_LINKCHANNEL, name, to);
		ask.name = name = to;
		ask.key = VIEW("");
		v = channel_join(cx->world, src, &ask, &m);
	}
	if (v == JOIN_OK)
		join_welcome_to(cx, src, m);
	else if (v != JOIN_ALREADY)
		reply(cx->route, src, join_numeric[v], name);
}

/* JOIN 0: out of all channels (RFC 2812 3.2.1). */
static void
part_all(struct cmd_ctx *cx, struct client *src)
{
	LIST_FOR_EACH_SAFE (it, nx, &src->memberships) {
		(void)channel_event_part(cx->route, member_of_client_link(it), VIEW("Left all channels"));
		gate_charge(src, 1);
	}
}

/* A list of channels is gone through one by one: the next is joined when all was said about the one before. */
struct join_job {
	struct pace_job job;
	struct cmd_ctx *cx;
	size_t done; /* channels */
	size_t names_at, names_n, keys_at, keys_n;
	char names[MSG_BODY_MAX], keys[MSG_BODY_MAX]; /* no longer than the line that they came in */
};

/* The next piece of a list; empty at its end. */
static struct view
next_piece(const char *list, size_t n, size_t *at)
{
	struct view rest = view_skip(view_of(list, n), *at);
	struct view piece = view_left(rest, view_find(rest, ','));

	*at += piece.n + 1;
	return piece;
}

static bool
step(struct pace_job *pace_job, struct client *src)
{
	struct join_job *job = CONTAINER_OF(pace_job, struct join_job, job);

	while (job->names_at < job->names_n) {
		struct view name, key;

		if (job->done != 0 && (pace_is_busy(src) || !pace_has_room(src)))
			return false;
		name = next_piece(job->names, job->names_n, &job->names_at);
		key = next_piece(job->keys, job->keys_n, &job->keys_at);
		if (name.n == 0)
			continue;
		if (job->done++ != 0)
			gate_charge(src, 1);
		if (!lookup_may_now(job->cx, src, CONF_RATE_JOINS, VIEW("JOIN")))
			return true; /* told once, whatever else the list has */
		join_one(job->cx, src, name, key);
	}
	return true;
}

/* JOIN <channel>{,<channel>} [<key>{,<key>}] | 0 */
static void
cmd_join(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	static const struct pace_kind kind = { .step = step };
	struct join_job job;

	if (view_eq(m->param[0], VIEW("0"))) {
		part_all(cx, src);
		return;
	}
	job.job.kind = &kind;
	job.cx = cx;
	job.done = job.names_at = job.keys_at = 0;
	job.names_n = view_copy(m->param[0], job.names, sizeof(job.names));
	job.keys_n = view_copy(msg_param(m, 1), job.keys, sizeof(job.keys));
	pace_start(cx->route, src, &job.job, sizeof(job));
}

static const struct command rows[] = {
	{ VIEW_INIT("JOIN"), FROM_USER, { 1, 2 }, 3, PRIV_N, "<channel>{,<channel>} [<key>{,<key>}]",
		"Go into channels; one that does not exist is made.", cmd_join },
};
const struct command_table commands_join = { rows, ARRAY_LEN(rows) };
