/*
 * Links to other servers: TS6 in the dialect of charybdis and solanum.  One struct links per server; a struct link is a connection to a
 * neighbour, from its first byte on.  What comes in is checked line by line (verb.h), what happens here goes out by route/tree.h.
 */
#ifndef CONCLAVE_LINK_LINK_H
#define CONCLAVE_LINK_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conf/conf_link.h"
#include "core/util.h"
#include "core/view.h"
#include "net/addr.h"
#include "proto/ban_mask.h"
#include "proto/msg.h"
#include "route/route.h"
#include "route/tree.h"
#include "state/client.h"
#include "state/node.h"

struct audit;
struct conf;
struct conf_link;
struct links;
struct loop;
struct net;
struct tls_contexts;

/* What somebody elsewhere, or another server, says to people; all of it has been resolved. */
struct link_said {
	struct client *from; /* NULL: a server says it, */
	struct node *server; /* this one */
	enum tree_verb verb;
	struct client *user;	 /* to whom, of any server; or */
	struct channel *channel; /* where; or, both NULL, `target`: "$$*.example", "$#*.example" */
	char sigil; /* of the channel: '@' or '+', only these ranks hear it; '=', where its sender may not speak */
	struct view target, text;
	struct view tags;	 /* as they came */
	struct view time, msgid; /* of them, fit to be told to others; empty: there is none */
	bool has_dcc;		 /* that server relays DCC itself, and we believe it */
};

/* ENCAP SASL to somebody on this server. */
struct links_sasl {
	struct view agent; /* its UID */
	char mode;
	struct view data;
};

/* A server ban that is set or taken away by the network; texts are fit for a log and a line. */
struct links_ban {
	enum ban_kind kind;
	struct view mask; /* normalised */
	struct view by, reason, oper_reason;
	uint64_t for_s; /* 0: for good */
	bool removed;
	bool replaces; /* one of that mask; else that stays */
};

/* Everything is borrowed and outlives the links.  The functions are called on the loop's thread. */
struct links_env {
	struct world *world;
	struct route *route;
	struct loop *loop;
	struct audit *audit; /* NULL: nothing is recorded */
	void *arg;
	struct tls_contexts *(*tls)(void *arg); /* by which TLS is spoken now; NULL: there is none */
	/* A user of this server is gone, with this reason: KILL.  Other servers know already. */
	void (*end)(void *arg, struct client *c, struct view reason);
	/* Whoever hears of it here does, and those elsewhere by route/tree.h. */
	void (*message)(void *arg, const struct link_said *said);
	/* A user elsewhere asks this server something, in a line as a user here would type it: verb_query.c says which may be. */
	/* 64 digits of the certificate of a user of this server; -1: it has shown none. */
	int (*fingerprint)(void *arg, const struct client *c, char dst[65]);
	/*
	 * A user elsewhere says something that users here or this server hear: PRIVMSG NOTICE TAGMSG to a user here, or a query that is
	 * carried out here.  As a line of its own, m->param resolved to names.
	 */
	void (*command)(void *arg, struct client *c, const struct msg *m);
	/* A registered channel is not as it was, by somebody elsewhere.  NULL: nobody keeps channels. */
	void (*channel_changed)(void *arg, struct channel *ch);
	/* Services have logged c, of this server and of any phase, in or out: what goes by accounts follows.  It may be gone then. */
	void (*logged_in)(void *arg, struct client *c);
	/* The agent of services for SASL answers c, which may be gone then.  False: c has asked it nothing. */
	bool (*sasl_reply)(void *arg, struct client *c, const struct links_sasl *said);
	/* It has come, gone, or has other mechanisms (link_services.h); was: those before, "": there was none.  NULL: nobody cares. */
	void (*sasl_agent)(void *arg, const char *was);
	void (*ban)(void *arg, const struct links_ban *ban); /* NULL: there are no server bans */
};

/* conf: a reference is taken. */
struct links *links_new(const struct links_env *env, const struct conf *conf) WARN_UNUSED;
/* Every link ends; those behind them leave the world without anybody's being told. */
void links_free(struct links *ls);
/*
 * It is over: every link ends with this reason, neighbours hear of nothing that happens from then on, and nobody is dialled any more.
 * links_free() when its net is empty, or later.
 */
void links_stop(struct links *ls, struct view reason);
void links_configure(struct links *ls, const struct conf *conf);
/* Where listeners for servers bring their connections. */
struct net *links_net(const struct links *ls);
/* Some section says that a server may come from there. */
bool links_admit(const struct links *ls, const struct peer_addr *peer) WARN_UNUSED;

/* The link behind which c is permits it: CONF_PERMIT_*. */
bool links_permit(const struct links *ls, const struct client *c, enum conf_permit what) WARN_UNUSED;

enum link_state {
	LINK_NEW,     /* its SERVER has not come yet */
	LINK_UP,      /* it is a neighbour; its node is there */
	LINK_CLOSING, /* it was told ERROR, or is broken */
};

/* What is known of a link, for STATS and conclavectl. */
struct link_figures {
	const char *name;	 /* of its section or its server; "" before SERVER */
	const struct node *node; /* NULL unless it is up */
	enum link_state state;
	bool we_dialled, is_tls, is_services;
	uint64_t since_ms; /* monotonic: of the connection */
	uint64_t bytes_in, bytes_out, lines_in, violations;
	uint32_t sendq;
};
/* Link i of those that there are, in no order; false past the last. */
bool links_each(const struct links *ls, size_t i, struct link_figures *out) WARN_UNUSED;

#endif
