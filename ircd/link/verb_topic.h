/* TOPIC TB ETB: what channels are about. */
#ifndef CONCLAVE_LINK_VERB_TOPIC_H
#define CONCLAVE_LINK_VERB_TOPIC_H

#include "link/verb.h"

enum link_verdict verb_topic(struct link_msg *m);
enum link_verdict verb_tb(struct link_msg *m);
enum link_verdict verb_etb(struct link_msg *m);

#endif
