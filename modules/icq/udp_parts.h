/* A message as packets of the legacy protocol: in the clients' code page, with the fields of its kind, and no part too long for them. */
#ifndef CONCLAVE_ICQ_UDP_PARTS_H
#define CONCLAVE_ICQ_UDP_PARTS_H

#include <stddef.h>

#include "core/view.h"
#include "icq/icq_types.h"

struct icq;

typedef void udp_part_fn(void *arg, enum icq_kind kind, struct view text);

/*
 * udp_parts: fn for each part.
 *   in   fn  NULL: they are only counted
 *   ret  how many
 */
size_t udp_parts(struct icq *icq, const struct icq_message *m, udp_part_fn *fn, void *arg);

#endif
