#include "icq/udp_packet.h"

#include <criterion/criterion.h>
#include <string.h>

#include "icq/udp_cmd.h"
#include "udp_vectors.h"

enum { PACKETS = 20000 };

static uint32_t
get_u32(const uint8_t *p)
{
	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

/* The number that made a vector: its code says which byte it holds. */
static uint32_t
random_of(const struct udp_vector *v, const uint8_t *plain)
{
	static const size_t at[2][ICQ_PROTOCOL_N] = { { [ICQ_V4] = 16, [ICQ_V5] = 20 },
		{ [ICQ_V4] = 12, [ICQ_V5] = 17 } };
	size_t place = at[v->is_server][v->version];
	uint32_t code, r1;

	if (place == 0)
		return 0;
	code = get_u32(plain + place) ^ 0x00ff00ffu;
	code ^= (uint32_t)plain[8] << 24 | (uint32_t)plain[4] << 16 | (uint32_t)plain[2] << 8 | plain[6];
	r1 = code >> 24;
	if (!v->is_server)
		r1 = v->version == ICQ_V5 ? r1 - 24 : r1 < 16 ? r1 : r1 - 4;
	return (v->version == ICQ_V4 ? (uint32_t)plain[2] << 16 | (uint32_t)plain[3] << 24 : 0) |
		(code & 0xff00) | r1;
}

static struct view
build(const struct udp_packet *p, bool is_server, uint32_t random, struct udp_plain *to)
{
	return is_server ? udp_packet_to_client(p, random, to->bytes, sizeof(to->bytes))
			 : udp_packet_to_server(p, random, to->bytes, sizeof(to->bytes));
}

/* Version 3 has a time where its check code was; the rest is the same. */
static bool
is_same(const struct udp_vector *v, struct view built, struct view wire)
{
	if (v->version == ICQ_V3 && !v->is_server)
		return view_eq(view_left(built, 12), view_left(wire, 12)) &&
			view_eq(view_skip(built, 16), view_skip(wire, 16));
	return view_eq(built, wire);
}

Test(udp_packet, every_vector_is_read_and_built_again)
{
	struct udp_plain plain;
	struct icq_hex wire, clear;
	struct udp_plain again;

	for (size_t i = 0; i < udp_vectors_n; i++) {
		const struct udp_vector *v = &udp_vectors[i];
		struct view w = icq_hex(&wire, v->wire),
			    c = icq_hex(&clear, v->plain != NULL ? v->plain : v->wire);
		struct udp_packet p;

		cr_assert(udp_vector_parse(v, &p, w, &plain) == UDP_PACKET_OK, "%s", v->name);
		cr_expect(p.version == v->version && p.cmd == v->cmd && p.uin == v->uin &&
				p.session == v->session,
			"%s", v->name);
		cr_expect(p.seq1 == v->seq1 && p.seq2 == v->seq2, "%s", v->name);
		cr_expect(p.check == (v->version < ICQ_V4 ? UDP_CHECK_UNKNOWN : UDP_CHECK_OK), "%s: %d",
			v->name, p.check);
		cr_expect(view_eq(p.data, view_skip(c, c.n - p.data.n)), "%s", v->name);
		cr_expect(is_same(v, build(&p, v->is_server, random_of(v, (const uint8_t *)c.p), &again), w),
			"%s", v->name);
	}
}

/* Whatever the number of bytes: too few are refused, and others are read. */
Test(udp_packet, every_vector_cut_anywhere)
{
	static const size_t header[2][ICQ_PROTOCOL_N] = { { 10, 16, 20, 24 }, { 6, 16, 16, 21 } };
	struct udp_plain plain;
	struct icq_hex wire;

	for (size_t i = 0; i < udp_vectors_n; i++) {
		const struct udp_vector *v = &udp_vectors[i];
		struct view w = icq_hex(&wire, v->wire);
		struct udp_packet p;

		for (size_t n = 0; n < w.n; n++) {
			bool is_short = n < header[v->is_server][v->version];

			cr_assert(udp_vector_parse(v, &p, view_left(w, n), &plain) ==
				(is_short ? UDP_PACKET_SHORT : UDP_PACKET_OK));
			cr_assert(is_short || p.data.n == n - header[v->is_server][v->version]);
		}
	}
}

static void
any_packet(struct udp_packet *p, bool is_server, uint8_t *data, uint32_t *seed)
{
	size_t n = icq_random(seed) % 600;

	for (size_t i = 0; i < n; i++)
		data[i] = (uint8_t)(icq_random(seed) >> 9);
	*p = (struct udp_packet){ .version = (enum icq_protocol)(icq_random(seed) % (ICQ_V5 + 1)),
		.data = view_of(data, n) };
	p->cmd = (uint16_t)icq_random(seed);
	if (icq_random(seed) % 8 == 0)
		p->cmd = (uint16_t[]){ UDP_C_PRELOGIN, UDP_C_REGISTER, UDP_C_FIRST }[icq_random(seed) % 3];
	p->seq1 = (uint16_t)icq_random(seed);
	p->check = p->version < ICQ_V4 ? UDP_CHECK_UNKNOWN : UDP_CHECK_OK;
	if (p->version != ICQ_V2 || (p->cmd == UDP_C_PRELOGIN && !is_server))
		p->seq2 = (uint16_t)icq_random(seed);
	if (p->version != ICQ_V2 || (p->cmd != UDP_C_REGISTER && p->cmd != UDP_C_FIRST && !is_server))
		p->uin = icq_random(seed);
	if (p->version == ICQ_V5)
		p->session = icq_random(seed);
}

static void
expect_same(const struct udp_packet *a, const struct udp_packet *b)
{
	cr_assert(a->version == b->version && a->cmd == b->cmd && a->seq1 == b->seq1 && a->seq2 == b->seq2);
	cr_assert(a->uin == b->uin && a->session == b->session && a->check == b->check);
	cr_assert(view_eq(a->data, b->data));
}

Test(udp_packet, what_is_built_is_read_as_it_was)
{
	struct udp_plain plain;
	struct udp_plain to;
	uint8_t data[600];
	uint32_t seed = 5;

	for (unsigned i = 0; i < PACKETS; i++) {
		bool is_server = i % 2 != 0;
		struct udp_packet p, got = { 0 };
		struct view wire;

		any_packet(&p, is_server, data, &seed);
		if (p.data.n == 0 && p.version == ICQ_V5 && !is_server)
			continue; /* four bytes are added to it */
		wire = build(&p, is_server, icq_random(&seed), &to);
		cr_assert(wire.n > p.data.n);
		got.version = p.version;
		cr_assert((is_server ? udp_packet_from_server(&got, wire)
				     : udp_packet_from_client(&got, wire, &plain)) == UDP_PACKET_OK);
		expect_same(&p, &got);
	}
}

Test(udp_packet, what_is_empty_in_version_5_has_a_byte_to_check)
{
	struct udp_packet p = { .version = ICQ_V5, .cmd = UDP_C_KEEPALIVE, .uin = 100005, .session = 77 },
			  got;
	struct udp_plain plain;
	struct udp_plain to;
	struct view wire = udp_packet_to_server(&p, 0x12345678, to.bytes, sizeof(to.bytes));

	cr_assert_eq(wire.n, 28);
	cr_assert(udp_packet_from_client(&got, wire, &plain) == UDP_PACKET_OK);
	cr_expect(got.check == UDP_CHECK_OK && view_eq(got.data, VIEW("\x78\x56\x34\x12")));
	cr_assert(udp_packet_from_client(&got, view_left(wire, 24), &plain) == UDP_PACKET_OK,
		"a header alone is read too");
	cr_expect(got.data.n == 0);
}

Test(udp_packet, sizes_are_bounded_on_both_sides)
{
	static uint8_t big[UDP_PACKET_MAX + 1];
	struct udp_plain plain;
	struct udp_packet p = { .version = ICQ_V5 };
	struct view most;
	uint8_t small[24 + 10];

	for (uint8_t version = 2; version <= 5; version++) {
		big[0] = version;
		cr_expect(udp_packet_from_client(&p, view_of(big, UDP_PACKET_MAX), &plain) == UDP_PACKET_OK);
		cr_expect(udp_packet_from_client(&p, view_of(big, UDP_PACKET_MAX + 1), &plain) ==
			UDP_PACKET_LONG);
	}
	p.version = ICQ_V5;
	cr_expect(udp_packet_from_server(&p, view_of(big, UDP_PACKET_MAX)) == UDP_PACKET_OK);
	cr_expect(udp_packet_from_server(&p, view_of(big, UDP_PACKET_MAX + 1)) == UDP_PACKET_LONG);

	p = (struct udp_packet){ .version = ICQ_V5, .data = VIEW("0123456789") };
	cr_expect_eq(udp_packet_to_server(&p, 1, small, sizeof(small)).n, sizeof(small));
	for (size_t n = 0; n < sizeof(small); n++)
		cr_expect_eq(udp_packet_to_server(&p, 1, small, n).n, 0);
	for (size_t n = 0; n < 21 + 10; n++)
		cr_expect_eq(udp_packet_to_client(&p, 1, small, n).n, 0);
	p.version = ICQ_V4;
	for (size_t n = 0; n < 20 + 10; n++)
		cr_expect_eq(udp_packet_to_server(&p, 1, small, n).n, 0);
	most = view_of(big, UDP_PACKET_MAX - 24);
	p.version = ICQ_V5;
	p.data = most;
	cr_expect_eq(udp_packet_to_server(&p, 1, plain.bytes, sizeof(plain.bytes)).n, UDP_PACKET_MAX);
	p.data.n++;
	cr_expect_eq(udp_packet_to_server(&p, 1, plain.bytes, sizeof(plain.bytes)).n, 0);
}

Test(udp_packet, only_the_four_versions)
{
	struct udp_plain plain;
	struct udp_packet p;
	uint8_t bytes[64] = { 0 };

	for (unsigned v = 0; v < 0x10000; v++) {
		bytes[0] = (uint8_t)v;
		bytes[1] = (uint8_t)(v >> 8);
		cr_assert(udp_packet_from_client(&p, view_of(bytes, sizeof(bytes)), &plain) ==
			(v >= 2 && v <= 5 ? UDP_PACKET_OK : UDP_PACKET_VERSION));
		for (unsigned mine = ICQ_V2; mine <= ICQ_OSCAR; mine++) {
			bool is_ours = (mine == ICQ_V2 && v == 2) || (mine == ICQ_V3 && v == 3) ||
				((mine == ICQ_V4 || mine == ICQ_V5) && (v == 3 || v == 5));

			p.version = (enum icq_protocol)mine;
			cr_assert(udp_packet_from_server(&p, view_of(bytes, sizeof(bytes))) ==
				(is_ours ? UDP_PACKET_OK : UDP_PACKET_VERSION));
		}
	}
	p = (struct udp_packet){ .version = ICQ_OSCAR };
	cr_expect_eq(udp_packet_to_client(&p, 1, bytes, sizeof(bytes)).n, 0);
	cr_expect_eq(udp_packet_to_server(&p, 1, bytes, sizeof(bytes)).n, 0);
}

Test(udp_packet, before_there_is_an_uin_version_2_says_none)
{
	struct udp_plain plain;
	struct udp_packet p;

	cr_assert(udp_packet_from_client(&p, VIEW("\2\0\xfc\3\1\0\2\0"), &plain) == UDP_PACKET_OK);
	cr_expect(p.cmd == UDP_C_REGISTER && p.seq1 == 1 && p.uin == 0 && p.data.n == 2);
	cr_assert(udp_packet_from_client(&p, VIEW("\2\0\xec\4\1\0"), &plain) == UDP_PACKET_OK);
	cr_expect(p.cmd == UDP_C_FIRST && p.data.n == 0);
	cr_assert(udp_packet_from_client(&p, VIEW("\2\0\xf2\3\1\0\2\0\x10\x27\0\0\5"), &plain) ==
		UDP_PACKET_OK);
	cr_expect(p.cmd == UDP_C_PRELOGIN && p.seq2 == 2 && p.uin == 10000 && p.data.n == 1);
	cr_expect(
		udp_packet_from_client(&p, VIEW("\2\0\xf2\3\1\0\2\0\x10\x27\0"), &plain) == UDP_PACKET_SHORT);
}
