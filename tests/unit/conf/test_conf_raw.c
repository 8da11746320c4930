/* Files, includes, and the order in which they are read. */
#include "conf/conf_raw.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "conf_fixture.h"
#include "core/mem.h"

Test(conf_raw, included_sections_stand_where_the_include_stands)
{
	struct conf_fixture *f = conf_fixture_new();

	conf_fixture_file(f, "sub/b.conf",
		"allow \"b@*\" { class = users }\ninclude(\"c.conf\")\nallow \"d@*\" { class = users }");
	conf_fixture_file(f, "c.conf", "allow \"c@*\" { class = users }");
	cr_expect_str_eq(conf_fixture_load(f,
				 FIXTURE_SERVER FIXTURE_CLASS FIXTURE_LISTEN
				 "allow \"a@*\" { class = users } include(\"sub/b.conf\") allow \"e@*\" { "
				 "class = users }"),
		"");
	cr_assert_not_null(f->conf);
	cr_assert_eq(f->conf->n_allow, 5);
	for (size_t i = 0; i < 5; i++)
		cr_expect_eq(
			f->conf->allow[i].who.user[0], "abcde"[i], "%zu: %s", i, f->conf->allow[i].who.text);
	cr_expect_str_eq(f->conf->allow[2].place.file + strlen(f->dir), "/c.conf");
	conf_fixture_free(f);
}

Test(conf_raw, faults_are_told_with_the_file_that_has_them)
{
	struct conf_fixture *f = conf_fixture_new();

	conf_fixture_file(f, "b.conf", "\nadmin { foo = 1 }\nclass users {}\nrole x {");
	cr_expect_str_eq(conf_fixture_load(f, FIXTURE_ALL "include(\"b.conf\")\njail { bar = 1 }"),
		"t.conf:6: jail has no key \"bar\"; allowed: user, state, mode, require\n"
		"b.conf:2: admin has no key \"foo\"; allowed: location, name, email\n"
		"b.conf:3: class \"users\" is there twice; first in t.conf:2\n"
		"b.conf:4: the section role is not closed with \"}\"; the rest of this file was not read");
	conf_fixture_free(f);
}

Test(conf_raw, after_an_include_that_fails_nothing_is_said_to_be_missing)
{
	struct conf_fixture *f = conf_fixture_new();

	cr_expect_str_eq(conf_fixture_load(f, "\ninclude(\"none.conf\")\n"),
		"t.conf:2: include: \"none.conf\" cannot be reached: No such file or directory");
	conf_fixture_free(f);
}

Test(conf_raw, include_stays_in_the_directory)
{
	struct conf_fixture *f = conf_fixture_new();
	char link[600], want[1024];

	(void)snprintf(link, sizeof(link), "%s/out.conf", f->dir);
	cr_assert_eq(symlink("/etc/passwd", link), 0);
	(void)snprintf(
		want, sizeof(want), "t.conf:5: include: \"out.conf\" lies outside of  (a link leads there)");
	cr_expect_str_eq(conf_fixture_load(f, FIXTURE_ALL "include(\"out.conf\")"), want);
	cr_expect_str_eq(conf_fixture_load(f, FIXTURE_ALL "include(\"../../etc/passwd\")"),
		"t.conf:5: include: \"../../etc/passwd\" lies outside of ", "%s", f->said);
	(void)unlink(link);
	conf_fixture_file(f, "real.conf", "admin {}\n");
	cr_assert_eq(symlink("real.conf", link), 0);
	cr_expect_str_eq(
		conf_fixture_load(f, FIXTURE_ALL "include(\"out.conf\")"), "", "a link within is fine");
	conf_fixture_free(f);
}

Test(conf_raw, a_ring_of_includes_ends)
{
	struct conf_fixture *f = conf_fixture_new();

	conf_fixture_file(f, "b.conf", "include(\"c.conf\")");
	conf_fixture_file(f, "c.conf", "\ninclude(\"b.conf\")\ninclude(\"t.conf\")");
	cr_expect_str_eq(conf_fixture_load(f, FIXTURE_ALL "include(\"b.conf\")"),
		"c.conf:2: include: \"b.conf\" was read already\nc.conf:3: include: \"t.conf\" was read "
		"already");
	conf_fixture_free(f);
}

Test(conf_raw, at_most_64_files)
{
	struct conf_fixture *f = conf_fixture_new();
	char text[4096] = FIXTURE_ALL, name[32];

	for (int i = 1; i <= CONF_FILES_MAX; i++) {
		size_t n = strlen(text);

		(void)snprintf(name, sizeof(name), "i%d.conf", i);
		conf_fixture_file(f, name, "# nothing\n");
		(void)snprintf(text + n, sizeof(text) - n, "include(\"%s\")\n", name);
		(void)conf_fixture_load(f, text);
		if (i < CONF_FILES_MAX)
			cr_expect_str_eq(f->said, "");
	}
	cr_expect_str_eq(f->said, "t.conf:68: include: \"i64.conf\" is one file too many; allowed: 64");
	conf_fixture_free(f);
}

