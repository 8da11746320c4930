/* PRIVMSG NOTICE TAGMSG WALLOPS OPERWALL. */
#include "link/verb.h"

const struct link_verb_table link_verbs_message = { NULL, 0 };
