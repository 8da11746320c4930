/* A change by the registry, whose end is the answer to a request. */
#ifndef CONCLAVE_CONTROL_CONTROL_CALL_H
#define CONCLAVE_CONTROL_CONTROL_CALL_H

#include "control/control_session.h"
#include "core/util.h"
#include "core/view.h"
#include "registry/registry.h"

/* For one function of the registry, which must be called with it.  ok: what is answered when it was done; a literal. */
struct registry_call control_call_new(struct control_session *s, const char *ok) WARN_UNUSED;
/* Once it is done, whoever is called as the new account is has to log in to it (auth/protect.h). */
void control_call_watch(struct registry_call call, struct view nick);
/* Room for what is answered instead, REGISTRY_CODE_TEXT bytes; lives until the call is done. */
char *control_call_code(struct registry_call call) WARN_UNUSED;

#endif
