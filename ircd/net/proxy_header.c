/*
 * Both forms begin with bytes that no other protocol here begins with, so that a wrong beginning is refused at its first wrong byte.
 * What comes behind the header may be the first bytes of TLS: never more is asked for than the shortest header that can still be meant.
 */
#include "net/proxy_header.h"

#include <arpa/inet.h>
#include <assert.h>
#include <string.h>

#define V1_LEAST  15 /* "PROXY UNKNOWN" CR LF */
#define V2_FIXED  16
#define V2_INET	  12 /* bytes of both addresses and ports */
#define V2_INET6  36
#define V2_UNIX	  216
#define TLV_FIXED 3

static const struct view v1_begin = VIEW_INIT("PROXY ");
static const struct view v2_begin = VIEW_INIT("\r\n\r\n\0\r\nQUIT\n");

static uint8_t
byte_at(const struct proxy_header *h, size_t i)
{
	return (uint8_t)h->bytes[i];
}

static size_t
u16_at(const struct proxy_header *h, size_t i)
{
	return (size_t)byte_at(h, i) << 8 | byte_at(h, i + 1);
}

static bool
is_v2(const struct proxy_header *h)
{
	return h->n != 0 && h->bytes[0] == '\r';
}

static bool
begins_well(const struct proxy_header *h)
{
	struct view is = view_of(h->bytes, h->n), begin = is_v2(h) ? v2_begin : v1_begin;

	return is.n < begin.n ? view_starts(begin, is) : view_starts(is, begin);
}

size_t
proxy_header_wants(const struct proxy_header *h)
{
	if (h->n < V1_LEAST)
		return V1_LEAST - h->n;
	if (is_v2(h))
		return (h->n < V2_FIXED ? V2_FIXED : V2_FIXED + u16_at(h, 14)) - h->n;
	/* A line ends with CR LF. */
	return h->bytes[h->n - 1] == '\r' || h->n + 1 == PROXY_HEADER_V1_MAX ? 1 : 2;
}

static enum proxy_verdict
bad(struct proxy_header *h, const char *wrong)
{
	h->wrong = wrong;
	return PROXY_BAD;
}

/* Both forms, through peer_addr_from(), which knows of mapped addresses. */
static void
set_peer(struct peer_addr *peer, int family, const void *ip, uint16_t port)
{
	struct sockaddr_in in = { .sin_family = AF_INET, .sin_port = htons(port) };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6, .sin6_port = htons(port) };

	if (family == AF_INET) {
		memcpy(&in.sin_addr, ip, sizeof(in.sin_addr));
		peer_addr_from(peer, (const struct sockaddr *)&in, sizeof(in));
	} else {
		memcpy(&in6.sin6_addr, ip, sizeof(in6.sin6_addr));
		peer_addr_from(peer, (const struct sockaddr *)&in6, sizeof(in6));
	}
}

static bool
take_ip(struct view *rest, int family, uint8_t ip[16])
{
	char z[INET6_ADDRSTRLEN];
	struct view word;

	if (!view_cut(rest, ' ', &word) || word.n >= sizeof(z))
		return false;
	(void)view_copy(word, z, sizeof(z));
	return strlen(z) == word.n && inet_pton(family, z, ip) == 1;
}

static bool
take_port(struct view *rest, uint16_t *port)
{
	struct view word;
	uint32_t n;

	if (!view_cut(rest, ' ', &word) || view_to_u32(word, &n) == -1 || n > UINT16_MAX ||
		(word.n > 1 && word.p[0] == '0'))
		return false;
	*port = (uint16_t)n;
	return true;
}

static enum proxy_verdict
judge_line(struct proxy_header *h, struct view rest, struct peer_addr *peer)
{
	uint8_t from[16], to[16];
	uint16_t from_port, to_port;
	struct view word;
	int family;

	(void)!view_cut(&rest, ' ', &word);
	if (view_eq(word, VIEW("UNKNOWN")))
		return PROXY_SAME; /* whatever stands behind it */
	if (view_eq(word, VIEW("TCP4")))
		family = AF_INET;
	else if (view_eq(word, VIEW("TCP6")))
		family = AF_INET6;
	else
		return bad(h, "PROXY header of an unknown protocol");
	if (!take_ip(&rest, family, from) || !take_ip(&rest, family, to))
		return bad(h, "PROXY header with a wrong address");
	if (!take_port(&rest, &from_port) || !take_port(&rest, &to_port))
		return bad(h, "PROXY header with a wrong port");
	if (rest.p != NULL)
		return bad(h, "PROXY header with words too many");
	set_peer(peer, family, from, from_port);
	return PROXY_PEER;
}

