#include "module/module.h"

#include "module/module_priv.h"
#include "proto/casemap.h"
#include "state/account.h"
#include "state/client.h"
#include "state/world.h"

struct loop *
module_loop(const struct module_host *h)
{
	return h->set->env.loop;
}

const struct conf *
module_conf(const struct module_host *h)
{
	return h->set->conf;
}

struct tls_contexts *
module_tls(const struct module_host *h)
{
	return h->set->env.tls != NULL ? *h->set->env.tls : NULL;
}

size_t
module_nick_len(const struct module_host *h)
{
	return h->set->env.world->conf.nick_len;
}

struct view
module_account(const struct module_host *h, struct view name)
{
	const struct world *w = h->set->env.world;
	const struct account *a;

	if (w->conf.services_own)
		return name; /* theirs, so who is suspended is their business too */
	a = account_find(&w->accounts, name);
	return a != NULL && a->suspended == NULL ? view_of(a->name, a->name_len) : VIEW("");
}

void
module_logged_in(const struct module_host *h, struct view account, module_nick_fn *fn, void *arg)
{
	LIST_FOR_EACH (it, &h->set->env.world->users) {
		const struct client *c = client_of_world_link(it);

		if (c->account != NULL && casemap_eq(view_z(c->account), account) && !fn(arg, client_nick(c)))
			return;
	}
}
