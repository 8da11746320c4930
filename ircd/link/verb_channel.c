/* SJOIN JOIN PART KICK TMODE MODE TOPIC TB ETB MLOCK INVITE KNOCK REMOVE: channels. */
#include "link/verb.h"

enum link_verdict
verb_mode_channel(struct link_msg *m)
{
	(void)m;
	return LINK_STALE;
}

const struct link_verb_table link_verbs_channel = { NULL, 0 };
