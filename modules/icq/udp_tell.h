/* What the gateway's core has to say to a client of the legacy protocol. */
#ifndef CONCLAVE_ICQ_UDP_TELL_H
#define CONCLAVE_ICQ_UDP_TELL_H

#include <stdint.h>

#include "core/view.h"

struct icq_session_ops;
struct udp_packet;
struct udp_session;

extern const struct icq_session_ops udp_tell_ops;

/* An answer to p; NULL: to nothing. */
void udp_tell(struct udp_session *s, const struct udp_packet *p, uint16_t cmd, struct view data);
/* The messages that were stored, once, as the queue has room; then that these were all. */
void udp_tell_mail(struct udp_session *s);
/* The client has acknowledged a packet of this command. */
void udp_tell_acked(struct udp_session *s, uint16_t cmd);
/* A line to the client itself, as if uin had said it. */
void udp_tell_text(struct udp_session *s, uint32_t uin, struct view text);

#endif
