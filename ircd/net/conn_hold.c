/* A count per connection, which conn_flush() looks at. */
#include "net/conn_hold.h"

#include "net/conn_priv.h"

bool
conn_hold(struct conn *c, struct conn_hold *hold)
{
	if ((c->state != CONN_OPEN && c->state != CONN_FLUSHING) || c->held == CONN_HOLDS_MAX)
		return false;
	c->held++;
	*hold = (struct conn_hold){ c->net, c->handle };
	return true;
}

void
conn_release(struct conn_hold *hold)
{
	struct conn *c = hold->net != NULL ? handle_get(hold->net->handles, hold->conn) : NULL;

	*hold = (struct conn_hold){ .net = NULL };
	if (c == NULL || --c->held != 0)
		return;
	if ((c->sendq.bytes > 0 || c->state == CONN_FLUSHING) && c->state != CONN_DEAD &&
		list_is_empty(&c->flush))
		conn_queue_flush(c);
}
