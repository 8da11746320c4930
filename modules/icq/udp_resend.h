/*
 * What one client shall hear, in order, until it has acknowledged it.  One packet is under way at a time, for there are clients that take
 * packets in strict order only and answer nothing else; it is sent again every UDP_RESEND_MS, so often and no more.  No I/O, no timers.
 */
#ifndef CONCLAVE_ICQ_UDP_RESEND_H
#define CONCLAVE_ICQ_UDP_RESEND_H

#include <stdbool.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"

#define UDP_RESEND_MS	10000u
#define UDP_PACE_BURST	20u  /* paced packets at once */
#define UDP_PACE_PER_MS 100u /* then one each */

struct udp_waiting {
	struct udp_waiting *next;
	uint32_t about; /* UIN whose presence it tells; 0: nobody's */
	uint16_t cmd;
	uint16_t seq2; /* of the packet that it answers, 0: of none */
	uint16_t n;
	bool is_paced;
	uint8_t data[]; /* n bytes: the payload */
};

/* Embedded; all zero is an empty one, whose first packet will have the number 0. */
struct udp_resend {
	struct udp_waiting *first, *last;
	uint64_t sent_ms; /* the first one, for the last time */
	uint64_t pace_ms; /* when all paced ones that were sent are paid for */
	uint32_t count;
	uint16_t seq; /* of the first one */
	uint8_t sends;
};

struct udp_news {
	uint16_t cmd, seq2;
	uint32_t about;
	bool is_paced;
	struct view data; /* at most UDP_PACKET_MAX bytes */
};

void udp_resend_release(struct udp_resend *r);
void udp_resend_put(struct udp_resend *r, const struct udp_news *a);
/* The one about a UIN that was not sent yet, or NULL. */
struct udp_waiting *udp_resend_about(struct udp_resend *r, uint32_t uin) WARN_UNUSED;
/* In the place of one that udp_resend_about() has found. */
void udp_resend_change(struct udp_resend *r, struct udp_waiting *w, const struct udp_news *a);

enum udp_resend_turn {
	UDP_RESEND_IDLE, /* nothing waits */
	UDP_RESEND_SEND, /* r->first, now; it counts as sent */
	UDP_RESEND_WAIT, /* until *due_ms */
	UDP_RESEND_OVER, /* sent max_sends times and never acknowledged */
};
enum udp_resend_turn
udp_resend_turn(struct udp_resend *r, uint8_t max_sends, uint64_t now_ms, uint64_t *due_ms) WARN_UNUSED;
/* Of a packet that is sent at once, past all that waits: what a client expects that has got what is under way. */
uint16_t udp_resend_next_seq(const struct udp_resend *r) WARN_UNUSED;
/* The client has acknowledged seq.  ret: the command of what is done with, or 0: it was another one. */
uint16_t udp_resend_ack(struct udp_resend *r, uint16_t seq);

#endif
