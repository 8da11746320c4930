/* What a new user is told, and may ask for again: welcome, 005, LUSERS, MOTD. */
#ifndef CONCLAVE_AUTH_WELCOME_H
#define CONCLAVE_AUTH_WELCOME_H

#include "auth/gate.h"
#include "state/client.h"

/* 001-005, LUSERS, MOTD, and the modes it begins with. */
void welcome_send(struct gate *g, struct client *c);
void welcome_isupport(struct gate *g, const struct client *c);
/* 005 with what has changed, to every user; "-TOKEN" for what is gone. */
void welcome_isupport_changes(struct gate *g, const struct isupport *was);
void welcome_lusers(struct gate *g, const struct client *c);
void welcome_motd(struct gate *g, const struct client *c); /* 375 372 376, or 422 */
/* 720 721 722; false: there is none, and nothing was said. */
bool welcome_oper_motd(struct gate *g, const struct client *c);

#endif
