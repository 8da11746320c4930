/*
 * What a checked configuration holds.  Everything is const, NUL-terminated and lives as long as the struct conf that it belongs to.
 * A string that was not set and has no default is NULL.  Times are milliseconds, sizes are bytes, paths are absolute.
 */
#ifndef CONCLAVE_CONF_CONF_TYPES_H
#define CONCLAVE_CONF_CONF_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conf/conf_account.h"
#include "conf/conf_allow.h"
#include "conf/conf_audit.h"
#include "conf/conf_bans.h"
#include "conf/conf_class.h"
#include "conf/conf_control.h"
#include "conf/conf_dcc.h"
#include "conf/conf_gateway.h"
#include "conf/conf_guard.h"
#include "conf/conf_link.h"
#include "conf/conf_oper.h"
#include "conf/conf_person.h"
#include "core/log.h"
#include "core/view.h"
#include "proto/casemap.h"

struct conf_server {
	const char *name;	 /* 3..63 bytes, has a dot */
	char sid[4];		 /* digit and two of A-Z 0-9; made from the name when not set */
	const char *description; /* 1..150 bytes */
	const char *network;	 /* 1..63 bytes, no blank */
	const char *motd_path;
	const struct view *motd; /* n_motd lines of 0..CONF_MOTD_LINE_MAX bytes, read with the file */
	size_t n_motd;		 /* 0: there is none (422) */
	const char *rules_path;
	const struct view *rules; /* the same of RULES; n_rules 0: 434 */
	size_t n_rules;
	const char *oper_motd_path;
	const struct view *oper_motd; /* the same of OPERMOTD; n_oper_motd 0: 425 */
	size_t n_oper_motd;
	enum casemap casemapping; /* restart to change */
	uint32_t max_clients;	  /* 1..1,000,000 */
	uint32_t nick_length;	  /* 9..NICK_LEN_MAX */
	enum log_level log_level;
	uint64_t registration_timeout_ms;  /* from accept to 001 */
	const char *default_user_modes;	   /* letters without '+', may be empty: "i" */
	const char *default_channel_modes; /* "nt" */
	bool only_ov;			   /* channel-ranks "ov"; restart to change */
	bool founder_owns;		   /* founder-rank "qo" */
	uint32_t whowas_entries;	   /* 0: keep none */
	uint32_t connect_burst;		   /* per address, accepted before the throttle; 0: no throttle */
	uint64_t connect_interval_ms;
	bool utf8_only;			      /* what is not UTF-8 is refused */
	const char *client_tag_deny;	      /* CLIENTTAGDENY; NULL when not set */
	const char *icon;		      /* URL of the network's icon; NULL when not set */
	const char *cloak_key, *cloak_suffix; /* key: a secret; NULL: no cloaks */
	const char *const *cloak_old_keys;    /* secrets of before, at most CLOAK_OLD_MAX */
	size_t n_cloak_old_keys;
	bool account_cloaks;
	const char *const *protected_names; /* nicks that nobody may take */
	size_t n_protected_names;
	bool operspy_notice; /* whom operators spy on is told */
};

/* Lines of 257, 258, 259.  All NULL: 423. */
struct conf_admin {
	const char *location, *name, *email;
};

enum conf_jail_mode { CONF_JAIL_OFF, CONF_JAIL_LOG, CONF_JAIL_ERRNO, CONF_JAIL_ENFORCE };
/* In rising order: a higher one includes what the lower ones promise about files. */
enum conf_jail_require {
	CONF_REQUIRE_NONE,
	CONF_REQUIRE_SECCOMP,
	CONF_REQUIRE_LANDLOCK,
	CONF_REQUIRE_CHROOT,
	CONF_REQUIRE_NAMESPACE,
};
struct conf_jail {
	const char *user;  /* taken when started as root */
	const char *state; /* directory; relative to the configuration's, may be outside of it */
	enum conf_jail_mode mode;
	enum conf_jail_require require;
};

struct conf_dns {
	bool lookup;
	const char *const *servers; /* "192.0.2.53:53", "[2001:db8::53]:53"; with port always */
	size_t n_servers;	    /* 0: those of /etc/resolv.conf */
	uint64_t timeout_ms;
	uint32_t cache; /* addresses remembered */
};

enum conf_channel_registration { CONF_CHANNELS_CLOSED, CONF_CHANNELS_OPERS, CONF_CHANNELS_OPEN };
struct conf_channels {
	enum conf_channel_registration registration;
	uint32_t max_registered, max_per_account;
};

enum conf_listen_kind { CONF_LISTEN_INET, CONF_LISTEN_UNIX };
struct conf_listen {
	struct conf_place place;
	const char *title; /* as written: "[::1]:6697"; unique */
	enum conf_listen_kind kind;
	const char *address; /* INET: literal IPv4 or IPv6 without brackets */
	uint16_t port;	     /* INET: 1..65535 */
	const char *path;    /* UNIX: under the state directory when it was relative; at most 107 bytes */
	uint32_t mode;	     /* UNIX: permission bits */
	bool tls, websocket, proxy;
	bool links;			/* INET: servers come this way, and no clients */
	const char *const *origins;	/* of pages that may open a WebSocket; lower case */
	size_t n_origins;		/* 0: any */
	const struct conf_class *class; /* NULL: the class of the allow section */
	uint32_t backlog;
	uint32_t external_port; /* that clients dial in front of a port-forward; 0: port */
};

enum conf_client_cert { CONF_CLIENT_CERT_NONE, CONF_CLIENT_CERT_ASK };
enum conf_tls_version { CONF_TLS_1_2, CONF_TLS_1_3 };
/* One certificate each; conf->tls[0] answers those who name no server.  What follows server_names is written in the first only. */
struct conf_tls {
	struct conf_place place;
	const char *certificate, *key;	 /* PEM; certificate may hold the chain */
	const char *const *server_names; /* SNI: host names, lower case, may start with "*." */
	size_t n_server_names;
	enum conf_client_cert client_certificates;
	enum conf_tls_version min_version;
	const char *ciphers; /* OpenSSL cipher list of TLS 1.2; NULL: OpenSSL's choice */
	uint64_t sts_duration_ms, handshake_timeout_ms; /* the latter at most the registration timeout */
	uint32_t sts_port;				/* IRCv3 sts; 0: not told */
	uint32_t handshakes_per_turn; /* moved on in one turn of the loop, so that a storm starves nobody */
};

#endif
