/* One rule for lists and for events, so that a client that was told of somebody also hears it leave. */
#include "state/auditorium.h"

#include "state/oper.h"

bool
auditorium_sees_all(const struct member *viewer)
{
	return member_has_rank(viewer, RANK_HALFOP) || oper_has(viewer->client, PRIV_SEE_HIDDEN);
}

bool
auditorium_shows(const struct member *m, const struct member *viewer)
{
	return !auditorium_hides(m) || m == viewer || (viewer != NULL && auditorium_sees_all(viewer));
}