Test(conf_raw, all_files_together_have_at_most_a_mebibyte)
{
	struct conf_fixture *f = conf_fixture_new();
	char *text = mem_alloc(CONF_TEXT_MAX + 2);

	memset(text, '\n', CONF_TEXT_MAX + 1);
	memcpy(text, FIXTURE_ALL, strlen(FIXTURE_ALL));
	text[CONF_TEXT_MAX] = '\0';
	cr_expect_str_eq(conf_fixture_load(f, text), "");
	text[CONF_TEXT_MAX] = '\n';
	text[CONF_TEXT_MAX + 1] = '\0';
	cr_expect_str_eq(conf_fixture_load(f, text), "t.conf: is larger than 1048576 bytes");
	memcpy(text + strlen(FIXTURE_ALL), "include(\"b.conf\")", strlen("include(\"b.conf\")"));
	text[CONF_TEXT_MAX - 10] = '\0';
	conf_fixture_file(f, "b.conf", "\n\n\n\n\n\n\n\n\n\n");
	cr_expect_str_eq(conf_fixture_load(f, text), "");
	conf_fixture_file(f, "b.conf", "\n\n\n\n\n\n\n\n\n\n\n");
	cr_expect_str_eq(conf_fixture_load(f, text), "b.conf: is larger than 10 bytes");
	mem_free(text);
	conf_fixture_free(f);
}

Test(conf_raw, what_is_no_text_file_is_refused)
{
	struct conf_fixture *f = conf_fixture_new();
	char path[600];
	FILE *to;

	(void)snprintf(path, sizeof(path), "%s/none", f->dir);
	cr_expect_str_eq(
		conf_fixture_load_file(f, path), "none: cannot be reached: No such file or directory");
	(void)snprintf(path, sizeof(path), "%s/none/none", f->dir);
	cr_expect_not_null(
		strstr(conf_fixture_load_file(f, path), "No such file or directory"), "%s", f->said);
	(void)snprintf(path, sizeof(path), "%s/", f->dir);
	cr_expect_str_not_empty(conf_fixture_load_file(f, path));
	(void)snprintf(path, sizeof(path), "%s/sub", f->dir);
	cr_assert_eq(mkdir(path, 0700), 0);
	cr_expect_str_eq(conf_fixture_load_file(f, path), "sub: is not a regular file");
	(void)snprintf(path, sizeof(path), "%s/fifo", f->dir);
	cr_assert_eq(mkfifo(path, 0600), 0);
	cr_expect_str_eq(
		conf_fixture_load_file(f, path), "fifo: is not a regular file", "and it does not wait");
	(void)snprintf(path, sizeof(path), "%s/nul", f->dir);
	to = fopen(path, "w");
	cr_assert_not_null(to);
	cr_assert_eq(fwrite("# \0\n", 1, 4, to), 4);
	cr_assert_eq(fclose(to), 0);
	cr_expect_str_eq(conf_fixture_load_file(f, path), "nul: holds a NUL byte");
	conf_fixture_free(f);
}

static int
lowest_free_fd(void)
{
	int fd = dup(STDERR_FILENO);

	cr_assert_neq(fd, -1);
	cr_assert_eq(close(fd), 0);
	return fd;
}

/* libconfuse's scanner has state of its own: no fault may leave anything behind in it. */
Test(conf_raw, a_thousand_faulty_loads_change_nothing)
{
	static const char *const bad[] = { FIXTURE_ALL "admin { name = \"", FIXTURE_ALL "include(\"b.conf\")",
		"server {", "}" };
	struct conf_fixture *f = conf_fixture_new();
	int lowest = lowest_free_fd();

	conf_fixture_file(f, "b.conf", "role r { privileges = { kill, \"die");
	for (int i = 0; i < 1000; i++)
		cr_assert_str_not_empty(conf_fixture_load(f, bad[(size_t)i % ARRAY_LEN(bad)]));
	conf_fixture_file(f, "b.conf", "role r { privileges = { kill } }");
	cr_expect_str_eq(conf_fixture_load(f, FIXTURE_ALL "include(\"b.conf\")"), "");
	cr_assert_not_null(f->conf);
	cr_expect_eq(f->conf->n_role, 1);
	cr_expect_eq(lowest_free_fd(), lowest, "no file is left open");
	conf_fixture_free(f);
}
