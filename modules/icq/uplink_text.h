/* What contacts outside send, as text: of whatever kind, character set and form it came in. */
#ifndef CONCLAVE_ICQ_UPLINK_TEXT_H
#define CONCLAVE_ICQ_UPLINK_TEXT_H

#include <stddef.h>

#include "core/util.h"
#include "icq/uplink_priv.h"

/*
 * UTF-8 with line feeds; empty if it is nothing to be read.
 *   out  dst  at most UPLINK_TEXT_MAX bytes
 *   ret  bytes written
 */
size_t uplink_text(const struct uplink_said *said, const struct icq_charset *page,
	char dst[UPLINK_TEXT_MAX]) WARN_UNUSED;

#endif
