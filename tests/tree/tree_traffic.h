/*
 * What users do, by chance.  In one round each user does one thing at most, and nothing that TS6 leaves to chance when lines cross: no
 * two changes of one channel, and no messages to a channel that somebody changes.  So all servers must know the same when it has settled,
 * and it is known beforehand who must hear what.
 */
#ifndef CONCLAVE_TESTS_TREE_TREE_TRAFFIC_H
#define CONCLAVE_TESTS_TREE_TREE_TRAFFIC_H

#include "tests/tree/tree_user.h"

enum { TREE_CHANNELS_MAX = 1024 };

struct tree_traffic {
	struct tree *t;
	uint32_t n_channels;		 /* "#c0" and so on; ..TREE_CHANNELS_MAX */
	uint8_t busy[TREE_CHANNELS_MAX]; /* in this round */
	uint8_t acted[TREE_USERS_MAX];
	bool is_bursting; /* no modes and topics: what an older burst says of them would come back on one side alone */
	bool is_breaking; /* no joins: who comes into a channel that the split empties elsewhere finds it without its modes there */
	unsigned n_names;   /* that were made up */
	unsigned n_actions; /* since the start */
};

void tree_traffic_init(struct tree_traffic *tr, struct tree *t, uint32_t n_channels);
/* Users on a server, each in some channels; settled. */
void tree_traffic_populate(struct tree_traffic *tr, size_t server, unsigned n_users, unsigned n_joins);
/* n actions, which are on their way when it returns. */
void tree_traffic_begin(struct tree_traffic *tr, unsigned n);
/* The same, settled, and messages are checked. */
void tree_traffic_run(struct tree_traffic *tr, unsigned n);
/* Two users who are not connected take the same nick, or make the same channel; the second so much later or, below 0, earlier. */
void tree_traffic_same_nick(struct tree_traffic *tr, size_t a, size_t b, int seconds);
void tree_traffic_same_channel(struct tree_traffic *tr, size_t a, size_t b, int seconds);

#endif
