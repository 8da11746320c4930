#include "conf/conf_faults.h"

#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

Test(conf_faults, are_sorted_by_file_as_first_named_then_by_line)
{
	struct conf_faults *f = conf_faults_new();

	conf_faults_add(f, "b", 9, "one");
	conf_faults_add(f, "a", 3, "two");
	conf_faults_add(f, "b", 2, "three");
	conf_faults_add(f, "b", 2, "four");
	conf_faults_add(f, "b", 0, "five");
	conf_faults_sort(f);
	cr_assert_eq(conf_faults_count(f), 5);
	cr_expect_str_eq(conf_faults_text(f, 0), "b: five");
	cr_expect_str_eq(conf_faults_text(f, 1), "b:2: three");
	cr_expect_str_eq(conf_faults_text(f, 2), "b:2: four");
	cr_expect_str_eq(conf_faults_text(f, 3), "b:9: one");
	cr_expect_str_eq(conf_faults_text(f, 4), "a:3: two");
	conf_faults_free(f);
}

Test(conf_faults, above_the_limit_are_counted)
{
	struct conf_faults *f = conf_faults_new();

	for (unsigned i = 1; i <= CONF_FAULTS_MAX; i++)
		conf_faults_add(f, "f", i, "x");
	cr_expect_eq(conf_faults_count(f), CONF_FAULTS_MAX);
	conf_faults_add(f, "f", 1, "x");
	cr_expect_eq(conf_faults_count(f), CONF_FAULTS_MAX + 1);
	conf_faults_add(f, "f", 1, "x");
	conf_faults_sort(f);
	cr_expect_eq(conf_faults_count(f), CONF_FAULTS_MAX + 1);
	cr_expect_str_eq(conf_faults_text(f, CONF_FAULTS_MAX), "and 2 more");
	conf_faults_free(f);
}

Test(conf_faults, are_one_printable_line)
{
	struct conf_faults *f = conf_faults_new();
	char much[5000];

	memset(much, 'x', sizeof(much) - 1);
	much[sizeof(much) - 1] = '\0';
	conf_faults_add(f, "f", 1, "%s", "a\nb\x1b[31m\xff");
	conf_faults_add(f, "f", 2, "%s", much);
	cr_expect_str_eq(conf_faults_text(f, 0), "f:1: a\\x0ab\\x1b[31m\\xff");
	cr_expect_lt(strlen(conf_faults_text(f, 1)), 1024);
	conf_faults_free(f);
}

Test(conf_faults, of_very_many_files_are_all_kept)
{
	struct conf_faults *f = conf_faults_new();
	char name[32];

	for (unsigned i = 0; i < CONF_FAULTS_MAX; i++) {
		(void)snprintf(name, sizeof(name), "file-%u", i);
		conf_faults_add(f, name, 1, "x");
	}
	conf_faults_sort(f);
	cr_expect_str_eq(conf_faults_text(f, 0), "file-0:1: x");
	cr_expect_str_eq(conf_faults_text(f, CONF_FAULTS_MAX - 1), "file-199:1: x");
	conf_faults_free(f);
}
