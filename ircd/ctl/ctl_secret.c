#include "ctl/ctl_secret.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* size is for CTL_SECRET_MAX bytes with CR LF: what fills it is too long.  Nothing is cut short without a word. */
static int
read_line(const char *prompt, char *dst, size_t size, struct err *e)
{
	size_t n = size - 1;

	if (prompt != NULL)
		(void)fputs(prompt, stderr);
	memset(dst, '\n', size); /* the last NUL is that of fgets() */
	if (fgets(dst, (int)size, stdin) == NULL)
		return err_fmt(e, "no password was given");
	while (n != 0 && dst[n] != '\0')
		n--;
	if (n != 0 && dst[n - 1] == '\n')
		n--;
	if (n != 0 && dst[n - 1] == '\r')
		n--;
	dst[n] = '\0';
	if (n > CTL_SECRET_MAX)
		return err_fmt(e, "a password has at most %d bytes", CTL_SECRET_MAX);
	if (strcspn(dst, "\r") != n)
		return err_fmt(e, "a password has no NUL and no CR");
	return n == 0 ? err_fmt(e, "a password is not empty") : 0;
}

static int
read_typed(bool twice, char *dst, size_t size, struct err *e)
{
	char again[CTL_SECRET_MAX + 3];
	int r = read_line("Password: ", dst, size, e);

	if (r == 0 && twice) {
		(void)fputc('\n', stderr);
		r = read_line("Again: ", again, sizeof(again), e);
		if (r == 0 && strcmp(dst, again) != 0)
			r = err_fmt(e, "that was not the same");
		sodium_memzero(again, sizeof(again));
	}
	(void)fputc('\n', stderr);
	return r;
}

int
ctl_secret_read(bool twice, char dst[CTL_SECRET_MAX + 1], struct err *e)
{
	char line[CTL_SECRET_MAX + 3];
	struct termios before, quiet;
	int r;

	if (isatty(STDIN_FILENO) == 1 && tcgetattr(STDIN_FILENO, &before) == 0) {
		quiet = before;
		quiet.c_lflag &= ~(tcflag_t)ECHO;
		(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
		r = read_typed(twice, line, sizeof(line), e);
		(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
	} else {
		r = read_line(NULL, line, sizeof(line), e);
	}
	if (r == 0)
		memcpy(dst, line, strlen(line) + 1);
	sodium_memzero(line, sizeof(line));
	return r;
}

void
ctl_secret_draw(char dst[CTL_SECRET_DRAWN + 1], size_t n)
{
	static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789X"; /* 32 */

	_Static_assert(sizeof(letters) - 1 == 32, "five bits each");
	for (size_t i = 0; i < n; i++)
		dst[i] = letters[randombytes_uniform(32)];
	dst[n] = '\0';
}

void
ctl_secret_wipe(char dst[CTL_SECRET_MAX + 1])
{
	sodium_memzero(dst, CTL_SECRET_MAX + 1);
}
