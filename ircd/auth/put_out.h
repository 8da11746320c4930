/* Somebody is put out of the network, on whatever server it is. */
#ifndef CONCLAVE_AUTH_PUT_OUT_H
#define CONCLAVE_AUTH_PUT_OUT_H

#include "core/view.h"

struct client;
struct gate;

/*
 * put_out: c leaves, and the other servers are told KILL.
 *   in  by      who does it; NULL: this server
 *       said    what other servers are told
 *       reason  what users here are told, QUIT :<reason>
 */
void put_out(struct gate *g, const struct client *by, struct client *c, struct view said, struct view reason);

#endif
