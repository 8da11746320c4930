/* SJOIN JOIN PART KICK TMODE MODE TOPIC TB ETB MLOCK INVITE KNOCK REMOVE: channels. */
#include "link/verb.h"

const struct link_verb_table link_verbs_channel = { NULL, 0 };
