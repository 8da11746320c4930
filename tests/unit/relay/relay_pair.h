/* Somebody who offers and somebody who is offered, with the sockets of their clients. */
#ifndef CONCLAVE_TESTS_UNIT_RELAY_RELAY_PAIR_H
#define CONCLAVE_TESTS_UNIT_RELAY_RELAY_PAIR_H

#include "tests/unit/relay/relay_rig.h"
#include "tests/unit/relay/relay_sock.h"

#define TEXT "0123456789" /* the file */

/* Two people, the sender's listener, and what they got so far. */
struct pair {
	struct relay_rig *r;
	struct person *a, *b;
	uint16_t a_port, port; /* of the sender's client; of ours for the receiver */
	int listener, a_fd, b_fd;
};

/* alice and bob, at these addresses; alice's client listens. */
void pair_meet(struct pair *p, const char *dcc, const char *a_at, const char *b_at);
void pair_part(struct pair *p);
/* a.txt, 10 bytes, and bob heard of it: p->port.  Passive: token 42. */
void pair_offer(struct pair *p);
void pair_offer_passive(struct pair *p);
/* bob's client connects. */
void pair_come(struct pair *p);
/* alice's client is called, and it is open. */
void pair_answer(struct pair *p);
void pair_expect_state(const struct pair *p, enum relay_state want);
/* It is open: all of it arrives, and it is done. */
void pair_expect_transfer(struct pair *p, const char *text);

#endif
