#include "commands/stats.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

/* Where lines go in these tests. */
struct heard {
	struct stats_out out;
	size_t n_lines, n_words;
	char last[512];
};

static void
words(struct stats_out *o, const struct view *word, size_t n)
{
	struct heard *h = CONTAINER_OF(o, struct heard, out);
	size_t at = 0;

	h->n_lines++;
	h->n_words = n;
	for (size_t i = 0; i < n; i++)
		at += (size_t)snprintf(h->last + at, sizeof(h->last) - at, "<%.*s>", VIEW_ARG(word[i]));
}

static void
text(struct stats_out *o, const char *line)
{
	struct heard *h = CONTAINER_OF(o, struct heard, out);

	h->n_lines++;
	(void)view_copy(view_z(line), h->last, sizeof(h->last));
}

static bool
has_room(const struct stats_out *o)
{
	(void)o;
	return true;
}

static const struct stats_out_kind kind = { words, text, has_room };

Test(stats, letters_are_unique_and_in_order_small_before_capital)
{
	const struct stats_row *row;
	char letters[128] = "";
	size_t i = 0;

	for (; (row = stats_at(i)) != NULL && i < sizeof(letters) - 1; i++) {
		cr_expect_null(strchr(letters, row->letter), "%c stands twice", row->letter);
		letters[i] = row->letter;
		cr_expect(row->help != NULL && row->help[0] != '\0', "%c", row->letter);
		cr_expect(row->each == NULL || row->columns == NULL || row->run == NULL ||
				row->run == stats_links,
			"%c: a table of conclavectl has no line behind it", row->letter);
	}
	cr_expect_gt(i, 20);
	cr_expect_eq(letters[i - 1], '?');
	cr_expect_not_null(strstr(letters, "lL"));
	cr_expect_not_null(strstr(letters, "jJ"));
	cr_expect_null(stats_at(i + 1));
}

Test(stats, the_other_case_is_taken_where_only_one_is_there)
{
	cr_expect_eq(stats_find('u')->letter, 'u');
	cr_expect_eq(stats_find('U')->letter, 'u');
	cr_expect_eq(stats_find('Y')->letter, 'y');
	cr_expect_eq(stats_find('o')->letter, 'o');
	cr_expect_eq(stats_find('O')->letter, 'O');
	cr_expect_eq(stats_find('?')->letter, '?');
	cr_expect_null(stats_find('!'));
	cr_expect_null(stats_find('\x1f'), "which is '?' without the bit of the case");
	cr_expect_null(stats_find('\0'));
}

Test(stats, a_line_has_its_words_and_numbers)
{
	struct heard h = { .out = { .kind = &kind } };
	struct stats_line l;

	stats_begin(&l);
	stats_word(&l, VIEW("users"));
	stats_number(&l, 0);
	stats_number(&l, UINT64_MAX);
	stats_word(&l, VIEW(""));
	stats_end(&l, &h.out);
	cr_expect_str_eq(h.last, "<users><0><18446744073709551615><>");
	stats_textf(&h.out, "%s %d", "text", 7);
	cr_expect_str_eq(h.last, "text 7");
	cr_expect_eq(h.n_lines, 2);
}

static void
figures(void *arg, char letter, control_emit_fn *emit, void *to)
{
	(void)arg;
	if (letter == 'E')
		emit(to, "loop");
}

Test(stats, what_main_knows_is_asked_of_main)
{
	const struct control control = { .stats = figures };
	struct cmd_ctx cx = { .control = &control };
	struct heard h = { .out = { .kind = &kind, .row = stats_find('E') } };

	stats_run(&cx, &h.out);
	cr_expect_str_eq(h.last, "loop");
	cr_expect_eq(h.n_lines, 1);
}
