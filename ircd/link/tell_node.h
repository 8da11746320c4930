/* How other servers hear of a server. */
#ifndef CONCLAVE_LINK_TELL_NODE_H
#define CONCLAVE_LINK_TELL_NODE_H

#include "link/link_priv.h"

#define NODE_HIDDEN_MARK "(H) " /* in front of the description of a server that is_hidden */

/*
 * n, and what it can do, to one neighbour, or with NULL to all but the one behind which it is: SID and GCAP, or SERVER for one without a
 * SID.
 */
void tell_node(struct links *ls, const struct node *n, struct link *to);
/* n->caps, to all but the one behind which it is. */
void tell_node_caps(struct links *ls, const struct node *n);

#endif
