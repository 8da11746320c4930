/* What is there as long as the server: the configuration, the sessions, the budgets, what has been counted. */
#include "relay/relay.h"

#include <assert.h>

#include "core/mem.h"
#include "core/utf8.h"
#include "relay/allow.h"
#include "relay/relay_priv.h"
#include "relay/relay_session.h"
#include "state/client.h"

struct relay *
relay_new(const struct relay_env *env, const struct conf *conf)
{
	const struct allow_env allow = { .world = env->world, .route = env->route, .loop = env->loop };
	struct relay *r = mem_zalloc(sizeof(*r));

	r->env = *env;
	r->conf = conf_ref(conf);
	r->started = conf_ref(conf);
	r->allow = allow_table_new(&allow, conf);
	r->pumps = pumps_new(env->loop);
	pumps_configure(r->pumps, conf->dcc.max_rate_total);
	r->ports = relay_ports_new(conf->dcc.ports.first, conf->dcc.ports.last);
	relay_budget_init(&r->budget);
	list_init(&r->sessions);
	return r;
}

void
relay_free(struct relay *r)
{
	if (r == NULL)
		return;
	LIST_FOR_EACH_SAFE (it, nx, &r->sessions)
		relay_session_drop(relay_session_of_link(it));
	assert(r->n_sessions == 0 && r->n_open == 0);
	pumps_free(r->pumps);
	relay_budget_release(&r->budget);
	relay_ports_free(r->ports);
	allow_table_free(r->allow);
	conf_unref(r->conf);
	conf_unref(r->started);
	mem_free(r);
}

void
relay_configure(struct relay *r, const struct conf *conf)
{
	const struct conf *old = r->conf;

	r->conf = conf_ref(conf);
	conf_unref(old);
	allow_table_configure(r->allow, conf);
	pumps_configure(r->pumps, conf->dcc.max_rate_total);
}

struct allow_table *
relay_allows(struct relay *r)
{
	return r->allow;
}

static void
end_sessions_of(struct relay *r, struct handle who)
{
	LIST_FOR_EACH_SAFE (it, nx, &r->sessions) {
		struct relay_session *s = relay_session_of_link(it);

		if (handle_eq(s->party[PUMP_SENDER].who, who))
			relay_session_left(s, PUMP_SENDER);
		else if (handle_eq(s->party[PUMP_RECEIVER].who, who))
			relay_session_left(s, PUMP_RECEIVER);
	}
}

void
relay_client_left(struct relay *r, const struct client *c)
{
	const struct relay_user *u = relay_budget_find(&r->budget, c->handle);

	allow_client_left(r->allow, c);
	if (u == NULL)
		return;
	if (u->n_sessions != 0)
		end_sessions_of(r, c->handle);
	relay_budget_forget(&r->budget, c->handle);
}

bool
relay_kill(struct relay *r, uint32_t id, struct view by, struct view reason)
{
	LIST_FOR_EACH (it, &r->sessions) {
		struct relay_session *s = relay_session_of_link(it);

		if (s->id != id)
			continue;
		(void)view_copy(utf8_left(by, sizeof(s->stop_by) - 1), s->stop_by, sizeof(s->stop_by));
		(void)view_copy(utf8_left(reason, sizeof(s->stop_reason) - 1), s->stop_reason,
			sizeof(s->stop_reason));
		relay_session_end(s, RELAY_END_OPERATOR);
		return true;
	}
	return false;
}

const struct relay_session *
relay_next(const struct relay *r, const struct relay_session *after)
{
	const struct list *it = after != NULL ? after->in_relay.next : r->sessions.next;

	return it != &r->sessions ? relay_session_of_link(it) : NULL;
}

struct relay_stats
relay_stats(const struct relay *r)
{
	struct relay_stats stats = r->stats;

	stats.sessions = r->n_sessions;
	stats.open = r->n_open;
	stats.mode = relay_mode(r);
	stats.max_sessions = stats.mode != CONF_DCC_OFF ? relay_max_sessions(r) : 0;
	stats.ports = relay_ports_count(r->ports);
	stats.free_ports = relay_ports_free_count(r->ports, loop_mono_ms(r->env.loop));
	return stats;
}
