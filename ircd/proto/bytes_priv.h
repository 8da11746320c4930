/*
 * One question asked of nearly every byte that comes in or goes out: is there anything in it that would end the line?
 * Eight bytes a step, in line, for this is on the path of every message.
 */
#ifndef CONCLAVE_PROTO_BYTES_PRIV_H
#define CONCLAVE_PROTO_BYTES_PRIV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define BYTES_EACH(c) (UINT64_C(0x0101010101010101) * (unsigned char)(c))

/* Has its top bits set where a byte of w is 0, and perhaps above such a byte; 0 only if no byte is 0. */
static inline uint64_t
bytes_zero(uint64_t w)
{
	return (w - BYTES_EACH(1)) & ~w & BYTES_EACH(0x80);
}

static inline uint64_t
bytes_word_breaks(uint64_t w, bool space_too)
{
	uint64_t found = bytes_zero(w) | bytes_zero(w ^ BYTES_EACH('\r')) | bytes_zero(w ^ BYTES_EACH('\n'));

	return space_too ? found | bytes_zero(w ^ BYTES_EACH(' ')) : found;
}

/* True if NUL, CR or LF is among the n bytes; also for SPACE if space_too, which is best a constant. */
static inline bool
bytes_break(const char *p, size_t n, bool space_too)
{
	uint64_t w = BYTES_EACH('x'), found = 0;

	for (; n >= sizeof(w); p += sizeof(w), n -= sizeof(w)) {
		memcpy(&w, p, sizeof(w));
		found |= bytes_word_breaks(w, space_too);
	}
	w = BYTES_EACH('x');
	for (size_t i = 0; i < n; i++)
		w = w << 8 | (unsigned char)p[i];
	return (found | bytes_word_breaks(w, space_too)) != 0;
}

#endif
