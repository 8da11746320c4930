/* The end of the way in. */
#ifndef CONCLAVE_AUTH_LET_IN_H
#define CONCLAVE_AUTH_LET_IN_H

#include "state/client.h"

/* All that was asked for is there, and c has its class: it becomes a user, is welcomed, and who watches its nick hears of it. */
void let_in(struct client *c);

#endif
