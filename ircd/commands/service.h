/*
 * Services: NickServ and ChanServ, as old clients know them.  They are no clients but a way to speak to the server: a text or a verb
 * (NICKSERV, NS) is cut into words, a row of the service's table is found, and its run() asks the same functions as everything else.
 * Answers are notices of the service.  What is said to a service may be a password: it is never logged and goes nowhere else.
 */
#ifndef CONCLAVE_COMMANDS_SERVICE_H
#define CONCLAVE_COMMANDS_SERVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "commands/command.h"
#include "core/handle.h"
#include "core/util.h"
#include "core/view.h"
#include "route/answer.h"

#define SERVICE_PARAMS_MAX 8

struct service;
struct service_ask;

struct service_command {
	struct view name; /* upper case */
	struct {
		uint8_t min, max; /* below min the syntax is told; above max the rest is passed over */
	} params;
	bool rest;	  /* the last of `max` parameters is what is left of the line, blanks and all */
	bool needs_login; /* only for who is logged in: src->account is not NULL */
	uint8_t cost;	  /* flood control, on top of the message's */
	const char *syntax;
	const char *help; /* one line */
	void (*run)(struct service_ask *ask);
};

struct service {
	struct view name;
	const char *about; /* one line, the first of HELP */
	const struct service_command *command;
	size_t n_commands;
};

/* One command that somebody said to a service.  Dies when run() returns. */
struct service_ask {
	struct cmd_ctx *cx;
	struct client *src;
	const struct service *service;
	const struct service_command *command;
	struct view param[SERVICE_PARAMS_MAX];
	size_t n_params;
};

/* One per file svc_*.c. */
extern const struct service service_nickserv, service_chanserv;

/*
 * "nickserv" or "NickServ@<this server>", in any case; NULL: there is no such service.  None is where accounts belong to the services of the
 * network: these are users like others.
 */
const struct service *service_find(const struct world *w, struct view target) WARN_UNUSED;
/* What src says to it. */
void service_hear(const struct service *s, struct cmd_ctx *cx, struct client *src, struct view text);
/* An answer; a service says it.  Several are the answer of one labeled command. */
void service_say(const struct service_ask *ask, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* "Syntax: ..." of the command, for parameters that make no sense. */
void service_say_syntax(const struct service_ask *ask);
/* The same, where nobody has asked. */
void service_tell(struct route *rt, const struct client *to, struct view service, const char *fmt, ...)
	PRINTF_LIKE(4, 5);

/*
 * An answer in a later turn: embed it in what waits on the heap.
 *   service_wait(&x->wait, ask);		before the call that ends in done(), which may come at once
 *   src = service_resume(&x->wait, &ask);	in done(): NULL if who asked has gone; else service_say(&ask, ...)
 *   service_done(&ask);			after the last word, if there is somebody
 * The parameters are gone by then.
 */
struct service_wait {
	struct cmd_ctx *cx;
	const struct service *service;
	const struct service_command *command;
	struct handle who;
	struct answer answer;
};

void service_wait(struct service_wait *w, const struct service_ask *ask);
struct client *service_resume(const struct service_wait *w, struct service_ask *ask) WARN_UNUSED;
void service_done(const struct service_ask *ask);

#endif
