#include "main/server_links.h"

#include "auth/session.h"
#include "auth/login_try.h"
#include "auth/sasl_relay.h"
#include "commands/cap_news.h"
#include "commands/dispatch.h"
#include "commands/far_message.h"
#include "link/link.h"
#include "link/link_services.h"
#include "main/server.h"
#include "registry/registry_channel.h"

static struct tls_contexts *
tls(void *arg)
{
	const struct server *s = arg;

	return s->tls != NULL ? *s->tls : NULL;
}

static void
end(void *arg, struct client *c, struct view reason)
{
	(void)arg;
	gate_exit(c, reason);
}

static int
fingerprint(void *arg, const struct client *c, char dst[65])
{
	(void)arg;
	return c->session != NULL ? session_fingerprint(c->session, dst) : -1;
}

static void
message(void *arg, const struct link_said *said)
{
	struct server *s = arg;

	far_message(&s->cx, said);
}

static void
command(void *arg, struct client *c, const struct msg *m)
{
	const struct server *s = arg;

	(void)dispatch_message(s->dispatch, c, m);
}

static void
channel_changed(void *arg, struct channel *ch)
{
	const struct server *s = arg;

	registry_channel_changed(s->registry, ch, NULL);
}

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
		links_sasl_send(s->links, c, p->agent, p->mode, p->data, p->n);
}

const struct sasl_relay_ops server_links_sasl = { agent, mechanisms, send_piece };

void
server_links_make(struct server *s, const struct conf *conf)
{
	const struct links_env env = { .world = s->world,
		.route = s->route,
		.loop = s->loop,
		.audit = s->audit,
		.arg = s,
		.tls = tls,
		.end = end,
		.message = message,
		.fingerprint = fingerprint,
		.command = command,
		.channel_changed = channel_changed };
		.logged_in = logged_in,
		.sasl_reply = sasl_reply,
		.sasl_agent = sasl_agent };

	s->links = links_new(&env, conf);
	s->cx.links = s->links;
}

struct net *
server_links_net(const struct server *s)
{
	return links_net(s->links);
}

void
server_links_configure(struct server *s, const struct conf *conf)
{
	links_configure(s->links, conf);
}

void
server_links_release(struct server *s)
{
	links_free(s->links);
	s->links = NULL;
}
