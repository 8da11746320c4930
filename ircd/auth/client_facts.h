/* What is known of a client when the `allow` rules are asked: on its way in (entry.c), and again after REHASH (review.c). */
#ifndef CONCLAVE_AUTH_CLIENT_FACTS_H
#define CONCLAVE_AUTH_CLIENT_FACTS_H

#include "auth/admission.h"
#include "state/client.h"

/* Where facts point to. */
struct client_facts {
	struct admission_facts facts;
	char fingerprint[65];
};

/* All but the password; the class of its listener is that of the running configuration.  c is local and its conn there. */
void client_facts(const struct client *c, struct client_facts *out);

#endif
