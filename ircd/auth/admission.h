/* Which `allow` rule a client falls under.  The first that matches by user name and address decides. */
#ifndef CONCLAVE_AUTH_ADMISSION_H
#define CONCLAVE_AUTH_ADMISSION_H

#include "auth/gate.h"
#include "conf/conf.h"
#include "core/util.h"
#include "state/client.h"

/* The rule for a local client that has said USER, or NULL: nobody allows it.  Its requirements are not looked at. */
const struct conf_allow *admission_rule(const struct conf *conf, const struct client *c) WARN_UNUSED;
/* Name of the class: the listener's if it has one that still exists, else the rule's. */
const char *admission_class(const struct conf *conf, const struct conf_allow *allow,
	const struct listen_point *point) WARN_UNUSED;
/* Does one of n patterns match this local client (oper { from })? */
bool admission_who(const struct conf_who *who, size_t n, const struct client *c) WARN_UNUSED;

#endif
