#include "main/server_links.h"

#include "auth/session.h"
#include "commands/dispatch.h"
#include "commands/far_message.h"
#include "link/link.h"
#include "main/server.h"
#include "main/server_services.h"
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

void
server_links_make(struct server *s, const struct conf *conf)
{
	struct links_env env = { .world = s->world,
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

	server_services_wire(&env);
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
server_links_stop(struct server *s, struct view reason)
{
	links_stop(s->links, reason);
}

void
server_links_release(struct server *s)
{
	links_free(s->links);
	s->links = NULL;
}
