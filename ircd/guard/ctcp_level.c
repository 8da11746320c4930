#include "guard/ctcp_level.h"

#include <string.h>

#include "core/hash.h"
#include "guard/guard_priv.h"
#include "proto/ctcp.h"
#include "proto/text.h"
#include "state/channel.h"

enum ctcp_kind
ctcp_kind(struct view text)
{
	struct ctcp c;

	if (LIKELY(view_find(text, '\x01') == text.n))
		return CTCP_KIND_NONE;
	if (ctcp_parse(text, &c) != CTCP_OK)
		return CTCP_KIND_BROKEN;
	if (!text_is_ctcp(text))
		return CTCP_KIND_ACTION;
	return ctcp_is(&c, VIEW("DCC")) ? CTCP_KIND_DCC : CTCP_KIND_OTHER;
}

/* Clients send back what these carry, as it is: SOH and more was put into other people's mouths so (CVE-2022-2663). */
static bool
is_reflected(struct view text, bool is_notice)
{
	static const struct view echoed[] = { VIEW_INIT("PING"), VIEW_INIT("ECHO"), VIEW_INIT("ERRMSG"),
		VIEW_INIT("UTC") };
	struct ctcp c;
	bool is_echoed = false;

	if (ctcp_parse(text, &c) != CTCP_OK)
		return false;
	for (size_t i = 0; i < (is_notice ? 1 : ARRAY_LEN(echoed)); i++)
		is_echoed |= ctcp_is(&c, echoed[i]);
	if (!is_echoed)
		return false;
	for (size_t i = 0; i < c.rest.n; i++)
		if (c.rest.p[i] < ' ' || c.rest.p[i] > '~')
			return true;
	return c.rest.n > CTCP_ECHO_MAX;
}

static enum conf_ctcp
level_of(const struct guard *g, const struct guard_ask *ask, enum conf_ctcp level)
{
	const struct conf_guard_channel *ch =
		ask->ch != NULL ? guard_channel(g, channel_name(ask->ch)) : NULL;

	return ch != NULL && ch->ctcp > level ? ch->ctcp : level;
}

static bool
is_allowed(enum ctcp_kind kind, enum conf_ctcp level)
{
	if (level == CONF_CTCP_ALL || (kind == CTCP_KIND_ACTION && level != CONF_CTCP_OFF))
		return true;
	return kind == CTCP_KIND_DCC && level == CONF_CTCP_DCC_ONLY;
}

/* Requests, which are answered; not the answers. */
static bool
is_too_often(struct guard *g, const struct guard_ask *ask)
{
	const struct conf_guard *conf = guard_conf(g);
	uint64_t to = ask->ch != NULL ? hash_bytes(channel_name(ask->ch)) ^ 1 : guard_key('x', ask->to, NULL);

	return !guard_count_takes(g, guard_key('X', ask->from, NULL), &conf->ctcp_sender, ask->now_ms) ||
		!guard_count_takes(g, to, &conf->ctcp_target, ask->now_ms);
}

enum ctcp_verdict
ctcp_judge(struct guard *g, const struct guard_ask *ask, const struct ctcp_ask *ctcp)
{
	if (g == NULL || guard_is_exempt(ask->from))
		return CTCP_PASSES;
	if (!is_allowed(ctcp->kind, level_of(g, ask, ctcp->class)))
		return CTCP_CLASS;
	if (ctcp->kind != CTCP_KIND_OTHER)
		return CTCP_PASSES;
	if (is_reflected(ask->text, ask->is_notice))
		return CTCP_REFLECTED;
	return !ask->is_notice && ask->from != ask->to && is_too_often(g, ask) ? CTCP_TOO_MANY : CTCP_PASSES;
}

struct view
ctcp_why(enum ctcp_verdict v)
{
	static const struct view why[] = {
		[CTCP_PASSES] = VIEW_INIT(""),
		[CTCP_CLASS] = VIEW_INIT("not sent: CTCP of this kind is not allowed here"),
		[CTCP_REFLECTED] =
			VIEW_INIT("not sent: a CTCP request that comes back carries at most 32 plain bytes"),
		[CTCP_TOO_MANY] = VIEW_INIT("not sent: too many CTCP requests, wait a little"),
	};

	return why[v];
}
