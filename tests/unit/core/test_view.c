#include "core/view.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <signal.h>

#include "core/mem.h"

Test(view, empty_views_are_equal_whatever_they_point_to)
{
	cr_expect(view_eq(view_of(NULL, 0), VIEW("")));
	cr_expect(view_eq_nocase(view_of(NULL, 0), VIEW("")));
	cr_expect(view_z(NULL).n == 0);
}

Test(view, eq_compares_every_byte_also_nul)
{
	cr_expect(view_eq(VIEW("a\0b"), VIEW("a\0b")));
	cr_expect_not(view_eq(VIEW("a\0b"), VIEW("a\0c")));
	cr_expect_not(view_eq(VIEW("ab"), VIEW("abc")));
	cr_expect_not(view_eq(VIEW("ab"), VIEW("aB")));
}

Test(view, nocase_folds_ascii_letters_only)
{
	cr_expect(view_eq_nocase(VIEW("PRIVmsg"), VIEW("privMSG")));
	cr_expect(view_eq_nocase(VIEW("AZaz"), VIEW("azAZ")));
	cr_expect_not(view_eq_nocase(VIEW("[\\]^"), VIEW("{|}~")));
	cr_expect_not(view_eq_nocase(VIEW("@"), VIEW("`")));
	cr_expect_not(view_eq_nocase(VIEW("\xc3\x84"), VIEW("\xc3\xa4")));
	cr_expect_not(view_eq_nocase(VIEW("a"), VIEW("ab")));
}

Test(view, starts_with_itself_and_with_nothing)
{
	cr_expect(view_starts(VIEW("abc"), VIEW("ab")));
	cr_expect(view_starts(VIEW("abc"), VIEW("abc")));
	cr_expect(view_starts(VIEW("abc"), VIEW("")));
	cr_expect(view_starts(view_of(NULL, 0), view_of(NULL, 0)));
	cr_expect_not(view_starts(VIEW("abc"), VIEW("abcd")));
	cr_expect_not(view_starts(VIEW("abc"), VIEW("b")));
}

Test(view, has_any_sees_nul)
{
	cr_expect(view_has_any(VIEW("ab\0c"), VIEW(" \0")));
	cr_expect_not(view_has_any(VIEW("abc"), VIEW(" \0")));
	cr_expect_not(view_has_any(VIEW("abc"), VIEW("")));
	cr_expect_not(view_has_any(VIEW(""), VIEW("abc")));
	cr_expect_not(view_has_any(view_of(NULL, 0), VIEW("\0")));
}

Test(view, find_gives_first_place_or_length)
{
	cr_expect_eq(view_find(VIEW("a,b,c"), ','), 1);
	cr_expect_eq(view_find(VIEW("abc"), ','), 3);
	cr_expect_eq(view_find(VIEW(""), ','), 0);
	cr_expect_eq(view_find(view_of(NULL, 0), ','), 0);
}

Test(view, left_and_skip_stop_at_the_end)
{
	const struct view v = VIEW("abc");

	cr_expect(view_eq(view_left(v, 0), VIEW("")));
	cr_expect(view_eq(view_left(v, 2), VIEW("ab")));
	cr_expect(view_eq(view_left(v, 3), VIEW("abc")));
	cr_expect(view_eq(view_left(v, 4), VIEW("abc")));
	cr_expect(view_eq(view_skip(v, 0), VIEW("abc")));
	cr_expect(view_eq(view_skip(v, 2), VIEW("c")));
	cr_expect(view_eq(view_skip(v, 3), VIEW("")));
	cr_expect(view_eq(view_skip(v, SIZE_MAX), VIEW("")));
	cr_expect(view_skip(view_of(NULL, 0), 1).p == NULL);
}

Test(view, trim_takes_blanks_and_tabs_at_both_ends)
{
	cr_expect(view_eq(view_trim(VIEW(" \ta b\t ")), VIEW("a b")));
	cr_expect(view_eq(view_trim(VIEW(" \t ")), VIEW("")));
	cr_expect(view_eq(view_trim(VIEW("")), VIEW("")));
	cr_expect(view_eq(view_trim(VIEW("\na\r")), VIEW("\na\r")));
}

