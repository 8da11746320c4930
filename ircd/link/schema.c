#include "link/schema.h"

#include "conf/conf.h"
#include "proto/names.h"

typedef enum link_verdict check_fn(struct link_msg *m, struct view v, struct link_arg *arg);

static enum link_verdict
check_any(struct link_msg *m, struct view v, struct link_arg *arg)
{
	(void)m;
	(void)v;
	(void)arg;
	return LINK_OK;
}

static enum link_verdict
check_word(struct link_msg *m, struct view v, struct link_arg *arg)
{
	(void)m;
	(void)arg;
	return v.n != 0 && view_find(v, ' ') == v.n ? LINK_OK : LINK_BAD;
}

static enum link_verdict
check_mask(struct link_msg *m, struct view v, struct link_arg *arg)
{
	return check_word(m, v, arg) == LINK_OK && v.p[0] != ':' ? LINK_OK : LINK_BAD;
}

static enum link_verdict
check_ts(struct link_msg *m, struct view v, struct link_arg *arg)
{
	uint64_t latest = link_wall_s(m->ls) + LINK_TS_AHEAD;

	if (view_to_u64(v, &arg->number) == -1)
		return LINK_BAD;
	return arg->number == 0 || arg->number == 100 || (arg->number >= LINK_TS_MIN && arg->number <= latest)
		? LINK_OK
		: LINK_BAD;
}

static enum link_verdict
check_number(struct link_msg *m, struct view v, struct link_arg *arg)
{
	(void)m;
	return view_to_u64(v, &arg->number) == 0 && arg->number <= UINT32_MAX ? LINK_OK : LINK_BAD;
}

/* Who is on the way in here is nobody yet, but for who names it by UID to this server alone (services), which looks for itself. */
static enum link_verdict
check_user(struct link_msg *m, struct view v, struct link_arg *arg)
{
	struct world *w = link_world(m->ls);
	struct client *c = client_find_uid(w, v);

	if (c == NULL)
		c = client_find(w, v);
	arg->client = c != NULL && client_is_user(c) ? c : NULL;
	return arg->client != NULL ? LINK_OK : LINK_STALE;
}

static enum link_verdict
check_channel_name(struct link_msg *m, struct view v, struct link_arg *arg)
{
	arg->channel = channel_find(link_world(m->ls), v);
	return arg->channel != NULL || name_is_channel(v) ? LINK_OK : LINK_BAD;
}

static enum link_verdict
check_channel(struct link_msg *m, struct view v, struct link_arg *arg)
{
	arg->channel = channel_find(link_world(m->ls), v);
	return arg->channel != NULL ? LINK_OK : LINK_STALE;
}

static enum link_verdict
check_node(struct link_msg *m, struct view v, struct link_arg *arg)
{
	arg->node = node_find_any(link_world(m->ls), v);
	return arg->node != NULL ? LINK_OK : LINK_STALE;
}

static enum link_verdict
check_new_sid(struct link_msg *m, struct view v, struct link_arg *arg)
{
	(void)m;
	(void)arg;
	return name_is_sid(v) ? LINK_OK : LINK_BAD;
}

static enum link_verdict
check_new_server(struct link_msg *m, struct view v, struct link_arg *arg)
{
	(void)m;
	(void)arg;
	return name_is_server(v) ? LINK_OK : LINK_BAD;
}

static enum link_verdict
check_new_uid(struct link_msg *m, struct view v, struct link_arg *arg)
{
	(void)arg;
	return name_is_uid(v) && view_eq(view_left(v, SID_LEN), view_z(m->node->sid)) ? LINK_OK : LINK_BAD;
}

static enum link_verdict
check_nick(struct link_msg *m, struct view v, struct link_arg *arg)
{
	(void)arg;
	return name_is_remote_nick(v, link_world(m->ls)->conf.nick_len) ? LINK_OK : LINK_BAD;
}

static enum link_verdict
check_user_name(struct link_msg *m, struct view v, struct link_arg *arg)
{
	(void)m;
	(void)arg;
	return name_is_remote_user(v) ? LINK_OK : LINK_BAD;
}

static enum link_verdict
check_host(struct link_msg *m, struct view v, struct link_arg *arg)
{
	(void)m;
	(void)arg;
	return name_is_remote_host(v) ? LINK_OK : LINK_BAD;
}

static enum link_verdict
check_modes(struct link_msg *m, struct view v, struct link_arg *arg)
{
	(void)m;
	(void)arg;
	for (size_t i = 0; i < v.n; i++) {
		char c = v.p[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && c != '+' && c != '-')
			return LINK_BAD;
	}
	return LINK_OK;
}

static check_fn *const checks[LP_N] = {
	[LP_ANY] = check_any,
	[LP_TEXT] = check_any,
	[LP_WORD] = check_word,
	[LP_TS] = check_ts,
	[LP_NUMBER] = check_number,
	[LP_USER] = check_user,
	[LP_CHANNEL] = check_channel,
	[LP_CHANNEL_NAME] = check_channel_name,
	[LP_NODE] = check_node,
	[LP_NEW_SID] = check_new_sid,
	[LP_NEW_SERVER] = check_new_server,
	[LP_NEW_UID] = check_new_uid,
	[LP_NICK] = check_nick,
	[LP_USER_NAME] = check_user_name,
	[LP_HOST] = check_host,
	[LP_MODES] = check_modes,
	[LP_MASK] = check_mask,
};

enum link_verdict
schema_check(struct link_msg *m, const struct link_verb *row, size_t i)
{
	enum link_verdict v = checks[row->param[i]](m, m->msg->param[i], &m->arg[i]);

	if (v == LINK_BAD)
		return link_fault(m, row->is_grave ? LINK_DROP : LINK_BAD, "%.*s: parameter %zu is malformed",
			VIEW_ARG(row->verb), i + 1);
	return v;
}
