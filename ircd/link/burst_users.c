/* Everybody who is not behind the neighbour. */
#include "link/burst.h"

void
burst_users(struct link *l)
{
	(void)l;
}
