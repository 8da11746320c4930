/* What a client believes of the batches that it is sent (IRCv3 batch, draft/multiline). */
#ifndef CONCLAVE_FUZZ_SERVER_BATCH_H
#define CONCLAVE_FUZZ_SERVER_BATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "core/view.h"
#include "proto/limits.h"
#include "proto/msg.h"

#define BATCHES_OPEN 32 /* each answer that comes late may have one */
#define BATCH_NAME   24

struct batches {
	size_t n;
	char open[BATCHES_OPEN][BATCH_NAME + 1];
	struct {
		bool is_open; /* then it is the last of those above */
		size_t n, bytes;
		bool has_text;
		char target[MSG_BODY_MAX], source[MSG_BODY_MAX], verb[8];
	} lines;
};

/* One line: its tags, and the rest.  Asserts that it fits to what is open. */
void batches_hear(struct batches *b, struct view tags, const struct msg *m);

#endif
