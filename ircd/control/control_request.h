/* Requests over the control socket: one row of a table each, as commands/ has it for IRC. */
#ifndef CONCLAVE_CONTROL_CONTROL_REQUEST_H
#define CONCLAVE_CONTROL_CONTROL_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "control/control_session.h"
#include "core/util.h"
#include "core/view.h"

/* What stands behind the words of the request. */
struct control_args {
	const struct view *v;
	size_t n;
};

/* Answers with control_ok() or control_error(), now or later with a ticket. */
typedef void control_fn(struct control_session *s, const struct control_args *a);

struct control_request {
	struct view verb, sub; /* "ACCOUNT", "ADD"; sub is empty where there is none */
	struct {
		uint8_t min, max; /* of args */
	} args;
	bool changes; /* it changes something: told in the log at level info, what only asks at debug */
	const char *syntax;
	control_fn *run;
	uint8_t secret;	    /* which of args is never recorded, counted from 1; 0: none */
	uint8_t asks_below; /* with fewer args than that it only asks, whatever `changes` says */
};

struct control_requests {
	const struct control_request *row;
	size_t n;
};

extern const struct control_requests control_accounts, control_bans, control_channels, control_dcc,
	control_links, control_modules, control_opers, control_people, control_server, control_stats;

/* Takes one line apart, logs who asked for what, and runs it.  Of what is asked only the first argument is logged: no password. */
void control_request_run(struct control_session *s, struct view line);
/* Argument i; empty when there are not so many. */
struct view control_arg(const struct control_args *a, size_t i) WARN_UNUSED;

#endif
