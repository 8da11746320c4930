/* Who is there, and how, for a client of OSCAR; and what the client says of itself. */
#ifndef CONCLAVE_ICQ_OSCAR_PRESENCE_H
#define CONCLAVE_ICQ_OSCAR_PRESENCE_H

#include "icq/icq_session.h"
#include "icq/oscar_bos_priv.h"
#include "icq/oscar_user.h"

/* 01/1E; 02/04. */
oscar_bos_fn oscar_presence_on_status, oscar_presence_on_locate;
/* 02/05, 02/15: the text of somebody who is away. */
oscar_bos_fn oscar_presence_on_ask, oscar_presence_on_ask_short;
/* 03/04, 03/05: the list of clients that keep it themselves. */
oscar_bos_fn oscar_presence_on_add, oscar_presence_on_remove;

/* As others are shown: no address, no way to connect. */
void oscar_presence_user(const struct oscar_bos *b, uint32_t uin, struct oscar_user *user);
/* The client itself. */
void oscar_presence_self(const struct oscar_bos *b, struct oscar_user *user);

/* A call of struct icq_session_ops. */
void oscar_presence_tell(void *link, uint32_t uin, enum icq_state state);

#endif
