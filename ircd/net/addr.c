/* Addresses as text and as bytes.  Numbers only: the jail has no resolver files, and a name here would block. */
#include "net/addr.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "core/err.h"

static int
bad_addr(struct err *e, struct view text, const char *why)
{
	return err_fmt(e, "\"%.*s\": %s", VIEW_ARG(view_left(text, 150)), why);
}

static int
unix_addr(struct view text, struct view path, struct addr *out, struct err *e)
{
	struct sockaddr_un *un = &out->u.un;

	if (path.n == 0 || path.p[0] != '/')
		return bad_addr(e, text, "the path of a Unix socket must begin with /");
	if (path.n >= sizeof(un->sun_path))
		return bad_addr(e, text, "the path of a Unix socket is at most 107 bytes long");
	if (view_has_any(path, VIEW("\0")))
		return bad_addr(e, text, "a path holds no NUL");
	un->sun_family = AF_UNIX;
	memcpy(un->sun_path, path.p, path.n);
	out->len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + path.n + 1);
	return 0;
}

static int
host_addr(struct view host, uint16_t port, struct addr *out)
{
	char z[INET6_ADDRSTRLEN + 1];

	if (view_copy(host, z, sizeof(z)) != host.n || strlen(z) != host.n)
		return -1;
	if (view_eq(host, VIEW("*")) || inet_pton(AF_INET6, z, &out->u.in6.sin6_addr) == 1) {
		out->u.in6.sin6_family = AF_INET6;
		out->u.in6.sin6_port = htons(port);
		out->len = sizeof(out->u.in6);
		return 0;
	}
	if (inet_pton(AF_INET, z, &out->u.in.sin_addr) == 1) {
		out->u.in.sin_family = AF_INET;
		out->u.in.sin_port = htons(port);
		out->len = sizeof(out->u.in);
		return 0;
	}
	return -1;
}

int
addr_parse(struct view text, struct addr *out, struct err *e)
{
	struct view host, port;
	uint32_t number;
	size_t colon = text.n;
	bool brackets;

	*out = (struct addr){ .len = 0 };
	if (view_starts(text, VIEW("unix:")))
		return unix_addr(text, view_skip(text, 5), out, e);
	while (colon > 0 && text.p[colon - 1] != ':')
		colon--;
	if (colon == 0)
		return bad_addr(e, text, "expected address:port, as in 127.0.0.1:6667, [::1]:6697 or *:6667");
	host = view_left(text, colon - 1);
	port = view_skip(text, colon);
	if (view_to_u32(port, &number) == -1 || number > UINT16_MAX)
		return bad_addr(e, text, "the port must be a number, 0 to 65535");
	brackets = host.n >= 2 && host.p[0] == '[' && host.p[host.n - 1] == ']';
	if (brackets)
		host = view_of(host.p + 1, host.n - 2);
	if (brackets != (view_find(host, ':') != host.n))
		return bad_addr(e, text, "an IPv6 address, and no other, stands in brackets: [::1]:6697");
	if (host_addr(host, (uint16_t)number, out) == -1)
		return bad_addr(e, text, "not a numeric IPv4 or IPv6 address");
	return 0;
}

const char *
addr_format(const struct addr *a, char dst[ADDR_TEXT_MAX])
{
	char ip[INET6_ADDRSTRLEN];

	switch (a->u.sa.sa_family) {
	case AF_UNIX:
		(void)snprintf(dst, ADDR_TEXT_MAX, "unix:%s", a->u.un.sun_path);
		break;
	case AF_INET:
		(void)snprintf(dst, ADDR_TEXT_MAX, "%s:%u",
			inet_ntop(AF_INET, &a->u.in.sin_addr, ip, sizeof(ip)),
			(unsigned)ntohs(a->u.in.sin_port));
		break;
	case AF_INET6:
		if (IN6_IS_ADDR_UNSPECIFIED(&a->u.in6.sin6_addr))
			(void)snprintf(dst, ADDR_TEXT_MAX, "*:%u", (unsigned)ntohs(a->u.in6.sin6_port));
		else
			(void)snprintf(dst, ADDR_TEXT_MAX, "[%s]:%u",
				inet_ntop(AF_INET6, &a->u.in6.sin6_addr, ip, sizeof(ip)),
				(unsigned)ntohs(a->u.in6.sin6_port));
		break;
	default: /* a number from the system, not an enum */
		(void)snprintf(dst, ADDR_TEXT_MAX, "?");
		break;
	}
	return dst;
}

