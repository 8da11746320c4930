/* A server of OSCAR for uplinks under test: what it says, and what the client has said. */
#ifndef CONCLAVE_TESTS_UNIT_ICQ_UPLINK_OSCAR_RIG_H
#define CONCLAVE_TESTS_UNIT_ICQ_UPLINK_OSCAR_RIG_H

#include <stdbool.h>
#include <stdint.h>

#include "icq/flap.h"
#include "icq/snac.h"
#include "tests/unit/icq/uplink_rig.h"

void far_says_frame(struct uplink_rig *r, enum flap_channel channel, struct view data);
void far_says(struct uplink_rig *r, enum snac_id id, uint32_t request, struct view body);
void far_greets(struct uplink_rig *r);
/* The next frame, or command, of the client; dies at the next call.  False: there is none. */
bool far_next_frame(struct uplink_rig *r, struct flap_frame *frame);
bool far_next_snac(struct uplink_rig *r, struct snac *snac);
/* The next command; fails the test if it is another one. */
struct snac far_take(struct uplink_rig *r, uint32_t id);

#endif
