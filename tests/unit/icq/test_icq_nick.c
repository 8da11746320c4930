#include <criterion/criterion.h>
#include <string.h>

#include "icq/icq_nick.h"
#include "proto/names.h"

static void
expect_nick(const char *name, const char *want)
{
	char got[ICQ_NICK_BYTES];
	size_t n = icq_nick(view_z(name), 100005, NICK_LEN_DEFAULT, got);

	cr_expect_str_eq(got, want);
	cr_expect(n == strlen(got) && name_is_nick(view_of(got, n), NICK_LEN_DEFAULT));
}

Test(icq_nick, names_are_written_in_ascii)
{
	expect_nick("anna", "anna");
	expect_nick("Jürgen Groß", "Juergen_Gross");
	expect_nick("Søren Ångström", "Soeren_Aangstroem");
	expect_nick("Łukasz Żółć", "Lukasz_Zolc");
	expect_nick("Иван Щукин", "Ivan_Shchukin");
	expect_nick("Єва Їжак", "Yeva_Yizhak");
	expect_nick("Ґанок", "Ganok");
	expect_nick("Nguyễn Ỹ Ạ", "Nguyen_Y_A");
	expect_nick("Αθηνά", "Athina");
	expect_nick("e\xcc\x81va", "eva");
	expect_nick("👑Queen👑", "Queen");
	expect_nick("[Bot]^1", "[Bot]^1");
}

Test(icq_nick, what_no_nick_has_is_left_out)
{
	expect_nick("a.b  c . d", "a_b_c_d");
	expect_nick(" anna ", "anna");
	expect_nick("a_ _b", "a__b");
	expect_nick("anna!user@host", "annauserhost");
	expect_nick("#anna:,*?\r\n", "anna");
	expect_nick("a\xff"
		    "b",
		"ab");
}

Test(icq_nick, a_nick_begins_with_a_letter)
{
	expect_nick("4ever", "_4ever");
	expect_nick("-anna-", "anna-");
	expect_nick("--5", "_5");
	expect_nick("100006", "_100006");
}

Test(icq_nick, who_has_no_name_has_a_number)
{
	expect_nick("", "icq100005");
	expect_nick("中文", "icq100005");
	expect_nick("...", "icq100005");
	expect_nick("_^_", "icq100005");
	expect_nick("👑", "icq100005");
}

Test(icq_nick, no_nick_is_longer_than_the_server_allows)
{
	char got[ICQ_NICK_BYTES];

	cr_expect(icq_nick(VIEW("abcdefghi"), 100005, 9, got) == 9);
	cr_expect(icq_nick(VIEW("abcdefghij"), 100005, 9, got) == 9);
	cr_expect_str_eq(got, "abcdefghi");
	cr_expect(icq_nick(VIEW("abcdefghüz"), 100005, 9, got) == 8, "letters stay whole");
	cr_expect_str_eq(got, "abcdefgh");
	cr_expect(icq_nick(VIEW("abcdefgh a"), 100005, 9, got) == 8);
	cr_expect(icq_nick(VIEW(""), 2147483646, 9, got) == 9);
	cr_expect_str_eq(got, "icq214748");
	cr_expect(icq_nick(VIEW("123456789"), 100005, 9, got) == 9);
	cr_expect_str_eq(got, "_12345678");
}

Test(icq_nick, others_are_numbered)
{
	char got[ICQ_NICK_BYTES];

	cr_expect(icq_nick_other(VIEW("anna"), 2, 9, got) == 6);
	cr_expect_str_eq(got, "anna_2");
	cr_expect(icq_nick_other(VIEW("abcdefghi"), 10, 9, got) == 9);
	cr_expect_str_eq(got, "abcdef_10");
	cr_expect(icq_nick_other(VIEW("abcdefghi"), UINT32_MAX, 9, got) == 9);
	cr_expect(name_is_nick(view_z(got), 9));
}
