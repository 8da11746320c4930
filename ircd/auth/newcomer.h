/* What goes on beside a registration, from the moment that somebody connects, and ends at the latest when it leaves. */
#ifndef CONCLAVE_AUTH_NEWCOMER_H
#define CONCLAVE_AUTH_NEWCOMER_H

#include "state/client.h"

/* c has its connection and its session: who speaks for it, its Auth service and its name are asked for. */
void newcomer_begin(struct client *c);
/* It is a user now: what was only for strangers is given back. */
void newcomer_admitted(struct client *c);
/* It leaves, from wherever it has come to. */
void newcomer_end(struct client *c);

#endif
