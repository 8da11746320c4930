/* Who may come in, as the configuration has it.  What is said in conf_types.h holds here. */
#ifndef CONCLAVE_CONF_CONF_ALLOW_H
#define CONCLAVE_CONF_CONF_ALLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conf/conf_class.h"

/* Where a section began, for messages to the administrator. */
struct conf_place {
	const char *file;
	unsigned line; /* 1.. */
};

/* "user@address": a glob, and *, unix, an IP address or a CIDR range.  Use conf_who_match(). */
struct conf_who {
	const char *text; /* as written */
	const char *user; /* glob, ASCII case ignored */
	uint8_t family;	  /* 0: everybody; AF_INET, AF_INET6, AF_UNIX (all Unix sockets) */
	uint8_t bits;	  /* of the prefix: 0..32, 0..128 */
	uint8_t ip[16];	  /* network order, IPv4 in the first four; bits behind the prefix are 0 */
};

#define CONF_FINGERPRINT_LEN 32 /* SHA-256 of the client certificate's DER */
struct conf_fingerprint {
	uint8_t bytes[CONF_FINGERPRINT_LEN];
};

/* Whether the Auth service of those who may fall under the rule is asked (RFC 1413). */
enum conf_ident_want { CONF_IDENT_OFF, CONF_IDENT_TRY, CONF_IDENT_REQUIRE };

/* How it is asked. */
struct conf_ident {
	uint32_t port; /* restart to change */
	uint64_t connect_timeout_ms, timeout_ms;
	bool loopback;	   /* ask those who come from loopback too */
	bool other_accept; /* names of the system OTHER are login names */
};

/* Who and listener say whom the rule is about; the rest is what it demands of them. */
struct conf_allow {
	struct conf_place place;
	struct conf_who who;
	const char *const *listener; /* titles of sections listen, one must be it; n_listener 0: any */
	size_t n_listener;
	const struct conf_class *class;
	bool tls_required;
	bool certificate_required;
	const struct conf_fingerprint *fingerprints; /* one must be it; n_fingerprints 0: any */
	size_t n_fingerprints;
	enum conf_ident_want ident;
	bool tilde; /* before names that no Auth service told */
	bool account_required;
	const char *const *accounts; /* one must be it; n_accounts 0: any */
	size_t n_accounts;
	const char *password; /* "$argon2id$..." or NULL */
	bool quiz;	      /* who is not logged in has to answer a question */
	bool passes_on;	      /* otherwise = next: who does not meet the demands is for the next rule */
};

/* Who may come in, besides what the rules say: by SET alone, off in every file. */
enum conf_lockdown {
	CONF_LOCKDOWN_OFF,
	CONF_LOCKDOWN_ACCOUNTS, /* who is logged in */
	CONF_LOCKDOWN_ALL,	/* nobody */
};

/* Whose connections are refused so often is not accepted for a time.  after 0: never. */
struct conf_reject {
	uint32_t after;
	uint64_t within_ms, for_ms;
};

#endif
