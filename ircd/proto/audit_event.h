/* What is recorded in the audit log: the kinds of events, their names and what they say. */
#ifndef CONCLAVE_PROTO_AUDIT_EVENT_H
#define CONCLAVE_PROTO_AUDIT_EVENT_H

#include <stdint.h>

#include "core/util.h"
#include "core/view.h"

/* One row in audit_event.c each: its name, what it says.  ACT_: AUDIT_ is Linux's. */
enum audit_event {
	ACT_START,  /* the server starts */
	ACT_STOP,   /* and ends */
	ACT_REHASH, /* a configuration was taken, or refused */
	ACT_OPER,   /* somebody became an operator */
	ACT_OPER_FAIL,
	ACT_OPER_END, /* is none any more, with a granted role that ran out too */
	ACT_COMMAND,  /* a command of an operator, carried out or refused */
	ACT_CONTROL,  /* a request of conclavectl */
	ACT_OPERSPY,  /* a look at what is hidden from users */
	ACT_BAN,      /* a server ban came, went, ran out */
	ACT_BANNED,   /* somebody was put out by one */
	ACT_REFUSED,  /* somebody was not let in */
	ACT_LOGIN,    /* to an account */
	ACT_LOGIN_FAIL,
	ACT_ACCOUNT, /* an account changed */
	ACT_CHANNEL, /* a registration of a channel changed */
	ACT_DCC,     /* an offer, what was denied, who came, how it ended */
	ACT_GUARD,   /* a message was held, passed or dropped, or a rule hit that is told of */
	ACT_LINK,    /* a link to another server: up, down, refused, a violation */
	ACT_MODULE,  /* what a module has to tell: who logged in to it, who failed */
	ACT_N
};

/* "oper-fail" */
struct view audit_event_name(enum audit_event e) WARN_UNUSED;
const char *audit_event_help(enum audit_event e) WARN_UNUSED;
/* ACT_N: there is none of that name. */
enum audit_event audit_event_find(struct view name) WARN_UNUSED;

/* For sets of events. */
#define AUDIT_EVENT_BIT(e) (UINT64_C(1) << (e))

#endif
