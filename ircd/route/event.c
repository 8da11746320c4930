/* Starts the bodies of events.  The rest is in route.c, which knows the hearers. */
#include "route/event.h"

#include "state/mode.h"
#include "state/world.h"

static void
begin(struct msg_build *b, char *bytes, const struct world *w, const struct client *from, struct view verb)
{
	msg_build_begin(b, bytes, MSG_BODY_MAX);
	if (from == NULL)
		msg_build_source(b, view_z(w->conf.server_name));
	else
		msg_build_source_user(b, client_nick(from), client_user(from), client_host(from));
	msg_build_verb(b, verb);
}

void
event_cause(struct event *ev, const struct client *c)
{
	ev->account = view_z(c->account);
	if (ev->account.n != 0)
		ev->tag_caps |= CAP_BIT(CAP_ACCOUNT_TAG);
}

static void
clear(struct event *ev)
{
	ev->alt_cap = 0;
	ev->lines = NULL;
	ev->need = 0;
	ev->without = 0;
	ev->account = VIEW("");
	ev->tag_caps = CAP_BIT(CAP_SERVER_TIME) | CAP_BIT(CAP_MESSAGE_TAGS);
	ev->unless = 0;
	ev->far = 0;
	ev->is_bot = false;
	ev->tags = (struct view){ NULL, 0 };
	ev->batch = ev->tags;
	ev->origin_time = ev->origin_msgid = (struct view){ NULL, 0 };
	ev->has_msgid = false;
	ev->no_label = false;
	ev->finished = false;
	ev->built = 0;
}

void
event_begin(struct event *ev, const struct world *w, const struct client *from, struct view verb)
{
	clear(ev);
	if (from != NULL) {
		event_cause(ev, from);
		ev->is_bot = (from->umodes & UMODE_BOT) != 0;
	}
	begin(&ev->build, ev->bytes, w, from, verb);
}

void
event_begin_node(struct event *ev, const struct world *w, const struct node *from, struct view verb)
{
	clear(ev);
	msg_build_begin(&ev->build, ev->bytes, MSG_BODY_MAX);
	msg_build_source(&ev->build, node_name(from != NULL ? from : w->me));
	msg_build_verb(&ev->build, verb);
}

void
event_begin_alt(
	struct event *ev, const struct world *w, const struct client *from, struct view verb, enum cap cap)
{
	ev->alt_cap = CAP_BIT(cap);
	begin(&ev->alt, ev->alt_bytes, w, from, verb);
}

void
event_in_batch(struct event *ev, struct view name)
{
	ev->batch = name;
	ev->no_label = true;
	if (ev->alt_cap == 0)
		ev->alt_cap = CAP_BIT(CAP_BATCH);
}

void
event_begin_join(struct event *ev, const struct world *w, const struct client *who, const struct channel *ch)
{
	event_begin(ev, w, who, VIEW("JOIN"));
	msg_build_param(&ev->build, channel_name(ch));
	event_begin_alt(ev, w, who, VIEW("JOIN"), CAP_EXTENDED_JOIN);
	msg_build_param(&ev->alt, channel_name(ch));
	msg_build_param(&ev->alt, who->account != NULL ? view_z(who->account) : VIEW("*"));
	msg_build_text(&ev->alt, view_z(who->realname));
}
