#include "commands/user_walk.h"

static struct user_walk *
walk_of(struct pace_job *job)
{
	return CONTAINER_OF(job, struct user_walk, job);
}

static bool
step(struct pace_job *job, struct client *to)
{
	struct user_walk *w = walk_of(job);

	for (size_t left = USER_WALK_PER_TURN; left >= w->weight && pace_has_room(to); left -= w->weight) {
		struct list *it = cursor_next(&w->at);

		if (it != NULL) {
			w->kind->each(w, to, client_of_world_link(it));
			continue;
		}
		it = w->kind->end(w, to);
		if (it == NULL)
			return true;
		cursor_begin(&w->at, it);
	}
	return false;
}

static void
park(struct pace_job *job)
{
	struct user_walk *w = walk_of(job);

	cursor_park(&w->at, w->cx->world);
}

static void
unpark(struct pace_job *job)
{
	cursor_unpark(&walk_of(job)->at);
}

void
user_walk_start(struct cmd_ctx *cx, struct client *to, struct user_walk *w, size_t size)
{
	static const struct pace_kind kind = { step, park, unpark };

	gate_charge(to, cx->world->n_users / USER_WALK_PER_TURN);
	w->job.kind = &kind;
	w->cx = cx;
	cursor_begin(&w->at, &cx->world->users);
	pace_start(cx->route, to, &w->job, size);
}
