/* What is no line is refused. */
#include "proto/audit_line.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdio.h>
#include <string.h>

#define HEX16 "0123456789abcdef"
#define HEX64 HEX16 HEX16 HEX16 HEX16
#define HEAD  "\"time\":\"2026-11-27T17:00:00.000Z\",\"event\":\"oper\""
#define MAC   ",\"mac\":\"" HEX64 "\"}"

struct line_case {
	char text[400];
	bool is_line;
};

ParameterizedTestParameters(audit_line, form)
{
	static struct line_case cases[] = {
		{ "{\"seq\":1," HEAD MAC, true },
		{ "{\"seq\":18446744073709551615," HEAD MAC, true },
		{ "{\"seq\":18446744073709551616," HEAD MAC, false },
		{ "{\"seq\":0," HEAD MAC, false },
		{ "{\"seq\":01," HEAD MAC, false },
		{ "{\"seq\":-1," HEAD MAC, false },
		{ "{\"seq\":1" HEAD MAC, false },
		{ " {\"seq\":1," HEAD MAC, false },
		{ "{\"seq\":1," HEAD MAC " ", false },
		{ "{\"seq\":1," HEAD ",\"mac\":\"" HEX16 HEX16 HEX16 "0123456789ABCDEF\"}", false },
		{ "{\"seq\":1," HEAD ",\"mac\":\"" HEX16 "\"}", false },
		{ "{\"seq\":1,\"event\":\"oper\"" MAC, false },
		{ "{\"seq\":1,\"time\":\"now\",\"event\":\"oper\"" MAC, false },
		{ "{\"seq\":1," HEAD MAC "{\"seq\":2," HEAD MAC, false },
		{ "{\"seq\":1,\"time\":\"2026-11-27T17:00:00.000Z\",\"event\":\"checkpoint\"" MAC, false },
		{ "{\"seq\":1,\"time\":\"2026-11-27T17:00:00.000Z\",\"event\":\"file\",\"signature\":"
		  "\"\"" MAC,
			false },
		{ "", false },
		{ "{}", false },
	};

	return cr_make_param_array(struct line_case, cases, ARRAY_LEN(cases));
}
ParameterizedTest(struct line_case *c, audit_line, form)
{
	struct audit_line l;

	cr_expect_eq(audit_line_take(view_z(c->text), &l), c->is_line, "%s", c->text);
}

Test(audit_line, longest_is_taken_and_one_byte_more_is_not)
{
	char text[AUDIT_LINE_MAX + 2];
	struct audit_line l;

	for (size_t n = AUDIT_LINE_MAX - 1; n <= AUDIT_LINE_MAX; n++) {
		int head = snprintf(text, sizeof(text), "{\"seq\":1," HEAD ",\"x\":\"");

		memset(text + head, 'x', sizeof(text) - (size_t)head);
		memcpy(text + n - strlen("\"" MAC), "\"" MAC, strlen("\"" MAC));
		cr_expect_eq(audit_line_take(view_of(text, n), &l), n < AUDIT_LINE_MAX, "%zu", n);
	}
}

Test(audit_line, lines_are_cut_at_newlines_and_the_rest_is_torn)
{
	struct audit_lines lines = { .rest = VIEW("a\n\nb") };
	struct view line;

	cr_expect_eq(audit_lines_next(&lines, &line), AUDIT_PIECE_LINE);
	cr_expect(view_eq(line, VIEW("a")));
	cr_expect_eq(audit_lines_next(&lines, &line), AUDIT_PIECE_LINE);
	cr_expect_eq(line.n, 0);
	cr_expect_eq(audit_lines_next(&lines, &line), AUDIT_PIECE_TORN);
	cr_expect(view_eq(line, VIEW("b")));
	cr_expect_eq(lines.number, 3);
	cr_expect_eq(audit_lines_next(&lines, &line), AUDIT_PIECE_NONE);
}
