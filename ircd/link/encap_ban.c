/* KLINE XLINE RESV DLINE and their UN-, behind ENCAP. */
#include "link/verb.h"

const struct link_verb_table link_encaps_ban = { NULL, 0 };
