#include "ctl/ctl_show.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

/* What an answer of these lines, up to NULL, looks like. */
static char *
shown(bool json, const char *const *line, enum ctl_end *end)
{
	char *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);
	struct ctl_show *s = ctl_show_new(out, out, json);

	*end = CTL_GOES_ON;
	for (; *line != NULL && *end == CTL_GOES_ON; line++)
		*end = ctl_show_line(s, view_z(*line));
	ctl_show_free(s);
	(void)fclose(out);
	return text;
}

static void
expect(bool json, const char *const *line, enum ctl_end want, const char *text)
{
	enum ctl_end end;
	char *got = shown(json, line, &end);

	cr_expect_eq(end, want, "ended with %d", (int)end);
	cr_expect_str_eq(got, text);
	free(got);
}

static const char *const two_rows[] = { "COLUMNS name:s made:t locked:b n:n",
	"@name=alice;made=0;locked=1;n=12 ROW", "@name=b\\sb;made=1700000000;locked=0 ROW", "OK", NULL };

Test(ctl_show, rows_stand_in_columns_under_their_names)
{
	expect(false, two_rows, CTL_OK,
		"name   made                  locked  n\n"
		"alice  never                 yes     12\n"
		"b b    2023-11-14T22:13:20Z  no      -\n");
}

Test(ctl_show, rows_are_objects_in_json)
{
	expect(true, two_rows, CTL_OK,
		"[\n{\"name\":\"alice\",\"made\":null,\"locked\":true,\"n\":12},\n"
		"{\"name\":\"b b\",\"made\":\"2023-11-14T22:13:20Z\",\"locked\":false,\"n\":null}\n]\n");
}

Test(ctl_show, no_rows_are_an_empty_array_or_nothing)
{
	static const char *const lines[] = { "COLUMNS name:s", "OK", NULL };

	expect(true, lines, CTL_OK, "[]\n");
	expect(false, lines, CTL_OK, "");
}

Test(ctl_show, words_are_lines)
{
	static const char *const lines[] = { "TEXT :rule \"a\"", "TEXT :refused", "OK :done", NULL };

	expect(false, lines, CTL_OK, "rule \"a\"\nrefused\ndone\n");
	expect(true, lines, CTL_OK,
		"{\"lines\":[\n\"rule \\\"a\\\"\",\n\"refused\"\n],\"ok\":true,\"text\":\"done\"}\n");
}

Test(ctl_show, an_error_is_told_with_its_word)
{
	static const char *const lines[] = { "ERR busy :try again", NULL };

	expect(false, lines, CTL_BUSY, "conclavectl: try again\n");
	expect(true, lines, CTL_BUSY,
		"{\"ok\":false,\"error\":\"busy\",\"text\":\"try again\"}\nconclavectl: try again\n");
}

Test(ctl_show, nothing_moves_the_cursor_of_a_terminal)
{
	static const char *const lines[] = { "TEXT :a\033[2Jb\302\233c\377d\303\251", "OK", NULL };

	expect(false, lines, CTL_OK, "a?[2Jb?c?d\303\251\n");
	expect(true, lines, CTL_OK,
		"{\"lines\":[\n\"a\\u001b[2Jb\302\233c\357\277\275d\303\251\"\n],\"ok\":true}\n");
}

Test(ctl_show, what_is_no_answer_is_garbage)
{
	static const char *const lines[] = {
		"", "HELLO", "@a=b ROW", "COLUMNS name:x", "COLUMNS :a b c",
		"COLUMNS a:s b:s c:s d:s e:s f:s g:s h:s i:s j:s k:s l:s m:s n:s o:s p:s q:s r:s s:s t:s u:s"
	};

	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		const char *const one[] = { lines[i], NULL };
		enum ctl_end end;
		char *got = shown(false, one, &end);

		cr_expect_eq(end, CTL_GARBAGE, "\"%s\" ended with %d", lines[i], (int)end);
		free(got);
	}
}

Test(ctl_show, an_answer_is_rows_or_words)
{
	static const char *const both[][3] = { { "TEXT :a", "COLUMNS b:s", NULL },
		{ "COLUMNS b:s", "TEXT :a", NULL }, { "COLUMNS b:s", "COLUMNS b:s", NULL } };

	for (size_t i = 0; i < ARRAY_LEN(both); i++) {
		enum ctl_end end;
		char *got = shown(true, both[i], &end);

		cr_expect_eq(end, CTL_GARBAGE, "%s, %s ended with %d", both[i][0], both[i][1], (int)end);
		free(got);
	}
}

Test(ctl_show, twenty_columns_fit)
{
	static const char *const lines[] = {
		"COLUMNS a:s b:s c:s d:s e:s f:s g:s h:s i:s j:s k:s l:s m:s n:s o:s p:s q:s r:s s:s t:s",
		"@t=x ROW", "OK", NULL
	};
	enum ctl_end end;
	char *got = shown(false, lines, &end);

	cr_expect_eq(end, CTL_OK);
	cr_expect_not_null(strstr(got, "-  x\n"));
	free(got);
}
