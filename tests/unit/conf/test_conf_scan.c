/* Faults of shape: each with its line, all at once, and nothing invented after what could not be read. */
#include "conf/conf_scan.h"

#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

#include "conf/conf_schema.h"
#include "conf_fixture.h"
#include "core/mem.h"

struct shape_case {
	const char *text, *want;
};

/* Where '@' stands, the names of all sections are wanted. */
static const char *
with_sections(const char *want, char *dst, size_t size)
{
	size_t n = 0;

	for (const char *p = want; *p != '\0' && n < size - 1; p++) {
		dst[n++] = *p;
		if (*p != '@')
			continue;
		n--;
		for (size_t i = 0; i < CONF_SECTION_N; i++)
			n += (size_t)snprintf(
				dst + n, size - n, "%s%s", i != 0 ? ", " : "", conf_sections[i].name);
	}
	dst[n] = '\0';
	return dst;
}

static void
check(const struct shape_case *cases, size_t n)
{
	struct conf_fixture *f = conf_fixture_new();

	for (size_t i = 0; i < n; i++) {
		char want[4096];

		cr_expect_str_eq(conf_fixture_load(f, cases[i].text),
			with_sections(cases[i].want, want, sizeof(want)), "%s:\n got %s\nwant %s",
			cases[i].text, f->said, want);
	}
	conf_fixture_free(f);
}

#define NOT_READ "; the rest of this file was not read"

Test(conf_scan, takes_all_forms_of_the_language)
{
	static const struct shape_case cases[] = {
		{ FIXTURE_ALL, "" },
		{ "# a\n// b\n/* c\n d */\n" FIXTURE_ALL "# no line end", "" },
		{ "server{name=irc.example description='it is \"so\"'network=\"a\\\"\\\\b\"}" FIXTURE_REST,
			"" },
		{ FIXTURE_ALL "role r { privileges = { } }", "" },
		{ FIXTURE_ALL "role r { privileges = kill }", "" },
		{ FIXTURE_ALL "role 'r' { privileges = { kill,\n\"die\" , } }", "" },
		{ "server\n{\r\n\tname\n=\n\"irc.example\"\n}\n" FIXTURE_REST, "" },
		{ "\n\n" FIXTURE_ALL "jail { state = \"/srv//state/\" }", "" },
		{ FIXTURE_ALL "admin { name = \"J\xc3\xb6rg # no comment // no comment /* none */\" }", "" },
	};

	check(cases, ARRAY_LEN(cases));
}

Test(conf_scan, tells_what_ends_the_reading)
{
	static const struct shape_case cases[] = {
		{ "server {\n name = x\n", "t.conf:1: the section server is not closed with \"}\"" NOT_READ },
		{ "\nfoo {\n x { y = { a\n",
			"t.conf:2: there is no section \"foo\"; allowed: @\n"
			"t.conf:2: this section is not closed with \"}\"" NOT_READ },
		{ FIXTURE_ALL "\n/* x", "t.conf:6: this comment is not closed" NOT_READ },
		{ FIXTURE_ALL "admin { name = \"x\n}",
			"t.conf:5: this text is not closed on its line" NOT_READ },
		{ FIXTURE_ALL "admin { name = \"x\\",
			"t.conf:5: this text is not closed on its line" NOT_READ },
		{ FIXTURE_ALL "admin { name = 'x", "t.conf:5: this text is not closed on its line" NOT_READ },
		{ FIXTURE_ALL "}", "t.conf:5: the name of a section is missing before \"}\"" NOT_READ },
		{ FIXTURE_ALL "\"x\" {}",
			"t.conf:5: the name of a section is missing before \"x\"" NOT_READ },
		{ FIXTURE_ALL "admin", "t.conf:5: \"{\" is missing before the end of the file" NOT_READ },
		{ FIXTURE_ALL "admin }", "t.conf:5: \"{\" is missing before \"}\"" NOT_READ },
		{ FIXTURE_ALL "admin x y {}", "t.conf:5: \"{\" is missing before \"y\"" NOT_READ },
		{ FIXTURE_ALL "admin {\n name \"x\" }", "t.conf:6: \"=\" is missing before \"x\"" NOT_READ },
		{ FIXTURE_ALL "admin {\n name = }", "t.conf:6: a value is missing before \"}\"" NOT_READ },
		{ FIXTURE_ALL "admin { name = a; }",
			"t.conf:5: ';' has no meaning here: a value ends without a mark" NOT_READ },
		{ FIXTURE_ALL "admin { name += a }", "t.conf:5: \"=\" is missing before \"+\"" NOT_READ },
		{ FIXTURE_ALL "admin { = a }", "t.conf:5: a key or \"}\" is missing before \"=\"" NOT_READ },
		{ FIXTURE_ALL "role r { privileges = { kill die } }",
			"t.conf:5: \",\" or \"}\" is missing before \"die\"" NOT_READ },
		{ FIXTURE_ALL "role r { privileges = { { kill } } }",
			"t.conf:5: a value or \"}\" is missing before \"{\"" NOT_READ },
		{ FIXTURE_ALL "admin {\n name = x\n\njail {\n mode = off\n}",
			"t.conf:8: \"jail\" begins within the section admin of line 5; close that with \"}\" "
			"first" NOT_READ },
		{ FIXTURE_ALL "admin {\n\noper \"x\" {\n}",
			"t.conf:7: \"oper\" begins within the section admin of line 5; close that with \"}\" "
			"first" NOT_READ },
		{ FIXTURE_ALL "\x01",
			"t.conf:5: the name of a section is missing before \"\\x01\"" NOT_READ },
		{ FIXTURE_ALL "\xff",
			"t.conf:5: the name of a section is missing before \"\\xff\"" NOT_READ },
		{ FIXTURE_ALL "include(x)",
			"t.conf:5: the name of a file in quotes is missing before \"x\"" NOT_READ },
		{ FIXTURE_ALL "include(\"x\"",
			"t.conf:5: \")\" is missing before the end of the file" NOT_READ },
		{ FIXTURE_ALL "include \"x\"",
			"t.conf:5: \"{\" is missing before the end of the file" NOT_READ },
		{ FIXTURE_ALL "foo(\"x\")", "t.conf:5: \"{\" is missing before \"(\"" NOT_READ },
	};

	check(cases, ARRAY_LEN(cases));
}

