/* What users of this server, and those whose lines come by, have other servers do. */
#ifndef CONCLAVE_LINK_LINK_ASK_H
#define CONCLAVE_LINK_LINK_ASK_H

#include <stddef.h>

#include "core/view.h"
#include "link/link.h"

/*
 * Ends the link to a neighbour; or asks the servers on the way to end that to a server farther away, which has happened when they say so.
 *   in  n       not this server
 *       by      who wants it; NULL: this server
 *       reason  for people; may be empty
 */
void links_squit(struct links *ls, struct node *n, const struct client *by, struct view reason);
/*
 * links_query: ":<by> VERB <param>... :<last>", towards a server: a query that is carried out there, CONNECT.
 *   in  to    not this server
 *       word  n >= 2: the verb and what stands behind it
 */
void links_query(
	struct links *ls, const struct client *by, const struct node *to, const struct view *word, size_t n);

#endif
