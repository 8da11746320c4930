#include <criterion/criterion.h>
#include <string.h>

#include "icq/icq_bytes.h"
#include "icq/icq_charset.h"
#include "icq/icq_fields.h"

Test(icq_fields, an_authorisation_request_has_six)
{
	struct view f[ICQ_FIELDS_MAX];
	/* of a server of 1998 */
	struct view text = VIEW("Apotheosis\xfeGraham\xfeRoff\xfegroff@uwaterloo.ca\xfe"
				"1\xfePlease authorize me.");

	cr_expect(icq_fields(ICQ_KIND_AUTH_ASK, text, f) == 6);
	cr_expect(view_eq(f[ICQ_FIELD_NICK], VIEW("Apotheosis")) &&
		view_eq(f[ICQ_FIELD_FIRST], VIEW("Graham")));
	cr_expect(view_eq(f[ICQ_FIELD_LAST], VIEW("Roff")) &&
		view_eq(f[ICQ_FIELD_EMAIL], VIEW("groff@uwaterloo.ca")));
	cr_expect(view_eq(f[ICQ_FIELD_AUTH], VIEW("1")) &&
		view_eq(f[ICQ_FIELD_TEXT], VIEW("Please authorize me.")));
}

Test(icq_fields, what_is_missing_is_empty)
{
	struct view f[ICQ_FIELDS_MAX];

	cr_expect(icq_fields(ICQ_KIND_AUTH_ASK, VIEW("Anna"), f) == 1);
	cr_expect(view_eq(f[0], VIEW("Anna")));
	for (size_t i = 1; i < ICQ_FIELDS_MAX; i++)
		cr_expect(f[i].p != NULL && f[i].n == 0);
	cr_expect(icq_fields(ICQ_KIND_URL, VIEW(""), f) == 1 && f[0].n == 0 && f[1].p != NULL);
	cr_expect(icq_fields(ICQ_KIND_URL, view_of(NULL, 0), f) == 0 && f[0].p != NULL);
	cr_expect(icq_fields(ICQ_KIND_URL, VIEW("\xfe"), f) == 2 && f[0].n == 0 && f[1].n == 0);
}

/* Russian has a letter there. */
Test(icq_fields, one_too_many_belongs_to_the_last)
{
	struct view f[ICQ_FIELDS_MAX];

	cr_expect(icq_fields(ICQ_KIND_SERVER,
			  VIEW("a\xfe"
			       "b\xfe"
			       "c\xfe"
			       "d\xfe"
			       "e\xfe"
			       "f\xfeg\xfe"),
			  f) == 6);
	cr_expect(view_eq(f[ICQ_FIELD_TEXT], VIEW("f\xfeg\xfe")));
	cr_expect(icq_fields(ICQ_KIND_ADDED,
			  VIEW("a\xfe"
			       "b\xfe"
			       "c\xfe"
			       "d\xfe"
			       "e\xfe"
			       "f"),
			  f) == 5);
	cr_expect(view_eq(f[ICQ_FIELD_AUTH],
			  VIEW("e\xfe"
			       "f")) &&
		f[ICQ_FIELD_TEXT].n == 0);
	cr_expect(icq_fields(ICQ_KIND_TEXT, VIEW("\xfe\xed\xee\xf1\xf2\xfc"), f) == 1);
	cr_expect(view_eq(f[0], VIEW("\xfe\xed\xee\xf1\xf2\xfc")));
}

Test(icq_fields, values_are_put_without_the_separator)
{
	struct icq_charset *cs = icq_charset_open("windows-1251", NULL);
	const struct view values[] = { VIEW("Юлия"), VIEW(""), VIEW("люблю\nих") };
	uint8_t bytes[64];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	icq_fields_put(&out, cs, values, 3);
	cr_expect(view_eq(
		icq_out_view(&out), VIEW("\xde\xeb\xe8\xff\xfe\xfe\xeb\xde\xe1\xeb\xde\r\n\xe8\xf5")));
	out = icq_out(bytes, 4);
	icq_fields_put(&out, cs, values, 1);
	cr_expect(!out.full);
	icq_fields_put(&out, cs, values, 2);
	cr_expect(out.full);
	icq_charset_free(cs);
}

Test(icq_fields, contacts_come_one_by_one)
{
	/* of a server of 1999 */
	struct view rest = icq_contacts(VIEW("2\xfe"
					     "7397853\xfelunKi\xfe"
					     "7357219\xfeUhu\xfe")),
		    nick;
	uint32_t uin;

	cr_expect(icq_contact(&rest, &uin, &nick) && uin == 7397853 && view_eq(nick, VIEW("lunKi")));
	cr_expect(icq_contact(&rest, &uin, &nick) && uin == 7357219 && view_eq(nick, VIEW("Uhu")));
	cr_expect(!icq_contact(&rest, &uin, &nick));
	cr_expect(!icq_contact(&rest, &uin, &nick), "and stays so");
	rest = icq_contacts(VIEW("1\xfe"
				 "10000"));
	cr_expect(icq_contact(&rest, &uin, &nick) && uin == 10000 && nick.n == 0, "without a nick");
	rest = icq_contacts(VIEW("1\xfe"
				 "9999\xfex"));
	cr_expect(!icq_contact(&rest, &uin, &nick), "no UIN");
	rest = icq_contacts(VIEW("1"));
	cr_expect(!icq_contact(&rest, &uin, &nick));
	rest = icq_contacts(view_of(NULL, 0));
	cr_expect(!icq_contact(&rest, &uin, &nick));
}

Test(icq_fields, a_url_is_one_that_browsers_open)
{
	static const char *const yes[] = { "http://a", "HTTPS://example.org/?a=b&c#d",
		"ftp://user@example.org:21/~x" };
	static const char *const no[] = { "", "http://", "http:///etc", "http:/a", "javascript:alert(1)",
		"file:///etc", "example.org", "http://a b", "http://a\nb", "http://a\x01", "http://a\"b",
		"http://a<b", "http://\xc3\xa4", " http://a", "http://a\\b", "http://a`b" };
	char longest[ICQ_URL_MAX + 1];

	for (size_t i = 0; i < ARRAY_LEN(yes); i++)
		cr_expect(icq_url_is(view_z(yes[i])), "%s", yes[i]);
	for (size_t i = 0; i < ARRAY_LEN(no); i++)
		cr_expect(!icq_url_is(view_z(no[i])), "%s", no[i]);
	memset(longest, 'a', sizeof(longest));
	memcpy(longest, "http://", 7);
	cr_expect(icq_url_is(view_of(longest, ICQ_URL_MAX)));
	cr_expect(!icq_url_is(view_of(longest, ICQ_URL_MAX + 1)));
}

Test(icq_fields, the_url_is_found_on_either_side)
{
	const struct view right[2] = { VIEW("news"), VIEW(" http://a/ ") },
			  wrong[2] = { VIEW("http://a/"), VIEW("news") },
			  both[2] = { VIEW("http://a/"), VIEW("http://b/") },
			  none[2] = { VIEW("a"), VIEW("b") };
	struct view url, text;

	cr_expect(icq_url_find(right, &url, &text) && view_eq(url, VIEW("http://a/")) &&
		view_eq(text, VIEW("news")));
	cr_expect(icq_url_find(wrong, &url, &text) && view_eq(url, VIEW("http://a/")) &&
		view_eq(text, VIEW("news")));
	cr_expect(icq_url_find(both, &url, &text) && view_eq(url, VIEW("http://b/")) &&
		view_eq(text, VIEW("http://a/")));
	cr_expect(!icq_url_find(none, &url, &text));
}
