/*
 * An operator's look at what is hidden: WHO !mask, WHOIS !nick, LIST !what, MODE !#channel, TOPIC !#channel, as on Solanum.  Each look leaves
 * a record and a server notice, and whom it is about may be told (server operspy-notice).
 */
#ifndef CONCLAVE_COMMANDS_OPERSPY_H
#define CONCLAVE_COMMANDS_OPERSPY_H

#include "commands/command.h"
#include "core/util.h"

/*
 * operspy_run: where an operator has put '!' in front of parameter i, run is called without it, and src sees what is hidden meanwhile.
 *   in   run  the handler that calls this
 *   ret  true: that was done, or refused (723); false: it was no such question
 */
bool
operspy_run(struct cmd_ctx *cx, struct client *src, const struct msg *m, size_t i, cmd_fn *run) WARN_UNUSED;
/* c sees what is hidden from now on, or no more: for what is left of an answer.  ret: what was before. */
bool operspy_set(const struct client *c, bool spies);
bool operspy_is_on(const struct client *c) WARN_UNUSED;

#endif
