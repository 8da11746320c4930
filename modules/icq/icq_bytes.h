/*
 * Reading and writing packets.  Readers never go past the end: the first read that would sets `bad`, and it and all later ones give zeros
 * and empty views, so a parser checks once, at the end.  Writers do the same with `full`.  Legacy packets are little endian (_le), OSCAR
 * big endian (_be).
 */
#ifndef CONCLAVE_ICQ_ICQ_BYTES_H
#define CONCLAVE_ICQ_ICQ_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"

struct icq_in {
	const uint8_t *p;
	size_t n; /* bytes left */
	bool bad;
};

struct icq_out {
	uint8_t *p;
	size_t n, max; /* bytes written, room */
	bool full;
};

struct icq_in icq_in(struct view v);
uint8_t icq_get_u8(struct icq_in *in);
uint16_t icq_get_u16_le(struct icq_in *in);
uint32_t icq_get_u32_le(struct icq_in *in);
uint16_t icq_get_u16_be(struct icq_in *in);
uint32_t icq_get_u32_be(struct icq_in *in);
struct view icq_get_bytes(struct icq_in *in, size_t n);
void icq_skip(struct icq_in *in, size_t n);
/* What is left. */
struct view icq_get_rest(struct icq_in *in);
/*
 * A string of the legacy protocol: u16 length with its NUL, bytes, NUL.
 *   ret  without the NUL, cut at the first NUL within; a length of 0 gives an empty string, one past the end is bad
 */
struct view icq_get_lnts(struct icq_in *in);
/* u8 length and bytes: names of OSCAR. */
struct view icq_get_name(struct icq_in *in);
/* u16 big endian length and bytes. */
struct view icq_get_block(struct icq_in *in);

struct icq_out icq_out(void *dst, size_t max);
void icq_put_u8(struct icq_out *out, uint8_t v);
void icq_put_u16_le(struct icq_out *out, uint16_t v);
void icq_put_u32_le(struct icq_out *out, uint32_t v);
void icq_put_u16_be(struct icq_out *out, uint16_t v);
void icq_put_u32_be(struct icq_out *out, uint32_t v);
void icq_put_bytes(struct icq_out *out, struct view v);
void icq_put_zeros(struct icq_out *out, size_t n);
void icq_put_lnts(struct icq_out *out, struct view v); /* at most 65534 bytes */
void icq_put_name(struct icq_out *out, struct view v); /* at most 255 bytes */
/* A field that is known later: its place, for icq_patch_*(). */
size_t icq_put_later(struct icq_out *out, size_t n);
void icq_patch_u16_le(struct icq_out *out, size_t at, uint16_t v);
void icq_patch_u16_be(struct icq_out *out, size_t at, uint16_t v);
/* All of it, or empty if it did not fit. */
struct view icq_out_view(const struct icq_out *out) WARN_UNUSED;

#endif
