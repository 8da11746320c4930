/*
 * A message on its way: how it is made, who is refused it, and its last step, to the members of a channel or to a user, here and elsewhere.
 * cmd_message.c has what users here say, far_message.c what comes from other servers.
 */
#ifndef CONCLAVE_COMMANDS_SAY_H
#define CONCLAVE_COMMANDS_SAY_H

#include <stdbool.h>
#include <stdint.h>

#include "commands/command.h"
#include "commands/say_check.h"
#include "core/util.h"
#include "core/view.h"
#include "proto/numerics.h"
#include "route/event.h"
#include "route/multiline.h"
#include "state/channel.h"
#include "state/client.h"

struct tree_message;

/* One message on its way to its targets. */
struct message {
	struct cmd_ctx *cx;
	struct client *src;
	struct view verb, text;
	struct view tags, channel_tags; /* relayed to users, to channels */
	struct view time, msgid;	/* of one from elsewhere, as its server has said them; empty: not */
	bool quiet;			/* NOTICE: no error is ever answered (RFC 2812 3.3.2) */
	bool tag_only;			/* TAGMSG: only to those with message-tags */
	uint8_t kind;			/* enum ctcp_kind of its text */
	uint64_t refused;		/* CMODE_* bits, any of which keeps it out */
	struct multiline *lines;	/* NULL: it has one, `text` */
};

/* Where in a channel. */
struct say_place_in {
	struct channel *ch;
	struct view target; /* as it is heard with a rank */
	uint32_t rank;	    /* 0: all hear it */
	bool ops_only;	    /* +z: its sender may not speak there */
};

/* The numeric and the target, unless it is a NOTICE. */
void say_fail(const struct message *msg, enum numeric n, struct view target);
/* 404, or 403 from outside of what is secret: lookup_channel() says why. */
void say_fail_channel(const struct message *msg, const struct channel *ch, struct view target);
/* The event of it, with these of its tags. */
void say_make(const struct message *msg, struct event *ev, struct view target, struct view tags);
/* What was said comes back, to who wants it.  is_all: there is nothing else of the answer. */
void say_echo(const struct message *msg, struct event *ev, bool is_all);
/* To neighbours behind which somebody hears it: `to` has their bits.  Where it goes is in `where`; the rest is filled in. */
void say_far(const struct message *msg, struct event *ev, struct tree_message *where, uint64_t to);

void say_in_channel(const struct message *msg, const struct say_place_in *in);
/* The same, after taking out what s says and the channel wants out; 404 if nothing is left. */
void say_stripped(const struct message *msg, const struct say_check *s, const struct say_place_in *in);

/*
 * say_to_mask: the event of say_make() to everybody on the servers, or with the hosts, that fit a mask, and on to other servers.
 *   in   target  "$$*.example", "$#*.example"
 *        hosts   mass_may_write(): of the latter the mask, of the former empty
 *   ret  to how many
 */
size_t say_to_mask(const struct message *msg, struct event *ev, struct view target, struct view hosts);

/* False when it was refused, and its sender told.  *heard: false also when it was silenced, which its sender must not see. */
bool say_may_be_heard(const struct message *msg, struct client *to, bool *heard) WARN_UNUSED;
void say_to_user(const struct message *msg, struct client *to, bool heard);
void say_stripped_to_user(const struct message *msg, struct client *to, bool heard);

static inline struct say_check
say_check_of(const struct message *msg)
{
	return (struct say_check){ .cx = msg->cx,
		.src = msg->src,
		.text = msg->text,
		.lines = msg->lines,
		.is_notice = msg->quiet,
		.kind = (enum ctcp_kind)msg->kind };
}

#endif
