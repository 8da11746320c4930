/* Who speaks for others, and what guests are asked, as the configuration has it.  What is said in conf_types.h holds here. */
#ifndef CONCLAVE_CONF_CONF_GATEWAY_H
#define CONCLAVE_CONF_CONF_GATEWAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conf/conf_allow.h"

struct conf_gateway {
	struct conf_place place;
	const char *name;
	const struct conf_who *from; /* n_from >= 1; no users and not everybody */
	size_t n_from;
	bool proxy;	      /* PROXY headers, where the listener takes them */
	const char *password; /* of WEBIRC, "$argon2id$..." or NULL */
	bool has_fingerprint; /* WEBIRC needs it; with a password, both */
	uint8_t fingerprint[32];
	bool trust_host; /* the host name that WEBIRC says is shown */
};

struct conf_quiz {
	const char *question;	   /* 1..200 bytes, the section's title */
	const char *const *answer; /* n_answer >= 1; each has something to read */
	size_t n_answer;
};

#endif
