/*
 * What the other servers of the network have to hear.  Who changes something that they know says so here, once, after the change; link/ has
 * set the functions that make lines of it, and without links there are none.  What is told goes to every neighbour but the one behind which
 * its source is: it has come from there.  So what a linked server says and what a user here says take the same way.
 */
#ifndef CONCLAVE_ROUTE_TREE_H
#define CONCLAVE_ROUTE_TREE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "route/mode_event.h"
#include "route/route.h"
#include "state/channel.h"
#include "state/client.h"
#include "state/node.h"

struct tree_ban; /* tree_ban.h */

/* Who did it: a user, or a server; both NULL: this server. */
struct tree_source {
	const struct client *client;
	const struct node *node;
};
#define TREE_US ((struct tree_source){ NULL, NULL })
static inline struct tree_source
tree_by(const struct client *c)
{
	return (struct tree_source){ c, NULL };
}
static inline struct tree_source
tree_by_node(const struct node *n)
{
	return (struct tree_source){ NULL, n };
}
/* The number of the neighbour it comes from, 0: from here. */
static inline uint8_t
tree_link_of(struct tree_source by)
{
	return by.client != NULL ? by.client->link : by.node != NULL ? by.node->number : 0;
}

enum tree_verb { TREE_PRIVMSG, TREE_NOTICE, TREE_TAGMSG };

/* A message that has hearers elsewhere. */
struct tree_message {
	struct tree_source by;
	enum tree_verb verb;
	const struct channel *channel; /* or user; or, both NULL, target as it is: "$$*.example" */
	const struct client *user;
	struct view target; /* as the hearers see it, "@#c"; of a user its nick */
	struct view text;   /* "" of a TAGMSG */
	struct view tags;   /* client-only tags, escaped */
	struct view msgid;  /* empty: none was made */
	struct view time;   /* empty: now, if it is said here; else nobody knows */
	uint64_t to;	    /* bits of neighbours behind which somebody hears it */
	bool ops_only;	    /* said where its sender may not speak: +z */
};

/* link/ implements these; see the functions below for what each means. */
struct tree_ops {
	void (*user)(void *arg, const struct client *c);
	void (*quit)(void *arg, const struct client *c, struct view reason);
	void (*kill)(void *arg, struct tree_source by, const struct client *c, struct view reason);
	void (*nick)(void *arg, const struct client *c);
	void (*umodes)(void *arg, const struct client *c, uint64_t added, uint64_t removed);
	void (*oper)(void *arg, const struct client *c);
	void (*away)(void *arg, const struct client *c);
	void (*account)(void *arg, const struct client *c);
	void (*host)(void *arg, struct tree_source by, const struct client *c);
	void (*signon)(void *arg, const struct client *c);
	void (*realname)(void *arg, const struct client *c);
	void (*join)(void *arg, const struct member *m, bool made);
	void (*part)(void *arg, const struct client *c, const struct channel *ch, struct view reason);
	void (*kick)(void *arg, struct tree_source by, const struct member *m, struct view reason);
	void (*topic)(void *arg, struct tree_source by, const struct channel *ch);
	void (*modes)(
		void *arg, struct tree_source by, const struct channel *ch, const struct mode_event *what);
	void (*invite)(void *arg, struct tree_source by, const struct channel *ch, const struct client *whom);
	void (*knock)(void *arg, const struct client *c, const struct channel *ch);
	bool (*may_rename)(void *arg);
	void (*rename)(
		void *arg, const struct client *c, struct view old, struct view name, struct view reason);
	void (*redact)(void *arg, const struct client *c, const struct channel *ch, struct view msgid,
		struct view reason);
	void (*message)(void *arg, const struct tree_message *msg);
	void (*wallops)(void *arg, struct tree_source by, struct view text, bool opers_only);
	void (*ban)(void *arg, const struct tree_ban *b);
	void (*reply)(void *arg, const struct client *to, struct view line);
};

/* Once, at the start; both borrowed.  NULL: there are no links. */
void route_set_tree(struct route *rt, const struct tree_ops *ops, void *arg);

/* c is there: registered, or introduced by its server. */
void tree_user(struct route *rt, const struct client *c);
/* c, of this server or said so by its own, has left by itself; nothing after tree_kill(). */
void tree_quit(struct route *rt, const struct client *c, struct view reason);
/*
 * c is about to be gone, by the hand of `by`.  reason: "path (text)" as it came, or the text alone of a KILL from here.  Also told to the
 * neighbour behind which c is.
 */
void tree_kill(struct route *rt, struct tree_source by, struct client *c, struct view reason);
/* c has another nick, since c->nick_ts. */
void tree_nick(struct route *rt, const struct client *c);
void tree_umodes(struct route *rt, const struct client *c, uint64_t added, uint64_t removed);
/* c has become operator; before its +o. */
void tree_oper(struct route *rt, const struct client *c);
void tree_away(struct route *rt, const struct client *c);
/* c is logged in to c->account now, or no more. */
void tree_account(struct route *rt, const struct client *c);
/* c->host is another now. */
void tree_host(struct route *rt, struct tree_source by, const struct client *c);
/* More of c is another now, all that its own server alone may change: nick, user name, host, account. */
void tree_signon(struct route *rt, const struct client *c);
void tree_realname(struct route *rt, const struct client *c);
/* made: the channel is there since this join. */
void tree_join(struct route *rt, const struct member *m, bool made);
/* c is about to leave the channel; before member_del(), which may end it. */
void tree_part(struct route *rt, const struct client *c, const struct channel *ch, struct view reason);
void tree_kick(struct route *rt, struct tree_source by, const struct member *m, struct view reason);
/* ch->topic is another now. */
void tree_topic(struct route *rt, struct tree_source by, const struct channel *ch);
/* What of `what` worked. */
void
tree_modes(struct route *rt, struct tree_source by, const struct channel *ch, const struct mode_event *what);
void
tree_invite(struct route *rt, struct tree_source by, const struct channel *ch, const struct client *whom);
void tree_knock(struct route *rt, const struct client *c, const struct channel *ch);
/* Every server of the network can give a channel another name. */
bool tree_may_rename(const struct route *rt) WARN_UNUSED;
/* c has renamed a channel, and has taken a message back: only servers that can do the same hear of it. */
void
tree_rename(struct route *rt, const struct client *c, struct view old, struct view name, struct view reason);
void tree_redact(struct route *rt, const struct client *c, const struct channel *ch, struct view msgid,
	struct view reason);
void tree_message(struct route *rt, const struct tree_message *msg);
void tree_wallops(struct route *rt, struct tree_source by, struct view text, bool opers_only);
/* A reply of this server to a user elsewhere: the whole line as a user here would get it, with CR LF. */
void tree_reply(struct route *rt, const struct client *to, struct view line);

#endif
