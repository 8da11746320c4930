/* One text to all with user mode w, or to all operators, of this server and of others: WALLOPS, OPERWALL. */
#ifndef CONCLAVE_ROUTE_WALLOPS_H
#define CONCLAVE_ROUTE_WALLOPS_H

#include <stdbool.h>

#include "core/view.h"
#include "route/route.h"
#include "route/tree.h"

enum wallops_to {
	WALLOPS_USERS,	    /* mode w */
	WALLOPS_OPERS,	    /* of all servers */
	WALLOPS_OPERS_HERE, /* of this server: the others are not told */
};
void wallops_say(struct route *rt, struct tree_source by, enum wallops_to to, struct view text);

#endif
