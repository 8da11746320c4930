#include "proto/ip_block.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

static const uint8_t mapped_prefix[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };

static unsigned
most_bits(uint8_t family)
{
	return family == AF_INET ? 32 : 128;
}

struct ip_block
ip_block_of(uint8_t family, const uint8_t ip[16], unsigned bits)
{
	struct ip_block b = { .family = family, .bits = (uint8_t)bits };
	size_t whole = bits / 8, rest = bits % 8;

	memcpy(b.ip, ip, whole);
	if (rest != 0)
		b.ip[whole] = (uint8_t)(ip[whole] & (0xff00U >> rest));
	return b;
}

int
ip_block_parse(struct view text, struct ip_block *out)
{
	size_t slash = view_find(text, '/');
	uint8_t ip[16] = { 0 };
	uint32_t bits;
	char z[INET6_ADDRSTRLEN];

	if (slash >= sizeof(z))
		return -1;
	(void)view_copy(view_left(text, slash), z, sizeof(z));
	if (strlen(z) != slash)
		return -1;
	if (inet_pton(AF_INET, z, ip) == 1)
		out->family = AF_INET;
	else if (inet_pton(AF_INET6, z, ip) == 1)
		out->family = AF_INET6;
	else
		return -1;
	bits = most_bits(out->family);
	if (slash < text.n &&
		(view_to_u32(view_skip(text, slash + 1), &bits) == -1 || bits > most_bits(out->family)))
		return -1;
	if (out->family == AF_INET6 && bits >= 96 && memcmp(ip, mapped_prefix, sizeof(mapped_prefix)) == 0) {
		out->family = AF_INET;
		bits -= 96;
		memmove(ip, ip + 12, 4);
		memset(ip + 4, 0, 12);
	}
	*out = ip_block_of(out->family, ip, bits);
	return 0;
}

const char *
ip_block_text(const struct ip_block *b, char dst[IP_BLOCK_TEXT])
{
	char z[INET6_ADDRSTRLEN] = "";

	(void)inet_ntop(b->family, b->ip, z, sizeof(z));
	if (b->bits == most_bits(b->family))
		(void)snprintf(dst, IP_BLOCK_TEXT, "%s%s", z[0] == ':' ? "0" : "", z);
	else
		(void)snprintf(dst, IP_BLOCK_TEXT, "%s%s/%u", z[0] == ':' ? "0" : "", z, (unsigned)b->bits);
	return dst;
}
