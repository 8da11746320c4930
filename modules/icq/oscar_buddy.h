/*
 * Families 03 and 09 of OSCAR: who is on whose list, and who is there.  Lists of contacts (03/04, 03/05), of who may see one (09/05 to 09/08)
 * and of who was rejected (03/0A) are names one after the other: oscar_uin_next(), oscar_put_uin().
 */
#ifndef CONCLAVE_ICQ_OSCAR_BUDDY_H
#define CONCLAVE_ICQ_OSCAR_BUDDY_H

#include <stdbool.h>
#include <stdint.h>

#include "core/util.h"
#include "icq/icq_bytes.h"
#include "icq/oscar_user.h"

/* 03/03 and 09/03. */
void oscar_buddy_rights_put(struct icq_out *out, uint16_t buddies_max);
void oscar_privacy_rights_put(struct icq_out *out, uint16_t list_max);

/*
 * 03/0B and 03/0C: one user or several.  False at the end, and where one is cut short.  They are built by oscar_user_put() and
 * oscar_user_put_gone().
 */
bool oscar_buddy_next(struct icq_in *in, struct oscar_user *user) WARN_UNUSED;

#endif
