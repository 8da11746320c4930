/* SJOIN and JOIN: who comes into channels elsewhere, and the channels with them. */
#ifndef CONCLAVE_LINK_VERB_JOIN_H
#define CONCLAVE_LINK_VERB_JOIN_H

#include "link/verb.h"

enum link_verdict verb_sjoin(struct link_msg *m);
enum link_verdict verb_join(struct link_msg *m);

#endif
