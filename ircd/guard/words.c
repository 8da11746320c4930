/*
 * One row for each beginning of a word: where each byte leads.  Bytes that are in no word share a column, columns are 2^shift, and an entry
 * is the place of its row, so that a byte of a text costs two loads, one of which waits for the one before.
 */
#include "guard/words.h"

#include <string.h>

#include "core/mem.h"

struct words {
	uint8_t column[256];
	unsigned shift;
	uint32_t n_rows;
	uint32_t *next; /* n_rows << shift; each the number of a row << shift */
	uint64_t *bits; /* by row: of the words that end there */
};

static void
name_columns(struct words *w, const struct word *word, size_t n)
{
	unsigned used = 1;

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < word[i].text.n; k++) {
			uint8_t *c = &w->column[(unsigned char)word[i].text.p[k]];

			if (*c == 0 && used < 256)
				*c = (uint8_t)used++;
		}
	while ((1u << w->shift) < used)
		w->shift++;
}

static void
add(struct words *w, const struct word *word)
{
	uint32_t row = 0;

	for (size_t k = 0; k < word->text.n; k++) {
		uint32_t *next = &w->next[row + w->column[(unsigned char)word->text.p[k]]];

		if (*next == 0)
			*next = w->n_rows++ << w->shift;
		row = *next;
	}
	w->bits[row >> w->shift] |= word->bits;
}

/* Where a row leads nowhere it leads where the longest end of it that begins a word leads.  Rows in the order of their length. */
static void
link_rows(struct words *w)
{
	uint32_t *queue = mem_array(w->n_rows, sizeof(*queue)), *back = mem_array(w->n_rows, sizeof(*back));
	uint32_t first = 0, last = 0, columns = 1u << w->shift;

	queue[last++] = 0;
	while (first < last) {
		uint32_t row = queue[first++], shorter = back[row >> w->shift];

		for (uint32_t c = 0; c < columns; c++) {
			uint32_t *next = &w->next[row + c];
			uint32_t other = row == 0 ? 0 : w->next[shorter + c];

			if (*next == 0) {
				*next = other;
				continue;
			}
			back[*next >> w->shift] = other;
			w->bits[*next >> w->shift] |= w->bits[other >> w->shift];
			queue[last++] = *next;
		}
	}
	mem_free(back);
	mem_free(queue);
}

struct words *
words_new(const struct word *word, size_t n)
{
	struct words *w = mem_zalloc(sizeof(*w));
	size_t rows = 1;

	name_columns(w, word, n);
	for (size_t i = 0; i < n; i++)
		rows += word[i].text.n;
	w->next = mem_array(rows << w->shift, sizeof(*w->next));
	w->bits = mem_array(rows, sizeof(*w->bits));
	w->n_rows = 1;
	for (size_t i = 0; i < n; i++)
		add(w, &word[i]);
	link_rows(w);
	return w;
}

void
words_free(struct words *w)
{
	if (w == NULL)
		return;
	mem_free(w->bits);
	mem_free(w->next);
	mem_free(w);
}

uint64_t
words_find(const struct words *w, struct view text)
{
	uint64_t found = 0;
	uint32_t row = 0;

	for (size_t i = 0; i < text.n; i++) {
		row = w->next[row + w->column[(unsigned char)text.p[i]]];
		found |= w->bits[row >> w->shift];
	}
	return found;
}
