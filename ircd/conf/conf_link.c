/* Questions about links that others than the check of the file ask too. */
#include "conf/conf_link.h"

#include "conf/conf.h"
#include "conf/conf_who.h"
#include "proto/privs.h"

/* What a word of permit stands for.  rehash and die are what they say; dcc is no operator's. */
static const uint64_t privs[CONF_PERMIT_N] = {
	[CONF_PERMIT_KILL] = PRIV_BIT(PRIV_KILL),
	[CONF_PERMIT_SQUIT] = PRIV_BIT(PRIV_SQUIT),
	[CONF_PERMIT_CONNECT] = PRIV_BIT(PRIV_CONNECT),
	[CONF_PERMIT_WALLOPS] = PRIV_BIT(PRIV_WALLOPS) | PRIV_BIT(PRIV_OPERWALL),
	[CONF_PERMIT_STATS] = PRIV_BIT(PRIV_STATS) | PRIV_BIT(PRIV_TRACE) | PRIV_BIT(PRIV_ETRACE) |
		PRIV_BIT(PRIV_SEE_HIDDEN),
	[CONF_PERMIT_GLOBAL] = PRIV_BIT(PRIV_MASS_MESSAGE),
	[CONF_PERMIT_KLINE] = PRIV_BIT(PRIV_KLINE) | PRIV_BIT(PRIV_UNKLINE) | PRIV_BIT(PRIV_DLINE) |
		PRIV_BIT(PRIV_UNDLINE) | PRIV_BIT(PRIV_XLINE) | PRIV_BIT(PRIV_UNXLINE) | PRIV_BIT(PRIV_RESV) |
		PRIV_BIT(PRIV_UNRESV),
	[CONF_PERMIT_REHASH] = PRIV_BIT(PRIV_REHASH),
	[CONF_PERMIT_DIE] = PRIV_BIT(PRIV_DIE) | PRIV_BIT(PRIV_RESTART),
};

uint64_t
conf_permit_privs(uint32_t permit)
{
	uint64_t set = 0;

	for (size_t p = 0; p < CONF_PERMIT_N; p++)
		if ((permit & CONF_PERMIT_BIT(p)) != 0)
			set |= privs[p];
	return set;
}

const struct conf_link *
conf_link_find(const struct conf *conf, struct view name)
{
	for (size_t i = 0; i < conf->n_link; i++)
		if (view_eq_nocase(view_z(conf->link[i].name), name))
			return &conf->link[i];
	return NULL;
}

bool
conf_link_has_address(const struct conf_link *link, int family, const uint8_t ip[16])
{
	for (size_t i = 0; i < link->n_from; i++)
		if (conf_who_has_address(&link->from[i], family, ip))
			return true;
	return false;
}

uint16_t
conf_link_dial_port(const struct conf_link *link)
{
	return link->address == NULL ? 0 : link->socks_address != NULL ? link->socks_port : link->port;
}

bool
conf_link_may_dial(const struct conf *started, const struct conf_link *link)
{
	uint16_t port = conf_link_dial_port(link);
	bool has_port = false, has_source = link->bind == NULL;

	for (size_t i = 0; i < started->n_link; i++) {
		has_port |= conf_link_dial_port(&started->link[i]) == port;
		has_source |= started->link[i].bind != NULL;
	}
	return port != 0 && ((has_port && has_source) || started->jail.mode == CONF_JAIL_OFF);
}
