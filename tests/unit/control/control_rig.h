/* Sessions of the control socket over a registry; whoever connects may ask. */
#ifndef CONCLAVE_TESTS_UNIT_CONTROL_RIG_H
#define CONCLAVE_TESTS_UNIT_CONTROL_RIG_H

#include "commands/command.h"
#include "control/control_session.h"
#include "net/conn.h"
#include "net/conn_mem.h"
#include "tests/unit/registry/registry_rig.h"

struct control_rig {
	struct registry_rig base;
	struct cmd_ctx cx; /* without a gate */
	struct net *net;
	char answer[8192];
};

void control_rig_init(struct control_rig *r);
void control_rig_release(struct control_rig *r);
/* Its session is conn_data(*conn). */
struct conn_mem *control_rig_open(struct control_rig *r, struct conn **conn);
void control_rig_turn(struct control_rig *r);
/* All that was sent to it until now, which is taken; in r->answer. */
const char *control_rig_heard(struct control_rig *r, struct conn_mem *mem);
/* What one request of one who is gone afterwards is answered. */
const char *control_rig_ask(struct control_rig *r, const char *line);
/* ... begins so. */
void control_rig_expect(struct control_rig *r, const char *line, const char *want);

#endif
