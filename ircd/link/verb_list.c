/* BMASK EBMASK: the lists of channels. */
#include "link/verb.h"

const struct link_verb_table link_verbs_list = { NULL, 0 };
