/* Whoever can't be overruled comes first: what an operator has denied, and files that are none. */
#include "relay/policy.h"

#include "conf/conf.h"
#include "proto/file_name.h"
#include "proto/mask.h"
#include "relay/allow.h"
#include "state/oper.h"
#include "state/server_ban.h"

const char *
policy_reason_name(enum policy_reason r)
{
	static const char *const names[POLICY_N_REASONS] = {
		[POLICY_BY_NOTHING] = "none",
		[POLICY_BY_PRIVILEGE] = "privilege",
		[POLICY_BY_RULE] = "rule",
		[POLICY_BY_TYPE] = "type",
		[POLICY_BY_SIZE] = "size",
		[POLICY_BY_DENY] = "dccdeny",
		[POLICY_BY_CHAT] = "chat",
		[POLICY_BY_EMPTY] = "empty",
	};

	return names[r];
}

/* Of a condition that lists names: one of them is this. */
static bool
is_listed(const char *const *list, size_t n, const char *name)
{
	bool found = n == 0;

	for (size_t i = 0; i < n && !found && name != NULL; i++)
		found = view_eq(view_z(list[i]), view_z(name));
	return found;
}

static bool
is_account(const char *const *list, size_t n, const struct client *c)
{
	bool found = n == 0;

	for (size_t i = 0; i < n && !found && c->account != NULL; i++)
		found = mask_match(view_z(list[i]), view_z(c->account));
	return found;
}

/* Roles are those of this server's configuration; an operator elsewhere has what his server calls one. */
static const char *
role_of(const struct client *c)
{
	return c->oper != NULL && c->link == 0 ? c->oper->role : NULL;
}

static bool
people_fit(const struct conf_dcc_rule *r, const struct policy_ask *ask)
{
	return is_listed(r->from_class, r->n_from_class, ask->from_class) &&
		is_listed(r->to_class, r->n_to_class, ask->to_class) &&
		is_listed(r->from_role, r->n_from_role, role_of(ask->from)) &&
		is_listed(r->to_role, r->n_to_role, role_of(ask->to)) &&
		is_account(r->from_account, r->n_from_account, ask->from) &&
		is_account(r->to_account, r->n_to_account, ask->to);
}

/* A chat has neither name nor size. */
static bool
thing_fits(const struct conf_dcc_rule *r, const struct policy_ask *ask)
{
	if (r->kind == (ask->is_chat ? CONF_DCC_SEND : CONF_DCC_CHAT))
		return false;
	if (r->name != NULL && (ask->is_chat || !mask_match(view_z(r->name), ask->name)))
		return false;
	return r->above == 0 || (!ask->is_chat && ask->size > r->above);
}

static const struct conf_dcc_rule *
find_rule(const struct conf *conf, const struct policy_ask *ask)
{
	for (size_t i = 0; i < conf->n_dcc_rule; i++) {
		const struct conf_dcc_rule *r = &conf->dcc_rule[i];

		if (people_fit(r, ask) && thing_fits(r, ask))
			return r;
	}
	return NULL;
}

static void
decide_rule(const struct conf_dcc_rule *r, struct policy_answer *out)
{
	static const enum policy_verdict verdicts[] = {
		[CONF_DCC_ALLOW] = POLICY_PASS,
		[CONF_DCC_DISCOURAGE] = POLICY_DISCOURAGED,
		[CONF_DCC_DENY] = POLICY_DENIED,
	};

	out->verdict = verdicts[r->action];
	out->reason = POLICY_BY_RULE;
	out->rule = r->title;
	out->text = view_z(r->reason);
}

static bool
is_type(const char *const *list, size_t n, struct view type)
{
	for (size_t i = 0; i < n; i++) {
		if (view_eq_nocase(view_z(list[i]), type))
			return true;
	}
	return false;
}

/* "photo.jpg.exe" is denied wherever the exe stands; what it is taken for is the last. */
static void
decide_type(const struct conf_dcc *dcc, const struct policy_ask *ask, struct policy_answer *out)
{
	struct view rest = ask->name, type;

	while (file_name_next_type(&rest, &type)) {
		out->type = type;
		if (is_type(dcc->deny_types, dcc->n_deny_types, type)) {
			out->verdict = POLICY_DENIED;
			out->reason = POLICY_BY_TYPE;
			return;
		}
	}
	if (is_type(dcc->allow_types, dcc->n_allow_types, out->type))
		return;
	out->verdict = POLICY_DISCOURAGED;
	out->reason = POLICY_BY_TYPE;
}

static void
decide_usual(const struct conf_dcc *dcc, const struct policy_ask *ask, struct policy_answer *out)
{
	if (ask->is_chat) {
		if (dcc->chat_needs_allow) {
			out->verdict = POLICY_DISCOURAGED;
			out->reason = POLICY_BY_CHAT;
		}
	} else if (dcc->max_size != 0 && ask->size > dcc->max_size) {
		out->verdict = POLICY_DENIED;
		out->reason = POLICY_BY_SIZE;
	} else {
		decide_type(dcc, ask, out);
	}
}

/* By either name: who gets it sees the one, and operators have heard of the other. */
static struct server_ban *
find_deny(const struct world *w, const struct policy_ask *ask)
{
	struct server_ban *b = server_ban_match_file(w->bans, ask->name);

	return b != NULL ? b : server_ban_match_file(w->bans, file_name_base(ask->raw));
}

/* Whatever must be scanned and can't be. */
static bool
is_unscannable(const struct policy *p, const struct policy_ask *ask)
{
	return p->scans && p->conf->dcc.scan_must && ask->size > p->conf->dcc.scan_max;
}

static bool
decide_file(const struct policy *p, const struct policy_ask *ask, struct policy_answer *out)
{
	struct server_ban *b = find_deny(p->world, ask);

	out->verdict = POLICY_DENIED;
	if (b != NULL) {
		b->hits++;
		out->reason = POLICY_BY_DENY;
		out->text = view_z(b->reason);
	} else if (ask->size == 0) {
		out->reason = POLICY_BY_EMPTY;
	} else if (is_unscannable(p, ask)) {
		out->reason = POLICY_BY_SIZE;
	} else {
		out->verdict = POLICY_PASS;
	}
	return out->verdict != POLICY_PASS;
}

void
policy_decide(const struct policy *p, const struct policy_ask *ask, struct policy_answer *out)
{
	const struct conf_dcc_rule *r;

	*out = (struct policy_answer){ .verdict = POLICY_PASS, .reason = POLICY_BY_NOTHING };
	if (!ask->is_chat && decide_file(p, ask, out))
		return;
	if (oper_has(ask->from, PRIV_DCC_EXEMPT)) {
		out->reason = POLICY_BY_PRIVILEGE;
		return;
	}
	r = find_rule(p->conf, ask);
	if (r != NULL)
		decide_rule(r, out);
	else
		decide_usual(&p->conf->dcc, ask, out);
	out->asked_for = out->verdict == POLICY_DISCOURAGED && allow_has(p->allow, ask->to, ask->from);
	if (out->asked_for)
		out->verdict = POLICY_PASS;
}
