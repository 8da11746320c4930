/* What is there as long as the server: the configuration, the sessions, the counters. */
#include "relay/relay.h"

#include "conf/conf.h"
#include "core/mem.h"
#include "relay/allow.h"
#include "route/reply.h"

struct relay {
	struct relay_env env;
	const struct conf *conf; /* one reference */
	struct allow_table *allow;
	struct relay_stats stats;
};

struct relay *
relay_new(const struct relay_env *env, const struct conf *conf)
{
	struct relay *r = mem_zalloc(sizeof(*r));

	r->env = *env;
	r->conf = conf_ref(conf);
	r->allow = allow_table_new(&(struct allow_env){ env->world, env->route, env->loop }, conf);
	return r;
}

void
relay_free(struct relay *r)
{
	if (r == NULL)
		return;
	allow_table_free(r->allow);
	conf_unref(r->conf);
	mem_free(r);
}

void
relay_configure(struct relay *r, const struct conf *conf)
{
	const struct conf *old = r->conf;

	r->conf = conf_ref(conf);
	conf_unref(old);
	allow_table_configure(r->allow, conf);
}

struct allow_table *
relay_allows(struct relay *r)
{
	return r->allow;
}

void
relay_hear(struct relay *r, struct client *from, struct client *to, const struct ctcp *c, bool is_notice)
{
	(void)to;
	(void)c;
	r->stats.denied++;
	if (!is_notice)
		reply_noticef(
			r->env.route, from, "*** This server does not pass files and direct chats (DCC).");
}

void
relay_misused(struct relay *r, struct client *from, enum relay_misuse how)
{
	static const char *const text[RELAY_N_MISUSES] = {
		[RELAY_TO_CHANNEL] = "a channel",
		[RELAY_TO_SEVERAL] = "several at once",
		[RELAY_TO_MASK] = "all who fit a mask",
		[RELAY_BROKEN] = NULL,
	};

	r->stats.denied++;
	if (text[how] != NULL)
		reply_noticef(r->env.route, from,
			"*** DCC was not passed: it can't be sent to %s, only to one person.", text[how]);
	else
		reply_noticef(r->env.route, from,
			"*** DCC was not passed: a message has one request and nothing else.");
}

void
relay_client_left(struct relay *r, const struct client *c)
{
	allow_client_left(r->allow, c);
}

bool
relay_kill(struct relay *r, uint32_t id, struct view by, struct view reason)
{
	(void)r;
	(void)id;
	(void)by;
	(void)reason;
	return false;
}

const struct relay_session *
relay_next(const struct relay *r, const struct relay_session *after)
{
	(void)r;
	(void)after;
	return NULL;
}

struct relay_stats
relay_stats(const struct relay *r)
{
	return r->stats;
}
