/* Patterns of who may come: "user@address" of allow sections and of oper { from }. */
#ifndef CONCLAVE_CONF_CONF_WHO_H
#define CONCLAVE_CONF_CONF_WHO_H

#include <stdbool.h>
#include <stdint.h>

#include "conf/conf_types.h"
#include "core/util.h"
#include "core/view.h"

/*
 * conf_who_parse: "user@*", "user@unix", "user@192.0.2.0/24", "user@2001:db8::/32"; without '@' any user.
 *   out  *who   text and user belong to the caller and are not set; *user is a view into `text`
 *   ret  NULL, or what is wrong, for people
 */
const char *conf_who_parse(struct view text, struct conf_who *who, struct view *user) WARN_UNUSED;
/* The address alone. */
bool conf_who_has_address(const struct conf_who *who, int family, const uint8_t ip[16]) WARN_UNUSED;
/* family AF_INET, AF_INET6 or AF_UNIX; ip as in struct conf_who, IPv4-mapped IPv6 as IPv4. */
bool
conf_who_match(const struct conf_who *who, struct view user, int family, const uint8_t ip[16]) WARN_UNUSED;

#endif
