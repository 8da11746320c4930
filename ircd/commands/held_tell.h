/* Who is told that a message is held; cmd_held.c. */
#ifndef CONCLAVE_COMMANDS_HELD_TELL_H
#define CONCLAVE_COMMANDS_HELD_TELL_H

#include "commands/command.h"

struct held;

/* from has sent it. */
void held_tell(struct cmd_ctx *cx, const struct client *from, const struct held *h);

#endif
