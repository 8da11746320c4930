/* Which files belong to the configuration. */
#include "config.h"

#include "conf/conf_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "conf_fixture.h"

Test(conf_file, inside_is_a_matter_of_where_links_lead)
{
	struct conf_fixture *f = conf_fixture_new();
	struct conf_arena arena = { NULL };
	char path[600], *dirs = f->dir;
	struct err e;
	const char *got;

	conf_fixture_file(f, "a", "");
	conf_fixture_file(f, "sub/b", "");
	got = conf_file_inside(&arena, dirs, "a", &e);
	cr_assert_not_null(got);
	cr_expect_str_eq(got + strlen(dirs), "/a");
	(void)snprintf(path, sizeof(path), "%s/sub/../sub//b", dirs);
	got = conf_file_inside(&arena, dirs, path, &e);
	cr_assert_not_null(got);
	cr_expect_str_eq(got + strlen(dirs), "/sub/b");
	(void)snprintf(path, sizeof(path), "%s/l", dirs);
	cr_assert_eq(symlink("sub/b", path), 0);
	got = conf_file_inside(&arena, dirs, "l", &e);
	cr_assert_not_null(got);
	cr_expect_str_eq(got + strlen(dirs), "/l", "the link, so that a reload follows where it leads then");
	(void)snprintf(path, sizeof(path), "%s/sub", dirs);
	cr_expect_null(conf_file_inside(&arena, path, "../a", &e));
	cr_expect(e.code == 0 && strstr(e.text, "lies outside of") != NULL, "%s", e.text);
	(void)snprintf(path, sizeof(path), "%s/su", dirs);
	cr_assert_eq(mkdir(path, 0700), 0);
	cr_expect_null(
		conf_file_inside(&arena, path, "../sub/b", &e), "a name that begins alike is not below");
	cr_expect_null(conf_file_inside(&arena, dirs, "none", &e));
	cr_expect_eq(e.code, ENOENT);
	conf_arena_release(&arena);
	conf_fixture_free(f);
}

Test(conf_file, a_directory_that_is_a_link_leads_out_too)
{
	struct conf_fixture *f = conf_fixture_new();
	struct conf_arena arena = { NULL };
	char path[600];
	struct err e;

	(void)snprintf(path, sizeof(path), "%s/etc", f->dir);
	cr_assert_eq(symlink("/etc", path), 0);
	cr_expect_null(conf_file_inside(&arena, f->dir, "etc/passwd", &e));
	cr_expect_not_null(strstr(e.text, "(a link leads there)"), "%s", e.text);
	conf_arena_release(&arena);
	conf_fixture_free(f);
}

Test(conf_file, is_read_up_to_its_limit)
{
	struct conf_fixture *f = conf_fixture_new();
	struct conf_file_text text;
	char path[600];
	struct err e;

	conf_fixture_file(f, "a", "12345");
	(void)snprintf(path, sizeof(path), "%s/a", f->dir);
	cr_assert_eq(conf_file_read(path, 5, &text, &e), 0);
	cr_expect(text.n == 5 && strcmp(text.p, "12345") == 0 && !text.is_public);
	free(text.p);
	cr_expect_eq(conf_file_read(path, 4, &text, &e), -1);
	cr_expect_str_eq(e.text, "is larger than 4 bytes");
	cr_expect_null(text.p);
	conf_fixture_free(f);
}
