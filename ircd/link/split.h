/* A part of the tree is cut off. */
#ifndef CONCLAVE_LINK_SPLIT_H
#define CONCLAVE_LINK_SPLIT_H

#include "core/view.h"
#include "link/link_priv.h"

/* n and all behind it leave the world; its users QUIT with the names of the two servers between which the tree broke. */
void split_node(struct links *ls, struct node *n);
/* The same of a neighbour, whose number is free then; the other neighbours hear SQUIT with this reason. */
void split_neighbour(struct link *l, struct view reason);

#endif