Test(conf_scan, tells_what_can_be_passed_over)
{
	static const struct shape_case cases[] = {
		{ "x = 1\ny = { a, b }\n" FIXTURE_ALL,
			"t.conf:1: \"x\" stands outside of a section\nt.conf:2: \"y\" stands outside of a "
			"section" },
		{ FIXTURE_ALL "\nadmin {\n\n foo = 1 bar = { 1, 2 }\n}",
			"t.conf:8: admin has no key \"foo\"; allowed: location, name, email\n"
			"t.conf:8: admin has no key \"bar\"; allowed: location, name, email" },
		{ FIXTURE_ALL "foo {}\nbar \"x\" { a { b = { c } } d = e }",
			"t.conf:5: there is no section \"foo\"; allowed: @\n"
			"t.conf:6: there is no section \"bar\"; allowed: @" },
		{ FIXTURE_ALL "admin \"x\" {\n foo = 1 }",
			"t.conf:5: admin takes no title; write: admin { ... }\n"
			"t.conf:6: admin has no key \"foo\"; allowed: location, name, email" },
		{ FIXTURE_ALL "role {\n foo = 1 }",
			"t.conf:5: role needs a title: a name of 1 to 32 letters, digits, '-' and '_'; "
			"write: role \"...\" { ... "
			"}\n"
			"t.conf:6: role has no key \"foo\"; allowed: privileges, inherits" },
		{ FIXTURE_ALL "admin {\n name = a\n email = b\n name = c }",
			"t.conf:8: admin name is set twice; first on line 6" },
		{ FIXTURE_ALL "admin { name = { a } }", "t.conf:5: admin name takes one value, not a list" },
		{ FIXTURE_ALL "admin {}\nadmin {}",
			"t.conf:6: there are too many sections admin; allowed: 1" },
		{ FIXTURE_ALL "role \"a\\\"b\" {}",
			"t.conf:5: the title of role must not contain a backslash" },
		{ FIXTURE_ALL "include(\"/etc/passwd\")",
			"t.conf:5: include: \"/etc/passwd\" is not allowed; allowed: a file relative to the "
			"configuration's directory" },
		{ FIXTURE_ALL "include(\"\")",
			"t.conf:5: include: \"\" is not allowed; allowed: a file relative to the "
			"configuration's directory" },
	};

	check(cases, ARRAY_LEN(cases));
}

