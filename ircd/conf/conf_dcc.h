/* The DCC relay, as the configuration has it.  What is said in conf_types.h holds here. */
#ifndef CONCLAVE_CONF_CONF_DCC_H
#define CONCLAVE_CONF_CONF_DCC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conf/conf_allow.h"
#include "conf/conf_class.h"

/* Ports from first to last, both among them. */
struct conf_ports {
	uint16_t first, last;
};

/* Is it in one of n ranges? */
static inline bool
conf_ports_have(const struct conf_ports *ports, size_t n, uint32_t port)
{
	for (size_t i = 0; i < n; i++) {
		if (port >= ports[i].first && port <= ports[i].last)
			return true;
	}
	return false;
}

/* Clients of this block are told to connect to this address instead of the one that their own connection goes to. */
struct conf_dcc_advertise {
	const char *text; /* as written: "10.0.0.0/8 192.0.2.1" */
	struct conf_who clients;
	uint8_t family; /* AF_INET, AF_INET6 */
	uint8_t ip[16]; /* as in struct conf_who */
};

struct conf_dcc {
	enum conf_dcc_mode mode; /* wider than at the start takes a restart */
	struct conf_ports
		ports; /* 1024..65535, CONF_PORTS_LEAST at least, none of a listener; restart to change */
	const struct conf_dcc_advertise *advertise; /* the longest prefix counts, the first of equal ones */
	size_t n_advertise;
	const struct conf_who *nat_pools; /* clients of one block count as one address */
	size_t n_nat_pools;
	uint32_t prefix6; /* bits of an IPv6 address that must be equal: 48..128 */
	bool local;	  /* clients on this very host may offer too: loopback, own addresses */
	const struct conf_ports *deny_ports; /* never dialled, besides those below 1024 and the listeners' */
	size_t n_deny_ports;
	uint64_t offer_ms;  /* until the receiver has come */
	uint64_t resume_ms; /* until the sender has answered a RESUME */
	uint64_t dial_ms;   /* until the sender was reached */
	uint64_t join_ms;   /* until the sender has come, of a passive offer */
	uint64_t drain_ms;  /* of the other side, when one has ended */
	uint64_t idle_ms, chat_idle_ms, lifetime_ms;
	uint32_t max_sessions;		   /* of all users */
	uint32_t max_offers, max_open;	   /* of one user */
	uint32_t max_per_pair;		   /* offers of one user to another that wait */
	struct conf_rate offers;	   /* of one user; those that are denied count */
	uint64_t max_size;		   /* of a file; 0: no limit */
	uint64_t max_rate, max_rate_total; /* bytes a second, of one session and of all; 0: no limit */
	uint32_t min_rate;		   /* bytes a second, over a minute; 0: none */
	bool survive_quit;		   /* transfers go on when a user leaves IRC */
	bool hash;			   /* SHA-256 of files in the audit log */
	const char *scan;		   /* path of clamd's socket, or NULL; restart to change */
	uint64_t scan_max;		   /* of a file that can be scanned */
	bool scan_must;			   /* what cannot be scanned does not pass */
	bool letters;			   /* letters beyond ASCII stay in file names */
	/* In lower case.  What is in neither list is discouraged: it passes if the receiver asked for it by DCCALLOW. */
	const char *const *allow_types;
	size_t n_allow_types;
	const char *const *deny_types;
	size_t n_deny_types;
	const struct conf_who *plain_ok; /* receivers there may get in plain what was offered on TLS */
	size_t n_plain_ok;
	bool chat_needs_allow; /* CHAT only from who is in the receiver's DCCALLOW */
	uint32_t max_allow;    /* entries of one user's DCCALLOW */
	uint64_t allow_ms;     /* of an entry without a time of its own; 0: while both are there */
};

enum conf_dcc_kind { CONF_DCC_ANY, CONF_DCC_SEND, CONF_DCC_CHAT };
enum conf_dcc_action { CONF_DCC_ALLOW, CONF_DCC_DISCOURAGE, CONF_DCC_DENY };

/* A count of 0 is no condition.  Where no rule decides, types and max_size do. */
struct conf_dcc_rule {
	const char *title;
	const char *const *from_class, *const *to_class; /* titles of sections class */
	size_t n_from_class, n_to_class;
	const char *const *from_role, *const *to_role; /* titles of sections role, of operators */
	size_t n_from_role, n_to_role;
	const char *const *from_account, *const *to_account; /* masks; "*": any account, but one */
	size_t n_from_account, n_to_account;
	enum conf_dcc_kind kind;
	const char *name; /* mask of the clean file name, NULL: any */
	uint64_t above;	  /* files larger than this; 0: any */
	enum conf_dcc_action action;
	const char *reason; /* for people; NULL when not set */
};

#endif
