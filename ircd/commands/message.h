/* What cmd_message.c and cmd_batch.c do for each other: messages of several lines, and the tags that go on with a message. */
#ifndef CONCLAVE_COMMANDS_MESSAGE_H
#define CONCLAVE_COMMANDS_MESSAGE_H

#include "commands/command.h"
#include "core/util.h"

struct client_batch;

/*
 * cmd_batch.c; verb is PRIVMSG, NOTICE or TAGMSG.  True if m was tagged as a line of a batch: all that is to be done or said about it
 * was.
 */
bool message_is_batch_line(struct client *src, const struct msg *m, struct view verb) WARN_UNUSED;
/* What was collected goes to its target as one message; formatting may be taken out of its text.  It has a line that is not blank. */
void message_say_batch(struct cmd_ctx *cx, struct client *src, struct client_batch *b);

/* PRIVMSG with this text to a user, said by another verb. */
void message_say(struct cmd_ctx *cx, struct client *src, const struct client *to, struct view text);

/* The tags of a message, kept while it is handled. */
struct message_tags {
	struct view tags, channel_tags; /* relayed to users, to channels; they point into the rest */
	char all[MSG_TAGS_CLIENT], channel[MSG_TAGS_CLIENT];
};

/* The client-only tags of these, as they may go on. */
void message_clean_tags(const struct cmd_ctx *cx, struct view tags, struct message_tags *out);
/* The same, if the sender negotiated tags. */
void message_take_tags(
	const struct cmd_ctx *cx, const struct client *src, struct view tags, struct message_tags *out);

#endif
