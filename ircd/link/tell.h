/* What happens here, as lines to the neighbours: the functions of struct tree_ops, one file for each family.  arg is the struct links. */
#ifndef CONCLAVE_LINK_TELL_H
#define CONCLAVE_LINK_TELL_H

#include "link/link_priv.h"

/* tell_user.c */
void tell_user(void *arg, const struct client *c);
void tell_quit(void *arg, const struct client *c, struct view reason);
void tell_kill(void *arg, struct tree_source by, const struct client *c, struct view reason);
void tell_nick(void *arg, const struct client *c);
void tell_umodes(void *arg, const struct client *c, uint64_t added, uint64_t removed);
void tell_oper(void *arg, const struct client *c);
void tell_away(void *arg, const struct client *c);
void tell_account(void *arg, const struct client *c);
void tell_host(void *arg, struct tree_source by, const struct client *c);
void tell_signon(void *arg, const struct client *c);
void tell_realname(void *arg, const struct client *c);
/* tell_channel.c */
void tell_join(void *arg, const struct member *m, bool made);
void tell_part(void *arg, const struct client *c, const struct channel *ch, struct view reason);
void tell_kick(void *arg, struct tree_source by, const struct member *m, struct view reason);
void tell_topic(void *arg, struct tree_source by, const struct channel *ch);
void tell_modes(void *arg, struct tree_source by, const struct channel *ch, const struct mode_event *what);
void tell_invite(void *arg, struct tree_source by, const struct channel *ch, const struct client *whom);
void tell_knock(void *arg, const struct client *c, const struct channel *ch);
bool tell_may_rename(void *arg);
void tell_rename(void *arg, const struct client *c, struct view old, struct view name, struct view reason);
void tell_redact(
	void *arg, const struct client *c, const struct channel *ch, struct view msgid, struct view reason);
/* tell_message.c */
void tell_message(void *arg, const struct tree_message *msg);
void tell_wallops(void *arg, struct tree_source by, struct view text, bool opers_only);
void tell_reply(void *arg, const struct client *to, struct view line);
/* tell_ban.c */
void tell_ban(void *arg, const struct tree_ban *t);

#endif
