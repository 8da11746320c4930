/* The server bans that others hear of. */
#include "link/burst.h"

void
burst_bans(struct link *l)
{
	(void)l;
}
