/* Questions about links that others than the check of the file ask too. */
#include "conf/conf_link.h"

#include "conf/conf.h"
#include "conf/conf_who.h"

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
