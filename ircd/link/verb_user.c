/* EUID UID NICK QUIT KILL SAVE MODE AWAY OPER CHGHOST SIGNON: users of other servers. */
#include "link/verb.h"

const struct link_verb_table link_verbs_user = { NULL, 0 };