static enum proxy_verdict
judge_v1(struct proxy_header *h, struct peer_addr *peer)
{
	struct view line = view_of(h->bytes, h->n);
	size_t cr = view_find(line, '\r'), lf = view_find(line, '\n');

	if ((cr + 1 < line.n && line.p[cr + 1] != '\n') || lf < cr)
		return bad(h, "PROXY header with a wrong end of line");
	if (lf < line.n)
		return lf + 1 == line.n ? judge_line(h, view_skip(view_left(line, cr), v1_begin.n), peer)
					: bad(h, "PROXY header that is too short");
	return line.n < PROXY_HEADER_V1_MAX ? PROXY_MORE : bad(h, "PROXY header too long");
}

/* What stands behind the addresses is passed over, but must fill its room exactly. */
static bool
tlvs_fit(const struct proxy_header *h, size_t at)
{
	while (h->n - at >= TLV_FIXED) {
		size_t len = u16_at(h, at + 1);

		if (len > h->n - at - TLV_FIXED)
			return false;
		at += TLV_FIXED + len;
	}
	return at == h->n;
}

static enum proxy_verdict
judge_block(struct proxy_header *h, struct peer_addr *peer)
{
	static const size_t sizes[] = { 0, V2_INET, V2_INET6, V2_UNIX };
	unsigned family = byte_at(h, 13) >> 4, transport = byte_at(h, 13) & 15;
	size_t size;

	if (family >= ARRAY_LEN(sizes) || transport > 2)
		return bad(h, "PROXY header of an unknown family");
	if (family == 0 || transport == 0)
		return PROXY_SAME; /* there is no telling what stands behind it */
	size = sizes[family];
	if (h->n - V2_FIXED < size || !tlvs_fit(h, V2_FIXED + size))
		return bad(h, "PROXY header of a wrong length");
	if (transport != 1 || family == 3)
		return PROXY_SAME;
	if (family == 1)
		set_peer(peer, AF_INET, &h->bytes[16], (uint16_t)u16_at(h, 24));
	else
		set_peer(peer, AF_INET6, &h->bytes[16], (uint16_t)u16_at(h, 48));
	return PROXY_PEER;
}

static enum proxy_verdict
judge_v2(struct proxy_header *h, struct peer_addr *peer)
{
	unsigned command;

	if (h->n > 12 && byte_at(h, 12) >> 4 != 2)
		return bad(h, "PROXY header of an unknown version");
	if (h->n < V2_FIXED)
		return PROXY_MORE;
	if (u16_at(h, 14) > PROXY_HEADER_MAX - V2_FIXED)
		return bad(h, "PROXY header too long");
	if (h->n < V2_FIXED + u16_at(h, 14))
		return PROXY_MORE;
	command = byte_at(h, 12) & 15;
	if (command > 1)
		return bad(h, "PROXY header of an unknown command");
	return command == 0 ? PROXY_SAME : judge_block(h, peer);
}

enum proxy_verdict
proxy_header_feed(struct proxy_header *h, struct view bytes, struct peer_addr *peer)
{
	assert(bytes.n <= proxy_header_wants(h) && bytes.n <= PROXY_HEADER_MAX - h->n);
	if (bytes.n != 0)
		memcpy(h->bytes + h->n, bytes.p, bytes.n);
	h->n += bytes.n;
	if (!begins_well(h))
		return bad(h, "no PROXY header");
	return is_v2(h) ? judge_v2(h, peer) : judge_v1(h, peer);
}

const char *
proxy_header_wrong(const struct proxy_header *h)
{
	return h->wrong != NULL ? h->wrong : "no PROXY header";
}
