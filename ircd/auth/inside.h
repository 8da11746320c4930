/*
 * Clients for whom a module speaks.  Who they are has been proved to the module, so nothing is looked up or asked about them: bans and the
 * limits of their class decide.
 */
#ifndef CONCLAVE_AUTH_INSIDE_H
#define CONCLAVE_AUTH_INSIDE_H

#include <stdbool.h>

#include "auth/gate.h"
#include "core/util.h"
#include "core/view.h"
#include "net/conn_inside.h"

struct net;

/* What a session keeps of it. */
struct session_inside {
	const char *class_name;
	char about[160];   /* a line of WHOIS */
	char class_text[]; /* class_name's */
};

struct inside_who {
	struct conn_inside_conf conn; /* its listener_data: a struct listen_point with is_inside */
	struct view account;	      /* empty: none */
	struct view about;
	struct view class_name;
};

/* It says NICK and USER itself.  NULL: the server is full. */
struct conn_inside *inside_open(struct net *net, const struct inside_who *who) WARN_UNUSED;
/* NULL: no module speaks for it. */
const struct session_inside *inside_of(const struct session *s);
/* Its client leaves at once, whatever it has said that waits for flood control. */
void inside_exit(const struct conn_inside *in, struct view reason);

#endif
