/*
 * The world: everybody and every channel that this server knows, and the settings by which state decides.
 * State decides and returns verdicts; it never sends.  One world per process (tests make several).
 */
#ifndef CONCLAVE_STATE_WORLD_H
#define CONCLAVE_STATE_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/handle.h"
#include "core/hash.h"
#include "core/list.h"
#include "core/util.h"
#include "core/view.h"
#include "proto/cloak.h"
#include "proto/limits.h"
#include "state/account.h"

#define WORLD_CLIENTS_MAX (1u << 20) /* most that conf.max_clients may say */

struct client;
struct nick_delays;
struct node;
struct server_bans;
struct snotice_watch;
struct whowas;

/* What the configuration says to this layer; copied by world_configure(). */
struct world_conf {
	char server_name[SERVER_NAME_LEN + 1];
	char sid[SID_LEN + 1];
	char description[REALNAME_LEN + 1];
	char network[NETWORK_LEN + 1];
	char client_tag_deny[TAG_DENY_LEN + 1]; /* tags that are not relayed: "a,b" or "*,-a,-b" */
	char icon[ICON_LEN + 1];		/* URL, may be empty */
	struct cloak cloak;			/* not set: there is no user mode x */
	struct cloak old_cloak[CLOAK_OLD_MAX];	/* of keys of before: bans on them still hit */
	size_t n_old_cloaks;
	bool account_cloaks; /* who is logged in has a cloak that says so */
	bool utf8_only;
	size_t nick_len;    /* 1..NICK_LEN_MAX */
	size_t max_clients; /* 1..WORLD_CLIENTS_MAX, registered or not */
	size_t max_channels;
	size_t whowas_entries;	/* 0..100,000 */
	uint64_t channel_modes; /* bits that a new channel gets */
	uint64_t user_modes;	/* bits that a new user gets */
	bool only_ov;		/* ranks are o and v alone, and +q is the quiet list */
	uint32_t split_servers; /* with fewer the network is split; 0: no such condition */
	uint32_t split_users;	/* the same */
	bool services_own; /* accounts and channels are registered with the services of the network, not here */
	bool founder_owns; /* who makes a channel gets RANK_OWNER too, where there is that rank */
};

struct world {
	struct world_conf conf;
	struct hash_table nicks;    /* struct client.by_nick: registered or with a nick on the way in */
	struct hash_table channels; /* struct channel.by_name */
	struct hash_table uids;	    /* struct client.by_uid: all of any phase but GONE */
	struct hash_table node_names, sids; /* struct node.by_name, .by_sid */
	struct list nodes;  /* struct node.in_world: this server first, uplinks before what is behind them */
	size_t n_nodes;	    /* servers, this one among them */
	struct node *me;    /* this server; never NULL, node.h */
	uint64_t uid_count; /* of the next local client */
	struct list channel_list;     /* struct channel.in_world: all of them, oldest first */
	struct list cursors;	      /* struct cursor.parked */
	struct hash_table monitors;   /* nicks that somebody watches, monitor.c */
	struct handle_table *clients; /* all clients */
	struct list users;	      /* struct client.in_world: registered ones, oldest first */
	struct list
		others; /* struct client.in_world: not yet registered, or gone and waiting for the reaper */
	struct account_set accounts;
	struct list registered; /* struct registration.in_world: registered channels, oldest first */
	size_t n_registered;
	struct whowas *whowas;
	struct server_bans *bans;	 /* never NULL; server_ban.h */
	struct nick_delays *nick_delays; /* the same; nick_delay.h */
	struct snotice_watch *snotices;	 /* n_snotices operators who hear server notices, snomask.c */
	size_t n_snotices;
	size_t n_users, n_invisible, n_opers, n_unregistered; /* exact at all times: LUSERS */
	size_t n_batches;				      /* that clients have open */
	size_t n_permanent;				      /* channels with +P */
	size_t max_users, max_local; /* most users at once since the start: of the network, of this server */
	uint64_t started_ms;	     /* wall time */
};

struct world *world_new(const struct world_conf *conf, uint64_t now_wall_ms) WARN_UNUSED;
void world_free(struct world *w); /* frees every client and channel that is left */
/* New settings; max_clients and whowas_entries of a running world may grow and shrink.  Nobody is dropped. */
void world_configure(struct world *w, const struct world_conf *conf);

#endif
