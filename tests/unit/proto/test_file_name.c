#include "proto/file_name.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <string.h>

#define TEN	"aaaaaaaaaa"
#define NINETY	TEN TEN TEN TEN TEN TEN TEN TEN TEN
#define HUNDRED NINETY TEN
#define DOTS	"_._._._._._._._._._._."

struct row {
	char raw[340], plain[FILE_NAME_MAX + 1], letters[FILE_NAME_MAX + 1]; /* letters "": as plain */
};

static struct row rows[] = {
	{ "plain.bin", "plain.bin", "" },
	{ "A-b_c+d.9", "A-b_c+d.9", "" },
	{ "with space.bin", "with_space.bin", "" },
	{ "a   b.txt", "a_b.txt", "" },
	{ "a__b.txt", "a_b.txt", "" },
	{ "quote\"in.txt", "quote_in.txt", "" },
	{ "a\\040b.txt", "040b.txt", "" }, /* a separator to some */
	/* Where it would be put. */
	{ "../../x", "x", "" },
	{ "/tmp/x", "x", "" },
	{ "..\\..\\x", "x", "" },
	{ "C:\\dir/x.txt", "x.txt", "" },
	{ "C:x.txt", "C_x.txt", "" },
	{ "dir/", "dir", "" },
	{ "dir\\/", "dir", "" },
	{ "../", "file", "" },
	{ "%2e%2e%2fx", "_2e_2e_2fx", "" },
	{ "~/x", "x", "" },
	{ "~x", "_x", "" },
	{ "a..b", "a.b", "" },
	/* Nothing. */
	{ "", "file", "" },
	{ ".", "file", "" },
	{ "..", "file", "" },
	{ "/", "file", "" },
	{ "   ", "file", "" },
	{ "???", "file", "" },
	{ "\x01\x02", "file", "" },
	/* Hidden, or an option. */
	{ ".bashrc", "bashrc", "" },
	{ "..x", "x", "" },
	{ "-rf x", "rf_x", "" },
	{ "-.-x", "x", "" },
	{ " -x", "x", "" },
	{ "\x02-x", "x", "" },
	{ ".exe", "exe", "" },
	/* What Windows takes off. */
	{ "x.exe.", "x.exe", "" },
	{ "x.exe. .", "x.exe", "" },
	{ "x.exe ", "x.exe", "" },
	{ "x.exe\xc2\xa0", "x.exe", "" },
	{ "a:b", "a_b", "" },
	{ "a.txt:x.exe", "a.txt_x.exe", "" },
	{ "a*b?c<d>e|f", "a_b_c_d_e_f", "" },
	/* Its devices. */
	{ "CON", "_CON", "" },
	{ "con.txt", "_con.txt", "" },
	{ "prn.tar.gz", "_prn.tar.gz", "" },
	{ "AUX.", "_AUX", "" },
	{ "nul", "_nul", "" },
	{ "COM0", "_COM0", "" },
	{ "com9.log", "_com9.log", "" },
	{ "LPT1.txt", "_LPT1.txt", "" },
	{ "COM10", "COM10", "" },
	{ "COMA", "COMA", "" },
	{ "CONSOLE.txt", "CONSOLE.txt", "" },
	{ "_CON", "_CON", "" },
	{ "CON .txt", "CON_.txt", "" },
	{ "COM\xc2\xb9.txt", "COM_.txt", "" },
	{ "CONIN$", "CONIN", "" },
	{ "CONIN$.txt", "CONIN_.txt", "" },
	{ "CLOCK$.x", "CLOCK_.x", "" },
	/* What is not seen, or turns what is. */
	{ "a\x03"
	  "04b\x0f.txt",
		"a04b.txt", "" },
	{ "a\x10nb\x7f.txt", "anb.txt", "" },
	{ "a\x1b[31mb.txt", "a_31mb.txt", "" },
	{ "a\xc2\x9b"
	  "31mb",
		"a31mb", "" },
	{ "photo\xe2\x80\xaegpj.exe", "photogpj.exe", "" },
	{ "a\xe2\x80\x8b\xe2\x80\x8f\xe2\x81\xa6\xe2\x81\xa9\xef\xbb\xbf\xd8\x9c\xc2\xad"
	  "b",
		"ab", "" },
	{ "\xe2\x80\xae.x", "x", "" },
	{ "x.e\xe2\x80\x8bxe", "x.exe", "" },
	{ "C\xe2\x80\x8bON", "_CON", "" },
	{ "a\xf3\xa0\x81\x81"
	  "b",
		"ab", "" },
	/* Letters. */
	{ "na\xc3\xafve.txt", "na_ve.txt", "na\xc3\xafve.txt" },
	{ "nai\xcc\x88ve.txt", "naive.txt", "" },
	{ "\xd0\xbc\xd0\xb8\xd1\x80.txt", "_.txt", "\xd0\xbc\xd0\xb8\xd1\x80.txt" },
	{ "\xe6\x9d\xb1\xe4\xba\xac.txt", "_.txt", "\xe6\x9d\xb1\xe4\xba\xac.txt" },
	{ "\xe6\x9d\xb1", "file", "\xe6\x9d\xb1" },
	{ "\xd7\x90\xd7\x91.txt", "_.txt", "" }, /* from right to left */
	{ "a.\xc3\xa9xe", "a._xe", "" },	 /* a type has none */
	{ ".\xc3\xa9.txt", "_.txt", "\xc3\xa9.txt" },
	{ "a\xef\xbc\x8f"
	  "b\xef\xbc\x8e"
	  "exe",
		"a_b_exe", "" }, /* full-width slash and dot */
	{ "a\xe2\x81\x84"
	  "b",
		"a_b", "" },
	{ "a\xff\xfe"
	  "b\xc3.txt",
		"a_b_.txt", "" },
	{ "a\xc0\xaf"
	  "b",
		"a_b", "" }, /* '/' in too many bytes */
	/* Length. */
	{ HUNDRED, HUNDRED, "" },
	{ HUNDRED "a", HUNDRED, "" },
	{ NINETY "aaaaaa.txt", NINETY "aaaaaa.txt", "" },
	{ NINETY "aaaaaaa.txt", NINETY "aaaaaa.txt", "" },
	{ HUNDRED HUNDRED HUNDRED ".tar.gz", NINETY "aaaaaaa.gz", "" },
	{ NINETY "aaaaa__.txt", NINETY "aaaaa_.txt", "" },
	{ NINETY "aaaaa_bbb.txt", NINETY "aaaaa.txt", "" },
	{ NINETY "aaaaa.bbb.txt", NINETY "aaaaa.txt", "" },
	{ NINETY ".bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
		TEN TEN TEN TEN TEN TEN "aaaaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "" },
	{ NINETY ".bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", NINETY ".bbbbbbbbb", "" },
	{ DOTS DOTS DOTS DOTS DOTS ".txt", "file.txt", "" },
	{ "COM1" DOTS DOTS DOTS DOTS DOTS ".txt", "_COM1.txt", "" },
	{ "CON." HUNDRED, "_CON." NINETY "aaaaa", "" },
	{ NINETY "aaaaaaaaa\xc3\xa9", NINETY "aaaaaaaaa", NINETY "aaaaaaaaa" },
};

static void
check(const char *raw, bool with_letters, const char *want)
{
	char dst[FILE_NAME_MAX + 1], again[FILE_NAME_MAX + 1];
	size_t n = file_name_clean(view_z(raw), with_letters, dst);

	cr_expect_str_eq(dst, want, "%s: %s", raw, dst);
	cr_expect_eq(n, strlen(dst), "%s", raw);
	cr_expect_eq(file_name_clean(view_of(dst, n), with_letters, again), n, "%s", raw);
	cr_expect_str_eq(again, dst, "%s: %s", raw, again);
}

ParameterizedTestParameters(file_name, each_row)
{
	return cr_make_param_array(struct row, rows, ARRAY_LEN(rows));
}
ParameterizedTest(struct row *row, file_name, each_row)
{
	check(row->raw, false, row->plain);
	check(row->raw, true, row->letters[0] != '\0' ? row->letters : row->plain);
}

Test(file_name, of_a_name_that_is_far_too_long_the_end_counts)
{
	static char raw[5000];
	char dst[FILE_NAME_MAX + 1];

	memset(raw, 'x', sizeof(raw));
	memcpy(raw + sizeof(raw) - 4, ".exe", 4);
	cr_expect_eq(file_name_clean(view_of(raw, sizeof(raw)), true, dst), FILE_NAME_MAX);
	cr_expect_str_eq(dst + FILE_NAME_MAX - 5, "x.exe");
	cr_expect_eq(file_name_clean(VIEW("a\0b"), false, dst), 2);
	cr_expect_str_eq(dst, "ab");
}

static void
expect_types(const char *name, const char *want)
{
	struct view rest = view_z(name), type;
	char got[100] = "";
	size_t n = 0;

	while (file_name_next_type(&rest, &type)) {
		cr_assert_lt(n + type.n + 1, sizeof(got));
		memcpy(got + n, type.p, type.n);
		n += type.n;
		got[n++] = ' ';
	}
	got[n] = '\0';
	cr_expect_str_eq(got, want, "%s", name);
}

Test(file_name, every_dotted_part_is_a_type)
{
	expect_types("photo.jpg.exe", "jpg exe ");
	expect_types("x.exe.", "exe ");
	expect_types(".exe", "exe ");
	expect_types("a..b...c", "b c ");
	expect_types("a.TXT", "TXT ");
	expect_types("a", "");
	expect_types("a.", "");
	expect_types("", "");
}

Test(file_name, base_is_the_last_component_as_it_is)
{
	cr_expect(view_eq(file_name_base(VIEW("a b")), VIEW("a b")));
	cr_expect(view_eq(file_name_base(VIEW("/x/ y.")), VIEW(" y.")));
	cr_expect(view_eq(file_name_base(VIEW("x\\y/z\\/")), VIEW("z")));
	cr_expect_eq(file_name_base(VIEW("//\\")).n, 0);
	cr_expect_eq(file_name_base(view_of(NULL, 0)).n, 0);
}
