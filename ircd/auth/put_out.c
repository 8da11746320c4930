#include "auth/put_out.h"

#include "auth/gate.h"
#include "route/leave.h"
#include "route/tree.h"
#include "state/client_remote.h"

void
put_out(struct gate *g, const struct client *by, struct client *c, struct view said, struct view reason)
{
	struct route *rt = gate_env(g)->route;

	if (!client_is_local(c)) {
		leave_killed(rt, tree_by(by), c, said, reason);
		return;
	}
	tree_kill(rt, tree_by(by), c, said);
	gate_exit(c, reason);
}
