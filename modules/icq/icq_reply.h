/* Numerics and failures: what a user of ICQ has asked for by a text command, and what was refused. */
#ifndef CONCLAVE_ICQ_ICQ_REPLY_H
#define CONCLAVE_ICQ_ICQ_REPLY_H

#include "proto/msg.h"

struct icq_session;

void icq_reply(struct icq_session *s, const struct msg *m);

#endif
