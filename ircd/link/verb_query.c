/* WHOIS WHOWAS STATS VERSION and other questions, and the numerics that answer them. */
#include "link/verb.h"

const struct link_verb_table link_verbs_query = { NULL, 0 };
