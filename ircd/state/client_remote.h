/* Clients and the servers that they are on: who is elsewhere comes and is called as its server says. */
#ifndef CONCLAVE_STATE_CLIENT_REMOTE_H
#define CONCLAVE_STATE_CLIENT_REMOTE_H

#include <stdint.h>

#include "state/client.h"

/* What another server says of a user of its own; all has been checked, the nick and the UID are free. */
struct client_intro {
	struct node *node; /* not this server */
	struct view uid, nick, user, host;
	struct view address;   /* numeric or empty: not told */
	struct view real_host; /* what -x would show; empty: the host */
	struct view account;   /* empty: none */
	struct view realname;
	uint64_t nick_ts, umodes; /* UMODE_* bits */
};
/* What is seldom asked for of a user elsewhere.  Strings are NULL where nothing is known. */
struct client_far {
	char *fingerprint; /* of its certificate, as its server has made it */
	/* What OPER has said of it, until +o says that it is one: then they are in its grant. */
	char *oper, *role;
};
/* Never NULL: made when it is not there. */
struct client_far *client_far(struct client *c);
/* What -x would show, where it is not the address; of a user elsewhere. */
void client_set_real_host(struct client *c, struct view host);
void client_set_fingerprint(struct client *c, struct view fingerprint);
/* Both are cut to what a grant holds. */
void client_set_oper_names(struct client *c, struct view oper, struct view role);

/* A registered user of another server.  NULL when max_clients are there. */
struct client *
client_introduce(struct world *w, const struct client_intro *intro, uint64_t now_wall_ms) WARN_UNUSED;
/* Whoever holds the nick, registered or not; NULL: nobody. */
struct client *client_nick_holder(const struct world *w, struct view nick) WARN_UNUSED;
/* By UID, of any phase but GONE: a stranger here may be known to services. */
struct client *client_find_uid(const struct world *w, struct view uid) WARN_UNUSED;
/*
 * A nick that is free, whatever it looks like and since when: another server says so (TS6), or it lost a collision and is called by its UID.
 * Of a user, the old one goes to WHOWAS, unless only its case changes.
 */
void client_put_nick(struct client *c, struct view nick, uint64_t nick_ts, uint64_t now_wall_ms);

static inline struct view
client_uid(const struct client *c)
{
	return view_of(c->uid, UID_LEN);
}
/* It is on this server: it has a connection, or a module speaks for it. */
static inline bool
client_is_local(const struct client *c)
{
	return c->link == 0;
}
static inline struct client *
client_of_node_link(struct list *l)
{
	return CONTAINER_OF(l, struct client, of_node);
}

#endif
