#include "commands/lookup.h"

#include "commands/operspy.h"
#include "proto/mask.h"
#include "route/reply.h"
#include "state/auditorium.h"
#include "state/client_remote.h"
#include "state/mode.h"
#include "state/oper.h"

struct client *
lookup_client(struct cmd_ctx *cx, const struct client *src, struct view nick)
{
	struct client *c = client_find(cx->world, nick);

	if (c == NULL)
		reply(cx->route, src, ERR_NOSUCHNICK, nick);
	return c;
}

struct client *
lookup_client_here(struct cmd_ctx *cx, const struct client *src, struct view verb, struct view nick)
{
	struct client *c = lookup_client(cx, src, nick);
	struct reply r;

	if (c == NULL || client_is_local(c))
		return c;
	reply_begin_fail(&r, cx->route, src, verb, VIEW("NOT_HERE"));
	reply_param(&r, client_nick(c));
	reply_end_textf(&r, "%s is on %s, and only operators there can do that", c->nick, c->node->name);
	return NULL;
}

struct channel *
lookup_channel_seen(struct cmd_ctx *cx, const struct client *src, struct view name)
{
	struct channel *ch = channel_find(cx->world, name);

	return ch != NULL && lookup_channel_visible(ch, src) ? ch : NULL;
}

struct channel *
lookup_channel(struct cmd_ctx *cx, const struct client *src, struct view name)
{
	struct channel *ch = lookup_channel_seen(cx, src, name);

	if (ch == NULL)
		reply(cx->route, src, ERR_NOSUCHCHANNEL, name);
	return ch;
}

bool
lookup_server_is_us(struct cmd_ctx *cx, const struct client *src, struct view server)
{
	if (server.n == 0 || mask_match(server, view_z(cx->world->conf.server_name)) ||
		client_find(cx->world, server) != NULL)
		return true;
	reply(cx->route, src, ERR_NOSUCHSERVER, server);
	return false;
}

bool
lookup_may_now(struct cmd_ctx *cx, const struct client *src, enum conf_rate_kind kind, struct view verb)
{
	if (rates_wait_ms(src, kind, route_mono_ms(cx->route)) == 0)
		return true;
	reply(cx->route, src, RPL_TRYAGAIN, verb);
	return false;
}

void
lookup_reply_wait(
	struct cmd_ctx *cx, const struct client *src, enum numeric n, struct view what, uint64_t wait_ms)
{
	struct reply r;

	reply_begin(&r, cx->route, src, n);
	reply_param(&r, what);
	reply_end_textf(&r, "%.*s %u seconds", VIEW_ARG(numeric_text(n)), (unsigned)((wait_ms + 999) / 1000));
}

bool
lookup_sees_all(const struct client *src)
{
	return oper_has(src, PRIV_SEE_HIDDEN) || operspy_is_on(src);
}

bool
lookup_channel_visible(const struct channel *ch, const struct client *src)
{
	return channel_is_visible(ch, src) || lookup_sees_all(src);
}

bool
lookup_channel_listed(const struct channel *ch, const struct client *src)
{
	return channel_is_listed(ch, src) || lookup_sees_all(src);
}

void
lookup_tell_outranked(struct cmd_ctx *cx, const struct client *src, const struct channel *ch)
{
	struct reply r;

	reply_begin(&r, cx->route, src, ERR_CHANOPRIVSNEEDED);
	reply_param(&r, channel_name(ch));
	reply_end_text(&r, VIEW("They have a higher rank than you"));
}

bool
lookup_member_visible(const struct member *m, const struct client *src)
{
	return !auditorium_hides(m) || lookup_sees_all(src) ||
		auditorium_shows(m, member_find(m->channel, src));
}

bool
lookup_client_visible(const struct client *c, const struct client *src)
{
	return (c->umodes & UMODE_INVISIBLE) == 0 || client_shares_channel(c, src) || lookup_sees_all(src);
}
