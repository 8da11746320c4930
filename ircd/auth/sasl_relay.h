/*
 * SASL that the services of the network decide (accounts { owner services }): what the client says in AUTHENTICATE goes to their agent as
 * it is, and what the agent answers goes to the client.  What is proved, and how, is not known here, and no piece goes anywhere else.
 */
#ifndef CONCLAVE_AUTH_SASL_RELAY_H
#define CONCLAVE_AUTH_SASL_RELAY_H

#include <stdbool.h>
#include <stddef.h>

#include "auth/gate.h"
#include "auth/sasl.h"
#include "auth/session.h"
#include "conf/conf.h"
#include "core/util.h"
#include "core/view.h"
#include "state/client.h"

#define SASL_RELAY_MAX	  16384 /* bytes of base64 in one exchange; services collect half of that */
#define SASL_RELAY_PARAMS 3

/* What goes to the agent: 'H' where the client is, 'S' the mechanism, 'C' a piece, 'D' the end. */
struct sasl_piece {
	const char *agent; /* its UID */
	char mode;
	struct view data[SASL_RELAY_PARAMS];
	size_t n;
};

/* How it gets there.  main/ sets this: link/ is above. */
struct sasl_relay_ops {
	/* UID of the agent; NULL: it is not on the network. */
	const char *(*agent)(void *arg);
	/* "PLAIN,EXTERNAL"; "": there is no agent. */
	const char *(*mechanisms)(void *arg);
	void (*send)(void *arg, const struct client *c, const struct sasl_piece *piece);
};

/* As sasl_line(). */
void sasl_relay_line(struct client *c, struct view text);
/* The exchange, if one runs, is over without a word to the client.  The agent hears so. */
void sasl_relay_free(struct session *s);
/*
 * The agent of this UID answers: 'C' a piece, 'M' mechanisms, 'D' the end ("S" success, "F" failure, "A" aborted).  False: it is not asked
 * anything by c.  c may have left when this returns.
 */
bool sasl_relay_reply(struct client *c, struct view agent, char mode, struct view data) WARN_UNUSED;
/* The agent has gone, or is another: exchanges with the one before fail. */
void sasl_relay_recheck(struct gate *g);
/* Those of a list of mechanisms that are for this client; the list that there is: sasl_offer().  Returns dst. */
const char *
sasl_relay_offer(const struct client *c, const struct conf *conf, const char *list, char dst[SASL_LIST_SIZE]);

#endif
