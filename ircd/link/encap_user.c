/* CERTFP REALHOST LOGIN IDENTIFIED: what servers say of their users. */
#include "link/verb.h"

const struct link_verb_table link_encaps_user = { NULL, 0 };
