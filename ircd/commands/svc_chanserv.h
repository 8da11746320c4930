/* What the files of ChanServ share: svc_chanserv.c has the table, the others what its rows run. */
#ifndef CONCLAVE_COMMANDS_SVC_CHANSERV_H
#define CONCLAVE_COMMANDS_SVC_CHANSERV_H

#include <stdbool.h>
#include <stdint.h>

#include "commands/service.h"
#include "core/util.h"
#include "state/registration.h"

/* The registered channel that the first parameter names; NULL after it was told that there is none that src may know of. */
struct registration *chanserv_find(const struct service_ask *ask) WARN_UNUSED;
/* The same for who has one of these enum access_flag there; NULL after it was told so. */
struct registration *chanserv_find_for(const struct service_ask *ask, uint32_t flags) WARN_UNUSED;
/* It was changed by who asks: what is said to it next waits until that is on the disk. */
void chanserv_changed(const struct service_ask *ask, const struct registration *reg);

/* svc_chanserv_access.c */
void chanserv_run_access(struct service_ask *ask);
void chanserv_run_flags(struct service_ask *ask);
void chanserv_run_status(struct service_ask *ask);
/* svc_chanserv_set.c */
void chanserv_run_register(struct service_ask *ask);
void chanserv_run_drop(struct service_ask *ask);
void chanserv_run_info(struct service_ask *ask);
void chanserv_run_set(struct service_ask *ask);

#endif
