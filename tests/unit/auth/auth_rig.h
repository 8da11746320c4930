/* Configurations from text, and what else the tests of auth share. */
#ifndef CONCLAVE_TESTS_UNIT_AUTH_AUTH_RIG_H
#define CONCLAVE_TESTS_UNIT_AUTH_AUTH_RIG_H

#include "conf/conf.h"
#include "net/addr.h"

/* `server`, `listen` and what the text says; asserts that it is right. */
const struct conf *rig_conf_of(const char *text);
/* "192.0.2.1", "2001:db8::1" or "unix" */
struct peer_addr rig_peer_of(const char *text);

#endif
