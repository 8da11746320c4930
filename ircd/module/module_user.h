/*
 * Users of modules.  One is a client of this server like others; its connection ends in the module, which says lines of IRC for it and hears
 * what is said to it.  It is let in as this account, from this address; bans and the limits of its class count.
 */
#ifndef CONCLAVE_MODULE_MODULE_USER_H
#define CONCLAVE_MODULE_MODULE_USER_H

#include <stdbool.h>

#include "core/util.h"
#include "core/view.h"
#include "net/addr.h"

struct conf_class;
struct module_host;
struct module_user;

struct module_user_ops {
	/* One line without CR LF; dies at return.  false: it was not taken; the same line comes again after module_user_hear(). */
	bool (*hear)(void *arg, struct view line);
	/* The last call: it is gone, by QUIT, KILL, a ban, a limit.  The struct module_user is freed after it. */
	void (*gone)(void *arg, struct view reason);
};
struct module_user_conf { /* all is copied */
	const struct peer_addr *peer;
	struct view nick, user, realname;
	struct view account;		/* empty: none */
	struct view about;		/* a line of WHOIS: "is using ICQ, UIN 100005" */
	const char *tls;		/* NULL: plain; else static, "TLSv1.3" */
	const struct conf_class *class; /* NULL: the first */
	const struct module_user_ops *ops;
	void *arg;
};
/* Has said CAP REQ of caps (may be empty), NICK, USER, CAP END; what comes of it is heard.  NULL: the server is full. */
struct module_user *
module_user_open(struct module_host *h, const struct module_user_conf *conf, struct view caps) WARN_UNUSED;
/* A line of IRC.  false: too much of what it said waits already (flood control), or it is not one line; nothing was said. */
bool module_user_say(struct module_user *u, const char *fmt, ...) PRINTF_LIKE(2, 3) WARN_UNUSED;
/* hear() is called again, from the next turn on. */
void module_user_hear(struct module_user *u);
/* Leaves with QUIT; u is freed and gone() is not called.  NULL is fine. */
void module_user_close(struct module_user *u, struct view reason);

#endif
