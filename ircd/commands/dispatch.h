/* From a verb to its row, with everything that is the same for all commands: phase, privilege, parameter count, cost, counting. */
#ifndef CONCLAVE_COMMANDS_DISPATCH_H
#define CONCLAVE_COMMANDS_DISPATCH_H

#include <stdint.h>

#include "commands/command.h"
#include "core/util.h"

struct dispatch;

/* cx is borrowed, and gets its `dispatch` set. */
struct dispatch *dispatch_new(struct cmd_ctx *cx) WARN_UNUSED;
void dispatch_free(struct dispatch *d);
/* gate_dispatch_fn; arg is the dispatch.  The client may be gone (phase) when it returns. */
uint32_t dispatch_message(void *arg, struct client *c, const struct msg *m);

/* The row of a verb in any case; NULL if there is none. */
const struct command *dispatch_find(const struct dispatch *d, struct view verb) WARN_UNUSED;

struct command_use {
	const struct command *command;
	uint64_t count, bytes; /* of whole lines, without their ends */
};
/* Row i of all, in the order of verbs; false past the end. */
bool dispatch_use(const struct dispatch *d, size_t i, struct command_use *out) WARN_UNUSED;

#endif
