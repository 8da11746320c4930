#include "main/server_services.h"

#include "auth/ban_network.h"
#include "auth/login_try.h"
#include "auth/sasl_relay.h"
#include "commands/cap_news.h"
#include "link/link.h"
#include "link/link_services.h"
#include "main/server.h"

static void
logged_in(void *arg, struct client *c)
{
	(void)arg;
	login_elsewhere(c);
}

static bool
sasl_reply(void *arg, struct client *c, const struct links_sasl *said)
{
	(void)arg;
	return sasl_relay_reply(c, said->agent, said->mode, said->data);
}

static void
sasl_agent(void *arg, const char *was)
{
	struct server *s = arg;

	if (!s->world->conf.services_own)
		return;
	sasl_relay_recheck(s->gate);
	cap_news_sasl(&s->cx, was);
}

static const char *
agent(void *arg)
{
	const struct server *s = arg;

	return links_sasl_agent(s->links);
}

static const char *
mechanisms(void *arg)
{
	const struct server *s = arg;

	return links_sasl_mechanisms(s->links);
}

static void
send_piece(void *arg, const struct client *c, const struct sasl_piece *p)
{
	const struct server *s = arg;

	if (s->links != NULL) /* when the process ends they go first */
		links_sasl_send(s->links, c, &(struct links_sasl_piece){ p->agent, p->mode, p->data, p->n });
}

static void
ban(void *arg, const struct links_ban *b)
{
	const struct server *s = arg;
	const struct registry_ban_ask ask = { .kind = b->kind,
		.mask = b->mask,
		.by = b->by,
		.reason = b->reason,
		.oper_reason = b->oper_reason,
		.for_s = b->for_s };

	if (b->removed)
		ban_network_remove(s->gate, &ask);
	else
		ban_network_set(s->gate, &ask, b->replaces);
}

const struct sasl_relay_ops server_services_sasl = { agent, mechanisms, send_piece };

void
server_services_wire(struct links_env *env)
{
	env->logged_in = logged_in;
	env->sasl_reply = sasl_reply;
	env->sasl_agent = sasl_agent;
	env->ban = ban;
}
