/* Replies go through the lane of replies, so that a burst of them (welcome, NAMES, LIST) leaves as one range. */
#include "route/reply.h"

#include <stdarg.h>

#include "core/utf8.h"
#include "proto/caps.h"
#include "route/route_priv.h"

#define REPLY_MAX (MSG_BODY_MAX + 64 + 9 + 2 * ACCOUNT_LEN) /* with the tags time, batch and account */

static void
begin(struct reply *r, struct route *rt, const struct client *to)
{
	r->route = rt;
	r->to = to;
	msg_build_begin(&r->build, route_line_begin(rt, REPLY_MAX), REPLY_MAX);
	if ((to->caps & CAP_BIT(CAP_SERVER_TIME)) != 0)
		msg_build_tag(&r->build, VIEW("time"), route_time(rt));
	if (UNLIKELY(to == rt->batch_to)) {
		char ref[BATCH_REF];

		msg_build_tag(&r->build, VIEW("batch"), route_batch_ref(rt->batch, ref));
	}
}

static void
finish(struct reply *r)
{
	route_line_send(r->route, r->to, msg_build_end(&r->build).n);
}

static void
put_numeric(struct reply *r, enum numeric n)
{
	msg_build_source(&r->build, view_z(route_world(r->route)->conf.server_name));
	msg_build_numeric(&r->build, (unsigned)n);
	msg_build_param(&r->build, r->to->nick_len != 0 ? client_nick(r->to) : VIEW("*"));
}

void
reply_begin(struct reply *r, struct route *rt, const struct client *to, enum numeric n)
{
	if (UNLIKELY(to == rt->error_to) && numeric_is_error(n))
		rt->error = (unsigned)n;
	begin(r, rt, to);
	put_numeric(r, n);
}

void
reply_watch(struct route *rt, const struct client *to)
{
	rt->error_to = to;
	rt->error = REPLY_NO_ERROR;
}

unsigned
reply_watch_end(struct route *rt)
{
	rt->error_to = NULL;
	return rt->error;
}

void
reply_begin_by(
	struct reply *r, struct route *rt, const struct client *to, enum numeric n, const struct client *by)
{
	begin(r, rt, to);
	if (by->account != NULL && (to->caps & CAP_BIT(CAP_ACCOUNT_TAG)) != 0)
		msg_build_tag(&r->build, VIEW("account"), view_z(by->account));
	put_numeric(r, n);
}

void
reply_begin_bare(struct reply *r, struct route *rt, const struct client *to, struct view verb)
{
	begin(r, rt, to);
	msg_build_verb(&r->build, verb);
}

void
reply_begin_verb(struct reply *r, struct route *rt, const struct client *to, struct view verb)
{
	begin(r, rt, to);
	msg_build_source(&r->build, view_z(route_world(rt)->conf.server_name));
	msg_build_verb(&r->build, verb);
}

void
reply_param(struct reply *r, struct view v)
{
	if (v.n == 0 || v.p[0] == ':' || view_has_any(v, VIEW(" \r\n\0")))
		v = VIEW("*");
	msg_build_param(&r->build, utf8_left(v, REPLY_PARAM_MAX));
}

void
reply_param_u64(struct reply *r, uint64_t n)
{
	msg_build_param_u64(&r->build, n);
}

void
reply_end(struct reply *r)
{
	finish(r);
}

void
reply_end_text(struct reply *r, struct view text)
{
	msg_build_text(&r->build, text);
	finish(r);
}

void
reply_end_textf(struct reply *r, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	msg_build_vtextf(&r->build, fmt, ap);
	va_end(ap);
	finish(r);
}

void
reply_params(
	struct route *rt, const struct client *to, enum numeric n, const struct view *param, size_t n_params)
{
	struct view text = numeric_text(n);
	struct reply r;

	reply_begin(&r, rt, to, n);
	for (size_t i = 0; i < n_params; i++)
		reply_param(&r, param[i]);
	if (text.n != 0)
		reply_end_text(&r, text);
	else
		reply_end(&r);
}

void
reply_plain(struct route *rt, const struct client *to, enum numeric n)
{
	reply_params(rt, to, n, NULL, 0);
}

void
reply_textf(struct route *rt, const struct client *to, enum numeric n, const char *fmt, ...)
{
	struct reply r;
	va_list ap;

	reply_begin(&r, rt, to, n);
	va_start(ap, fmt);
	msg_build_vtextf(&r.build, fmt, ap);
	va_end(ap);
	finish(&r);
}

/* "BATCH +a1 <type>" or "BATCH -a1" */
static void
say_batch(struct route *rt, const struct client *to, char sign, struct view type)
{
	char ref[BATCH_REF], text[BATCH_REF + 1];
	struct view name = route_batch_ref(rt->batch, ref);
	struct reply r;

	text[0] = sign;
	(void)view_copy(name, text + 1, BATCH_REF);
	reply_begin_verb(&r, rt, to, VIEW("BATCH"));
	reply_param(&r, view_of(text, name.n + 1));
	if (type.n != 0)
		reply_param(&r, type);
	reply_end(&r);
}

void
reply_batch_begin(struct route *rt, const struct client *to, struct view type)
{
	if ((to->caps & CAP_BIT(CAP_BATCH)) == 0)
		return;
	rt->batch = ++rt->batch_count;
	say_batch(rt, to, '+', type);
	rt->batch_to = to;
}

void
reply_batch_end(struct route *rt)
{
	const struct client *to = rt->batch_to;

	if (to == NULL)
		return;
	rt->batch_to = NULL;
	say_batch(rt, to, '-', VIEW(""));
}

void
reply_begin_fail(
	struct reply *r, struct route *rt, const struct client *to, struct view command, struct view code)
{
	if (UNLIKELY(to == rt->error_to))
		rt->error = REPLY_FAIL;
	reply_begin_verb(r, rt, to, VIEW("FAIL"));
	reply_param(r, command);
	reply_param(r, code);
}

void
reply_fail(struct route *rt, const struct client *to, struct view command, struct view code, struct view text)
{
	struct reply r;

	reply_begin_fail(&r, rt, to, command, code);
	reply_end_text(&r, text);
}

void
reply_noticef(struct route *rt, const struct client *to, const char *fmt, ...)
{
	struct reply r;
	va_list ap;

	reply_begin_verb(&r, rt, to, VIEW("NOTICE"));
	msg_build_param(&r.build, to->nick_len != 0 ? client_nick(to) : VIEW("*"));
	va_start(ap, fmt);
	msg_build_vtextf(&r.build, fmt, ap);
	va_end(ap);
	finish(&r);
}

void
reply_begin_service(struct reply *r, struct route *rt, const struct client *to, struct view service)
{
	begin(r, rt, to);
	msg_build_source_user(&r->build, service, service, view_z(route_world(rt)->conf.server_name));
	msg_build_verb(&r->build, VIEW("NOTICE"));
	msg_build_param(&r->build, to->nick_len != 0 ? client_nick(to) : VIEW("*"));
}

void
reply_error(struct route *rt, const struct client *to, struct view text)
{
	struct reply r;

	reply_begin_bare(&r, rt, to, VIEW("ERROR"));
	reply_end_text(&r, text);
}
