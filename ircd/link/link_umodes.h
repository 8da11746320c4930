/* Modes of users as linked servers write them. */
#ifndef CONCLAVE_LINK_LINK_UMODES_H
#define CONCLAVE_LINK_LINK_UMODES_H

#include <stddef.h>
#include <stdint.h>

#include "core/view.h"

/* caps: what the neighbour can, link.caps.  Its letters of modes that it does not know, or that are nobody's business elsewhere, are left out. */
#define LINK_UMODES_TEXT 64 /* bytes that the following two write at most, with NUL */
/* "+iw"; "+" when there are none. */
size_t link_umodes_text(uint64_t bits, uint64_t caps, char dst[LINK_UMODES_TEXT]);
/* "+i-w"; empty when nothing is left. */
size_t link_umodes_change(uint64_t added, uint64_t removed, uint64_t caps, char dst[LINK_UMODES_TEXT]);
/* Reads either: letters that are not known are passed over.  The last sign of a letter counts; no bit is in both. */
void link_umodes_parse(struct view letters, uint64_t caps, uint64_t *added, uint64_t *removed);

#endif
