/* The channels of the network. */
#include "link/burst.h"

void
burst_channels(struct link *l)
{
	(void)l;
}
