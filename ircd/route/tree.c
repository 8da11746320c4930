/* From what happened to the functions of link/, if there are any. */
#include "route/tree.h"

#include "route/route_priv.h"
#include "route/tree_ban.h"

void
route_set_tree(struct route *rt, const struct tree_ops *ops, void *arg)
{
	rt->tree = ops;
	rt->tree_arg = arg;
}

/* Those who have not registered are known to nobody, nor is what happens to them. */
static bool
is_known(const struct route *rt, const struct client *c)
{
	return rt->tree != NULL && client_is_user(c);
}

void
tree_kill(struct route *rt, struct tree_source by, struct client *c, struct view reason)
{
	if (!is_known(rt, c))
		return;
	c->is_killed = true;
	rt->tree->kill(rt->tree_arg, by, c, reason);
}

void
tree_user(struct route *rt, const struct client *c)
{
	if (is_known(rt, c))
		rt->tree->user(rt->tree_arg, c);
}

void
tree_quit(struct route *rt, const struct client *c, struct view reason)
{
	if (is_known(rt, c) && !c->is_killed)
		rt->tree->quit(rt->tree_arg, c, reason);
}

void
tree_nick(struct route *rt, const struct client *c)
{
	if (is_known(rt, c))
		rt->tree->nick(rt->tree_arg, c);
}

void
tree_umodes(struct route *rt, const struct client *c, uint64_t added, uint64_t removed)
{
	if (is_known(rt, c))
		rt->tree->umodes(rt->tree_arg, c, added, removed);
}

void
tree_oper(struct route *rt, const struct client *c)
{
	if (is_known(rt, c))
		rt->tree->oper(rt->tree_arg, c);
}

void
tree_away(struct route *rt, const struct client *c)
{
	if (is_known(rt, c))
		rt->tree->away(rt->tree_arg, c);
}

void
tree_account(struct route *rt, const struct client *c)
{
	if (is_known(rt, c))
		rt->tree->account(rt->tree_arg, c);
}

void
tree_host(struct route *rt, struct tree_source by, const struct client *c)
{
	if (is_known(rt, c))
		rt->tree->host(rt->tree_arg, by, c);
}

void
tree_signon(struct route *rt, const struct client *c)
{
	if (is_known(rt, c))
		rt->tree->signon(rt->tree_arg, c);
}

void
tree_realname(struct route *rt, const struct client *c)
{
	if (is_known(rt, c))
		rt->tree->realname(rt->tree_arg, c);
}

void
tree_join(struct route *rt, const struct member *m, bool made)
{
	if (rt->tree != NULL)
		rt->tree->join(rt->tree_arg, m, made);
}

void
tree_part(struct route *rt, const struct client *c, const struct channel *ch, struct view reason)
{
	if (is_known(rt, c))
		rt->tree->part(rt->tree_arg, c, ch, reason);
}

void
tree_kick(struct route *rt, struct tree_source by, const struct member *m, struct view reason)
{
	if (rt->tree != NULL)
		rt->tree->kick(rt->tree_arg, by, m, reason);
}

void
tree_topic(struct route *rt, struct tree_source by, const struct channel *ch)
{
	if (rt->tree != NULL)
		rt->tree->topic(rt->tree_arg, by, ch);
}

void
tree_modes(struct route *rt, struct tree_source by, const struct channel *ch, const struct mode_event *what)
{
	if (rt->tree != NULL)
		rt->tree->modes(rt->tree_arg, by, ch, what);
}

void
tree_invite(struct route *rt, struct tree_source by, const struct channel *ch, const struct client *whom)
{
	if (rt->tree != NULL)
		rt->tree->invite(rt->tree_arg, by, ch, whom);
}

void
tree_knock(struct route *rt, const struct client *c, const struct channel *ch)
{
	if (is_known(rt, c))
		rt->tree->knock(rt->tree_arg, c, ch);
}

bool
tree_may_rename(const struct route *rt)
{
	return rt->tree == NULL || rt->tree->may_rename(rt->tree_arg);
}

void
tree_rename(struct route *rt, const struct client *c, struct view old, struct view name, struct view reason)
{
	if (is_known(rt, c))
		rt->tree->rename(rt->tree_arg, c, old, name, reason);
}

void
tree_redact(struct route *rt, const struct client *c, const struct channel *ch, struct view msgid,
	struct view reason)
{
	if (is_known(rt, c))
		rt->tree->redact(rt->tree_arg, c, ch, msgid, reason);
}

void
tree_message(struct route *rt, const struct tree_message *msg)
{
	if (rt->tree != NULL)
		rt->tree->message(rt->tree_arg, msg);
}

void
tree_wallops(struct route *rt, struct tree_source by, struct view text, bool opers_only)
{
	if (rt->tree != NULL)
		rt->tree->wallops(rt->tree_arg, by, text, opers_only);
}

void
tree_ban(struct route *rt, const struct tree_ban *b)
{
	if (rt->tree != NULL)
		rt->tree->ban(rt->tree_arg, b);
}

void
tree_reply(struct route *rt, const struct client *to, struct view line)
{
	if (rt->tree != NULL)
		rt->tree->reply(rt->tree_arg, to, line);
}
