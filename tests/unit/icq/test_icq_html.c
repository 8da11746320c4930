#include <criterion/criterion.h>
#include <string.h>
#include <time.h>

#include "core/mem.h"
#include "icq/icq_html.h"

static void
expect_plain(const char *html, const char *want)
{
	char got[512];
	size_t n = icq_html_to_plain(view_z(html), got, sizeof(got));

	cr_expect(
		view_eq(view_of(got, n), view_z(want)), "%s became\n%.*s, not\n%s", html, (int)n, got, want);
	cr_expect(n <= strlen(html));
}

static void
expect_html(const char *text, const char *want)
{
	char got[512];
	size_t n = icq_html_from_plain(view_z(text), got, sizeof(got));

	cr_expect(view_eq(view_of(got, n), view_z(want)), "%s became %.*s", text, (int)n, got);
}

Test(icq_html, a_text_is_html_if_it_begins_so)
{
	cr_expect(icq_html_is(VIEW("<HTML>")) && icq_html_is(VIEW(" \r\n<html><body>")));
	cr_expect(icq_html_is(VIEW("<HTML LANG=\"en\">")));
	cr_expect(!icq_html_is(VIEW("<HTML")) && !icq_html_is(VIEW("<HTMLX>")) &&
		!icq_html_is(VIEW("a <HTML>")));
	cr_expect(!icq_html_is(VIEW("")) && !icq_html_is(VIEW("<b>bold</b>")));
}

Test(icq_html, clients_send_this)
{
	expect_plain("<HTML><BODY>hello &amp; &lt;goodbye&gt;</BODY></HTML>", "hello & <goodbye>");
	expect_plain(
		"<HTML><BODY BGCOLOR=\"#ffffff\"><FONT FACE=\"Arial\" SIZE=2>one<BR>two</FONT></BODY></HTML>",
		"one\ntwo");
	expect_plain(
		"<html><body ichatballooncolor=\"#D5E7FD\"><div><b>bold</b> <i>Größe</i></div></body></html>",
		"bold Größe");
	expect_plain(
		"<HTML><HEAD><TITLE>x</TITLE><STYLE>p { a: b }</STYLE></HEAD>\r\n<BODY>y</BODY></HTML>\r\n",
		"y");
}

Test(icq_html, lines_end_where_they_are_seen_to)
{
	expect_plain("a<BR>b<br/>c<br />d", "a\nb\nc\nd");
	expect_plain("<P>a</P><P>b</P>", "a\nb");
	expect_plain("<DIV>a<BR></DIV>\n  <DIV>b</DIV>", "a\nb");
	expect_plain("a<BR><BR>b", "a\n\nb");
	expect_plain("a\r\nb\n\nc", "a b c");
	expect_plain("a<BR>\r\nb", "a\nb");
	expect_plain("a  b", "a  b");
	expect_plain("<UL><LI>a<LI>b</UL>c", "a\nb\nc");
}

Test(icq_html, entities_become_letters)
{
	expect_plain("&eacute;&#233;&#xE9;&#XE9;", "éééé");
	expect_plain("5&nbsp;&euro; &hellip;&quot;&apos;", "5 € …\"'");
	expect_plain("&#128512;&#x1F600;", "😀😀");
	expect_plain("&#146;&#150;&#128;", "’–€");
	expect_plain("&#228 &#x41", "ä A");
	expect_plain("&nothing; &amp &; & &# &#; &#x; &#xg;", "&nothing; &amp &; & &# &#; &#x; &#xg;");
	expect_plain("&copy=1&lt", "&copy=1&lt");
	expect_plain("&thetasym;", "&thetasym;");
}

