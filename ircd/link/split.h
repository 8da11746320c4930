/* A part of the tree is cut off. */
#ifndef CONCLAVE_LINK_SPLIT_H
#define CONCLAVE_LINK_SPLIT_H

#include "core/view.h"
#include "link/link_record.h"

/* n and all behind it leave the world; its users QUIT with the names of the two servers between which the tree broke. */
struct link_loss split_node(struct links *ls, struct node *n);
/* The same of a neighbour, whose number is free then; the other neighbours hear SQUIT with this reason. */
void split_neighbour(struct link *l, struct view reason, struct link_loss *loss);
/* The same of a server farther away, which the neighbour behind which it is has cut off. */
void split_far(struct link *from, struct node *n, struct view reason);
/*
 * `by` wants n, which is farther away, cut off: the neighbour there is told to do so, and does; for everybody else it is done now, as servers
 * of this kind take it for done and do not say so again (TS6).
 */
void split_order(struct links *ls, struct tree_source by, struct node *n, struct view reason);

/* Whether the network is split (state/node.h) may have changed: operators are told when it has. */
void split_weigh(struct links *ls);

#endif
