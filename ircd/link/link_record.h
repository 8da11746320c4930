/* Links in the audit log: {"event":"link","deed":"up","link":"hub.example",...}. */
#ifndef CONCLAVE_LINK_LINK_RECORD_H
#define CONCLAVE_LINK_LINK_RECORD_H

#include "link/link_priv.h"

/* What a break took along. */
struct link_loss {
	size_t servers, users;
};

void link_record_up(const struct link *l);
/* The reason is l->fault. */
void link_record_down(const struct link *l, const struct link_loss *loss);
/* These two are limited: a peer can cause them at will. */
void link_record_refused(const struct link *l, struct view why);
void link_record_violation(const struct link *l, struct view line);

#endif
