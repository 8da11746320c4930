/* Links to other servers as the configuration has them.  What is said in conf_types.h holds here. */
#ifndef CONCLAVE_CONF_CONF_LINK_H
#define CONCLAVE_CONF_CONF_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conf/conf_allow.h"
#include "conf/conf_class.h"
#include "core/util.h"
#include "core/view.h"

struct conf;

/* What operators and servers behind a link may do here: words of link { permit }. */
enum conf_permit {
	CONF_PERMIT_KILL, /* KILL of our users by operators there; what servers do about collisions they always may */
	CONF_PERMIT_SQUIT,   /* SQUIT of a server that is not behind that link, or of another link of ours */
	CONF_PERMIT_CONNECT, /* CONNECT that is carried out here */
	CONF_PERMIT_WALLOPS, /* WALLOPS, OPERWALL and server notices are shown */
	CONF_PERMIT_STATS,   /* STATS and TRACE tell operators there what they tell operators here */
	CONF_PERMIT_GLOBAL,  /* messages to all users of servers or hosts, $$mask and $#mask */
	CONF_PERMIT_KLINE,   /* KLINE, DLINE, XLINE, RESV, BAN, and what takes them away */
	CONF_PERMIT_REHASH,
	CONF_PERMIT_DIE,
	CONF_PERMIT_DCC, /* that server relays DCC as this one does: offers from there pass */
	CONF_PERMIT_N
};
#define CONF_PERMIT_BIT(p) (1U << (p))

struct conf_link {
	struct conf_place place;
	const char *name;    /* of the server; unique without regard to case, not ours */
	const char *sid;     /* NULL: any */
	const char *dial;    /* address and port as written; NULL: it is never dialled */
	const char *address; /* of dial: literal without brackets, in its usual form; NULL when dial is */
	uint16_t port;	     /* of dial: 1..65535 */
	const char *bind;    /* local address to dial from, literal, of the same family; NULL: any */
	const char *socks;   /* address and port of a SOCKS5 proxy as written; NULL: straight */
	const char *socks_address; /* as address */
	uint16_t socks_port;
	const char *socks_user, *socks_password; /* both or none; 1..255 bytes */
	const struct conf_who *
		from; /* where it may come from: n_from >= 1, address alone when not set; 0: services behind another server */
	size_t n_from;
	const char *send_password,
		*accept_password; /* 1..100 printable bytes without blank, no ':' first; NULL with n_from 0 */
	const char *const
		*fingerprints; /* SHA-256 of its certificate: 64 digits in lower case; one must be it */
	size_t n_fingerprints; /* >= 1 with tls */
	bool plaintext;	       /* as written */
	bool tls;	       /* !plaintext */
	bool autoconnect;      /* only with dial */
	const struct conf_class *class; /* "servers" when not set; NULL: there is no such class */
	const char *const *hub; /* masks of names of servers that may stand behind it; n_hub 0: none may */
	size_t n_hub;
	bool services;				       /* it is believed what services say */
	uint32_t permit;			       /* CONF_PERMIT_BIT()s */
	uint32_t max_servers, max_users, max_channels; /* behind it, itself among the servers; 1.. */
};

struct conf_links {
	uint64_t clock_warn_ms, clock_max_ms; /* the latter at least the former */
	uint64_t retry_ms, retry_max_ms;      /* the same */
	uint32_t split_servers, split_users;  /* fewer of either: no new channels; 0: no such condition */
	const char *sasl_agent;		      /* nick */
};

/* PRIV_BIT()s that operators of other servers have here, by link { permit } of those behind which they are. */
uint64_t conf_permit_privs(uint32_t permit) WARN_UNUSED;
/* The link to the server of that name, case ignored; NULL: there is none. */
const struct conf_link *conf_link_find(const struct conf *conf, struct view name) WARN_UNUSED;
/* Its server may come from there.  family AF_INET or AF_INET6, ip as in struct conf_who. */
bool conf_link_has_address(const struct conf_link *link, int family, const uint8_t ip[16]) WARN_UNUSED;
/* It is a link, and not only the word that services of that name behind another server are to be believed. */
static inline bool
conf_link_is_direct(const struct conf_link *link)
{
	return link->n_from != 0;
}
/* Where this server connects for the link: the proxy's if there is one; 0: nowhere. */
uint16_t conf_link_dial_port(const struct conf_link *link) WARN_UNUSED;
/*
 * May it be dialled by a server that was started with that configuration?  Its jail was made for the ports of the links that were there,
 * and for source addresses if one of them had one.
 */
bool conf_link_may_dial(const struct conf *started, const struct conf_link *link) WARN_UNUSED;

#endif
