/* WHO: users of a channel or matching a mask.  RFC 2812 3.6.1; IRCv3 whox. */
#include "auth/pace.h"
#include "commands/command.h"
#include "commands/lookup.h"
#include "commands/operspy.h"
#include "proto/mask.h"
#include "proto/names.h"
#include "proto/whox.h"
#include "commands/who_reply.h"
#include "route/reply.h"
#include "state/cursor.h"
#include "state/mode.h"

#define WHO_WALK_COST 3	  /* above that of WHO for a channel or a nick, which clients ask after each JOIN */
#define WHO_PER_COST  500 /* users that may be looked at for a cost of 1 */
#define WHO_PER_TURN  500 /* and in a turn, with a short mask from somebody in few channels */
#define MASK_BYTES \
	8 /* of the mask that count as one more user: it is compared with five names, and may be made to take long */
#define CHANNELS 4 /* of who asks that count as one more: whom it shares one with has to be found out */

struct who_job {
	struct pace_job job;
	struct cmd_ctx *cx;
	struct whox asks;
	bool spies;		     /* operspy */
	struct member_cursor member; /* of a channel */
	struct cursor at;	     /* among all users */
	size_t mask_n;
	char mask[MSG_BODY_MAX]; /* as it was typed */
};

static struct view
mask_of(const struct who_job *job)
{
	struct view mask = view_of(job->mask, job->mask_n);

	return view_eq(mask, VIEW("0")) ? VIEW("*") : mask;
}

static void
end(const struct who_job *job, const struct client *to)
{
	reply(job->cx->route, to, RPL_ENDOFWHO, view_of(job->mask, job->mask_n));
}

static bool
field_fits(const struct who_job *job, const struct client *to, const struct client *c, enum whox_field f)
{
	struct view text = VIEW("");

	switch (f) {
	case WHOX_NICK:
		text = client_nick(c);
		break;
	case WHOX_USER:
		text = client_user(c);
		break;
	case WHOX_HOST:
		text = client_host(c);
		break;
	case WHOX_SERVER:
		text = node_name(c->node);
		break;
	case WHOX_REALNAME:
		text = view_z(c->realname);
		break;
	case WHOX_ACCOUNT:
		text = view_z(c->account);
		break;
	case WHOX_ADDRESS:
		text = view_z(client_address_for(c, to));
		break;
	case WHOX_TOKEN:
	case WHOX_CHANNEL:
	case WHOX_FLAGS:
	case WHOX_HOPS:
	case WHOX_IDLE:
	case WHOX_OPLEVEL:
	case WHOX_N:
		break;
	}
	return text.n != 0 && mask_match(mask_of(job), text);
}

static bool
fits(const struct who_job *job, const struct client *to, const struct client *c)
{
	for (unsigned f = 0; f < WHOX_N; f++) {
		if ((job->asks.match & WHOX_BIT(f)) != 0 && field_fits(job, to, c, (enum whox_field)f))
			return true;
	}
	return false;
}

static void
send_one(const struct who_job *job, const struct client *to, const struct client *c, const struct member *m)
{
	if (!job->asks.opers || (c->umodes & UMODE_OPER) != 0)
		who_reply_send(job->cx, to, &(struct who_about){ c, m, &job->asks });
}

/* What was hidden from who asks since the last step is not shown any more. */
static bool
walk_channel(struct who_job *job, struct client *to)
{
	const struct channel *ch = job->member.channel;
	bool inside = ch != NULL && (member_find(ch, to) != NULL || lookup_sees_all(to));
	const struct member *m;

	for (size_t left = WHO_PER_TURN; ch != NULL && lookup_channel_visible(ch, to); left--) {
		if (left == 0 || !pace_has_room(to))
			return false;
		if ((m = member_cursor_next(&job->member)) == NULL)
			break;
		if ((inside || (m->client->umodes & UMODE_INVISIBLE) == 0) && lookup_member_visible(m, to))
			send_one(job, to, m->client, m);
	}
	end(job, to);
	return true;
}

