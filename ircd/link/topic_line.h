/* The topic of a channel as TB says it (TS6). */
#ifndef CONCLAVE_LINK_TOPIC_LINE_H
#define CONCLAVE_LINK_TOPIC_LINE_H

#include "link/out.h"

/* TB <channel> <topic TS> <setter> :<topic>, for the caller to send.  The channel has a topic: TB takes none away. */
void topic_line_tb(struct out *o, struct links *ls, struct tree_source by, const struct channel *ch);

#endif
