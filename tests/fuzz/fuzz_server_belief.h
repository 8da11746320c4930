/* What a client must believe after the lines that it was sent; and what every such line must look like. */
#ifndef CONCLAVE_FUZZ_SERVER_BELIEF_H
#define CONCLAVE_FUZZ_SERVER_BELIEF_H

#include <stdbool.h>
#include <stddef.h>

#include "core/view.h"
#include "proto/limits.h"
#include "state/client.h"
#include "tests/fuzz/fuzz_server_batch.h"

#define BELIEF_PAIRS	512
#define BELIEF_CHANNELS 64

struct belief {
	bool is_user; /* 001 was heard */
	bool is_blind; /* once had no-implicit-names: who is where is not told any more, only what one is called oneself */
	bool is_called;	   /* in +g */
	bool silences_all; /* SILENCE +* */
	bool was_oper;	   /* once: then it sees more of an auditorium (+u) */
	char nick[NICK_LEN_MAX + 1];
	struct batches batches;
	/*
	 * The channels that it is in.  Where +u came or went since it joined, or where it got or lost a rank that sees all, it was not
	 * told who is there now.
	 */
	size_t n_channels;
	struct belief_channel {
		char name[CHANNEL_LEN + 1];
		bool u_changed, self_changed;
	} channel[BELIEF_CHANNELS];
	size_t n;
	struct belief_pair { /* this nick is in that channel; only of channels that it is in itself */
		char channel[CHANNEL_LEN + 1], nick[NICK_LEN_MAX + 1];
		bool is_op; /* of the ranks the one that NAMES shows, unless a higher one is in front of it: */
		bool unsure; /* then nobody knows */
	} pair[BELIEF_PAIRS];
};

/* One line with its CR LF.  Asserts that it is well-formed and fits to what is believed. */
void belief_hear(struct belief *b, struct view line);
/* Asserts that what is believed is true.  Everything that was sent to c has been heard. */
void belief_check(struct belief *b, const struct client *c);

#endif
