/* A linked server of a scenario: one that the script plays, behind a connection in memory, in TS6. */
#ifndef CONCLAVE_TESTS_SCENARIO_SCN_LINK_H
#define CONCLAVE_TESTS_SCENARIO_SCN_LINK_H

#include <stdbool.h>

#include "core/util.h"
#include "core/view.h"

struct scn;
struct scn_link;
struct scn_peer;

/* By its name in the script; what it says of itself are defaults. */
struct scn_link *scn_link_new(const char *name) WARN_UNUSED;
void scn_link_free(struct scn_link *l);
/*
 * scn_link_option: a word of `link NAME WORDS`.
 *   in   word  "sid=2LF", "name=leaf.test", "info=A_B" ('_' is a blank), "pass=TEXT", "raw", and "caps=": of "A,B" exactly those, of
 *              "-A,+B" all but A, and B
 *   ret  false: it is none of these
 */
bool scn_link_option(struct scn_link *l, struct view word);
/* It has sent this; has heard this, which must be as scn_grammar.h says. */
void scn_link_said(struct scn_link *l, struct view line);
void scn_link_heard(struct scn_link *l, struct view line);
/* The first line that was not, with why; NULL: there was none. */
const char *scn_link_wrong(const struct scn_link *l);
const char *scn_link_sid(const struct scn_link *l);

/* Sections `link` for all neighbours that the steps up to the next scenario have.  False with s->fault. */
bool scn_link_look(struct scn *s, struct view steps) WARN_UNUSED;
/*
 * Greets, hears the greeting and the burst, and says that its own, which is empty, is over; all that it heard is thrown away.  Does
 * nothing with `raw`.  False with s->fault when the link does not come up.
 */
bool scn_link_up(struct scn *s, struct scn_peer *p) WARN_UNUSED;
/* What "ts", "sid" and "uid(NICK)" stand for; NULL: it is another word. */
const char *scn_link_word(struct scn *s, struct view word) WARN_UNUSED;

#endif
