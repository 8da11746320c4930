#include "icq/uplink_conf.h"

#include <stdio.h>
#include <string.h>

#include "core/view.h"

/* address: a literal without brackets. */
static int
parse(const char *address, uint16_t port, struct addr *out, struct err *e)
{
	char text[ADDR_TEXT_MAX];

	(void)snprintf(text, sizeof(text), strchr(address, ':') != NULL ? "[%s]:%u" : "%s:%u", address,
		(unsigned)port);
	return addr_parse(view_z(text), out, e);
}

int
uplink_conf_copy(struct uplink_conf *to, const struct conf_uplink *from, struct err *e)
{
	*to = (struct uplink_conf){ .protocol = from->protocol, .uin = from->uin, .proxy = from->proxy };
	if (parse(from->address, from->port, &to->server, e) == -1)
		return -1;
	if (parse(from->bos_address, from->bos_port, &to->bos, e) == -1)
		return -1;
	if (from->proxy != CONF_PROXY_NONE &&
		parse(from->proxy_address, from->proxy_port, &to->proxy_at, e) == -1)
		return -1;
	(void)view_copy(view_z(from->name), to->name, sizeof(to->name));
	(void)view_copy(view_z(from->password), to->password, sizeof(to->password));
	(void)view_copy(view_z(from->proxy_user), to->proxy_user, sizeof(to->proxy_user));
	(void)view_copy(view_z(from->proxy_password), to->proxy_password, sizeof(to->proxy_password));
	(void)view_copy(view_z(from->charset), to->page, sizeof(to->page));
	to->keepalive_ms = from->keepalive_ms;
	to->retry_ms = from->retry_ms;
	to->retry_max_ms = from->retry_max_ms > from->retry_ms ? from->retry_max_ms : from->retry_ms;
	to->max_queue = from->max_queue;
	return 0;
}

static bool
addr_is_same(const struct addr *a, const struct addr *b)
{
	return a->len == b->len && (a->len == 0 || addr_eq(a, b));
}

bool
uplink_conf_is_same(const struct uplink_conf *a, const struct uplink_conf *b)
{
	return a->protocol == b->protocol && a->uin == b->uin && a->proxy == b->proxy &&
		addr_is_same(&a->server, &b->server) && addr_is_same(&a->bos, &b->bos) &&
		addr_is_same(&a->proxy_at, &b->proxy_at) && strcmp(a->password, b->password) == 0 &&
		strcmp(a->proxy_user, b->proxy_user) == 0 &&
		strcmp(a->proxy_password, b->proxy_password) == 0 && a->max_queue == b->max_queue;
}

const struct dial_socks *
uplink_conf_socks(const struct uplink_conf *c, struct dial_socks *socks)
{
	if (c->proxy == CONF_PROXY_NONE)
		return NULL;
	*socks = (struct dial_socks){
		.kind = c->proxy == CONF_PROXY_SOCKS4 ? DIAL_SOCKS_4 : DIAL_SOCKS_5,
		.at = c->proxy_at,
		.user = c->proxy_user[0] != '\0' ? c->proxy_user : NULL,
		.password = c->proxy_user[0] != '\0' ? c->proxy_password : NULL,
	};
	return socks;
}

void
contact_conf_copy(struct contact_conf *to, const struct conf_contact *from, const char *page)
{
	*to = (struct contact_conf){ .uin = from->uin };
	(void)view_copy(view_z(from->nick), to->nick, sizeof(to->nick));
	(void)view_copy(view_z(from->person), to->person, sizeof(to->person));
	(void)view_copy(view_z(from->charset != NULL ? from->charset : page), to->page, sizeof(to->page));
	for (size_t i = 0; i < from->n_channels && i < UPLINK_CHANNELS_MAX; i++)
		(void)view_copy(view_z(from->channels[i]), to->channel[i], sizeof(to->channel[i]));
	to->n_channels = from->n_channels < UPLINK_CHANNELS_MAX ? from->n_channels : UPLINK_CHANNELS_MAX;
}

bool
contact_conf_is_same(const struct contact_conf *a, const struct contact_conf *b)
{
	if (a->uin != b->uin || a->n_channels != b->n_channels || strcmp(a->nick, b->nick) != 0 ||
		strcmp(a->person, b->person) != 0 || strcmp(a->page, b->page) != 0)
		return false;
	for (size_t i = 0; i < a->n_channels; i++) {
		if (strcmp(a->channel[i], b->channel[i]) != 0)
			return false;
	}
	return true;
}
