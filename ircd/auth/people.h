/*
 * Numbers of the users whom `person` sections name.  Names are looked up where there still is a list of users, before the jail closes;
 * who is asked for later and was not among them takes a restart.
 */
#ifndef CONCLAVE_AUTH_PEOPLE_H
#define CONCLAVE_AUTH_PEOPLE_H

#include <stdbool.h>
#include <stdint.h>

#include "conf/conf.h"
#include "core/util.h"
#include "core/view.h"

/* What the kernel shows in place of a user whom a user namespace does not know: it may be anybody. */
#define PEOPLE_NOBODY 65534

struct people;

struct people *people_new(void) WARN_UNUSED;
void people_free(struct people *p); /* NULL is fine */
void people_add(struct people *p, const char *name, uint32_t uid);
/* p: NULL knows no names.  A number is itself.  false: nobody of that name was known at the start. */
bool people_uid(const struct people *p, const char *name, uint32_t *uid) WARN_UNUSED;
/* The account of this user, the first that a section `person` gives; NULL: none. */
const char *people_account(const struct people *p, const struct conf *conf, uint32_t uid) WARN_UNUSED;

#endif