static bool
walk_users(struct who_job *job, struct client *to)
{
	size_t cost = 1 + job->mask_n / MASK_BYTES + to->n_channels / CHANNELS;

	for (size_t left = WHO_PER_TURN; left >= cost && pace_has_room(to); left -= cost) {
		struct list *it = cursor_next(&job->at);
		const struct client *c;

		if (it == NULL) {
			end(job, to);
			return true;
		}
		c = client_of_world_link(it);
		/* Matching comes last: five masks made for it take 10 us, and most users are invisible. */
		if ((!job->asks.opers || (c->umodes & UMODE_OPER) != 0) && lookup_client_visible(c, to) &&
			fits(job, to, c))
			send_one(job, to, c, NULL);
	}
	return false;
}

static bool
step_channel(struct pace_job *pace_job, struct client *to)
{
	struct who_job *job = CONTAINER_OF(pace_job, struct who_job, job);
	bool was = operspy_set(to, job->spies), done = walk_channel(job, to);

	(void)operspy_set(to, was);
	return done;
}

static bool
step_users(struct pace_job *pace_job, struct client *to)
{
	struct who_job *job = CONTAINER_OF(pace_job, struct who_job, job);
	bool was = operspy_set(to, job->spies), done = walk_users(job, to);

	(void)operspy_set(to, was);
	return done;
}

static void
park_channel(struct pace_job *job)
{
	member_cursor_park(&CONTAINER_OF(job, struct who_job, job)->member);
}

static void
unpark_channel(struct pace_job *job)
{
	member_cursor_unpark(&CONTAINER_OF(job, struct who_job, job)->member);
}

static void
park_users(struct pace_job *pace_job)
{
	struct who_job *job = CONTAINER_OF(pace_job, struct who_job, job);

	cursor_park(&job->at, job->cx->world);
}

static void
unpark_users(struct pace_job *job)
{
	cursor_unpark(&CONTAINER_OF(job, struct who_job, job)->at);
}

static const struct pace_kind kind_channel = { step_channel, park_channel, unpark_channel };
static const struct pace_kind kind_users = { step_users, park_users, unpark_users };

/* Who is not to be known to be there looks like what is not there. */
static void
who_channel(struct who_job *job, struct client *src)
{
	struct channel *ch = channel_find(job->cx->world, mask_of(job));

	if (ch == NULL || !lookup_channel_visible(ch, src)) {
		end(job, src);
		return;
	}
	gate_charge(src, ch->n_members / WHO_PER_COST);
	job->job.kind = &kind_channel;
	member_cursor_begin(&job->member, ch);
	pace_start(job->cx->route, src, &job->job, sizeof(*job));
}

static void
who_users(struct who_job *job, struct client *src)
{
	const struct world *w = job->cx->world;
	const struct client *exact =
		(job->asks.match & WHOX_BIT(WHOX_NICK)) != 0 ? client_find(w, mask_of(job)) : NULL;

	if (exact != NULL) {
		send_one(job, src, exact, NULL);
		end(job, src);
		return;
	}
	gate_charge(src, WHO_WALK_COST + w->n_users / WHO_PER_COST);
	job->job.kind = &kind_users;
	cursor_begin(&job->at, &job->cx->world->users);
	pace_start(job->cx->route, src, &job->job, sizeof(*job));
}

/* WHO [<channel>|<mask> [<flags>][%<fields>[,<token>]]], whox.h */
static void
cmd_who(struct cmd_ctx *cx, struct client *src, const struct msg *m)
{
	struct view mask = msg_param(m, 0);
	struct who_job job;

	if (operspy_run(cx, src, m, 0, cmd_who))
		return;
	if (mask.n == 0)
		mask = VIEW("*");
	job.cx = cx;
	job.spies = operspy_is_on(src);
	job.mask_n = view_copy(mask, job.mask, sizeof(job.mask));
	whox_parse(msg_param(m, 1), &job.asks);
	if (name_looks_like_channel(mask))
		who_channel(&job, src);
	else
		who_users(&job, src);
}

static const struct command rows[] = {
	{ VIEW_INIT("WHO"), FROM_USER, { 0, 2 }, 1, PRIV_N,
		"[<channel>|<mask> [o][nuhsrai][%tcuihsnfdlaor[,<token>]]]",
		"List users; o: operators only; nuhsrai: what the mask is compared with; %: what to tell.  H "
		"is here, G away, "
		"* an operator, B a bot, and then come the ranks in the channel.",
		cmd_who },
};
const struct command_table commands_who = { rows, ARRAY_LEN(rows) };
