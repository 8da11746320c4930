/* Compares what servers know: users, channels with all that is set, and who is linked to whom. */
#ifndef CONCLAVE_TESTS_TREE_TREE_CHECK_H
#define CONCLAVE_TESTS_TREE_TREE_CHECK_H

#include "tests/tree/tree.h"

/* Servers that are connected know the same, and of no server that is not; every difference is a fault of the tree. */
void tree_check(struct tree *t, const char *when);
/* The same of two servers. */
void tree_check_pair(struct tree *t, size_t a, size_t b, const char *when);

#endif
