/*
 * The name is told before the change, by CHGHOST or QUIT, which both have the old mask as their source; JOIN and MODE come after it.  The
 * work is that of one message to each channel of the client: callers charge for it.
 */
#include "route/chghost.h"

#include "proto/caps.h"
#include "route/away_event.h"
#include "route/reply.h"
#include "route/tree.h"
#include "state/channel.h"
#include "state/client_cloak.h"
#include "state/client_remote.h"
#include "state/mode.h"

static void
tell_old(struct route *rt, struct client *c, struct view user, struct view host)
{
	struct event ev;

	event_begin(&ev, route_world(rt), c, VIEW("CHGHOST"));
	msg_build_param(&ev.build, user);
	msg_build_param(&ev.build, host);
	ev.need = CAP_BIT(CAP_CHGHOST);
	route_known(rt, c, &ev, true);
	event_begin(&ev, route_world(rt), c, VIEW("QUIT"));
	msg_build_text(&ev.build, VIEW("Changing host"));
	ev.without = CAP_BIT(CAP_CHGHOST);
	route_common(rt, c, &ev, false);
}

static void
tell_join(struct route *rt, const struct member *m)
{
	struct event ev;

	event_begin_join(&ev, route_world(rt), m->client, m->channel);
	ev.without = CAP_BIT(CAP_CHGHOST);
	route_member(rt, m, &ev, m->client);
}

/* ":server MODE #c +ov nick nick" */
static void
tell_ranks(struct route *rt, const struct member *m)
{
	char letters[1 + 16] = "+";
	size_t n = 1;
	struct event ev;

	for (size_t i = 0; i < n_channel_modes && n < sizeof(letters); i++) {
		const struct mode_def *def = &channel_modes[i];

		if (def->kind == MODE_PREFIX && (m->ranks & def->bit) != 0)
			letters[n++] = def->letter;
	}
	if (n == 1)
		return;
	event_begin(&ev, route_world(rt), NULL, VIEW("MODE"));
	msg_build_param(&ev.build, channel_name(m->channel));
	msg_build_param(&ev.build, view_of(letters, n));
	for (size_t i = 1; i < n; i++)
		msg_build_param(&ev.build, client_nick(m->client));
	ev.without = CAP_BIT(CAP_CHGHOST);
	route_channel(rt, m->channel, &ev, m->client);
}

/* The address that bans know stays: the first host that somebody had. */
static void
change(struct client *c, struct view user, struct view host)
{
	if (c->address == NULL)
		client_set_address(c, client_host(c));
	client_set_user_name(c, user);
	client_set_host(c, host);
	if (view_eq(client_host(c), view_z(c->address)))
		client_set_address(c, VIEW(""));
}

bool
chghost_here(struct route *rt, struct client *c, struct view user, struct view host)
{
	bool same_host;

	user = view_left(user, USER_LEN);
	host = view_left(host, HOST_LEN);
	same_host = view_eq(host, client_host(c));
	if (same_host && view_eq(user, client_user(c)))
		return false;
	if (!client_is_user(c)) {
		change(c, user, host);
		return true;
	}
	tell_old(rt, c, user, host);
	change(c, user, host);
	if (!same_host && client_is_local(c))
		reply(rt, c, RPL_HOSTHIDDEN, client_host(c));
	LIST_FOR_EACH (it, &c->memberships) {
		const struct member *m = member_of_client_link(it);

		tell_join(rt, m);
		tell_ranks(rt, m);
		away_event_member(rt, m, CAP_BIT(CAP_CHGHOST));
	}
	return true;
}

void
chghost_set(struct route *rt, struct client *c, struct view user, struct view host)
{
	bool same_user = view_eq(view_left(user, USER_LEN), client_user(c));

	if (!chghost_here(rt, c, user, host))
		return;
	if (same_user)
		tree_host(rt, TREE_US, c);
	else
		tree_signon(rt, c);
}

bool
chghost_cloak(struct route *rt, struct client *c)
{
	char host[HOST_LEN + 1];
	size_t n = (c->umodes & UMODE_CLOAK) != 0 ? client_cloak(c, host) : 0;

	if (n == 0)
		n = view_copy(client_real_host(c), host, sizeof(host));
	if (view_eq(view_of(host, n), client_host(c)))
		return false;
	chghost_set(rt, c, client_user(c), view_of(host, n));
	return true;
}