Test(conf_scan, tells_what_is_wrong_within_texts)
{
	static const struct shape_case cases[] = {
		{ FIXTURE_ALL "admin {\n name = \"${HOME}\" email = 'x${y}' }",
			"t.conf:6: ${...} is not replaced here; write the value itself\n"
			"t.conf:6: ${...} is not replaced here; write the value itself" },
		{ FIXTURE_ALL "admin { name = \"a\\n\" }",
			"t.conf:5: a backslash may stand here before a double quote or another backslash "
			"only, and within double quotes" },
		{ FIXTURE_ALL "admin { name = \"a\\0\" }",
			"t.conf:5: a backslash may stand here before a double quote or another backslash "
			"only, and within double quotes" },
		{ FIXTURE_ALL "admin { name = 'a\\\\' }",
			"t.conf:5: a backslash may stand here before a double quote or another backslash "
			"only, and within double quotes" },
		{ FIXTURE_ALL "admin { name = \"a\tb\" }",
			"t.conf:5: there is a control character in this text" },
		{ FIXTURE_ALL "admin { name = \"a\x7f\" }",
			"t.conf:5: there is a control character in this text" },
		{ FIXTURE_ALL "admin { name = \"a\xff\" }", "t.conf:5: this text is not valid UTF-8" },
		{ FIXTURE_ALL "role \"a\xff\" {}", "t.conf:5: this text is not valid UTF-8" },
		{ FIXTURE_ALL "role r { privileges = { kill, \"\x01\" } }",
			"t.conf:5: there is a control character in this text" },
	};

	check(cases, ARRAY_LEN(cases));
}

Test(conf_scan, values_before_a_syntax_error_are_still_checked)
{
	static const struct shape_case cases[] = {
		{ "server { name = x }\nclass users { ping = 1 }\nadmin {",
			"t.conf:1: server name: \"x\" has the wrong length; allowed: 3 to 63 bytes; letters, "
			"digits, '-', '_' and "
			"'.', with a dot\n"
			"t.conf:2: class ping: \"1\" is not a time (such as 30s, 5m, 1h30m); allowed: 10s to "
			"1h\n"
			"t.conf:3: the section admin is not closed with \"}\"" NOT_READ },
	};

	check(cases, ARRAY_LEN(cases));
}

/* A text of n times `piece` between two others. */
static char *
repeat(const char *before, const char *piece, size_t n, const char *after)
{
	size_t size = strlen(before) + n * strlen(piece) + strlen(after) + 1;
	char *text = mem_alloc(size), *to = text;

	to += view_copy(view_z(before), to, size);
	for (size_t i = 0; i < n; i++)
		to += view_copy(view_z(piece), to, size - (size_t)(to - text));
	(void)view_copy(view_z(after), to, size - (size_t)(to - text));
	return text;
}

Test(conf_scan, text_is_at_most_1024_bytes)
{
	struct conf_fixture *f = conf_fixture_new();
	char *fits = repeat(FIXTURE_ALL "tls { ciphers = \"", "x", 1000, "\" }"); /* the key's own limit */
	char *most = repeat(FIXTURE_ALL "tls { ciphers = \"", "x", CONF_STRING_MAX, "\" }");
	char *more = repeat(FIXTURE_ALL "tls { ciphers = \"", "x", CONF_STRING_MAX + 1, "\" }");

	cr_expect_null(strstr(conf_fixture_load(f, fits), "ciphers"), "%s", f->said);
	cr_expect_not_null(strstr(conf_fixture_load(f, most), "wrong length"), "%s", f->said);
	cr_expect_not_null(
		strstr(conf_fixture_load(f, more), "t.conf:5: this text is too long"), "%s", f->said);
	mem_free(fits);
	mem_free(most);
	mem_free(more);
	conf_fixture_free(f);
}

Test(conf_scan, list_has_at_most_256_values)
{
	struct conf_fixture *f = conf_fixture_new();
	char *most = repeat(FIXTURE_ALL "role r { privileges = {", "kill,", CONF_LIST_MAX, "} }");
	char *more = repeat(FIXTURE_ALL "role r { privileges = {", "kill,", CONF_LIST_MAX + 1, "} }");

	cr_expect_str_eq(conf_fixture_load(f, most), "");
	cr_expect_str_eq(
		conf_fixture_load(f, more), "t.conf:5: role privileges has 257 values; allowed: at most 256");
	mem_free(most);
	mem_free(more);
	conf_fixture_free(f);
}

/* Depth and number cost neither stack nor time that grows faster than the text. */
Test(conf_scan, endless_nesting_and_repetition_end, .timeout = 60)
{
	struct conf_fixture *f = conf_fixture_new();
	static const char *const piece[] = { "x{", "server{", "x(", "{", "=", "\"\"", "role{}", "role x{}",
		"/*", "a=b ", "include(\"t.conf\")", "'", "\\" };

	for (size_t i = 0; i < ARRAY_LEN(piece); i++) {
		char *text = repeat("", piece[i], 1000000 / strlen(piece[i]), "");

		cr_expect_str_not_empty(conf_fixture_load(f, text), "%s", piece[i]);
		mem_free(text);
	}
	conf_fixture_free(f);
}
