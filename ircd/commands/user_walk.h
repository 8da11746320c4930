/* Answers that look at everybody, a bounded number in a turn, at the pace of who asked (auth/pace.h). */
#ifndef CONCLAVE_COMMANDS_USER_WALK_H
#define CONCLAVE_COMMANDS_USER_WALK_H

#include <stddef.h>

#include "auth/pace.h"
#include "commands/command.h"
#include "core/list.h"
#include "state/client.h"
#include "state/cursor.h"

struct user_walk;

struct user_walk_kind {
	/* One of them; says at most two lines. */
	void (*each)(struct user_walk *w, struct client *to, const struct client *c);
	/* All were looked at.  Returns another list of clients to go on with, or NULL: the answer is complete. */
	struct list *(*end)(struct user_walk *w, struct client *to);
};

/* Embedded, first, in what each() needs, which may be copied and owns no memory. */
struct user_walk {
	struct pace_job job;
	struct cmd_ctx *cx;
	const struct user_walk_kind *kind;
	struct cursor at;
	size_t weight; /* how many users one counts for: 1, and more with masks that may be made to take long */
};

#define USER_WALK_PER_TURN 500 /* users of weight 1 that are looked at in a turn, and for a cost of 1 */
#define USER_WALK_MASK	   8   /* bytes of masks that make a user count for one more */

/* w: of `size` bytes; kind and weight are set.  Begins with the users of the world. */
void user_walk_start(struct cmd_ctx *cx, struct client *to, struct user_walk *w, size_t size);

#endif
