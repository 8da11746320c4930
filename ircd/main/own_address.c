#include "config.h"

#include "main/own_address.h"

#include <errno.h>
#include <ifaddrs.h>

#include "core/mem.h"

static bool
is_internet(const struct ifaddrs *i)
{
	return i->ifa_addr != NULL &&
		(i->ifa_addr->sa_family == AF_INET || i->ifa_addr->sa_family == AF_INET6);
}

static socklen_t
length_of(const struct sockaddr *sa)
{
	return sa->sa_family == AF_INET ? sizeof(struct sockaddr_in) : sizeof(struct sockaddr_in6);
}

int
own_addresses_read(struct own_addresses *out, struct err *e)
{
	struct ifaddrs *all;
	size_t n = 0;

	*out = (struct own_addresses){ .n = 0 };
	if (getifaddrs(&all) == -1) {
		err_sys(e, "the addresses of this host cannot be asked for, which dcc needs");
		return e->code == EAFNOSUPPORT
			? err_wrap(e, "allow AF_NETLINK (systemd: RestrictAddressFamilies=)")
			: -1;
	}
	for (const struct ifaddrs *i = all; i != NULL; i = i->ifa_next)
		n += is_internet(i);
	out->list = mem_array(n, sizeof(*out->list));
	for (const struct ifaddrs *i = all; i != NULL; i = i->ifa_next)
		if (is_internet(i))
			peer_addr_from(&out->list[out->n++], i->ifa_addr, length_of(i->ifa_addr));
	freeifaddrs(all);
	return 0;
}

void
own_addresses_free(struct own_addresses *own)
{
	mem_free(own->list);
	*own = (struct own_addresses){ .n = 0 };
}
