/* A client that has logged in: its session with the gateway, and what its SNACs do. */
#ifndef CONCLAVE_ICQ_OSCAR_BOS_H
#define CONCLAVE_ICQ_OSCAR_BOS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/util.h"

struct oscar_conn;
struct oscar_server;

/* The connection is its own from now on.  False: there is no room for one more; nothing was done. */
bool oscar_bos_begin(struct oscar_server *s, struct oscar_conn *c, uint32_t uin) WARN_UNUSED;

#endif
