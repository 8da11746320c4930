/* A checked configuration taken over by a server that runs, part by part. */
#include <string.h>

#include "auth/oper_up.h"
#include "commands/cap_news.h"
#include "main/server.h"
#include "main/server_admit.h"
#include "main/server_audit.h"
#include "main/server_links.h"
#include "main/server_relay.h"
#include "main/settings.h"
#include "module/modules.h"
#include "registry/registry.h"

void
server_configure(struct server *s, const struct conf *conf)
{
	struct world_conf wc = settings_world_of(conf);
	const struct conf *was = conf_ref(gate_conf(s->gate));
	struct net_conf nc;

	settings_net(conf, &nc);
	/* What conf_compare() says takes a restart stays: clients hold on to these. */
	memcpy(wc.server_name, s->world->conf.server_name, sizeof(wc.server_name));
	memcpy(wc.sid, s->world->conf.sid, sizeof(wc.sid));
	wc.nick_len = s->world->conf.nick_len;
	wc.only_ov = s->world->conf.only_ov;
	wc.services_own = s->world->conf.services_own;
	world_configure(s->world, &wc);
	net_set_conf(s->net, &nc);
	server_admit_configure(s, conf);
	registry_configure(s->registry, conf);
	server_audit_configure(s, conf);
	gate_configure(s->gate, conf);
	server_relay_configure(s, conf);
	server_links_configure(s, conf);
	modules_configure(s->modules, conf);
	cap_news_tell(&s->cx, was);
	oper_up_configure(s->gate);
	conf_unref(was);
}
