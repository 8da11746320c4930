/* Linked where there is no epoll: the poll set is the best there is. */
#include "core/loop_priv.h"

const struct loop_many *
loop_many_best(void)
{
	return loop_many_poll();
}
