#include "main/lookups.h"

#include "main/settings.h"
#include "net/resolver.h"

static enum resolver_verdict
ask_name(void *arg, const struct peer_addr *peer, const struct resolver_ask *ask, char name[DNS_HOST_LEN + 1])
{
	return resolver_ask(arg, peer, ask, name);
}

int
lookups_open(struct lookups *l, struct loop *loop, const struct conf *conf, struct err *e)
{
	struct resolver_conf rc;

	if (conf->dcc.mode != CONF_DCC_OFF && own_addresses_read(&l->own, e) == -1)
		return -1;
	if (!conf->dns.lookup)
		return 0;
	settings_resolver(conf, &rc);
	l->resolver = resolver_new(loop, &rc, e);
	l->source = (struct name_source){ .ask = ask_name, .arg = l->resolver };
	return l->resolver != NULL ? 0 : -1;
}

void
lookups_give(const struct lookups *l, struct gate *g)
{
	if (l->resolver != NULL)
		gate_set_names(g, &l->source);
}

void
lookups_close(struct lookups *l)
{
	resolver_free(l->resolver);
	l->resolver = NULL;
	own_addresses_free(&l->own);
}
