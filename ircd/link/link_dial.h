/*
 * Connecting to servers: when an operator says so (CONNECT), and by itself where a section has autoconnect.  Whoever answers must have
 * the certificate that the section names before it hears a byte of ours.
 */
#ifndef CONCLAVE_LINK_LINK_DIAL_H
#define CONCLAVE_LINK_LINK_DIAL_H

#include "core/util.h"
#include "core/view.h"
#include "link/link.h"
#include "net/dial.h"

#define LINK_DIAL_MS \
	20000 /* for the connection, its proxy included; TLS and the greeting have times of their own */

enum link_dial_verdict {
	LINK_DIAL_BEGUN, /* what comes of it is told by link_news.h */
	LINK_DIAL_NO_ADDRESS,
	LINK_DIAL_BUSY,	   /* an attempt is under way */
	LINK_DIAL_THERE,   /* that server is on the network, by this way or another */
	LINK_DIAL_RESTART, /* the jail was made without its port: connect(2) would end the process */
	LINK_DIAL_NO_TLS,  /* the link wants TLS, and there is no certificate of ours */
	LINK_DIAL_FAILED,  /* at once: no socket, or no such local address; told like what comes later */
};

/* conf: of the configuration in force.  by: who wants it, for the notices, "nick!user@host". */
enum link_dial_verdict link_dial(struct links *ls, const struct conf_link *conf, struct view by) WARN_UNUSED;

/* How servers are reached: net/dial.h, unless a test plays them. */
struct link_dialer {
	struct dial *(*start)(void *arg, const struct dial_plan *plan, struct err *e);
	void (*cancel)(void *arg, struct dial *d);
	void *arg;
};
void links_set_dialer(struct links *ls, const struct link_dialer *dialer);

#endif
