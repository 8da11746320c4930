/* Messages.  _parse() and _put() as in udp_login.h.  Text is as it came: of any character set, with its fields and line ends. */
#ifndef CONCLAVE_ICQ_UDP_MESSAGE_H
#define CONCLAVE_ICQ_UDP_MESSAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/util.h"
#include "icq/icq_bytes.h"
#include "icq/udp_packet.h"

/* What clients show of one message: split what is longer. */
#define UDP_TEXT_MAX 450u

/* UDP_C_MESSAGE, UDP_C_MESSAGE_STRANGER, UDP_S_MESSAGE */
struct udp_message {
	uint32_t uin; /* for a server who it is to, for a client who it is from */
	uint16_t
		kind; /* enum icq_kind, or another number: a request that only clients know between themselves */
	bool is_mass; /* sent to many at once */
	struct view text;
	uint64_t wall_s; /* of one that waited: when it was sent; 0: its date is none */
};

/*
 * Some clients of version 5 send the kind, and then the UIN too, with its bytes the other way: that is put right.  The UIN is one that
 * somebody can have, or, in what a server says, also one below them: services of the server have those.
 */
bool udp_message_parse(struct udp_message *m, const struct udp_packet *p) WARN_UNUSED;
/* The kind's bit for mass messages is never set. */
void udp_message_put(struct icq_out *out, const struct udp_message *m);

/* UDP_S_OFFLINE_MESSAGE */
bool udp_message_offline_parse(struct udp_message *m, const struct udp_packet *p) WARN_UNUSED;
void udp_message_offline_put(struct icq_out *out, const struct udp_message *m);
/* UDP_S_OFFLINE_END: after the last of them; uin is the receiver's. */
void udp_message_offline_end_put(struct icq_out *out, enum icq_protocol version, uint32_t uin);

#endif
