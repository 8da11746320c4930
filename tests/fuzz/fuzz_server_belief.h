/* What a client must believe after the lines that it was sent; and what every such line must look like. */
#ifndef CONCLAVE_FUZZ_SERVER_BELIEF_H
#define CONCLAVE_FUZZ_SERVER_BELIEF_H

#include <stdbool.h>
#include <stddef.h>

#include "core/view.h"
#include "proto/limits.h"
#include "state/client.h"
#include "tests/fuzz/fuzz_server_batch.h"

#define BELIEF_PAIRS 512

struct belief {
	bool is_user; /* 001 was heard */
	bool is_blind; /* once had no-implicit-names: who is where is not told any more, only what one is called oneself */
	bool is_called;	   /* in +g */
	bool silences_all; /* SILENCE +* */
	char nick[NICK_LEN_MAX + 1];
	struct batches batches;
	size_t n;
	struct belief_pair { /* this nick is in that channel; only of channels that it is in itself */
		char channel[CHANNEL_LEN + 1], nick[NICK_LEN_MAX + 1];
		bool is_op; /* of the ranks the one that NAMES always shows */
	} pair[BELIEF_PAIRS];
};

/* One line with its CR LF.  Asserts that it is well-formed and fits to what is believed. */
void belief_hear(struct belief *b, struct view line);
/* Asserts that what is believed is true.  Everything that was sent to c has been heard. */
void belief_check(const struct belief *b, const struct client *c);

#endif
