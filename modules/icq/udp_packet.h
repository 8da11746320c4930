/*
 * Datagrams of the legacy protocol, versions 2 to 5, as one struct: headers are of four forms, and of two directions.  Payloads are in
 * udp_login, udp_contacts, udp_message, udp_search, udp_meta and udp_multi: a handler switches on `cmd` (udp_cmd.h) and gives the packet to
 * the one function that reads the payload of that command.
 *
 * Nothing that a header says is true because it says so: who sends is known by the address and the session that belongs to it.
 */
#ifndef CONCLAVE_ICQ_UDP_PACKET_H
#define CONCLAVE_ICQ_UDP_PACKET_H

#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "icq/icq_types.h"
#include "icq/udp_scramble.h"

#define UDP_PACKET_MAX 8192u
/* The longest header; what remains of a datagram that a network may cut is for the payload. */
#define UDP_HEADER_MAX 24u
/* Ids of sessions are what a client makes up, of so many bits. */
#define UDP_SESSION_MASK 0x3fffffffu

struct udp_packet {
	enum icq_protocol version; /* ICQ_V2 to ICQ_V5: of the client */
	uint16_t cmd;
	uint16_t seq1; /* the only one of version 2 */
	uint16_t seq2;
	uint32_t uin;	      /* 0: the header has none */
	uint32_t session;     /* version 5 */
	struct view data;     /* payload, borrowed */
	enum udp_check check; /* of one that was read */
};

/* A datagram without its scrambling. */
struct udp_plain {
	uint8_t bytes[UDP_PACKET_MAX];
};

enum udp_verdict {
	UDP_PACKET_OK,
	UDP_PACKET_SHORT,   /* less than a header */
	UDP_PACKET_LONG,    /* more than UDP_PACKET_MAX */
	UDP_PACKET_VERSION, /* of no version that we speak */
	UDP_VERDICT_N
};

/*
 * What a client sent.
 *   out  *p      only on UDP_PACKET_OK; data lives as long as datagram and plain do
 *   out  *plain  versions 4 and 5 are unscrambled into it
 *
 * A check code that is wrong does not change the verdict: see p->check.  One that is UDP_CHECK_WRONG was not made by a client that works,
 * and is best dropped unanswered.  That it is right proves nothing.
 */
enum udp_verdict
udp_packet_from_client(struct udp_packet *p, struct view datagram, struct udp_plain *plain) WARN_UNUSED;
/*
 * What a server sent to us, a client of version p->version on entry.  Clients of 4 and 5 take packets in the form of 3 and of 5.  Servers
 * that work are known to send wrong check codes to clients of version 4.
 */
enum udp_verdict udp_packet_from_server(struct udp_packet *p, struct view datagram) WARN_UNUSED;

/*
 * The datagram for a client of version p->version, in the form that it takes.
 *   in   random  any number: what the check code is made from
 *   ret  in dst, or empty if it does not fit into max bytes or UDP_PACKET_MAX
 */
struct view
udp_packet_to_client(const struct udp_packet *p, uint32_t random, void *dst, size_t max) WARN_UNUSED;
/*
 * As a client of p->version sends it, scrambled.  In version 5 four bytes of the random number follow if there is no payload, for its
 * check code needs a byte after the header.
 */
struct view
udp_packet_to_server(const struct udp_packet *p, uint32_t random, void *dst, size_t max) WARN_UNUSED;

#endif
