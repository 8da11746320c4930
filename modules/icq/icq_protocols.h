/* The gateway's protocols, from start to end: who calls which of them when. */
#ifndef CONCLAVE_ICQ_ICQ_PROTOCOLS_H
#define CONCLAVE_ICQ_ICQ_PROTOCOLS_H

#include "core/view.h"
#include "module/module.h"

struct icq;

void icq_protocols_start(struct icq *icq);
void icq_protocols_ready(struct icq *icq);
void icq_protocols_configure(struct icq *icq);
void icq_protocols_stop(struct icq *icq, struct view reason);
void icq_protocols_free(struct icq *icq);
void icq_protocols_stats(struct icq *icq, module_emit_fn *emit, void *to);

#endif
