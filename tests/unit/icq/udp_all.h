/* Gives a packet to whatever reads its payload, as a server or a client would, and checks that all that is found lies within the packet. */
#ifndef CONCLAVE_TESTS_UDP_ALL_H
#define CONCLAVE_TESTS_UDP_ALL_H

#include <stdbool.h>

#include "icq/udp_packet.h"

/* False if nothing reads this command's payload, or it was broken. */
bool udp_read_client(const struct udp_packet *p);
bool udp_read_server(const struct udp_packet *p);

#endif
