/* SU SVSLOGIN SASL MECHLIST RSFNC NICKDELAY: what services do. */
#include "link/verb.h"

const struct link_verb_table link_encaps_services = { NULL, 0 };
