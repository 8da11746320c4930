/* Statements about accounts and how clients log in to them. */
#ifndef CONCLAVE_TESTS_SCENARIO_SCN_LOGIN_H
#define CONCLAVE_TESTS_SCENARIO_SCN_LOGIN_H

#include "tests/scenario/scn_step.h"

/* suspend ACCOUNT */
bool scn_login_suspend(struct scn *s, struct view rest) WARN_UNUSED;
/*
 * scram NAME ACCOUNT PASSWORD HEADER [CHANNEL]: what a client says in SCRAM-SHA-256, or -PLUS with "p=..." as its header, up to the server's
 * signature, which must be right.  A line that is no AUTHENTICATE ends it and is left to be expected.
 */
bool scn_login_scram(struct scn *s, struct view rest) WARN_UNUSED;

#endif
