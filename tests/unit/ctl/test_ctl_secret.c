#include "ctl/ctl_secret.h"

#include <criterion/criterion.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/view.h"

/* Each test is a process of its own, so that it may do so to its standard input. */
static void
type(const char *text, size_t n)
{
	int fd[2];

	cr_assert_eq(pipe(fd), 0);
	cr_assert_eq(write(fd[1], text, n), (ssize_t)n);
	(void)close(fd[1]);
	cr_assert_eq(dup2(fd[0], STDIN_FILENO), STDIN_FILENO);
	(void)close(fd[0]);
	clearerr(stdin);
}

static void
expect_bytes_refused(const char *text, size_t n)
{
	char got[CTL_SECRET_MAX + 1] = "";
	struct err e = { .text = "" };

	type(text, n);
	cr_expect_eq(ctl_secret_read(true, got, &e), -1);
	cr_expect_str_eq(e.text, "a password has no NUL and no CR");
}

/* n letters and this end. */
static int
read_letters(size_t n, const char *end, char dst[CTL_SECRET_MAX + 1], struct err *e)
{
	char text[1000];

	memset(text, 'p', n);
	(void)view_copy(view_z(end), text + n, sizeof(text) - n);
	type(text, n + strlen(end));
	return ctl_secret_read(true, dst, e);
}

static void
expect_taken(size_t n, const char *end)
{
	char got[CTL_SECRET_MAX + 1] = "";
	struct err e = { .text = "" };

	cr_expect_eq(read_letters(n, end, got, &e), 0, "%zu: %s", n, e.text);
	cr_expect_eq(strlen(got), n);
	cr_expect_eq(strspn(got, "p"), n);
}

static void
expect_refused(size_t n, const char *end, const char *why)
{
	char got[CTL_SECRET_MAX + 1] = "";
	struct err e = { .text = "" };

	cr_expect_eq(read_letters(n, end, got, &e), -1, "%zu", n);
	cr_expect_str_eq(e.text, why);
	cr_expect_str_empty(got);
}

Test(ctl_secret, a_line_is_taken_without_its_end)
{
	expect_taken(1, "\n");
}

Test(ctl_secret, a_line_of_dos_is_taken)
{
	expect_taken(8, "\r\n");
}

Test(ctl_secret, the_last_line_needs_no_end)
{
	expect_taken(8, "");
}

Test(ctl_secret, the_longest_is_taken)
{
	expect_taken(CTL_SECRET_MAX, "\n");
}

Test(ctl_secret, the_longest_is_taken_with_any_end)
{
	expect_taken(CTL_SECRET_MAX, "\r\n");
}

Test(ctl_secret, one_more_is_too_long)
{
	expect_refused(CTL_SECRET_MAX + 1, "\n", "a password has at most 256 bytes");
}

Test(ctl_secret, two_more_are_too_long)
{
	expect_refused(CTL_SECRET_MAX + 2, "\n", "a password has at most 256 bytes");
}

Test(ctl_secret, many_more_are_too_long)
{
	expect_refused(900, "\n", "a password has at most 256 bytes");
}

Test(ctl_secret, an_empty_line_is_none)
{
	expect_refused(0, "\n", "a password is not empty");
}

Test(ctl_secret, nothing_is_none)
{
	expect_refused(0, "", "no password was given");
}

Test(ctl_secret, one_with_nul_is_not_cut_there)
{
	expect_bytes_refused("ab\0cd\n", 6);
}

Test(ctl_secret, one_with_nul_at_its_end_is_not_cut_there)
{
	expect_bytes_refused("ab\0\n", 4);
}

Test(ctl_secret, one_with_cr_is_not_cut_there)
{
	expect_bytes_refused("ab\rcd\n", 6);
}

Test(ctl_secret, drawn_ones_differ_and_can_be_read_aloud)
{
	char one[CTL_SECRET_DRAWN + 1], other[CTL_SECRET_DRAWN + 1];
	char seen[256] = "";
	size_t n_seen = 0;

	cr_assert_geq(sodium_init(), 0);
	ctl_secret_draw(one, CTL_SECRET_DRAWN);
	for (int i = 0; i < 200; i++) {
		ctl_secret_draw(other, CTL_SECRET_DRAWN);
		cr_expect_str_neq(one, other);
		cr_expect_eq(strlen(other), (size_t)CTL_SECRET_DRAWN);
		for (const char *p = other; *p != '\0'; p++) {
			n_seen += seen[(unsigned char)*p] == 0;
			seen[(unsigned char)*p] = 1;
		}
	}
	for (const char *p = "0O1lIio"; *p != '\0'; p++)
		cr_expect_eq(seen[(unsigned char)*p], 0, "%c", *p);
	ctl_secret_draw(other, 8);
	cr_expect_eq(strlen(other), 8u, "as many as the server wants");
	cr_expect_eq(n_seen, 32u, "five bits for each character");
}

Test(ctl_secret, a_wiped_one_is_no_more)
{
	char secret[CTL_SECRET_MAX + 1];
	const char zeros[sizeof(secret)] = { 0 };

	memset(secret, 'p', sizeof(secret));
	ctl_secret_wipe(secret);
	cr_expect_eq(memcmp(secret, zeros, sizeof(secret)), 0);
}
