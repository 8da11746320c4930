/*
 * SASL: AUTHENTICATE by steps until a client is logged in or is told that it is not.  IRCv3 sasl-3.1 and 3.2.
 * An exchange exists from the name of a mechanism to its end; registration waits for it (HOLD_SASL).  After registration the same works
 * again, and a failed exchange leaves a client logged in as it was.
 */
#ifndef CONCLAVE_AUTH_SASL_H
#define CONCLAVE_AUTH_SASL_H

#include <stddef.h>
#include <stdint.h>

#include "auth/session.h"
#include "conf/conf.h"
#include "core/util.h"
#include "core/view.h"
#include "state/client.h"

#define SASL_CHUNK_MAX	 400   /* bytes of base64 in one AUTHENTICATE; a shorter one ends the message */
#define SASL_MESSAGE_MAX 8192  /* bytes of a message, decoded */
#define SASL_TIMEOUT_MS	 30000 /* for a whole exchange */
#define SASL_FAILURES	 5     /* of who has not registered yet: then it is shown out */
#define SASL_LIST_SIZE	 128   /* bytes of a list of mechanisms with NUL */

/* The parameter of AUTHENTICATE.  c may have left when this returns. */
void sasl_line(struct client *c, struct view text);
/* An exchange that runs is over, and its client is told (906). */
void sasl_abort(struct client *c);
/* It is over without a word: the client leaves. */
void sasl_free(struct session *s);

/* Mechanisms that this client can use under this configuration, names between commas; "": none.  Returns dst. */
const char *sasl_offer(const struct client *c, const struct conf *conf, char dst[SASL_LIST_SIZE]);

#endif
