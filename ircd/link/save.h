/* Two users with one nick, and the one that cannot keep it: it is called by its UID (SAVE), or goes (KILL) where servers on the way know no SAVE. */
#ifndef CONCLAVE_LINK_SAVE_H
#define CONCLAVE_LINK_SAVE_H

#include "core/util.h"
#include "link/verb.h"

#define SAVE_NICK_TS UINT64_C(100) /* of who is called by its UID, everywhere */

/* Its nick is its UID from now on; told here, and by SAVE to the neighbours but the one that `by` is behind. */
void save_user(struct links *ls, struct tree_source by, struct client *c);

enum clash {
	CLASH_NONE, /* the nick is free, or has just become so */
	CLASH_SAVED, /* who wants it has lost it: the neighbour has heard SAVE, and it is to be called by its UID */
	CLASH_KILLED, /* and may not stay.  The neighbour has heard KILL of somebody new; of somebody who is known nobody has heard yet */
};

/* A server says that a user of its own is called so. */
struct clash_ask {
	struct client *who; /* NULL: new here */
	struct view uid, nick, user, host;
	uint64_t nick_ts;
	bool no_save; /* SIGNON: it is never saved from that */
};
/* Whoever has the nick here and loses it has lost it when this returns. */
enum clash save_settle(struct link_msg *m, const struct clash_ask *ask) WARN_UNUSED;

#endif
