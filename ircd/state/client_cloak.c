#include "state/client_cloak.h"

#include "proto/cloak.h"
#include "state/client_priv.h"
#include "state/mode_bits.h"
#include "state/oper.h"

size_t
client_address_cloak(const struct client *c, const struct cloak *ck, char dst[HOST_LEN + 1])
{
	return cloak_make(ck, c->address != NULL ? view_z(c->address) : client_host(c), dst);
}

size_t
client_account_cloak(const struct client *c, char dst[HOST_LEN + 1])
{
	const struct world_conf *wc = &c->world->conf;

	return wc->account_cloaks && wc->cloak.is_set && c->account != NULL
		? cloak_make_account(view_z(c->account), dst)
		: 0;
}

size_t
client_cloak(const struct client *c, char dst[HOST_LEN + 1])
{
	size_t n = client_account_cloak(c, dst);

	return n != 0 ? n : client_address_cloak(c, &c->world->conf.cloak, dst);
}

uint64_t
client_cloak_at_first(struct client *c, uint64_t modes)
{
	char cloak[HOST_LEN + 1];
	size_t n = (modes & UMODE_CLOAK) != 0 ? client_cloak(c, cloak) : 0;

	if (n == 0)
		return modes & ~UMODE_CLOAK;
	if (c->address == NULL)
		client_set_address(c, client_host(c));
	client_set_host(c, view_of(cloak, n));
	return modes;
}

const char *
client_address_for(const struct client *c, const struct client *by)
{
	if (c->address == NULL)
		return c->host;
	return c == by || oper_has(by, PRIV_SEE_HIDDEN) ? c->address : NULL;
}
