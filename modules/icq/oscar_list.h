/* The list of contacts that the server keeps for a client of OSCAR. */
#ifndef CONCLAVE_ICQ_OSCAR_LIST_H
#define CONCLAVE_ICQ_OSCAR_LIST_H

#include "icq/icq_session.h"
#include "icq/oscar_bos_priv.h"

oscar_bos_fn oscar_list_on_rights;
/* 13/04, 13/05. */
oscar_bos_fn oscar_list_on_ask, oscar_list_on_ask_newer;
oscar_bos_fn oscar_list_on_add, oscar_list_on_update, oscar_list_on_delete;
/* 13/18: everybody may have everybody on his list. */
oscar_bos_fn oscar_list_on_auth_ask;

/* The client is ready: what is on the list counts from now on. */
void oscar_list_apply(struct oscar_bos *b);
/* A call of struct icq_session_ops. */
void oscar_list_tell(void *link, const struct icq_contact *c);

#endif
