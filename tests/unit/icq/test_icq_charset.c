#include <criterion/criterion.h>

#include "conf/conf_icq.h"
#include "core/utf8.h"
#include "icq/icq_charset.h"

/* The whole of a page; the caller frees it. */
static struct icq_charset *
page(const char *name)
{
	struct err err = { .code = 0 };
	struct icq_charset *cs = icq_charset_open(name, &err);

	cr_assert(cs != NULL, "%s: %s", name, err.text);
	return cs;
}

static void
expect_decoded(const struct icq_charset *cs, struct view bytes, const char *want)
{
	char got[256];
	size_t n = icq_charset_decode(cs, bytes, got, sizeof(got));

	cr_expect(view_eq(view_of(got, n), view_z(want)), "%.*s, not %s", (int)n, got, want);
}

static void
expect_encoded(const struct icq_charset *cs, const char *text, struct view want)
{
	char got[256];
	size_t n = icq_charset_encode(cs, view_z(text), got, sizeof(got));

	cr_expect(view_eq(view_of(got, n), want), "%s became %.*s", text, (int)n, got);
}

static void
expect_both(const struct icq_charset *cs, struct view bytes, const char *text)
{
	expect_decoded(cs, bytes, text);
	expect_encoded(cs, text, bytes);
}

Test(icq_charset, people_write_in_their_pages)
{
	static const struct {
		const char *name;
		struct view bytes;
		const char *text;
	} texts[] = {
		{ "windows-1252",
			VIEW_INIT("Gr\xfc\xdf"
				  "e f\xfcr 5 \x80 \x96 \x84ja\x93"),
			"Grüße für 5 € – „ja“" },
		{ "windows-1251", VIEW_INIT("\xcf\xf0\xe8\xe2\xe5\xf2, \xfe\xed\xee\xf1\xf2\xfc"),
			"Привет, юность" },
		{ "koi8-r", VIEW_INIT("\xf0\xd2\xc9\xd7\xc5\xd4"), "Привет" },
		{ "iso-8859-5", VIEW_INIT("\xbf\xe0\xd8\xd2\xd5\xe2"), "Привет" },
		{ "windows-1250", VIEW_INIT("P\xf8\xedli\x9a \x9elu\x9dou\xe8k\xfd"), "Příliš žluťoučký" },
		{ "iso-8859-2", VIEW_INIT("Za\xbf\xf3\xb3\xe6"), "Zażółć" },
		{ "windows-1253", VIEW_INIT("\xea\xe1\xeb\xe7\xec\xdd\xf1\xe1"), "καλημέρα" },
		{ "windows-1254", VIEW_INIT("\xfd\xfe\xf0"), "ışğ" },
		{ "windows-1255", VIEW_INIT("\xf9\xec\xe5\xed"), "שלום" },
		{ "windows-1256", VIEW_INIT("\xe3\xd1\xcd\xc8\xc7"), "مرحبا" },
		{ "windows-1257", VIEW_INIT("\xe0\xe8\xfe"), "ąčž" },
		{ "iso-8859-1", VIEW_INIT("caf\xe9"), "café" },
		{ "iso-8859-15", VIEW_INIT("5 \xa4"), "5 €" },
		{ "utf-8", VIEW_INIT("\xf0\x9f\x98\x80 \xe4\xb8\xad"), "😀 中" },
	};

	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		struct icq_charset *cs = page(texts[i].name);

		expect_both(cs, texts[i].bytes, texts[i].text);
		icq_charset_free(cs);
	}
}

/* Each byte that is a letter comes back as itself, and each page says something of each byte. */
Test(icq_charset, every_byte_of_every_page_comes_back)
{
	const char *name;
	size_t n_pages = 0;

	for (; (name = icq_charset_name(n_pages)) != NULL; n_pages++) {
		struct icq_charset *cs = page(name);
		size_t letters = 0;

		for (unsigned c = 0; c < 256; c++) {
			char byte = (char)c, utf8[4], back[4];
			size_t n = icq_charset_decode(cs, view_of(&byte, 1), utf8, sizeof(utf8));

			cr_assert(n != 0 && utf8_is_valid(view_of(utf8, n)), "%s %02x", name, c);
			if (view_eq(view_of(utf8, n), VIEW("\xef\xbf\xbd")))
				continue;
			letters++;
			n = icq_charset_encode(cs, view_of(utf8, n), back, sizeof(back));
			cr_expect(n == 1 && back[0] == byte, "%s %02x", name, c);
		}
		cr_expect(strcmp(name, "utf-8") == 0 ? letters == 128 : letters > 220, "%s has %zu", name,
			letters);
		icq_charset_free(cs);
	}
	cr_expect(n_pages == 15);
}

