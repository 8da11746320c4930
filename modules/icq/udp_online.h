/* Whom a client knows to be there: an arrival is told once, and a departure of those only.  Numbers in order, four bytes each. */
#ifndef CONCLAVE_ICQ_UDP_ONLINE_H
#define CONCLAVE_ICQ_UDP_ONLINE_H

#include <stdbool.h>
#include <stdint.h>

struct udp_session;

/* ret: it is new, or was there */
bool udp_online_add(struct udp_session *s, uint32_t uin);
bool udp_online_del(struct udp_session *s, uint32_t uin);

#endif
