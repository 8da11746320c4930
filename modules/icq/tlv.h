/*
 * TLVs: fields of a type, a length and a value, in any order.  A block of them is checked once, by tlv_parse() or tlv_read(), and then asked
 * for what is wanted; of a type that is there twice the first counts.
 */
#ifndef CONCLAVE_ICQ_TLV_H
#define CONCLAVE_ICQ_TLV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"
#include "icq/icq_bytes.h"

enum { TLV_MAX = 64 /* in a block */ };

struct tlv {
	uint16_t type;
	struct view value;
};

/* Nothing but whole TLVs; zeros are the empty block. */
struct tlv_block {
	struct view bytes;
};

/* All of `bytes`.  False: the last one is cut short, or there are more than TLV_MAX. */
bool tlv_parse(struct tlv_block *block, struct view bytes) WARN_UNUSED;
/* n of them, from what is being read; if there are not so many, or n is above TLV_MAX, `in` is bad and the block empty. */
struct tlv_block tlv_read(struct icq_in *in, size_t n);
/* Takes the first one off; false when none is left. */
bool tlv_next(struct tlv_block *block, struct tlv *tlv) WARN_UNUSED;

/* False: not there. */
bool tlv_has(const struct tlv_block *block, uint16_t type) WARN_UNUSED;
bool tlv_get(const struct tlv_block *block, uint16_t type, struct view *value) WARN_UNUSED;
/* Empty if it is not there. */
struct view tlv_view(const struct tlv_block *block, uint16_t type) WARN_UNUSED;
/* False: not there, or shorter than the number; then *value stays as it is. */
bool tlv_get_u8(const struct tlv_block *block, uint16_t type, uint8_t *value);
bool tlv_get_u16(const struct tlv_block *block, uint16_t type, uint16_t *value);
bool tlv_get_u32(const struct tlv_block *block, uint16_t type, uint32_t *value);

void tlv_put(struct icq_out *out, uint16_t type, struct view value); /* at most 65535 bytes */
void tlv_put_u8(struct icq_out *out, uint16_t type, uint8_t value);
void tlv_put_u16(struct icq_out *out, uint16_t type, uint16_t value);
void tlv_put_u32(struct icq_out *out, uint16_t type, uint32_t value);
/* Around a value that is put piece by piece, TLVs too: tlv_end() with what tlv_begin() gave. */
size_t tlv_begin(struct icq_out *out, uint16_t type) WARN_UNUSED;
void tlv_end(struct icq_out *out, size_t at);

#endif
