/* Lines that cross on a link: both sides say something while neither hears the other, and then all is heard. */
#ifndef CONCLAVE_TESTS_TREE_TREE_CROSS_H
#define CONCLAVE_TESTS_TREE_TREE_CROSS_H

#include "tests/tree/tree.h"

/*
 * The servers are s0 - s1 - s2.  Steps, with ';' between them:
 *   NAME> LINE     a user says it; names begin with a, b or c for the server; at its first word a user comes, with that nick
 *   hold, release  nothing is heard between s0 and s1; all is
 *   +N             so many seconds pass
 *   cut, link      s1 and s2 part; are linked again
 *   heal           s0 and s1 part and are linked again: a burst mends what crossing lines may leave different in TS6
 *   NAME is NICK   on all servers; `itself`: its UID; `gone`: it is nowhere
 *   NAME in #c R   it is in the channel with these prefixes, "@", "+", "@+", "-" for none; `out`: it is not
 * In the end all servers know the same.
 */
struct tree_crossing {
	const char *name, *steps;
};
extern const struct tree_crossing tree_crossings[];
extern const size_t n_tree_crossings;

void tree_cross(struct tree *t, const struct tree_crossing *cross);

#endif
