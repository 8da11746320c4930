/* ENCAP: what goes to servers whose names fit a mask. */
#include "link/verb.h"

const struct link_verb_table link_verbs_encap = { NULL, 0 };
