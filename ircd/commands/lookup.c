#include "commands/lookup.h"

#include "commands/dispatch.h"
#include "commands/operspy.h"
#include "link/link_ask.h"
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

/* This one first, of those that fit a mask. */
const struct node *
lookup_node(const struct cmd_ctx *cx, struct view server)
{
	const struct world *w = cx->world;
	const struct client *c = client_find(w, server);
	const struct node *n = c != NULL ? c->node : node_find_any(w, server);

	return n != NULL ? n : node_match(w, server);
}

void
lookup_ask(struct cmd_ctx *cx, const struct client *src, const struct msg *m, size_t i)
{
	const struct node *node = lookup_node(cx, m->param[i]);
	const struct client *c = client_find(cx->world, m->param[i]);
	struct view word[1 + MSG_PARAMS_MAX];

	word[0] = dispatch_find(cx->dispatch, m->verb)->verb;
	for (size_t k = 0; k < m->n_params; k++)
		word[1 + k] = m->param[k].n != 0 ? m->param[k] : VIEW("*");
	word[1 + i] = c != NULL	       ? client_uid(c)
		: node->sid[0] != '\0' ? view_of(node->sid, SID_LEN)
				       : node_name(node);
	links_query(cx->links, src, node, word, 1 + m->n_params);
}

bool
lookup_server_is_us(struct cmd_ctx *cx, const struct client *src, const struct msg *m, size_t i)
{
	struct view server = msg_param(m, i);
	const struct node *n = server.n != 0 ? lookup_node(cx, server) : cx->world->me;

	if (n == NULL)
		reply(cx->route, src, ERR_NOSUCHSERVER, server);
	else if (n != cx->world->me)
		lookup_ask(cx, src, m, i);
	return n == cx->world->me;
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