Test(icq_charset, vietnamese_letters_are_letter_and_tone)
{
	struct icq_charset *cs = page("windows-1258");

	expect_encoded(cs, "Tiếng Việt",
		VIEW("Ti\xea\xec"
		     "ng Vi\xea\xf2t"));
	expect_encoded(cs, "ã", VIEW("a\xde"));
	expect_decoded(cs, VIEW("Vi\xea\xf2t"), "Viê\xcc\xa3t");
	icq_charset_free(cs);
}

Test(icq_charset, names_are_ours_and_not_all_that_iconv_knows)
{
	static const char *const bad[] = { "", "windows-1259", "utf-16", "iso-2022-cn-ext", "utf-8//TRANSLIT",
		"cp1252 " };
	struct err err;

	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		err.text[0] = '\0';
		cr_expect(icq_charset_open(bad[i], &err) == NULL, "%s", bad[i]);
		cr_expect(strstr(err.text, "is no character set for ICQ") != NULL);
		cr_expect(strlen(err.text) < sizeof(err.text) - 1);
	}
	icq_charset_free(page("WINDOWS-1252"));
	icq_charset_free(NULL);
}

Test(icq_charset, what_a_page_lacks_looks_like_it_or_is_asked)
{
	struct icq_charset *latin = page("iso-8859-1"), *cyrillic = page("windows-1251");

	expect_encoded(latin, "“so” – ‘nun’… 5 €", VIEW("\"so\" - 'nun'... 5 EUR"));
	expect_encoded(latin, "Привет 😀 中", VIEW("?????? ? ?"));
	expect_encoded(cyrillic, "Grüße", VIEW("Gr??e"));
	expect_encoded(latin, "e\xcc\x81", VIEW("e"));
	expect_encoded(latin, "a\xff\xe2\x82", VIEW("a???"));
	icq_charset_free(latin);
	icq_charset_free(cyrillic);
}

Test(icq_charset, bytes_without_a_letter_are_replaced)
{
	struct icq_charset *cs = page("windows-1252");

	expect_decoded(cs, VIEW("\x81"), "\xef\xbf\xbd");
	expect_decoded(NULL, VIEW("a\xff\xe2\x82z"), "a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbdz");
	expect_encoded(NULL, "a\xffz", VIEW("a?z"));
	icq_charset_free(cs);
}

Test(icq_charset, output_ends_between_characters)
{
	struct icq_charset *cs = page("windows-1252");
	char dst[16];

	cr_expect(icq_charset_decode(cs, VIEW("\xe4\xe4"), dst, 4) == 4);
	cr_expect(icq_charset_decode(cs, VIEW("\xe4\xe4"), dst, 3) == 2);
	cr_expect(icq_charset_encode(cs, VIEW("aäa"), dst, 2) == 2);
	cr_expect(icq_charset_encode(NULL, VIEW("aäa"), dst, 2) == 1);
	cr_expect(icq_charset_encode(NULL, VIEW("aäa"), dst, 0) == 0);
	cr_expect(icq_charset_decode(NULL, VIEW("\xff"), dst, ICQ_CHARSET_UTF8_MAX(1)) == 3);
	icq_charset_free(cs);
}

/* The byte FE separates fields: what stands for it is the same letter but for its case. */
Test(icq_charset, the_letter_at_fe_has_another_form)
{
	static const struct {
		const char *name, *letter, *instead;
	} letters[] = {
		{ "windows-1250", "ţ", "Ţ" },
		{ "windows-1251", "ю", "Ю" },
		{ "windows-1252", "þ", "Þ" },
		{ "windows-1253", "ώ", "ω" },
		{ "windows-1254", "ş", "Ş" },
		{ "windows-1255", "\u200f", " " },
		{ "windows-1256", "\u200f", " " },
		{ "windows-1257", "ž", "Ž" },
		{ "windows-1258", "₫", "d" },
		{ "iso-8859-1", "þ", "Þ" },
		{ "iso-8859-2", "ţ", "Ţ" },
		{ "iso-8859-5", "ў", "Ў" },
		{ "iso-8859-15", "þ", "Þ" },
		{ "koi8-r", "Ч", "ч" },
	};

	for (size_t i = 0; i < ARRAY_LEN(letters); i++) {
		struct icq_charset *cs = page(letters[i].name);
		char instead = icq_charset_for_fe(cs);

		expect_encoded(cs, letters[i].letter, VIEW("\xfe"));
		expect_decoded(cs, view_of(&instead, 1), letters[i].instead);
		icq_charset_free(cs);
	}
	cr_expect(icq_charset_for_fe(NULL) == '?');
}

/* A configuration that was found good must not fail here. */
Test(icq_charset, the_configuration_takes_these_and_no_others)
{
	size_t n = 0;

	while (icq_charset_name(n) != NULL) {
		cr_assert_not_null(conf_icq_charset_name(n), "%s", icq_charset_name(n));
		cr_expect_str_eq(conf_icq_charset_name(n), icq_charset_name(n));
		n++;
	}
	cr_expect_null(conf_icq_charset_name(n));
}
