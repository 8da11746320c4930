/* Accounts as the configuration has them.  What is said in conf_types.h holds here. */
#ifndef CONCLAVE_CONF_CONF_ACCOUNT_H
#define CONCLAVE_CONF_CONF_ACCOUNT_H

#include <stdbool.h>
#include <stdint.h>

#include "conf/conf_class.h"

enum conf_registration {
	CONF_REGISTRATION_CLOSED,
	CONF_REGISTRATION_INVITE_CODE,
	CONF_REGISTRATION_OPEN,
};
enum conf_email { CONF_EMAIL_NONE, CONF_EMAIL_OPTIONAL, CONF_EMAIL_REQUIRED };
/* Who may be called as an account is: its users alone; others for a while; anybody. */
enum conf_protect { CONF_PROTECT_STRICT, CONF_PROTECT_DELAYED, CONF_PROTECT_OFF };
struct conf_accounts {
	bool services;	      /* owner = services: the services of the network have them; restart to change */
	const char *database; /* name of a file in the state directory */
	enum conf_registration registration;
	uint32_t max_accounts;
	uint32_t password_min_length;	    /* bytes */
	uint32_t scram_iterations;	    /* of passwords that are set from now on */
	bool register_before_connect;	    /* REGISTER is heard before registration */
	bool custom_account_name;	    /* an account may be called otherwise than its user is */
	enum conf_email email;		    /* of new accounts */
	struct conf_rate registration_rate; /* per address */
	enum conf_protect nick_protection;
	uint64_t nick_delay_ms;		      /* of CONF_PROTECT_DELAYED, and after a logout */
	bool sasl;			      /* offered at all */
	bool plain_without_tls;		      /* SASL PLAIN where others may listen */
	struct conf_rate login_attempts;      /* per address */
	struct conf_rate guesses_per_account; /* from all addresses together */
};

#endif
