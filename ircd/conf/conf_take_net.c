/* Addresses, ranges of them, and ports. */
#include "config.h"

#include "conf/conf_take_priv.h"

#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>

#include "conf/conf_who.h"

/* "5000" or "5000-5010"; -1: it is neither, or not within the row's limits. */
static int
parse_ports(const struct conf_bind *bind, struct view v, struct conf_ports *out)
{
	size_t dash = view_find(v, '-');
	uint32_t first, last;

	if (view_to_u32(view_left(v, dash), &first) == -1)
		return -1;
	last = first;
	if (dash < v.n && view_to_u32(view_skip(v, dash + 1), &last) == -1)
		return -1;
	if (first < bind->min || last > bind->max || first > last)
		return -1;
	*out = (struct conf_ports){ (uint16_t)first, (uint16_t)last };
	return 0;
}

void
conf_take_ports(const struct conf_slot *slot)
{
	struct conf_ports ports;

	if (parse_ports(slot->bind, view_z(slot->key->first->text), &ports) == -1)
		conf_bind_fault(slot, slot->key->first, "is no range of ports");
	else if (ports.last - ports.first + 1 < CONF_PORTS_LEAST)
		conf_bind_fault(slot, slot->key->first, "is too small a range");
	else
		conf_take_put(slot, slot->bind->at, &ports, sizeof(ports));
}

void
conf_take_port_list(const struct conf_slot *slot)
{
	struct conf_ports *list;
	size_t n = 0;

	if (slot->key->n > CONF_DCC_PORT_MAX) {
		conf_faults_add(slot->b->faults, slot->sec->file, slot->key->line,
			"%s %s has %zu values; allowed: 0 to %u", slot->sec->def->name, slot->bind->key,
			slot->key->n, (unsigned)CONF_DCC_PORT_MAX);
		return;
	}
	list = conf_arena_take(slot->b->arena, slot->key->n, sizeof(*list));
	for (const struct conf_raw_value *v = slot->key->first; v != NULL; v = v->next)
		if (parse_ports(slot->bind, view_z(v->text), &list[n++]) == -1)
			conf_bind_fault(slot, v, "is no port or range of ports");
	conf_take_put(slot, slot->bind->at, &list, sizeof(list));
	conf_take_put(slot, slot->bind->at_n, &n, sizeof(n));
}

/* An address or a range: no user, not everybody, no Unix sockets. */
static bool
parse_block(struct view text, struct conf_who *who)
{
	struct view user;

	return view_find(text, '@') == text.n && conf_who_parse(text, who, &user) == NULL &&
		(who->family == AF_INET || who->family == AF_INET6);
}

void
conf_take_blocks(const struct conf_slot *slot)
{
	struct conf_who *list;
	size_t n = 0;

	if (!conf_take_has_room(slot))
		return;
	list = conf_arena_take(slot->b->arena, slot->key->n, sizeof(*list));
	for (const struct conf_raw_value *v = slot->key->first; v != NULL; v = v->next) {
		if (!parse_block(view_z(v->text), &list[n]))
			conf_bind_fault(slot, v, "is no address and no range of addresses");
		list[n].text = v->text;
		list[n++].user = "*";
	}
	conf_take_put(slot, slot->bind->at, &list, sizeof(list));
	conf_take_put(slot, slot->bind->at_n, &n, sizeof(n));
}

/* An address that others can connect to. */
static bool
parse_address(struct view text, struct conf_dcc_advertise *a)
{
	static const uint8_t none[16] = { 0 };
	struct conf_who who;

	if (view_find(text, '/') != text.n || !parse_block(text, &who))
		return false;
	a->family = who.family;
	memcpy(a->ip, who.ip, sizeof(a->ip));
	return memcmp(a->ip, none, sizeof(none)) != 0;
}

void
conf_take_advertise(const struct conf_slot *slot)
{
	struct conf_dcc_advertise *list;
	struct view block, rest;
	size_t n = 0;

	if (!conf_take_has_room(slot))
		return;
	list = conf_arena_take(slot->b->arena, slot->key->n, sizeof(*list));
	for (const struct conf_raw_value *v = slot->key->first; v != NULL; v = v->next) {
		struct conf_dcc_advertise *a = &list[n++];

		rest = view_z(v->text);
		if (!view_cut(&rest, ' ', &block) || !parse_block(block, &a->clients) ||
			!parse_address(view_trim(rest), a))
			conf_bind_fault(slot, v, "is no range of addresses and an address");
		else if (a->family != a->clients.family)
			conf_bind_fault(slot, v, "is of IPv4 and IPv6, so none of these clients could come");
		a->text = v->text;
		a->clients.text = v->text;
		a->clients.user = "*";
	}
	conf_take_put(slot, slot->bind->at, &list, sizeof(list));
	conf_take_put(slot, slot->bind->at_n, &n, sizeof(n));
}
