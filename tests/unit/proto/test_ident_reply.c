#include "proto/ident_reply.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdio.h>
#include <string.h>

#define TEN	"aaaaaaaaaa"
#define HUNDRED TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN
#define P	"6193,23"

struct row {
	char text[800];
	enum ident_reply want;
	char id[USER_LEN + 1];
};

static struct row rows[] = {
	/* What is taken. */
	{ "6193, 23 : USERID : UNIX : stjohns\r\n", IDENT_REPLY_USER, "stjohns" },
	{ P ":USERID:UNIX:joe\r\n", IDENT_REPLY_USER, "joe" },
	{ P ":USERID:UNIX:joe\n", IDENT_REPLY_USER, "joe" },
	{ P ":USERID:UNIX:joe", IDENT_REPLY_USER, "joe" },
	{ "\t6193\t,\t23\t:\tUSERID\t:\tUNIX\t:\tjoe\r\n", IDENT_REPLY_USER, "joe" },
	{ P ":userid:unix:Joe\r\n", IDENT_REPLY_USER, "Joe" },
	{ P ":USERID:UNIX:4711\r\n", IDENT_REPLY_USER, "4711" },
	{ P ":USERID:UNIX:a.b_c-d\r\n", IDENT_REPLY_USER, "a.b_c-d" },
	{ P ":USERID:UNIX:abcdefghij\r\n", IDENT_REPLY_USER, "abcdefghij" },
	{ P ":USERID:UNIX:abcdefghijk\r\n", IDENT_REPLY_USER, "abcdefghij" },
	{ P ":USERID:UNIX:" HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED TEN "bb\r\n", IDENT_REPLY_USER, TEN },
	{ P ":USERID:UNIX,US-ASCII:joe\r\n", IDENT_REPLY_USER, "joe" },
	{ P ":USERID:UNIX , utf-8 :joe\r\n", IDENT_REPLY_USER, "joe" },
	{ P ":USERID:UNIX,ISO-8859-15:joe\r\n", IDENT_REPLY_USER, "joe" },
	{ P ":USERID:MSDOS:joe\r\n", IDENT_REPLY_USER, "joe" },
	{ P ":USERID:UNIX:joe\r\nNICK evil\r\n", IDENT_REPLY_USER, "joe" },
	{ "06193,023:USERID:UNIX:joe\r\n", IDENT_REPLY_USER, "joe" },
	/* Names that are no user names. */
	{ P ":USERID:UNIX:" HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED TEN "bbb\r\n", IDENT_REPLY_UNUSABLE, "" },
	{ P ":USERID:UNIX:abcdefghijkl@m\r\n", IDENT_REPLY_UNUSABLE, "" },
	{ P ":USERID:UNIX:has:colon\r\n", IDENT_REPLY_UNUSABLE, "" },
	{ P ":USERID:UNIX:has blank\r\n", IDENT_REPLY_UNUSABLE, "" },
	{ P ":USERID:UNIX:joe \r\n", IDENT_REPLY_UNUSABLE, "" },
	{ P ":USERID:UNIX:joe\r", IDENT_REPLY_UNUSABLE, "" },
	{ P ":USERID:UNIX:joe\r\r\n", IDENT_REPLY_UNUSABLE, "" },
	{ P ":USERID:UNIX:j!o@e*\r\n", IDENT_REPLY_UNUSABLE, "" },
	{ P ":USERID:UNIX:j?\r\n", IDENT_REPLY_UNUSABLE, "" },
	{ P ":USERID:UNIX:~joe\r\n", IDENT_REPLY_UNUSABLE, "" },
	{ P ":USERID:UNIX:^joe\r\n", IDENT_REPLY_UNUSABLE, "" },
	{ P ":USERID:UNIX:-joe\r\n", IDENT_REPLY_UNUSABLE, "" },
	{ P ":USERID:UNIX:.joe\r\n", IDENT_REPLY_UNUSABLE, "" },
	{ P ":USERID:UNIX:[joe\r\n", IDENT_REPLY_UNUSABLE, "" },
	{ P ":USERID:UNIX:j\x01\x02\r\n", IDENT_REPLY_UNUSABLE, "" },
	{ P ":USERID:UNIX:jo\xc3\xa9\r\n", IDENT_REPLY_UNUSABLE, "" },
	{ P ":USERID:UNIX:%s%n\r\n", IDENT_REPLY_UNUSABLE, "" },
	{ P ":USERID:UNIX:\r\n", IDENT_REPLY_UNUSABLE, "" },
	{ P ":USERID:UNIX: \t\r\n", IDENT_REPLY_UNUSABLE, "" },
	/* Names of another kind. */
	{ P ":USERID:OTHER:joe\r\n", IDENT_REPLY_OTHER, "" },
	{ P ":USERID:other,US-ASCII:joe\r\n", IDENT_REPLY_OTHER, "" },
	{ P ":USERID:UNIX,EBCDIC:joe\r\n", IDENT_REPLY_CHARSET, "" },
	{ P ":USERID:UNIX,ISO-8859-:joe\r\n", IDENT_REPLY_CHARSET, "" },
	{ P ":USERID:UNIX,:joe\r\n", IDENT_REPLY_CHARSET, "" },
	{ P ":USERID:OTHER,EBCDIC:joe\r\n", IDENT_REPLY_CHARSET, "" },
	/* Errors. */
	{ P ":ERROR:NO-USER\r\n", IDENT_REPLY_NO_USER, "" },
	{ P " : error : hidden-user \r\n", IDENT_REPLY_HIDDEN_USER, "" },
	{ P ":ERROR:INVALID-PORT\r\n", IDENT_REPLY_INVALID_PORT, "" },
	{ P ":ERROR:UNKNOWN-ERROR", IDENT_REPLY_UNKNOWN_ERROR, "" },
	{ P ":ERROR:XNOT-TODAY\r\n", IDENT_REPLY_X_ERROR, "" },
	{ P ":ERROR:X\r\n", IDENT_REPLY_BAD, "" },
	{ P ":ERROR:X" TEN TEN TEN TEN TEN TEN "aaa\r\n", IDENT_REPLY_X_ERROR, "" },
	{ P ":ERROR:X" TEN TEN TEN TEN TEN TEN "aaaa\r\n", IDENT_REPLY_BAD, "" },
	{ P ":ERROR:SOMETHING\r\n", IDENT_REPLY_BAD, "" },
	{ P ":ERROR:\r\n", IDENT_REPLY_BAD, "" },
	{ P ":ERROR\r\n", IDENT_REPLY_BAD, "" },
	/* Ports. */
	{ "6193,24:USERID:UNIX:joe\r\n", IDENT_REPLY_PORTS, "" },
	{ "6194,23:USERID:UNIX:joe\r\n", IDENT_REPLY_PORTS, "" },
	{ "23,6193:USERID:UNIX:joe\r\n", IDENT_REPLY_PORTS, "" },
	{ "6194,23:ERROR:NO-USER\r\n", IDENT_REPLY_PORTS, "" },
	{ "71729,65559:USERID:UNIX:joe\r\n", IDENT_REPLY_PORTS, "" }, /* the same, modulo 65536 */
	{ "006193,23:USERID:UNIX:joe\r\n", IDENT_REPLY_BAD, "" },
	{ "6193:USERID:UNIX:joe\r\n", IDENT_REPLY_BAD, "" },
	{ "6193,:USERID:UNIX:joe\r\n", IDENT_REPLY_BAD, "" },
	{ ",23:USERID:UNIX:joe\r\n", IDENT_REPLY_BAD, "" },
	{ "6193,23,5:USERID:UNIX:joe\r\n", IDENT_REPLY_BAD, "" },
	{ "+6193,23:USERID:UNIX:joe\r\n", IDENT_REPLY_BAD, "" },
	{ "6193,-1:ERROR:INVALID-PORT\r\n", IDENT_REPLY_BAD, "" },
	{ "6193.23:USERID:UNIX:joe\r\n", IDENT_REPLY_BAD, "" },
	/* Form. */
	{ "", IDENT_REPLY_NONE, "" },
	{ "\r\n", IDENT_REPLY_BAD, "" },
	{ "\n" P ":USERID:UNIX:joe\r\n", IDENT_REPLY_BAD, "" },
	{ "hello\r\n", IDENT_REPLY_BAD, "" },
	{ P ":USERID\r\n", IDENT_REPLY_BAD, "" },
	{ P ":USERID:UNIX\r\n", IDENT_REPLY_BAD, "" },
	{ P ":USERID::joe\r\n", IDENT_REPLY_BAD, "" },
	{ P ":USERIDS:UNIX:joe\r\n", IDENT_REPLY_BAD, "" },
	{ P "::UNIX:joe\r\n", IDENT_REPLY_BAD, "" },
	{ P ":USERID:" TEN TEN TEN TEN TEN TEN "aaaa:joe\r\n", IDENT_REPLY_USER, "joe" },
	{ P ":USERID:" TEN TEN TEN TEN TEN TEN "aaaaa:joe\r\n", IDENT_REPLY_BAD, "" },
};

