/* Finding a letter's row, and the lines that its functions say. */
#include "commands/stats.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "proto/mask.h"

static const struct stats_table *const tables[] = { &stats_bans, &stats_conf, &stats_dcc, &stats_linked,
	&stats_server, &stats_users };

static const struct stats_row *
row_find(char letter)
{
	for (size_t t = 0; t < ARRAY_LEN(tables); t++) {
		for (size_t i = 0; i < tables[t]->n; i++) {
			if (tables[t]->row[i].letter == letter)
				return &tables[t]->row[i];
		}
	}
	return NULL;
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

const struct stats_row *
stats_find(char letter)
{
	const struct stats_row *row = row_find(letter);

	return row != NULL || !is_letter(letter) ? row : row_find((char)(letter ^ 0x20));
}

/* Small before capital: a, A, b. */
static int
order_of(char letter)
{
	return is_letter(letter) ? 2 * (letter | 0x20) + (letter < 'a') : letter + 2 * 'z' + 2;
}

/* The row whose letter comes next behind `after`, or NULL. */
static const struct stats_row *
next_row(int after)
{
	const struct stats_row *best = NULL;

	for (size_t t = 0; t < ARRAY_LEN(tables); t++) {
		for (size_t i = 0; i < tables[t]->n; i++) {
			const struct stats_row *row = &tables[t]->row[i];

			if (order_of(row->letter) > after &&
				(best == NULL || order_of(row->letter) < order_of(best->letter)))
				best = row;
		}
	}
	return best;
}

const struct stats_row *
stats_at(size_t i)
{
	const struct stats_row *row = next_row(-1);

	while (row != NULL && i-- > 0)
		row = next_row(order_of(row->letter));
	return row;
}

static bool
is_about(const struct stats_out *o, const struct client *c)
{
	char whole[MASK_LEN + 1];

	return o->about.n == 0 || mask_match(o->about, client_nick(c)) ||
		mask_match(o->about, view_of(whole, client_mask(c, whole)));
}

void
stats_run_each(struct cmd_ctx *cx, struct stats_out *o, const struct client *c)
{
	if (is_about(o, c))
		o->row->each(cx, o, c);
}

void
stats_run(struct cmd_ctx *cx, struct stats_out *o)
{
	if (o->row->each != NULL) {
		LIST_FOR_EACH (it, &cx->world->users)
			stats_run_each(cx, o, client_of_world_link(it));
	}
	if (o->row->some != NULL) {
		uint64_t place = 0;

		while (!o->row->some(cx, o, &place))
			;
	}
	if (o->row->run != NULL)
		o->row->run(cx, o);
}

void
stats_begin(struct stats_line *l)
{
	l->n = 0;
}

void
stats_word(struct stats_line *l, struct view v)
{
	assert(l->n < STATS_WORDS_MAX);
	l->word[l->n++] = v;
}

void
stats_number(struct stats_line *l, uint64_t n)
{
	char *digits = l->digits[l->n];
	int len = snprintf(digits, sizeof(l->digits[0]), "%" PRIu64, n);

	stats_word(l, view_of(digits, (size_t)len));
}

void
stats_end(const struct stats_line *l, struct stats_out *o)
{
	o->kind->words(o, l->word, l->n);
}

void
stats_textf(struct stats_out *o, const char *fmt, ...)
{
	char line[MSG_BODY_MAX];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	o->kind->text(o, line);
}

static void
emit(void *to, const char *line)
{
	struct stats_out *o = to;

	o->kind->text(o, line);
}

void
stats_of_main(struct cmd_ctx *cx, struct stats_out *o)
{
	cx->control->stats(cx->control->arg, o->row->letter, emit, o);
}
