/*
 * What the versions 4 and 5 do to their packets: a check code in the header, and bytes that the client scrambles with it.  All that is
 * needed is in the packet itself, so this keeps nothing secret and proves nothing: it shows what is broken or not of the protocol.
 */
#ifndef CONCLAVE_ICQ_UDP_SCRAMBLE_H
#define CONCLAVE_ICQ_UDP_SCRAMBLE_H

#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"

enum udp_check {
	UDP_CHECK_OK,
	UDP_CHECK_WRONG,
	UDP_CHECK_UNKNOWN, /* it has none, or speaks of a byte that nobody can look at */
};

/* Who sends and in which version says where the code is and by which table it is made.  Versions 2 and 3 have none that is looked at. */
enum udp_form { UDP_FORM_CLIENT_V4, UDP_FORM_CLIENT_V5, UDP_FORM_SERVER_V4, UDP_FORM_SERVER_V5, UDP_FORM_N };

/*
 * The code of a plain packet.
 *   in   packet  at least its header; what is in the place of the code does not matter
 *   in   r1      place of the byte that the code holds: within the packet, not within the code
 *   in   r2      place in the table
 */
uint32_t udp_check_code(enum udp_form form, struct view packet, uint8_t r1, uint8_t r2) WARN_UNUSED;
/* Writes that code into its place. */
void udp_check_put(enum udp_form form, uint8_t *packet, size_t n, uint16_t r1_r2);
/*
 * An r1 that the form allows, from any number: within n bytes, the first 256 of them, and where clients and servers take it from.
 * For a packet of version 5 that is its header alone there is none; then 0.
 */
uint8_t udp_check_place(enum udp_form form, size_t n, uint8_t any) WARN_UNUSED;
/*
 * Of a plain packet.  One shorter than its header is wrong.  UNKNOWN: its r1 is within the code, or past 255 in a packet so long that
 * this may have happened (clients cut it to 8 bits), or the packet of version 5 is a header alone.
 */
enum udp_check udp_check_verify(enum udp_form form, struct view packet) WARN_UNUSED;

/*
 * In place; the code must be in its place: plain before scrambling, as it came before unscrambling.  Afterwards it is again.  Packets that
 * are shorter than their header stay as they are.
 */
void udp_scramble_v4(uint8_t *packet, size_t n);
void udp_unscramble_v4(uint8_t *packet, size_t n);
void udp_scramble_v5(uint8_t *packet, size_t n);
void udp_unscramble_v5(uint8_t *packet, size_t n);

#endif
