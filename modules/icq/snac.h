/* SNAC: the commands of OSCAR, each alone in a frame of FLAP_SNAC. */
#ifndef CONCLAVE_ICQ_SNAC_H
#define CONCLAVE_ICQ_SNAC_H

#include <stdbool.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "icq/icq_bytes.h"
#include "icq/snac_types.h"

enum {
	SNAC_HEAD = 10,
	SNAC_FLAG_MORE = 0x0001,  /* more answers to this request follow */
	SNAC_FLAG_EXTRA = 0x8000, /* a block comes before the body */
};

/* Request numbers of what a server says unasked. */
#define SNAC_PUSH 0x80000000u

enum snac_error {
	SNAC_ERROR_INVALID = 0x01, /* no such SNAC */
	SNAC_ERROR_RATE = 0x02,
	SNAC_ERROR_OFFLINE = 0x04, /* whom it is for */
	SNAC_ERROR_UNSUPPORTED = 0x06,
	SNAC_ERROR_SYNTAX = 0x0e,
	SNAC_ERROR_REFUSED = 0x0f, /* by the receiver or by permissions */
	SNAC_ERROR_UNKNOWN_USER = 0x14,
};

struct snac {
	uint16_t family, subtype, flags;
	uint32_t request;
	struct view body;
};

/* Of a frame's data.  Without the block of SNAC_FLAG_EXTRA. */
bool snac_parse(struct snac *s, struct view data) WARN_UNUSED;
/* The head of one without a body yet; what is put afterwards is the body. */
void snac_put_head(struct icq_out *out, enum snac_id id, uint16_t flags, uint32_t request);
/* xx/01. */
void snac_put_error(struct icq_out *out, enum snac_family family, uint32_t request, uint16_t code);
bool snac_parse_error(uint16_t *code, struct view body) WARN_UNUSED;

/* As enum snac_id has it; of what a stranger sends it may be none of these. */
static inline uint32_t
snac_id(const struct snac *s)
{
	return (uint32_t)s->family << 16 | s->subtype;
}

#endif
