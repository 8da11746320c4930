/* Questions about the gateway for ICQ that others than the check of the file ask too. */
#include "conf/conf_icq.h"

#include "conf/conf.h"

const char *
conf_icq_charset_name(size_t i)
{
	static const char *const names[] = { "utf-8", "windows-1250", "windows-1251", "windows-1252",
		"windows-1253", "windows-1254", "windows-1255", "windows-1256", "windows-1257",
		"windows-1258", "iso-8859-1", "iso-8859-2", "iso-8859-5", "iso-8859-15", "koi8-r" };

	return i < ARRAY_LEN(names) ? names[i] : NULL;
}

const struct conf_uplink *
conf_uplink_find(const struct conf *conf, struct view name)
{
	for (size_t i = 0; i < conf->n_uplink; i++)
		if (view_eq(view_z(conf->uplink[i].name), name))
			return &conf->uplink[i];
	return NULL;
}

size_t
conf_uplink_ports(const struct conf_uplink *uplink, uint16_t port[CONF_UPLINK_PORTS_MAX])
{
	size_t n = 0;

	if (uplink->proxy != CONF_PROXY_NONE)
		port[n++] = uplink->proxy_port;
	else if (uplink->protocol == CONF_UPLINK_OSCAR)
		port[n++] = uplink->port;
	if (uplink->proxy == CONF_PROXY_NONE && uplink->protocol == CONF_UPLINK_OSCAR &&
		uplink->bos_port != uplink->port)
		port[n++] = uplink->bos_port;
	return n;
}

static bool
has_port(const struct conf *conf, uint16_t wanted)
{
	uint16_t port[CONF_UPLINK_PORTS_MAX];

	for (size_t i = 0; i < conf->n_uplink; i++) {
		size_t n = conf_uplink_ports(&conf->uplink[i], port);

		for (size_t k = 0; k < n; k++)
			if (port[k] == wanted)
				return true;
	}
	return false;
}

bool
conf_uplink_may_dial(const struct conf *started, const struct conf_uplink *uplink)
{
	uint16_t port[CONF_UPLINK_PORTS_MAX];
	size_t n = conf_uplink_ports(uplink, port);
	bool has_protocol = uplink->protocol == CONF_UPLINK_OSCAR;

	for (size_t i = 0; i < started->n_uplink; i++)
		has_protocol |= started->uplink[i].protocol == uplink->protocol;
	for (size_t i = 0; i < n; i++)
		if (!has_port(started, port[i]))
			return false;
	return has_protocol;
}
