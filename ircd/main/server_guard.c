#include "main/server_guard.h"

#include "auth/class.h"
#include "auth/session.h"
#include "guard/guard.h"
#include "guard/held.h"
#include "main/server.h"

/* Rules may be about classes. */
static const char *
class_of(const struct client *c)
{
	return c->session != NULL && c->session->class != NULL ? c->session->class->name : NULL;
}

void
server_guard_make(struct server *s, const struct conf *conf)
{
	s->guard = guard_new(conf, class_of);
	s->held = held_box_new(s->loop);
	s->cx.guard = s->guard;
	s->cx.held = s->held;
}

void
server_guard_configure(struct server *s, const struct conf *conf)
{
	guard_configure(s->guard, conf);
}

void
server_guard_free(struct server *s)
{
	s->cx.guard = NULL;
	held_box_free(s->held);
	guard_free(s->guard);
}
