/* Which of many words are in a text, by one look at each byte of it (Aho and Corasick 1975). */
#ifndef CONCLAVE_GUARD_WORDS_H
#define CONCLAVE_GUARD_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include "core/util.h"
#include "core/view.h"

struct words;

struct word {
	struct view text; /* at least one byte; another word may have the same */
	uint64_t bits;	  /* what it stands for */
};

/* The words are copied; there may be none.  Takes about 4 * W * B bytes: W of all words together, B different ones rounded up to 2^n. */
struct words *words_new(const struct word *word, size_t n) WARN_UNUSED;
void words_free(struct words *w); /* NULL is fine */
/* The bits of all words in the text, together. */
uint64_t words_find(const struct words *w, struct view text) WARN_UNUSED;

#endif
