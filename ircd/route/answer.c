/*
 * The first line of an answer is held back: only the second, or the end, tells whether it needs a batch.  All lines to the client go
 * through here meanwhile, so that none overtakes another.
 */
#include "route/answer.h"

#include <stdio.h>
#include <string.h>

#include "net/conn.h"
#include "proto/caps.h"
#include "proto/tags.h"
#include "route/reply.h"
#include "route/route_priv.h"

#define NEEDED (CAP_BIT(CAP_LABELED_RESPONSE) | CAP_BIT(CAP_BATCH))

/* Sends the line with one tag more in front. */
static void
send_tagged(struct route *rt, struct view key, struct view value, struct view line)
{
	const struct client *to = rt->answer.to;
	bool has_tags = line.p[0] == '@';
	char *p = line_begin(rt->lines, LANE_ANSWER, line.n + key.n + value.n + 3);
	size_t n = 0;
	struct line l;

	p[n++] = '@';
	memcpy(p + n, key.p, key.n);
	n += key.n;
	p[n++] = '=';
	memcpy(p + n, value.p, value.n);
	n += value.n;
	p[n++] = has_tags ? ';' : ' ';
	line = view_skip(line, has_tags ? 1 : 0);
	memcpy(p + n, line.p, line.n);
	l = line_end(rt->lines, LANE_ANSWER, n + line.n);
	if (to->conn != NULL)
		conn_send(to->conn, l);
}

static void
send_labeled(struct route *rt, struct view line)
{
	send_tagged(rt, VIEW("label"), view_of(rt->answer.label, rt->answer.label_len), line);
}

/* A line that belongs to a batch of its own inside the answer says so already. */
static bool
has_batch(struct view line)
{
	struct view tags = view_skip(view_left(line, view_find(line, ' ')), 1);

	return line.p[0] == '@' && tags_has(tags, VIEW("batch"));
}

static void
send_as_it_is(struct route *rt, struct view line)
{
	const struct client *to = rt->answer.to;
	struct line l;

	memcpy(line_begin(rt->lines, LANE_ANSWER, line.n), line.p, line.n);
	l = line_end(rt->lines, LANE_ANSWER, line.n);
	if (to->conn != NULL)
		conn_send(to->conn, l);
}

static void
send_in_batch(struct route *rt, struct view line)
{
	char ref[BATCH_REF];

	if (has_batch(line))
		send_as_it_is(rt, line);
	else
		send_tagged(rt, VIEW("batch"), route_batch_ref(rt->answer.batch, ref), line);
}

/* A line that only the server says, built beside the lane, for the lane is where it goes. */
static struct view
server_line(
	struct route *rt, char bytes[MSG_BODY_MAX + 64], struct view verb, const struct view *param, size_t n)
{
	struct msg_build b;

	msg_build_begin(&b, bytes, MSG_BODY_MAX + 64);
	if ((rt->answer.to->caps & CAP_BIT(CAP_SERVER_TIME)) != 0)
		msg_build_tag(&b, VIEW("time"), route_time(rt));
	msg_build_source(&b, view_z(rt->world->conf.server_name));
	msg_build_verb(&b, verb);
	for (size_t i = 0; i < n; i++)
		msg_build_param(&b, param[i]);
	return msg_build_end(&b);
}

/* "BATCH +a1 labeled-response", or "BATCH -a1" */
static struct view
batch_line(struct route *rt, char bytes[MSG_BODY_MAX + 64], char sign)
{
	char ref[BATCH_REF], signed_ref[BATCH_REF + 1];
	struct view param[2] = { VIEW(""), VIEW("labeled-response") };
	int n = snprintf(signed_ref, sizeof(signed_ref), "%c%.*s", sign,
		VIEW_ARG(route_batch_ref(rt->answer.batch, ref)));

	param[0] = view_of(signed_ref, (size_t)n);
	return server_line(rt, bytes, VIEW("BATCH"), param, sign == '+' ? 2 : 1);
}

static void
open_batch(struct route *rt)
{
	char bytes[MSG_BODY_MAX + 64];
	size_t n = rt->held_n;

	rt->answer.batch = ++rt->batch_count;
	send_labeled(rt, batch_line(rt, bytes, '+'));
	rt->held_n = 0;
	send_in_batch(rt, view_of(rt->held, n));
}

static void
add_line(struct route *rt, struct view line)
{
	if (rt->answer.own) {
		if (rt->answer.any)
			send_as_it_is(rt, line);
		else
			send_labeled(rt, line);
		rt->answer.any = true;
		return;
	}
	if (!rt->answer.any && line.n <= sizeof(rt->held)) {
		rt->answer.any = true;
		memcpy(rt->held, line.p, line.n);
		rt->held_n = line.n;
		return;
	}
	if (rt->held_n != 0)
		open_batch(rt);
	send_in_batch(rt, line);
}

void
answer_add(struct route *rt, struct view lines)
{
	while (lines.n != 0) {
		size_t n = view_find(lines, '\n') + 1;

		add_line(rt, view_left(lines, n));
		lines = view_skip(lines, n);
	}
}

void
answer_by_batch(struct route *rt)
{
	rt->answer.own = !rt->answer.any;
}

void
answer_begin(struct route *rt, const struct client *c, struct view tags)
{
	char label[ANSWER_LABEL_MAX + 1];
	size_t n;

	if ((c->caps & NEEDED) != NEEDED)
		return;
	n = tags_get(tags, VIEW("label"), label, sizeof(label));
	if (n == 0 || n > ANSWER_LABEL_MAX) /* also when there is none */
		return;
	n = tag_escape(view_of(label, n), rt->answer.label, sizeof(rt->answer.label));
	if (n > sizeof(rt->answer.label))
		return;
	rt->answer.label_len = (uint8_t)n;
	rt->answer.batch = 0;
	rt->answer.any = rt->answer.own = false;
	rt->answer.to = c;
}

bool
answer_is_for(const struct route *rt, const struct client *c)
{
	return rt->answer.to == c;
}

void
answer_end(struct route *rt)
{
	char bytes[MSG_BODY_MAX + 64];

	if (rt->answer.to == NULL)
		return;
	if (rt->answer.batch != 0)
		send_as_it_is(rt, batch_line(rt, bytes, '-'));
	else if (rt->held_n != 0)
		send_labeled(rt, view_of(rt->held, rt->held_n));
	else if (!rt->answer.any)
		send_labeled(rt, server_line(rt, bytes, VIEW("ACK"), NULL, 0));
	rt->held_n = 0;
	rt->answer.to = NULL;
}

void
answer_flush(struct route *rt, const struct client *c)
{
	if (rt->answer.to == c)
		answer_end(rt);
}

struct answer
answer_take(struct route *rt)
{
	struct answer a;

	if (rt->answer.to != NULL && rt->held_n != 0)
		open_batch(rt);
	a = rt->answer;
	rt->answer.to = NULL;
	return a;
}

void
answer_resume(struct route *rt, const struct client *c, const struct answer *a)
{
	answer_end(rt);
	if (a->to == NULL)
		return;
	rt->answer = *a;
	rt->answer.to = c;
}
