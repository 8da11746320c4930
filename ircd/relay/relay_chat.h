/*
 * What the guard has to say about the lines of a DCC CHAT.  A session has one of these; relay_chat_line() is what the callback `line` of its
 * pump's plan does.
 */
#ifndef CONCLAVE_RELAY_RELAY_CHAT_H
#define CONCLAVE_RELAY_RELAY_CHAT_H

#include <stdint.h>

#include "core/handle.h"
#include "relay/pump.h"

struct audit;
struct guard;
struct loop;
struct world;

enum { RELAY_CHAT_TOLD = 320 };

/* All but told[] is its owner's, and borrowed. */
struct relay_chat {
	const struct loop *loop;
	const struct world *world;
	struct guard *guard;			 /* NULL: no rules, and nothing is taken out */
	struct audit *audit;			 /* of what the guard did; NULL: nothing is recorded */
	uint32_t id;				 /* of the session */
	struct handle who[PUMP_N_LEGS];		 /* clients; they may have left IRC */
	char told[PUMP_N_LEGS][RELAY_CHAT_TOLD]; /* where tell[] of the last line points to */
};

/*
 * One line, as in struct pump_plan.  Of the guard's actions `block` and `hold` drop it and tell the speaker, for a chat has no place where a
 * line could wait; `warn` tells the other.  Each of them, and `tag`, is recorded, without the line.  Controls that a terminal would obey are
 * taken out.
 */
bool relay_chat_line(struct relay_chat *chat, enum pump_leg from, char *line, size_t *n,
	struct view tell[PUMP_N_LEGS]) WARN_UNUSED;

#endif
