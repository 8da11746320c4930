/* SID SERVER SQUIT PING PONG ERROR SVINFO and CONNECT: the servers of the tree. */
#include "link/verb.h"

const struct link_verb_table link_verbs_server = { NULL, 0 };
