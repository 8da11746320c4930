/*
 * Accounts of ours at ICQ servers outside, one for each section icq-uplink, and the contacts there that are bridged to IRC, one for each
 * section icq-contact.
 */
#ifndef CONCLAVE_ICQ_UPLINK_H
#define CONCLAVE_ICQ_UPLINK_H

#include "core/util.h"
#include "core/view.h"
#include "module/module.h"

struct conf;
struct icq;
struct uplinks;

/* Ports and descriptors that they need; added to what is there. */
void uplinks_needs(const struct conf *conf, struct module_needs *needs);
/* Nothing is dialled yet. */
struct uplinks *uplinks_new(struct icq *icq) WARN_UNUSED;
/*
 * At ready() and after each REHASH.  Those whose server or account has changed connect anew, others stay; those that gave up because of a
 * wrong password try again.
 */
void uplinks_configure(struct uplinks *us);
/* Log off; contacts leave IRC.  Nothing is begun afterwards. */
void uplinks_stop(struct uplinks *us, struct view reason);
void uplinks_free(struct uplinks *us); /* NULL is fine */
/* Lines for people: each uplink, and how its contacts are. */
void uplinks_stats(const struct uplinks *us, module_emit_fn *emit, void *to);

#endif
