/* BAN KLINE UNKLINE XLINE UNXLINE RESV UNRESV. */
#include "link/verb.h"

const struct link_verb_table link_verbs_ban = { NULL, 0 };
