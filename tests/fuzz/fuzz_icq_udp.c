/*
 * Datagrams of ICQ's legacy protocol.  The first byte says what the others are: a client's as it is on the wire, a client's before it is
 * scrambled, what a server tells a client of one of the versions, or a payload (with a byte for its version and two for its command).  Nothing
 * reads past the end; what was scrambled comes back; what was read is built again to the same.
 */
#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "icq/udp_packet.h"
#include "tests/unit/icq/udp_all.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum mode { FROM_CLIENT, PLAIN, FROM_SERVER, FROM_SERVER_LAST = FROM_SERVER + ICQ_V5, PAYLOAD, MODES };

static struct udp_plain plain, again;

/* The check code, and what surrounds it in a header, may differ: not what is read. */
static void
expect_same(const struct udp_packet *a, const struct udp_packet *b)
{
	assert(a->version == b->version && a->cmd == b->cmd && a->seq1 == b->seq1 && a->seq2 == b->seq2);
	assert(a->uin == b->uin && a->session == b->session && view_eq(a->data, b->data));
}

static void
from_client(struct view wire)
{
	static struct udp_plain read_again;
	struct udp_packet p, q;
	struct view built;

	if (udp_packet_from_client(&p, wire, &plain) != UDP_PACKET_OK)
		return;
	(void)udp_read_client(&p);
	if (p.version == ICQ_V5 && p.data.n == 0)
		return; /* gets a few bytes more */
	built = udp_packet_to_server(&p, 0x12345678, again.bytes, sizeof(again.bytes));
	assert(built.n == wire.n && udp_packet_from_client(&q, built, &read_again) == UDP_PACKET_OK);
	expect_same(&p, &q);
	assert(q.check == (p.version < ICQ_V4 ? UDP_CHECK_UNKNOWN : UDP_CHECK_OK));
}

static void
from_server(struct view wire, enum icq_protocol version)
{
	struct udp_packet p = { .version = version }, q = { .version = version };
	struct view built;

	if (udp_packet_from_server(&p, wire) != UDP_PACKET_OK)
		return;
	(void)udp_read_server(&p);
	built = udp_packet_to_client(&p, 0x12345678, again.bytes, sizeof(again.bytes));
	if (built.n == 0)
		return; /* it came with a shorter header than it has now */
	assert(udp_packet_from_server(&q, built) == UDP_PACKET_OK);
	if (version != ICQ_V4 && p.session == q.session)
		expect_same(&p, &q);
}

static void
from_plain(struct view bytes)
{
	uint8_t wire[1024], back[1024];
	struct view some = view_left(bytes, sizeof(wire));
	size_t n = some.n;

	if (n < UDP_HEADER_MAX)
		return;
	memcpy(wire, some.p, n);
	wire[0] = wire[0] % 2 != 0 ? 4 : 5;
	wire[1] = 0;
	memcpy(back, wire, n);
	if (wire[0] == 4) {
		udp_scramble_v4(wire, n);
		from_client(view_of(wire, n));
		udp_unscramble_v4(wire, n);
	} else {
		udp_scramble_v5(wire, n);
		from_client(view_of(wire, n));
		udp_unscramble_v5(wire, n);
	}
	assert(memcmp(wire, back, n) == 0);
}

static void
from_payload(struct view bytes)
{
	const uint8_t *b = (const uint8_t *)bytes.p;
	struct udp_packet p = { .uin = 100005 };

	if (bytes.n < 3)
		return;
	p.version = (enum icq_protocol)(b[0] % (ICQ_V5 + 1));
	p.cmd = (uint16_t)(b[1] | b[2] << 8);
	p.data = view_skip(bytes, 3);
	(void)udp_read_client(&p);
	(void)udp_read_server(&p);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct view bytes = view_skip(view_of(data, size), 1);
	unsigned mode;

	if (size == 0)
		return 0;
	mode = data[0] % MODES;
	if (mode == FROM_CLIENT)
		from_client(bytes);
	else if (mode == PLAIN)
		from_plain(bytes);
	else if (mode == PAYLOAD)
		from_payload(bytes);
	else
		from_server(bytes, (enum icq_protocol)(mode - FROM_SERVER));
	return 0;
}
