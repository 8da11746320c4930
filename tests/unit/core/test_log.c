#include "config.h"

#include "core/log.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Standard error as datagrams: each write(2) is one. */
static int
take_stderr(void)
{
	int fd[2];

	cr_assert_eq(socketpair(AF_UNIX, SOCK_DGRAM, 0, fd), 0);
	cr_assert_eq(dup2(fd[1], STDERR_FILENO), STDERR_FILENO);
	(void)close(fd[1]);
	return fd[0];
}

/* The next line that was written, "" if there is none. */
static const char *
next_line(int fd)
{
	static char line[4096];
	ssize_t n = recv(fd, line, sizeof(line) - 1, MSG_DONTWAIT);

	line[n > 0 ? n : 0] = '\0';
	return line;
}

Test(log, line_is_one_write_with_level_and_area)
{
	int fd = take_stderr();

	log_init(LOG_LEVEL_DEBUG, false);
	log_error("net", "no %s", "route");
	log_warn("tls", "%d", 5);
	log_info("jail", "closed");
	log_debug("loop", "x");
	cr_expect_str_eq(next_line(fd), "error net: no route\n");
	cr_expect_str_eq(next_line(fd), "warn tls: 5\n");
	cr_expect_str_eq(next_line(fd), "info jail: closed\n");
	cr_expect_str_eq(next_line(fd), "debug loop: x\n");
	cr_expect_str_eq(next_line(fd), "");
}

Test(log, journal_gets_priorities)
{
	int fd = take_stderr();

	log_init(LOG_LEVEL_DEBUG, true);
	log_error("a", "b");
	log_warn("a", "b");
	log_info("a", "b");
	log_debug("a", "b");
	cr_expect_str_eq(next_line(fd), "<3>error a: b\n");
	cr_expect_str_eq(next_line(fd), "<4>warn a: b\n");
	cr_expect_str_eq(next_line(fd), "<6>info a: b\n");
	cr_expect_str_eq(next_line(fd), "<7>debug a: b\n");
}

Test(log, levels_above_the_limit_are_dropped)
{
	int fd = take_stderr();

	log_init(LOG_LEVEL_WARN, false);
	log_info("a", "no");
	log_debug("a", "no");
	log_warn("a", "yes");
	cr_expect_str_eq(next_line(fd), "warn a: yes\n");
	cr_expect_str_eq(next_line(fd), "");
}

Test(log, debug_is_off_before_it_is_asked_for)
{
	int fd = take_stderr();

	log_debug("a", "no");
	log_info("a", "yes");
	cr_expect_str_eq(next_line(fd), "info a: yes\n");
	cr_expect_str_eq(next_line(fd), "");
}

Test(log, closed_stderr_loses_the_line_and_keeps_errno)
{
	(void)close(STDERR_FILENO);
	errno = ENOENT;
	log_error("a", "b");
	cr_expect_eq(errno, ENOENT);
}

Test(log, bytes_that_drive_terminals_are_replaced)
{
	int fd = take_stderr();

	log_error("net", "%s",
		"a\nb\rc\x1b[0m\td\x7f\xc2\x9b"
		"e\xff\xc3\xa4\xe2\x82\xac\xe2\x82");
	cr_expect_str_eq(next_line(fd), "error net: a?b?c?[0m?d???e?\xc3\xa4\xe2\x82\xac??\n");
}

static char sunk[2000];
static enum log_level sunk_level;
static char sunk_area[64];

static void
sink(void *arg, enum log_level level, const char *area, const char *text)
{
	cr_assert(arg == sunk);
	sunk_level = level;
	(void)snprintf(sunk_area, sizeof(sunk_area), "%s", area);
	(void)snprintf(sunk, sizeof(sunk), "%s", text);
}

Test(log, sink_takes_the_place_of_stderr)
{
	int fd = take_stderr();

	log_set_sink(sink, sunk);
	log_warn("tls", "a\nb");
	cr_expect_eq(sunk_level, LOG_LEVEL_WARN);
	cr_expect_str_eq(sunk_area, "tls");
	cr_expect_str_eq(sunk, "a?b");
	cr_expect_str_eq(next_line(fd), "");
	log_set_sink(NULL, NULL);
	log_warn("tls", "c");
	cr_expect_str_eq(next_line(fd), "warn tls: c\n");
}

Test(log, line_is_cut_above_1000_bytes_and_says_so)
{
	char text[1200];

	log_set_sink(sink, sunk);
	memset(text, 'x', sizeof(text));
	text[1000] = '\0';
	log_info("a", "%s", text);
	cr_expect_str_eq(sunk, text);
	text[1000] = 'x';
	text[1001] = '\0';
	log_info("a", "%s", text);
	cr_expect_eq(strlen(sunk), 1000);
	cr_expect_str_eq(sunk + 990, "xxxx [cut]");
	text[1001] = 'x';
	text[sizeof(text) - 1] = '\0';
	log_info("a", "%s", text);
	cr_expect_eq(strlen(sunk), 1000);
	cr_expect_str_eq(sunk + 990, "xxxx [cut]");
}

Test(log, cut_leaves_characters_whole)
{
	char text[1200];

	log_set_sink(sink, sunk);
	memset(text, 'x', sizeof(text));
	memcpy(text + 993, "\xc3\xa4", 2); /* the cut is at 994 */
	text[sizeof(text) - 1] = '\0';
	log_info("a", "%s", text);
	cr_expect_str_eq(sunk + 990, "xxx [cut]");
}

struct escape_case {
	char text[16];
	size_t n, size;
	char want[40];
};

#define ESC(lit, size, want)                     \
	{                                        \
		lit, sizeof(lit) - 1, size, want \
	}

ParameterizedTestParameters(log, escape)
{
	static struct escape_case cases[] = {
		ESC("plain", 40, "plain"),
		ESC("", 40, ""),
		ESC("a\0b", 40, "a\\x00b"),
		ESC("\r\n\t\x1b\x7f", 40, "\\x0d\\x0a\\x09\\x1b\\x7f"),
		ESC("a\\b", 40, "a\\\\b"),
		ESC("\xc3\xa4\xe2\x82\xac", 40, "\xc3\xa4\xe2\x82\xac"),
		ESC("\xc3z\xff", 40, "\\xc3z\\xff"),
		ESC("\xc2\x9b"
		    "1m",
			40, "\\xc2\\x9b1m"), /* CSI in one byte is a control too */
		ESC("\xc2\xa0", 40, "\xc2\xa0"),
		ESC("abc", 4, "abc"),
		ESC("abcd", 4, "abc"),
		ESC("ab\n", 6, "ab"), /* no half escapes */
		ESC("ab\n", 7, "ab\\x0a"),
		ESC("ab\\", 4, "ab"),
		ESC("ab\xc3\xa4", 4, "ab"), /* no half characters */
		ESC("abc", 1, ""),
	};

	return cr_make_param_array(struct escape_case, cases, ARRAY_LEN(cases));
}
ParameterizedTest(struct escape_case *c, log, escape)
{
	char dst[41];

	memset(dst, '#', sizeof(dst));
	cr_expect(log_escape(view_of(c->text, c->n), dst, c->size) == dst);
	cr_expect_str_eq(dst, c->want);
	cr_expect_eq(dst[c->size], '#', "wrote behind %zu bytes", c->size);
}
