/* GCAP SNOTE and other news of servers. */
#include "link/verb.h"

const struct link_verb_table link_encaps_server = { NULL, 0 };
