/* What several verbs about users have in common: KILL, and who is an operator, and has another host, by what a server says. */
#ifndef CONCLAVE_LINK_LINK_KILL_H
#define CONCLAVE_LINK_LINK_KILL_H

#include "link/verb.h"

/* KILL uid :path (reason) */
enum link_verdict link_kill(struct link_msg *m) WARN_UNUSED;
/* Why somebody goes: to other servers, and as users here read it. */
struct link_why {
	struct view told, reason;
};
/* c is gone, of whatever server; other servers hear KILL if it was a user. */
void link_put_out(struct links *ls, struct tree_source by, struct client *c, struct link_why why);
/* c has lost a collision and can't be saved: all neighbours hear so, that of c too. */
void link_kill_clash(struct links *ls, struct client *c);
/* c, behind this link, is an operator, with what the link's `permit` lets those there do here. */
void link_oper_raise(const struct link *l, struct client *c, struct view oper, struct view role);
/* The permits of links may be others now: those who are operators already have what these let them do. */
void link_opers_configure(struct links *ls);
/* CHGHOST uid host: told here; the caller tells other servers, if they do not know. */
enum link_verdict link_chghost(struct link_msg *m) WARN_UNUSED;

#endif