Test(icq_html, entities_make_no_control_characters)
{
	expect_plain("a&#10;b&#13;c&#9;d", "a b c d");
	expect_plain("a&#1;&#27;&#x7f;b", "ab");
	expect_plain("&#0;&#xD800;&#x110000;&#99999999;", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
	expect_plain("&#999999999;",
		"\xef\xbf\xbd"
		"9;");
}

Test(icq_html, links_keep_their_address_once)
{
	expect_plain("see <A HREF=\"http://example.org/?a=1&amp;b=2\">this</A>.",
		"see this (http://example.org/?a=1&b=2).");
	expect_plain("<a href='http://example.org/'>http://example.org/</a>", "http://example.org/");
	expect_plain("<a href=http://example.org/>example.org</a>", "example.org");
	expect_plain("<a class=x href = \"mailto:a@example.org\">a@example.org</a>", "a@example.org");
	expect_plain("<a href=\"http://example.org/a>b\"><b>x</b></a>", "x (http://example.org/a>b)");
	expect_plain("<a href=\"http://a.example/\"><img src=x></a>", "(http://a.example/)");
	expect_plain("<a href=\"#top\">up</a> <a>none</a> <a href>none</a>", "up none none");
	expect_plain("<a href=u>x<a href=v>y", "x (u)y (v)");
	expect_plain("x</a>y", "xy");
	expect_plain("<a href=\"http://a b\nc\">x</a>", "x (http://abc)");
}

Test(icq_html, what_is_no_tag_is_text)
{
	expect_plain("1 < 2 > 1", "1 < 2 > 1");
	expect_plain("I <3 you", "I <3 you");
	expect_plain("a <b and no end", "a <b and no end");
	expect_plain("<", "<");
	expect_plain("</", "</");
	expect_plain("a</ b>", "a</ b>");
	expect_plain("<:> >", "<:> >");
}

Test(icq_html, what_is_open_ends_somewhere)
{
	expect_plain("a<!-- b -- > c --><!DOCTYPE x>d<!-->e<!--->f", "adef");
	expect_plain("a<!-- b", "a");
	expect_plain("a<script>b<c>", "a");
	expect_plain("a<SCRIPT>b</scripts></Script>c", "ac");
	expect_plain("<b title=\"x>a</b>", "a");
	expect_plain("<b title=\"x>a</b>\"", "a\"");
	expect_plain("<b title='x>a</b><a href=\"u\">l</a>", "al (u)");
}

Test(icq_html, output_ends_between_characters)
{
	char dst[16];

	cr_expect(icq_html_to_plain(VIEW("a&euro;b"), dst, 4) == 4);
	cr_expect(icq_html_to_plain(VIEW("a&euro;b"), dst, 3) == 1);
	cr_expect(icq_html_to_plain(VIEW("aäb"), dst, 2) == 1, "and what would fit behind it does not come");
	cr_expect(icq_html_to_plain(VIEW("<a href=xy>ab</a>"), dst, 3) == 2, "not even in one step");
	cr_expect(icq_html_to_plain(VIEW("ab"), dst, 0) == 0);
	cr_expect(icq_html_from_plain(VIEW("a&b"), dst, 6) == 6);
	cr_expect(icq_html_from_plain(VIEW("a&b"), dst, 5) == 1);
}

Test(icq_html, plain_text_is_escaped)
{
	expect_html("a < b & c > \"d\"\n'e' Größe 😀", "a &lt; b &amp; c &gt; \"d\"<BR>'e' Größe 😀");
	expect_html("", "");
}

/* What would look again and again to the end must not: of a megabyte that takes minutes, one pass a few hundredths of a second. */
Test(icq_html, openings_without_end_take_one_pass)
{
	static const char *const parts[] = { "<", "<a", "<a \"", "<a href='", "<a \"'>", "<a \">\"",
		"<a \"x>\" '", "<!--", "<script>", "</", "&", "&#", "<a href=x>", "<p>", "<a \"> <a \" \"" };
	size_t size = 1 << 20;
	clock_t began;
	char *html = mem_alloc(size), *dst = mem_alloc(size);

	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		size_t len = strlen(parts[i]), n = size / len * len;

		for (size_t at = 0; at < n; at += len)
			memcpy(html + at, parts[i], len);
		began = clock();
		cr_expect(icq_html_to_plain(view_of(html, n), dst, n) <= n, "%s", parts[i]);
		cr_expect((clock() - began) / CLOCKS_PER_SEC < 10, "%s", parts[i]);
	}
	mem_free(html);
	mem_free(dst);
}
