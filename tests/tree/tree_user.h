/*
 * Users of a tree: clients in memory.  Messages between them are numbered, and each hearer keeps what it has heard: of every message it is
 * known who must hear it, and how often anybody did.
 */
#ifndef CONCLAVE_TESTS_TREE_TREE_USER_H
#define CONCLAVE_TESTS_TREE_TREE_USER_H

#include "tests/tree/tree.h"

struct tree_user {
	size_t server, number;
	struct conn_mem *end; /* NULL: it has left */
	struct buf in;
	char uid[UID_LEN + 1];
};

/* How often somebody must hear a message. */
enum tree_want { TREE_NEVER, TREE_ONCE, TREE_AT_MOST_ONCE };

struct tree_saying {
	uint8_t want[TREE_USERS_MAX]; /* enum tree_want, by number of the user */
	uint8_t got[TREE_USERS_MAX];
	size_t sender;
	char target[64];
};

/* Connects and registers with this nick on that server.  Its number is the next that is free. */
struct tree_user *tree_user_new(struct tree *t, size_t server, const char *nick);
void tree_users_free(struct tree *t);
/* Who it is on its own server; NULL once it is gone there. */
struct client *tree_user_client(const struct tree *t, const struct tree_user *u);
/* That user as a user of this tree; NULL: somebody else. */
struct tree_user *tree_user_of(const struct tree *t, const struct client *c);
/* A line; the server has not read it yet. */
void tree_user_say(struct tree *t, struct tree_user *u, const char *fmt, ...) PRINTF_LIKE(3, 4);
/* Takes what has come to all. */
void tree_users_hear(struct tree *t);

/* A numbered message to a channel: who is in it now, as the sender's server knows it, must hear it. */
void tree_user_tell_channel(struct tree *t, struct tree_user *u, const struct channel *ch);
void tree_user_tell(struct tree *t, struct tree_user *u, struct tree_user *to);
/* What was said until now may be lost on its way between those who are not connected now. */
void tree_messages_broken(struct tree *t);
/* What was said just now may be heard by those of whom the sender's server will hear in a burst. */
void tree_messages_bursting(struct tree *t);
/* All has been heard that will be: everybody has heard what it must, and that once.  The next messages follow. */
void tree_messages_check(struct tree *t);

#endif
