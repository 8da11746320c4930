#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "core/buf.h"
#include "net/linebuf.h"

enum { MAX = 16 };

/* All that is taken, as text: "[line]", "!" for one that was too long. */
static void
take_all(struct linebuf *lb, struct view *in, struct buf *out)
{
	enum line_result r;
	struct view line;

	while ((r = linebuf_cut(lb, in, &line)) != LINE_NONE) {
		if (r == LINE_OK)
			cr_assert_eq(buf_putf(out, "[%.*s]", VIEW_ARG(line)), 0);
		else
			cr_assert_eq(buf_put(out, VIEW("!")), 0);
	}
}

/* Gives `bytes` in pieces of `piece` bytes. */
static void
expect_lines(struct view bytes, size_t piece, struct view want)
{
	struct linebuf lb;
	struct buf out;

	linebuf_init(&lb, MAX);
	buf_init(&out, 100000);
	while (bytes.n > 0) {
		struct view in = view_left(bytes, piece);

		bytes = view_skip(bytes, piece);
		take_all(&lb, &in, &out);
		linebuf_feed(&lb, in);
		linebuf_trim(&lb);
	}
	cr_expect(view_eq(buf_view(&out), want), "in pieces of %zu: %.*s, not %.*s", piece,
		VIEW_ARG(buf_view(&out)), VIEW_ARG(want));
	linebuf_release(&lb);
	buf_release(&out);
}

struct linebuf_case {
	char bytes[80], want[80];
};

ParameterizedTestParameters(linebuf, any_split_gives_the_same_lines)
{
	static struct linebuf_case cases[] = {
		{ "one\r\ntwo\r\n", "[one][two]" },
		{ "one\ntwo\n", "[one][two]" },
		{ "\r\n\n\none\r\r\n\r", "[one]" },
		{ "a\rb\r\n", "[a\rb]" },
		{ "unfinished", "" },
		{ "12345678901234\r\nx\n", "[12345678901234][x]" }, /* 16 with CR LF */
		{ "123456789012345\nx\n", "[123456789012345][x]" }, /* 16 with LF */
		{ "123456789012345\r\nx\n", "![x]" },		    /* 17 */
		{ "1234567890123456\nx\n", "![x]" },		    /* 17 */
		{ "1234567890123456", "!" },			    /* known before its end */
		{ "123456789012345", "" },			    /* may still end well */
		{ "12345678901234567890123456789012345678901234567890\nx\n", "![x]" }, /* told once */
		{ "12345678901234567890\n12345678901234567890\nx\ny", "!![x]" },
	};

	return cr_make_param_array(struct linebuf_case, cases, sizeof(cases) / sizeof(cases[0]));
}
ParameterizedTest(struct linebuf_case *c, linebuf, any_split_gives_the_same_lines)
{
	for (size_t piece = 1; piece <= strlen(c->bytes); piece++)
		expect_lines(view_z(c->bytes), piece, view_z(c->want));
}

Test(linebuf, a_line_that_came_whole_is_not_copied)
{
	struct linebuf lb;
	struct view all = VIEW("PING a\r\nPONG"), in = all, line;

	linebuf_init(&lb, MAX);
	cr_assert_eq(linebuf_cut(&lb, &in, &line), LINE_OK);
	cr_expect_eq(line.p, all.p);
	cr_expect_null(lb.p);
	cr_assert_eq(linebuf_cut(&lb, &in, &line), LINE_NONE);
	cr_expect_eq(in.n, 4);
	linebuf_release(&lb);
}

Test(linebuf, lines_that_were_left_come_before_new_bytes)
{
	struct linebuf lb;
	struct view in = VIEW("four\nfi"), line;
	struct buf out;

	linebuf_init(&lb, MAX);
	buf_init(&out, 1000);
	linebuf_feed(&lb, VIEW("one\ntwo\nth"));
	linebuf_feed(&lb, VIEW("ree\n"));
	cr_expect_eq(linebuf_pending(&lb), 14);
	cr_assert_eq(linebuf_next(&lb, &line), LINE_OK);
	cr_expect(view_eq(line, VIEW("one")));
	take_all(&lb, &in, &out);
	cr_expect(view_eq(buf_view(&out), VIEW("[two][three][four]")));
	cr_expect_eq(in.n, 2);
	linebuf_release(&lb);
	buf_release(&out);
}

Test(linebuf, no_memory_is_held_when_nothing_is_pending)
{
	struct linebuf lb;
	struct view line;

	linebuf_init(&lb, MAX);
	linebuf_feed(&lb, VIEW("a\n"));
	linebuf_trim(&lb);
	cr_expect_not_null(lb.p);
	cr_assert_eq(linebuf_next(&lb, &line), LINE_OK);
	cr_assert_eq(linebuf_next(&lb, &line), LINE_NONE);
	linebuf_trim(&lb);
	cr_expect_null(lb.p);
	linebuf_feed(&lb, VIEW("b\n"));
	cr_assert_eq(linebuf_next(&lb, &line), LINE_OK);
	cr_expect(view_eq(line, VIEW("b")));
	linebuf_release(&lb);
}
