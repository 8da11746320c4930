/* From the first line of a connection to a neighbour: PASS CAPAB SERVER. */
#include "link/link_priv.h"

void
handshake_line(struct link *l, const struct msg *m)
{
	(void)l;
	(void)m;
}
