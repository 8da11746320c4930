#include "core/err.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

Test(err, sys_takes_errno_and_keeps_it)
{
	struct err e = { 0 };
	char want[300];

	errno = ENOENT;
	cr_expect_eq(err_sys(&e, "open"), -1);
	cr_expect_eq(errno, ENOENT);
	cr_expect_eq(e.code, ENOENT);
	(void)snprintf(want, sizeof(want), "open: %s", strerror(ENOENT));
	cr_expect_str_eq(e.text, want);
}

Test(err, set_takes_the_code_given)
{
	struct err e = { 0 };
	char want[300];

	errno = 0;
	cr_expect_eq(err_set(&e, EACCES, "bind"), -1);
	cr_expect_eq(errno, 0);
	cr_expect_eq(e.code, EACCES);
	(void)snprintf(want, sizeof(want), "bind: %s", strerror(EACCES));
	cr_expect_str_eq(e.text, want);
}

Test(err, fmt_has_no_code)
{
	struct err e = { .code = 5 };

	cr_expect_eq(err_fmt(&e, "%s %d", "line", 7), -1);
	cr_expect_eq(e.code, 0);
	cr_expect_str_eq(e.text, "line 7");
}

Test(err, wrap_puts_before_and_keeps_the_code)
{
	struct err e = { 0 };

	(void)err_set(&e, EPERM, "bind");
	(void)err_fmt(&e, "inner");
	e.code = EPERM;
	cr_expect_eq(err_wrap(&e, "outer"), -1);
	cr_expect_str_eq(e.text, "outer: inner");
	cr_expect_eq(e.code, EPERM);
}

Test(err, nobody_interested_is_fine)
{
	cr_expect_eq(err_sys(NULL, "x"), -1);
	cr_expect_eq(err_set(NULL, EPERM, "x"), -1);
	cr_expect_eq(err_fmt(NULL, "x"), -1);
	cr_expect_eq(err_wrap(NULL, "x"), -1);
}

Test(err, is_one_line_and_fits)
{
	struct err e = { 0 };
	char longer[600];

	memset(longer, 'y', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	(void)err_fmt(&e, "a\nb\rc\x7f%s", longer);
	cr_expect_eq(strncmp(e.text, "a b c yyy", 9), 0);
	cr_expect_eq(strlen(e.text), sizeof(e.text) - 1);
	(void)err_wrap(&e, "deep");
	cr_expect_eq(strncmp(e.text, "deep: a b c yyy", 15), 0);
	cr_expect_eq(strlen(e.text), sizeof(e.text) - 1);
	(void)err_wrap(&e, longer);
	cr_expect_eq(strlen(e.text), sizeof(e.text) - 1);
}
