/*
 * A message of several lines (IRCv3 draft/multiline).  Who negotiated it hears a batch, everybody else line by line; an event made
 * here is routed as any other, and its lines are one piece of bytes for each hearer.
 */
#ifndef CONCLAVE_ROUTE_MULTILINE_H
#define CONCLAVE_ROUTE_MULTILINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/view.h"
#include "proto/limits.h"
#include "route/event.h"

struct route;

#define MULTILINE_TARGET (CHANNEL_LEN + 8) /* bytes of a target; more than a channel with a rank has */

/* The text is borrowed; no CR, LF, NUL in it.  The lines together have MULTILINE_BYTES_MAX bytes at most. */
struct multiline {
	struct view verb, target; /* PRIVMSG or NOTICE, and who reads so */
	uint64_t batch;		  /* the server's number of it; multiline_event() sets it */
	size_t n;		  /* 1..MULTILINE_LINES_MAX */
	struct multiline_line {
		char *p;
		uint16_t n;  /* 0: a blank line, which only those who see the batch hear */
		bool concat; /* continues the line before */
	} line[MULTILINE_LINES_MAX];
};

/* In place of event_begin(), parameter and text.  `ml` must live until the event was routed. */
void multiline_event(struct event *ev, struct route *rt, const struct client *from, struct multiline *ml);

#endif
