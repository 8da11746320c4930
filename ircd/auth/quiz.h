/*
 * The quiz: a guest answers a random question before it is let in, which bots can't.  QUIZ_TRIES wrong answers or QUIZ_MS refuse it.
 * Who is logged in, or shows the certificate of an account, is no guest.
 */
#ifndef CONCLAVE_AUTH_QUIZ_H
#define CONCLAVE_AUTH_QUIZ_H

#include <stdbool.h>

#include "auth/session.h"
#include "core/util.h"
#include "core/view.h"

#define QUIZ_TRIES 3
#define QUIZ_MS	   60000 /* for all tries */

/* For entry_try(), where the rule asks for a quiz: true while the client may not go on; the first time it is asked. */
bool quiz_holds(struct client *c) WARN_UNUSED;
/* Is an answer awaited? */
bool quiz_is_open(const struct session *s) WARN_UNUSED;
/* Its answer.  It may be a user, or have been refused, when this returns. */
void quiz_answer(struct client *c, struct view text);
/* Nothing is asked any more, or was. */
void quiz_end(struct session *s);

#endif
