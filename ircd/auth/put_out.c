#include "auth/put_out.h"

#include "auth/gate.h"
#include "route/leave.h"
#include "route/tree.h"
#include "state/client_remote.h"

void
put_out(struct gate *g, const struct client *by, struct client *c, struct view said, struct view reason)
{
	struct route *rt = gate_env(g)->route;

	tree_kill(rt, tree_by(by), c, said);
	if (client_is_local(c))
		gate_exit(c, reason);
	else
		leave_remote(rt, c, reason);
}
