/* Payloads of all packets that were seen, whole, cut, with bits turned, and of random bytes: nothing reads past their end. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "icq/udp_cmd.h"
#include "udp_all.h"
#include "udp_vectors.h"

enum { RANDOM_PACKETS = 1000 };

/* In a block of its own size, where tools that watch the heap see a step too far. */
static bool
read_it(const struct udp_vector *v, struct view wire)
{
	struct udp_plain *plain = malloc(sizeof(*plain));
	char *exact = malloc(wire.n != 0 ? wire.n : 1);
	struct udp_packet p;
	bool is_good = false;

	cr_assert(plain != NULL && exact != NULL);
	memcpy(exact, wire.p, wire.n);
	if (udp_vector_parse(v, &p, view_of(exact, wire.n), plain) == UDP_PACKET_OK)
		is_good = v->is_server ? udp_read_server(&p) : udp_read_client(&p);
	free(exact);
	free(plain);
	return is_good;
}

static bool
has_payload(const struct udp_vector *v)
{
	return v->cmd != UDP_ACK && v->cmd != UDP_C_KEEPALIVE && v->cmd != UDP_S_WRONG_PASSWORD &&
		v->cmd != UDP_S_OFFLINE_END;
}

Test(udp_all, every_vector_is_read)
{
	struct icq_hex wire;

	for (size_t i = 0; i < udp_vectors_n; i++) {
		const struct udp_vector *v = &udp_vectors[i];

		cr_expect(read_it(v, icq_hex(&wire, v->wire)) == has_payload(v), "%s", v->name);
	}
}

Test(udp_all, every_vector_cut_anywhere)
{
	struct icq_hex wire;

	for (size_t i = 0; i < udp_vectors_n; i++) {
		struct view w = icq_hex(&wire, udp_vectors[i].wire);

		for (size_t n = 0; n < w.n; n++)
			(void)read_it(&udp_vectors[i], view_left(w, n));
	}
}

Test(udp_all, every_vector_with_any_bit_turned)
{
	struct icq_hex wire;

	for (size_t i = 0; i < udp_vectors_n; i++) {
		struct view w = icq_hex(&wire, udp_vectors[i].wire);

		for (size_t bit = 0; bit < w.n * 8; bit++) {
			wire.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
			(void)read_it(&udp_vectors[i], w);
			wire.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
		}
	}
}

/* Lengths that may fit, so that more than the first field is come to. */
static size_t
any_payload(uint8_t *data, size_t max, uint32_t *seed)
{
	size_t n = icq_random(seed) % max;

	for (size_t i = 0; i < n; i++) {
		uint32_t r = icq_random(seed) >> 8;

		data[i] = (uint8_t)(r % 4 == 0 ? 0 : r % 4 == 1 ? r >> 8 & 7 : r >> 8);
	}
	return n;
}

Test(udp_all, any_bytes_of_any_command)
{
	uint32_t seed = 6;
	unsigned read = 0;

	for (unsigned i = 0; i < RANDOM_PACKETS; i++) {
		struct udp_packet p = { .version = (enum icq_protocol)(icq_random(&seed) % 4) };
		uint8_t data[120], *exact;
		size_t n = any_payload(data, sizeof(data), &seed);

		exact = malloc(n + 1);
		cr_assert_not_null(exact);
		memcpy(exact + 1, data, n);
		p.data = view_of(exact + 1, n);
		for (p.cmd = UDP_S_META_READY; p.cmd <= UDP_C_LIST_CHANGE; p.cmd++)
			read += udp_read_client(&p) + udp_read_server(&p);
		free(exact);
	}
	cr_expect(read > RANDOM_PACKETS, "some of it was understood");
}