Test(view, cut_gives_empty_pieces_and_then_ends)
{
	struct view rest = VIEW("a,,bc,"), piece;

	cr_assert(view_cut(&rest, ',', &piece));
	cr_expect(view_eq(piece, VIEW("a")));
	cr_assert(view_cut(&rest, ',', &piece));
	cr_expect(view_eq(piece, VIEW("")));
	cr_assert(view_cut(&rest, ',', &piece));
	cr_expect(view_eq(piece, VIEW("bc")));
	cr_assert(view_cut(&rest, ',', &piece));
	cr_expect(view_eq(piece, VIEW("")));
	cr_expect(rest.p == NULL);
	cr_expect_not(view_cut(&rest, ',', &piece));
}

Test(view, cut_of_an_empty_string_is_one_empty_piece)
{
	struct view rest = VIEW(""), piece = VIEW("x");

	cr_assert(view_cut(&rest, ',', &piece));
	cr_expect_eq(piece.n, 0);
	cr_expect_not(view_cut(&rest, ',', &piece));
}

struct number_case {
	char text[32];
	int ret32, ret64;
	uint64_t want;
};

ParameterizedTestParameters(view, numbers)
{
	static struct number_case cases[] = {
		{ "0", 0, 0, 0 },
		{ "7", 0, 0, 7 },
		{ "0000000007", 0, 0, 7 },
		{ "00000000007", -1, 0, 7 },
		{ "4294967295", 0, 0, UINT32_MAX },
		{ "4294967296", -1, 0, (uint64_t)UINT32_MAX + 1 },
		{ "9999999999", -1, 0, 9999999999 },
		{ "18446744073709551615", -1, 0, UINT64_MAX },
		{ "18446744073709551616", -1, -1, 0 },
		{ "99999999999999999999", -1, -1, 0 },
		{ "000000000000000000001", -1, -1, 0 },
		{ "", -1, -1, 0 },
		{ "-1", -1, -1, 0 },
		{ "+1", -1, -1, 0 },
		{ " 1", -1, -1, 0 },
		{ "1 ", -1, -1, 0 },
		{ "0x1", -1, -1, 0 },
		{ "1.", -1, -1, 0 },
		{ "/", -1, -1, 0 },
		{ ":", -1, -1, 0 },
	};

	return cr_make_param_array(struct number_case, cases, ARRAY_LEN(cases));
}
ParameterizedTest(struct number_case *c, view, numbers)
{
	uint32_t n32 = 99;
	uint64_t n64 = 99;

	cr_expect_eq(view_to_u32(view_z(c->text), &n32), c->ret32, "u32 \"%s\"", c->text);
	cr_expect_eq(n32, c->ret32 == 0 ? c->want : 99, "u32 \"%s\"", c->text);
	cr_expect_eq(view_to_u64(view_z(c->text), &n64), c->ret64, "u64 \"%s\"", c->text);
	cr_expect_eq(n64, c->ret64 == 0 ? c->want : 99, "u64 \"%s\"", c->text);
}

Test(view, number_with_nul_inside_is_refused)
{
	uint32_t n;

	cr_expect_eq(view_to_u32(VIEW("1\0"), &n), -1);
}

Test(view, dup_keeps_nul_and_ends_with_nul)
{
	char *z = view_dup(VIEW("a\0b")), *empty = view_dup(view_of(NULL, 0));

	cr_expect_eq(memcmp(z, "a\0b", 4), 0);
	cr_expect_str_eq(empty, "");
	mem_free(z);
	mem_free(empty);
}

Test(view, copy_cuts_at_the_size)
{
	char dst[4] = "###";

	cr_expect_eq(view_copy(VIEW("abc"), dst, sizeof(dst)), 3);
	cr_expect_str_eq(dst, "abc");
	cr_expect_eq(view_copy(VIEW("wxyz"), dst, sizeof(dst)), 3);
	cr_expect_str_eq(dst, "wxy");
	cr_expect_eq(view_copy(VIEW("abc"), dst, 1), 0);
	cr_expect_str_eq(dst, "");
	cr_expect_eq(view_copy(view_of(NULL, 0), dst, sizeof(dst)), 0);
}

Test(view, copy_to_nothing_is_a_bug, .signal = SIGABRT)
{
	char dst[1];

	(void)view_copy(VIEW("a"), dst, 0);
}
