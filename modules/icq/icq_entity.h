/* Entities of HTML: "&eacute;", "&#233;", "&#xe9;". */
#ifndef CONCLAVE_ICQ_ICQ_ENTITY_H
#define CONCLAVE_ICQ_ICQ_ENTITY_H

#include <stddef.h>

#include "core/util.h"
#include "core/view.h"

/*
 * icq_entity: the one at the front, which begins with '&'.
 *   out  dst, *len  its character in UTF-8, never longer than the entity; nothing for a control character, except that a line feed is a
 *                   blank as it would be in the text.  What is no character is U+FFFD
 *   ret  bytes of the entity; 0: it is none, or has a name that is not known.  Numbers may miss their ';', names may not
 */
size_t icq_entity(struct view text, char dst[4], size_t *len) WARN_UNUSED;

#endif
