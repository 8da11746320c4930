/* What is said and answered, as other servers hear of it. */
#include <string.h>

#include "core/clock.h"
#include "link/out.h"
#include "link/tell.h"

#define TAGS_MAX (MSG_TAGS_CLIENT + EVENT_MSGID_MAX + CLOCK_UTC_LEN + 32)

/* "time=...;msgid=...;+typing=active": an id and a time that nobody has said are not made up for somebody else. */
static struct view
make_tags(const struct links *ls, const struct tree_message *msg, char dst[TAGS_MAX])
{
	struct view time = msg->time;
	struct msg_build b;

	if (time.n == 0 && tree_link_of(msg->by) == 0)
		time = route_time(ls->env.route);
	msg_build_begin(&b, dst, TAGS_MAX);
	if (time.n != 0)
		msg_build_tag(&b, VIEW("time"), time);
	if (msg->msgid.n != 0)
		msg_build_tag(&b, VIEW("msgid"), msg->msgid);
	if (msg->tags.n != 0)
		msg_build_raw_tags(&b, msg->tags);
	return b.state == BUILD_OK && b.len != 0 ? view_of(dst + 1, b.len - 1) : VIEW("");
}

/* Those of the neighbours that know all of `need` and none of `without`. */
static uint64_t
able(const struct links *ls, uint64_t bits, uint64_t need, uint64_t without)
{
	for (unsigned i = 1; i <= NODE_LINKS_MAX; i++) {
		const struct link *l = ls->neighbour[i];

		if (l == NULL || (l->caps & need) != need || (l->caps & without) != 0)
			bits &= ~(UINT64_C(1) << i);
	}
	return bits;
}

/* One form of it. */
static void
tell(struct links *ls, const struct tree_message *msg, struct view target, uint64_t to)
{
	static const struct view verbs[] = {
		[TREE_PRIVMSG] = VIEW_INIT("PRIVMSG"),
		[TREE_NOTICE] = VIEW_INIT("NOTICE"),
		[TREE_TAGMSG] = VIEW_INIT("TAGMSG"),
	};
	char tags[TAGS_MAX];
	struct out o;

	if (msg->verb == TREE_TAGMSG)
		to = able(ls, to, LINK_CAP_BIT(LINK_CAP_STAG), 0);
	if ((to & ls->up) == 0)
		return;
	out_begin(&o, ls, msg->by, verbs[msg->verb]);
	o.tags = make_tags(ls, msg, tags);
	out_param(&o, target);
	if (msg->verb != TREE_TAGMSG)
		out_text(&o, msg->text);
	out_bits(&o, to);
}

/* "=#c" where the other side knows it; else its operators hear it. */
static void
tell_ops(struct links *ls, const struct tree_message *msg)
{
	const uint64_t knows = LINK_CAP_BIT(LINK_CAP_EOPMOD);
	char name[CHANNEL_LEN + 2] = "=";
	size_t n = 1 + view_copy(channel_name(msg->channel), name + 1, sizeof(name) - 1);

	tell(ls, msg, view_of(name, n), able(ls, msg->to, knows, 0));
	name[0] = '@';
	tell(ls, msg, view_of(name, n), able(ls, msg->to, LINK_CAP_BIT(LINK_CAP_CHW), knows));
}

void
tell_message(void *arg, const struct tree_message *msg)
{
	struct links *ls = arg;

	if (msg->user != NULL)
		tell(ls, msg, client_uid(msg->user), msg->to);
	else if (msg->channel != NULL && msg->ops_only)
		tell_ops(ls, msg);
	else if (msg->channel != NULL && !view_eq(msg->target, channel_name(msg->channel)))
		tell(ls, msg, msg->target, able(ls, msg->to, LINK_CAP_BIT(LINK_CAP_CHW), 0));
	else
		tell(ls, msg, msg->target, msg->to);
}

void
tell_wallops(void *arg, struct tree_source by, struct view text, bool opers_only)
{
	struct out o;

	out_begin(&o, arg, by, opers_only ? VIEW("OPERWALL") : VIEW("WALLOPS"));
	out_text(&o, text);
	out_flood(&o, 0, 0);
}

#define PARAMS_MAX 14 /* of a line: other servers count the verb among their 15 */

/* Those from `first` on. */
static void
put_params(struct out *o, const struct msg *m, size_t first)
{
	for (size_t i = first; i < m->n_params; i++) {
		if (i + 1 == m->n_params && m->has_trailing)
			out_text(o, m->param[i]);
		else
			out_param(o, m->param[i]);
	}
}

/* A server has no FAIL to say to another's user: a notice that reads the same. */
static void
put_fail(struct out *o, const struct msg *m)
{
	char text[MSG_BODY_MAX];
	size_t n = 0;

	for (size_t i = 0; i < m->n_params; i++) {
		n += view_copy(i == 0 ? VIEW("*** FAIL ") : VIEW(" "), text + n, sizeof(text) - n);
		n += view_copy(m->param[i], text + n, sizeof(text) - n);
	}
	out_text(o, view_of(text, n));
}

static void
tell_line(struct links *ls, const struct client *to, const struct msg *m)
{
	struct view fail = VIEW("FAIL");
	struct out o;

	out_begin(&o, ls, TREE_US, view_eq(m->verb, fail) ? VIEW("NOTICE") : m->verb);
	out_param(&o, client_uid(to));
	if (view_eq(m->verb, fail))
		put_fail(&o, m);
	else
		put_params(&o, m, 1);
	out_client(&o, to);
}

/* RPL_ISUPPORT alone has so many words: in two lines, each with its text. */
static void
tell_in_two(struct links *ls, const struct client *to, const struct msg *m)
{
	size_t half = m->n_params / 2;
	struct msg part = *m;

	part.n_params = half + 1;
	part.param[half] = m->param[m->n_params - 1];
	tell_line(ls, to, &part);
	part.n_params = m->n_params - half + 1;
	memcpy(part.param + 1, m->param + half, (m->n_params - half) * sizeof(m->param[0]));
	tell_line(ls, to, &part);
}

/* Numerics and notices, whoever of this server is their source; what else a user here might be told is nothing to one elsewhere. */
void
tell_reply(void *arg, const struct client *to, struct view line)
{
	struct msg m;

	if (line.n < 2 || msg_parse(view_left(line, line.n - 2), &m) != MSG_OK || m.n_params == 0)
		return;
	if (!msg_verb_is_numeric(m.verb) && !view_eq(m.verb, VIEW("NOTICE")) &&
		!view_eq(m.verb, VIEW("FAIL")))
		return;
	if (m.n_params > PARAMS_MAX)
		tell_in_two(arg, to, &m);
	else
		tell_line(arg, to, &m);
}
