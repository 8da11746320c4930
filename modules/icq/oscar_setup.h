/* What a client of OSCAR and its server tell each other before it is ready: what there is, in which version, and how much of it. */
#ifndef CONCLAVE_ICQ_OSCAR_SETUP_H
#define CONCLAVE_ICQ_OSCAR_SETUP_H

#include "icq/oscar_bos_priv.h"

/* 01/03. */
void oscar_setup_greet(struct oscar_bos *b);
oscar_bos_fn oscar_setup_versions, oscar_setup_rates, oscar_setup_self;
oscar_bos_fn oscar_setup_locate_rights, oscar_setup_buddy_rights, oscar_setup_privacy_rights;
/* 04/04, 04/02. */
oscar_bos_fn oscar_setup_icbm_rights, oscar_setup_icbm;

#endif
