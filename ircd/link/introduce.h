/* A user as other servers hear of it: EUID or UID, and what no introduction holds. */
#ifndef CONCLAVE_LINK_INTRODUCE_H
#define CONCLAVE_LINK_INTRODUCE_H

#include "link/out.h"

/* To all neighbours but the one behind which c is. */
void introduce(struct links *ls, const struct client *c);
/* To one of them. */
void introduce_to(struct link *l, const struct client *c);
/* The same, where that neighbour believes c to be gone, though it is not: with its channels. */
void introduce_again(struct link *l, const struct client *c);
/* ":<uid> OPER <name> <role>", unsent. */
void introduce_oper(struct out *o, struct links *ls, const struct client *c);

#endif
