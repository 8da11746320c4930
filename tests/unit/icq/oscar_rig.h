/* A server of OSCAR over the made-up core, and clients that have got somewhere. */
#ifndef CONCLAVE_TESTS_UNIT_ICQ_OSCAR_RIG_H
#define CONCLAVE_TESTS_UNIT_ICQ_OSCAR_RIG_H

#include "icq/oscar_server.h"
#include "icq_fake.h"
#include "oscar_client.h"

struct oscar_rig {
	struct icq *icq;
	struct oscar_server *server;
};

void oscar_rig_init(struct oscar_rig *r);
void oscar_rig_release(struct oscar_rig *r);
void oscar_rig_connect(struct oscar_rig *r, struct oscar_client *c);
/* Logged in as 100000 + number, the second connection at 01/03. */
void oscar_rig_enter(struct oscar_rig *r, struct oscar_client *c, unsigned number);
/* The same, past 01/02, with all that came thrown away. */
void oscar_rig_ready(struct oscar_rig *r, struct oscar_client *c, unsigned number);

#endif