bool
addr_eq(const struct addr *a, const struct addr *b)
{
	if (a->u.sa.sa_family != b->u.sa.sa_family)
		return false;
	switch (a->u.sa.sa_family) {
	case AF_UNIX:
		return strcmp(a->u.un.sun_path, b->u.un.sun_path) == 0;
	case AF_INET:
		return a->u.in.sin_port == b->u.in.sin_port &&
			a->u.in.sin_addr.s_addr == b->u.in.sin_addr.s_addr;
	case AF_INET6:
		return a->u.in6.sin6_port == b->u.in6.sin6_port &&
			memcmp(&a->u.in6.sin6_addr, &b->u.in6.sin6_addr, 16) == 0;
	default:
		return false;
	}
}

void
peer_addr_from(struct peer_addr *out, const struct sockaddr *sa, socklen_t len)
{
	struct sockaddr_in in;
	struct sockaddr_in6 in6;

	*out = (struct peer_addr){ .family = AF_UNIX };
	if (len >= sizeof(in) && sa->sa_family == AF_INET) {
		memcpy(&in, sa, sizeof(in));
		out->family = AF_INET;
		out->port = ntohs(in.sin_port);
		memcpy(out->ip, &in.sin_addr, 4);
	} else if (len >= sizeof(in6) && sa->sa_family == AF_INET6) {
		bool mapped;

		memcpy(&in6, sa, sizeof(in6));
		mapped = IN6_IS_ADDR_V4MAPPED(&in6.sin6_addr);
		out->family = mapped ? AF_INET : AF_INET6;
		out->port = ntohs(in6.sin6_port);
		if (mapped)
			memcpy(out->ip, &in6.sin6_addr.s6_addr[12], 4);
		else
			memcpy(out->ip, &in6.sin6_addr, 16);
	}
}

const char *
peer_addr_host(const struct peer_addr *a, char *dst, size_t size)
{
	char ip[INET6_ADDRSTRLEN];

	if (a->family == AF_UNIX || inet_ntop(a->family, a->ip, ip, sizeof(ip)) == NULL)
		(void)snprintf(dst, size, "localhost");
	else
		/* A host that began with a colon would look like the last parameter of a message. */
		(void)snprintf(dst, size, "%s%s", ip[0] == ':' ? "0" : "", ip);
	return dst;
}

int
peer_addr_parse(struct view text, struct peer_addr *out)
{
	struct sockaddr_in in = { .sin_family = AF_INET };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };
	char z[INET6_ADDRSTRLEN];

	if (view_copy(text, z, sizeof(z)) != text.n || strlen(z) != text.n)
		return -1;
	if (inet_pton(AF_INET, z, &in.sin_addr) == 1)
		peer_addr_from(out, (const struct sockaddr *)&in, sizeof(in));
	else if (inet_pton(AF_INET6, z, &in6.sin6_addr) == 1)
		peer_addr_from(out, (const struct sockaddr *)&in6, sizeof(in6));
	else
		return -1;
	return 0;
}

bool
peer_addr_is_local(const struct peer_addr *a)
{
	if (a->family == AF_INET)
		return a->ip[0] == IN_LOOPBACKNET;
	return a->family == AF_UNIX || memcmp(a->ip, &in6addr_loopback, sizeof(a->ip)) == 0;
}

/* Clears what lies behind the first `bits` bits. */
static void
mask_host_bits(uint8_t ip[16], unsigned bits)
{
	for (unsigned i = 0; i < 16; i++) {
		unsigned left = bits > i * 8 ? bits - i * 8 : 0;

		if (left < 8)
			ip[i] &= (uint8_t)(0xff00u >> left);
	}
}

int
cidr_parse(struct view text, struct cidr *out)
{
	size_t slash = view_find(text, '/');
	struct view host = view_left(text, slash);
	char z[INET6_ADDRSTRLEN + 1];
	uint32_t bits, max;

	*out = (struct cidr){ .family = 0 };
	if (view_eq(text, VIEW("*")))
		return 0;
	if (view_copy(host, z, sizeof(z)) != host.n || strlen(z) != host.n)
		return -1;
	if (inet_pton(AF_INET, z, out->ip) == 1)
		out->family = AF_INET;
	else if (inet_pton(AF_INET6, z, out->ip) == 1)
		out->family = AF_INET6;
	else
		return -1;
	max = out->family == AF_INET ? 32 : 128;
	bits = max;
	if (slash != text.n && (view_to_u32(view_skip(text, slash + 1), &bits) == -1 || bits > max))
		return -1;
	out->bits = (uint8_t)bits;
	mask_host_bits(out->ip, bits);
	return 0;
}

bool
cidr_has(const struct cidr *c, const struct peer_addr *a)
{
	uint8_t ip[16];

	if (c->family == 0)
		return true;
	if (c->family != a->family)
		return false;
	memcpy(ip, a->ip, sizeof(ip));
	mask_host_bits(ip, c->bits);
	return memcmp(ip, c->ip, sizeof(ip)) == 0;
}
