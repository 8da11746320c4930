/* Whether a link lives: the time for its greeting, then PING where it is silent; and what its class says of it. */
#include "conf/conf.h"
#include "core/loop.h"
#include "link/link_priv.h"
#include "link/out.h"

/* NULL: it has none.  By name, for the configuration may be a copy in which classes were changed (SET). */
static const struct conf_class *
class_of(const struct link *l)
{
	if (l->conf == NULL || l->conf->class == NULL)
		return NULL;
	return conf_class_find(l->ls->conf, view_z(l->conf->class->name));
}

static uint64_t
ping_ms(const struct link *l)
{
	const struct conf_class *cl = class_of(l);

	return cl != NULL ? cl->ping_ms : LINK_PING_MS;
}

void
link_alive_class(struct link *l)
{
	const struct conf_class *cl = class_of(l);

	conn_set_limits(l->conn, cl != NULL ? cl->sendq : LINK_SENDQ_DEFAULT, LINK_RECVQ);
}

static void on_timer(struct timer *t, uint64_t now_ms);

static void
wait_until(struct link *l, uint64_t due_ms)
{
	loop_timer(l->ls->env.loop, &l->timer, due_ms, on_timer);
}

static void
ping(struct link *l)
{
	struct out o;

	out_begin_bare(&o, l->ls, VIEW("PING"));
	out_text(&o, out_node_id(link_world(l->ls)->me));
	out_to(&o, l);
	l->pinged = true;
}

/* Whatever is heard ends l->pinged: see on_line() in link.c. */
static void
look(struct link *l, uint64_t now_ms)
{
	uint64_t limit = ping_ms(l), silence = now_ms - l->heard_ms;

	if (silence < limit) {
		wait_until(l, l->heard_ms + limit);
	} else if (!l->pinged) {
		ping(l);
		wait_until(l, now_ms + limit);
	} else if (silence < 2 * limit) { /* a class with longer times, since the PING */
		wait_until(l, l->heard_ms + 2 * limit);
	} else {
		link_close(l, "Ping timeout");
	}
}

static void
on_timer(struct timer *t, uint64_t now_ms)
{
	struct link *l = CONTAINER_OF(t, struct link, timer);

	switch (l->state) {
	case LINK_NEW:
		link_close(l, "No greeting in time");
		break;
	case LINK_UP:
		if (l->has_svinfo)
			look(l, now_ms);
		else
			link_close(l, "No SVINFO in time");
		break;
	case LINK_CLOSING:
		break;
	}
}

void
link_alive_start(struct link *l)
{
	link_alive_class(l);
	wait_until(l, l->since_ms + LINK_GREET_MS);
}
