/*
 * "user@address" patterns.  The address part is never a name: the server resolves nothing to decide who may
 * come. The two prefix forms are brought to one (network bits set, the rest 0), so matching is one compare
 * of bits.
 */
#include "config.h"

#include "conf/conf_who.h"

#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>

static const char address_allowed[] = "the part behind '@' is not an address; allowed: *, unix, an IPv4 or "
				      "IPv6 address, or one with /prefix";

static const uint8_t mapped_prefix[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };

static void
clear_host_bits(uint8_t *ip, size_t bits)
{
	for (size_t i = 0; i < 16; i++) {
		size_t keep = bits > i * 8 ? bits - i * 8 : 0;

		if (keep < 8)
			ip[i] &= (uint8_t)(0xff00U >> keep);
	}
}

/* Also takes ::ffff:192.0.2.1/120 for 192.0.2.1/24, because that is how such peers are matched. */
static int
parse_block(struct view text, struct conf_who *who)
{
	size_t slash = view_find(text, '/');
	uint32_t bits = 0, most;
	char z[INET6_ADDRSTRLEN];

	if (slash >= sizeof(z))
		return -1;
	(void)view_copy(view_left(text, slash), z, sizeof(z));
	memset(who->ip, 0, sizeof(who->ip));
	if (inet_pton(AF_INET, z, who->ip) == 1)
		who->family = AF_INET;
	else if (inet_pton(AF_INET6, z, who->ip) == 1)
		who->family = AF_INET6;
	else
		return -1;
	bits = most = who->family == AF_INET ? 32 : 128;
	if (slash < text.n && (view_to_u32(view_skip(text, slash + 1), &bits) == -1 || bits > most))
		return -1;
	if (who->family == AF_INET6 && bits >= 96 &&
		memcmp(who->ip, mapped_prefix, sizeof(mapped_prefix)) == 0) {
		who->family = AF_INET;
		bits -= 96;
		memmove(who->ip, who->ip + 12, 4);
		memset(who->ip + 4, 0, 12);
	}
	clear_host_bits(who->ip, bits);
	who->bits = (uint8_t)bits;
	return 0;
}

const char *
conf_who_parse(struct view text, struct conf_who *who, struct view *user)
{
	size_t at = view_find(text, '@');
	struct view address = at < text.n ? view_skip(text, at + 1) : text;

	*user = at < text.n ? view_left(text, at) : VIEW("*");
	if (user->n == 0)
		return "there is nothing before '@'; write * for any user";
	if (view_has_any(*user, VIEW(" !@:,\t")) || view_find(address, '@') < address.n)
		return "this is no user pattern; allowed: a name with * and ?, then '@' and an address";
	who->bits = 0;
	who->family = 0;
	memset(who->ip, 0, sizeof(who->ip));
	if (view_eq(address, VIEW("*")))
		return NULL;
	if (view_eq(address, VIEW("unix"))) {
		who->family = AF_UNIX;
		return NULL;
	}
	return parse_block(address, who) == 0 ? NULL : address_allowed;
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* '*' any run, '?' one byte.  On a mismatch only the last '*' is tried again, one byte further. */
static bool
glob_match(struct view glob, struct view text)
{
	size_t g = 0, t = 0, star = SIZE_MAX, retry = 0;

	while (t < text.n) {
		if (g < glob.n && glob.p[g] == '*') {
			star = g++;
			retry = t;
		} else if (g < glob.n && (glob.p[g] == '?' || lower(glob.p[g]) == lower(text.p[t]))) {
			g++;
			t++;
		} else if (star != SIZE_MAX) {
			g = star + 1;
			t = ++retry;
		} else {
			return false;
		}
	}
	while (g < glob.n && glob.p[g] == '*')
		g++;
	return g == glob.n;
}

static bool
block_has(const struct conf_who *who, int family, const uint8_t *ip)
{
	size_t bytes = who->bits / 8U, rest = who->bits % 8U;

	if (family == AF_INET6 && memcmp(ip, mapped_prefix, sizeof(mapped_prefix)) == 0) {
		family = AF_INET;
		ip += sizeof(mapped_prefix);
	}
	if (family != who->family)
		return false;
	if (family == AF_UNIX)
		return true;
	if (memcmp(who->ip, ip, bytes) != 0)
		return false;
	return rest == 0 || ((who->ip[bytes] ^ ip[bytes]) & (0xff00U >> rest) & 0xffU) == 0;
}

bool
conf_who_has_address(const struct conf_who *who, int family, const uint8_t ip[16])
{
	return who->family == 0 || block_has(who, family, ip);
}

bool
conf_who_match(const struct conf_who *who, struct view user, int family, const uint8_t ip[16])
{
	return conf_who_has_address(who, family, ip) && glob_match(view_z(who->user), user);
}
