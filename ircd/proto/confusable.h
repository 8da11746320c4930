/* Names that a reader takes for one another: "ceo" and "CE0", "modern" and "modem_".  ASCII, for nicks. */
#ifndef CONCLAVE_PROTO_CONFUSABLE_H
#define CONCLAVE_PROTO_CONFUSABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/util.h"
#include "core/view.h"

/*
 * confusable_skeleton: what two names that look alike have in common.
 *   in   name  any bytes
 *   out  dst   letters fold to lower case, whatever the casemapping; 0 to o; 1 i | to l; rn to m, vv to w; _ \ ` [ ] ^ { } - are left
 *              out; NUL-terminated and cut at size - 1, of which NICK_LEN_MAX is always enough for a nick
 *   ret  length; 0 if the name has nothing to read.  The skeleton of a skeleton is itself
 */
size_t confusable_skeleton(struct view name, char *dst, size_t size);
/* The name has this skeleton, which is not empty. */
bool confusable_is(struct view skeleton, struct view name) WARN_UNUSED;

#endif