ParameterizedTestParameters(ident_reply, each_row)
{
	return cr_make_param_array(struct row, rows, ARRAY_LEN(rows));
}
ParameterizedTest(struct row *row, ident_reply, each_row)
{
	const struct ident_question asked = { .client_port = 6193, .server_port = 23 };
	char id[USER_LEN + 1] = "?";
	enum ident_reply got = ident_reply_parse(view_z(row->text), &asked, id);

	cr_expect_eq(got, row->want, "%s: %s", row->text, ident_reply_name(got));
	cr_expect_str_eq(id, row->id, "%s", row->text);
}

Test(ident_reply, other_is_taken_where_that_is_wanted)
{
	const struct ident_question asked = { .client_port = 6193, .server_port = 23, .other_ok = true };
	char id[USER_LEN + 1];

	cr_expect_eq(ident_reply_parse(VIEW(P ":USERID:OTHER:joe\r\n"), &asked, id), IDENT_REPLY_USER);
	cr_expect_str_eq(id, "joe");
}

Test(ident_reply, a_nul_spoils_the_name)
{
	const struct ident_question asked = { .client_port = 6193, .server_port = 23 };
	char id[USER_LEN + 1];

	cr_expect_eq(ident_reply_parse(VIEW(P ":USERID:UNIX:jo\0e\r\n"), &asked, id), IDENT_REPLY_UNUSABLE);
	cr_expect_str_eq(id, "");
}

/* Blanks before the name mean nothing, so that a line of any length can have one that is taken. */
Test(ident_reply, a_line_of_the_greatest_length_is_taken_and_above_is_none)
{
	const struct ident_question asked = { .client_port = 6193, .server_port = 23 };
	char text[IDENT_REPLY_MAX + 1], id[USER_LEN + 1];
	int n = snprintf(text, sizeof(text), P ":USERID:UNIX:%*s",
		(int)(IDENT_REPLY_MAX - strlen(P ":USERID:UNIX:")), "joe");

	cr_assert_eq(n, IDENT_REPLY_MAX);
	cr_expect_eq(ident_reply_parse(view_of(text, IDENT_REPLY_MAX), &asked, id), IDENT_REPLY_USER);
	text[IDENT_REPLY_MAX] = 'x';
	cr_expect_eq(ident_reply_parse(view_of(text, IDENT_REPLY_MAX + 1), &asked, id), IDENT_REPLY_BAD);
}
