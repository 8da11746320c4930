/* Packets that were seen on the wire, or made by other programs than this one. */
#ifndef CONCLAVE_TESTS_UDP_VECTORS_H
#define CONCLAVE_TESTS_UDP_VECTORS_H

#include <stdbool.h>
#include <stdint.h>

#include "icq/icq_bytes.h"
#include "icq/udp_packet.h"
#include "icq_hex.h"

struct udp_vector {
	const char *name;
	enum icq_protocol version;
	bool is_server;
	uint16_t cmd, seq1, seq2;
	uint32_t uin, session;
	const char *wire, *plain; /* in hexadecimal; plain of what is scrambled */
};

extern const struct udp_vector udp_vectors[];
extern const size_t udp_vectors_n;

struct udp_opened {
	struct udp_packet p;
	struct udp_plain plain;
	struct icq_hex wire;
};

/* These bytes by its version and direction. */
enum udp_verdict
udp_vector_parse(const struct udp_vector *v, struct udp_packet *p, struct view wire, struct udp_plain *plain);
/* A packet whose payload was just written. */
struct udp_packet udp_carry(enum icq_protocol version, uint16_t cmd, const struct icq_out *out);
/* By its name; fails the test if there is none. */
void udp_vector_open(const char *name, struct udp_opened *o);

#endif
