/*
 * Somebody on the network.  Read the fields freely; only client_*(), member_*() and mode_*() change them. A
 * client is made when its connection opens, gets a nick, registers, and exits; client_free() is for the
 * reaper.
 */
#ifndef CONCLAVE_STATE_CLIENT_H
#define CONCLAVE_STATE_CLIENT_H

#include <stdbool.h>
#include <stdint.h>

#include "core/handle.h"
#include "core/hash.h"
#include "core/list.h"
#include "core/view.h"
#include "proto/limits.h"
#include "state/node.h"
#include "state/world.h"

struct conn;
struct filter;
struct monitor_set;
struct session; /* auth/: what a local connection needs beyond being a client */

enum client_phase { CLIENT_NEW, CLIENT_USER, CLIENT_GONE };

struct client {
	/* Read for every hearer of every line: keep together and first. */
	/* NULL if not local.  No handle, for the fan-out: conn's gone() clears it first. */
	struct conn *conn;
	uint64_t caps;	 /* CAP_BIT()s */
	uint64_t umodes; /* UMODE_* bits */
	uint8_t phase;	 /* enum client_phase */
	uint8_t nick_len, user_len, host_len;
	uint8_t link; /* number of the neighbour behind which it is, node.h; 0: on this server */
	uint32_t n_channels;
	uint64_t mark; /* route/: the last fan-out that has seen this client */

	struct world *world;
	struct handle handle;
	struct hash_node by_nick, by_uid;
	struct list in_world;
	struct node *node;	       /* the server that it is on; never NULL */
	struct list of_node;	       /* while registered */
	struct list memberships;       /* struct member.of_client */
	struct list invites;	       /* struct invite.of_client, newest last */
	struct monitor_set *monitors;  /* NULL while it watches nobody; see monitor.h */
	struct filter *filter;	       /* NULL while it silences and accepts nobody; see filter.h */
	struct session *session;       /* NULL if not local */
	struct client_far *far;	       /* of a user elsewhere; NULL or see client_remote.h */
	struct oper_grant *oper;       /* NULL unless an operator; see oper.h */
	char *host;		       /* as others see it, NUL-terminated */
	char *address;		       /* numeric, where host is something else; NULL else */
	char *name;		       /* what DNS calls the address, and confirms; NULL: nothing */
	char *realname;		       /* NUL-terminated */
	char *account;		       /* NULL: not logged in */
	char *away;		       /* NULL when here */
	uint64_t signon_ms, active_ms; /* wall; monotonic time of the last PRIVMSG or NOTICE, for idle */
	uint64_t nick_ts, nick_ts_max; /* wall, seconds, TS6: since when it has its nick; the highest ever */
	char uid[UID_LEN + 1];	       /* for life; no other client ever had it */
	char nick[NICK_LEN_MAX + 1];   /* "" until NICK */
	/* With '~' when not proved by ident; the '~' counts, or no ban could name all of it. */
	char user[USER_LEN + 1];
	bool is_secure; /* on TLS */
	bool owns_nick; /* services say so (IDENTIFIED), until it takes another */
	bool is_killed; /* by KILL, of which other servers know: they need no QUIT */
};

enum nick_verdict { NICK_OK, NICK_SAME, NICK_INVALID, NICK_IN_USE, NICK_N };

/* NULL when max_clients are there.  Not registered, no nick.  host is copied. */
struct client *client_new(struct world *w, struct view host) WARN_UNUSED;
/* Gives the client's memory back; it must have exited or never registered.  Its nick becomes free. */
void client_free(struct client *c);
/* Registered users only. */
struct client *client_find(const struct world *w, struct view nick) WARN_UNUSED;
/* Any phase but GONE; NULL if gone. */
struct client *client_get(const struct world *w, struct handle h) WARN_UNUSED;

/*
 * Takes the nick, for a client of any phase but GONE.  A registered user's old nick goes to WHOWAS, unless
 * only its case changes.  NICK_SAME: equal to the byte.
 */
enum nick_verdict client_set_nick(struct client *c, struct view nick, uint64_t now_wall_ms) WARN_UNUSED;
/* Not registered: it has no nick any more, and somebody else may take it. */
void client_drop_nick(struct client *c);
/* Both cut to their limits, USER_LEN (with the '~') and REALNAME_LEN. */
void client_set_user(struct client *c, struct view user, struct view realname);
/* Only the user name. */
void client_set_user_name(struct client *c, struct view user);
void client_set_host(struct client *c, struct view host);
/* Bans are also asked about nick!user@address.  Empty: nothing but the host. */
void client_set_address(struct client *c, struct view address);
/* DNS knows its address as this, and that is its host from now on.  For who has its first host, a numeric one, still. */
void client_set_name(struct client *c, struct view name);
/* What -x shows: the name, else the address. */
struct view client_real_host(const struct client *c);
/* Cut at REALNAME_LEN, never inside a character. */
void client_set_realname(struct client *c, struct view realname);
/* Logged in to this account; empty: to none. */
void client_set_account(struct client *c, struct view account);
void client_set_away(struct client *c, struct view text); /* empty: here again; cut at AWAY_LEN */
/* CAP_BIT()s that it negotiated; CAP_LINES follows from them. */
void client_set_caps(struct client *c, uint64_t caps);
/* It said something: idle time starts anew. */
void client_touch(struct client *c, uint64_t now_mono_ms);
/* Counts it as a user. nick, user, realname are set. Gets the default user modes; with x among them its cloak. */
void client_register(struct client *c, uint64_t now_wall_ms, uint64_t now_mono_ms);
/*
 * Leaves all channels (empty ones vanish), gives up invites, handle, modes and the nick, remembers a
 * registered one in WHOWAS; phase GONE.  Any phase.  The names stay readable until client_free().
 */
void client_exit(struct client *c, uint64_t now_wall_ms);
/* True if they share a channel in which b may see a, or are the same. */
bool client_shares_channel(const struct client *a, const struct client *b) WARN_UNUSED;
/* The address, where `by` may know it: it is the host, or its own, or `by` sees what is hidden.  NULL else. */
const char *client_address_for(const struct client *c, const struct client *by) WARN_UNUSED;
/* nick!user@host into dst, MASK_LEN + 1 bytes, NUL-terminated; the length. */
size_t client_mask(const struct client *c, char *dst);
/* The same, and behind it " [address]" if that is not the host: for logs, where a cloak would hide who it was.  Returns dst. */
#define CLIENT_LOG_NAME (MASK_LEN + HOST_LEN + 4)
const char *client_log_name(const struct client *c, char dst[CLIENT_LOG_NAME]);

static inline struct view
client_nick(const struct client *c)
{
	return view_of(c->nick, c->nick_len);
}
static inline struct view
client_user(const struct client *c)
{
	return view_of(c->user, c->user_len);
}
static inline struct view
client_host(const struct client *c)
{
	return view_of(c->host, c->host_len);
}
static inline bool
client_is_user(const struct client *c)
{
	return c->phase == CLIENT_USER;
}
static inline struct client *
client_of_world_link(struct list *l)
{
	return CONTAINER_OF(l, struct client, in_world);
}

#endif
