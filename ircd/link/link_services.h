/*
 * What services do for this server, beyond what their lines say: the agent that SASL goes to.  It is the user of the nick that the section
 * `links` names (sasl-agent), on a server that is trusted as services, with +S.
 */
#ifndef CONCLAVE_LINK_LINK_SERVICES_H
#define CONCLAVE_LINK_LINK_SERVICES_H

#include <stddef.h>

#include "core/util.h"
#include "core/view.h"
#include "state/client.h"

struct links;

#define LINKS_MECHS_SIZE 120 /* bytes of a list of mechanisms with NUL; longer ones lose the last names */

/* To the agent. */
struct links_sasl_piece {
	const char *agent; /* its UID */
	char mode;
	const struct view *data;
	size_t n;
};

/* UID of the agent; NULL: it is not on the network. */
const char *links_sasl_agent(const struct links *ls) WARN_UNUSED;
/* "PLAIN,EXTERNAL"; "" while there is no agent. */
const char *links_sasl_mechanisms(const struct links *ls) WARN_UNUSED;
/*
 * ENCAP <its server> SASL <c> <agent> <mode> <data>, to where the agent is and nowhere else.  An agent that has gone: nothing, but for 'D', which
 * carries nothing and then goes to all.
 */
void links_sasl_send(struct links *ls, const struct client *c, const struct links_sasl_piece *piece);

/* For this folder. */
struct link_services;
struct link_services *link_services_new(void) WARN_UNUSED;
void link_services_free(struct link_services *sv);
/* Who is the agent may have changed: whoever offers SASL hears so (links_env.sasl_agent). */
void link_services_check(struct links *ls);
/* MECHLIST: well-formed. */
void link_services_mechanisms(struct links *ls, struct view list);

#endif
