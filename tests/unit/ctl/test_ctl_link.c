#include "ctl/ctl_link.h"

#include <criterion/criterion.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* A server of few words: it says `says` to the one who connects, then reads until the end. */
struct talk {
	char dir[32], path[64];
	int fd;
	const char *says;
	size_t n;
	char heard[1024];
	pthread_t thread;
};

static void *
serve(void *arg)
{
	struct talk *t = arg;
	int fd = accept(t->fd, NULL, NULL);
	size_t used = 0;
	ssize_t n;

	if (fd == -1)
		return NULL;
	n = send(fd, t->says, t->n, MSG_NOSIGNAL);
	(void)shutdown(fd, SHUT_WR);
	while (n != -1 && (n = recv(fd, t->heard + used, sizeof(t->heard) - 1 - used, 0)) > 0)
		used += (size_t)n;
	(void)close(fd);
	return NULL;
}

static void
talk_begin(struct talk *t, const char *says, size_t n)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };

	*t = (struct talk){ .dir = "/tmp/ctlXXXXXX", .says = says, .n = n };
	cr_assert_not_null(mkdtemp(t->dir));
	(void)snprintf(t->path, sizeof(t->path), "%s/s", t->dir);
	(void)view_copy(view_z(t->path), un.sun_path, sizeof(un.sun_path));
	t->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	cr_assert(bind(t->fd, (struct sockaddr *)&un, sizeof(un)) == 0 && listen(t->fd, 1) == 0);
	cr_assert_eq(pthread_create(&t->thread, NULL, serve, t), 0);
}

static void
talk_end(struct talk *t)
{
	(void)pthread_join(t->thread, NULL);
	(void)close(t->fd);
	(void)unlink(t->path);
	(void)rmdir(t->dir);
}

Test(ctl_link, a_request_goes_out_and_lines_come_in)
{
	static const char says[] = "CONCLAVE 1 conclave-0\r\nTEXT :a\nOK\r\n";
	const struct view words[] = { VIEW("ACCOUNT"), VIEW("SUSPEND"), VIEW("alice"), VIEW("left us") };
	struct ctl_link *l;
	struct talk t;
	struct view line;
	struct err e;

	talk_begin(&t, says, sizeof(says) - 1);
	l = ctl_link_open(t.path, &e);
	cr_assert_not_null(l, "%s", e.text);
	cr_assert_eq(ctl_link_ask(l, words, ARRAY_LEN(words), &e), 0);
	cr_assert_eq(ctl_link_line(l, &line, &e), 0);
	cr_expect(view_eq(line, VIEW("TEXT :a")));
	cr_assert_eq(ctl_link_line(l, &line, &e), 0);
	cr_expect(view_eq(line, VIEW("OK")));
	cr_expect_eq(ctl_link_line(l, &line, &e), -1);
	ctl_link_close(l);
	talk_end(&t);
	cr_expect_str_eq(t.heard, "ACCOUNT SUSPEND alice :left us\r\n");
}

static void
expect_refused(const char *says, size_t n, const char *why)
{
	struct talk t;
	struct err e;

	talk_begin(&t, says, n);
	cr_expect_null(ctl_link_open(t.path, &e));
	cr_expect_str_eq(e.text, why);
	talk_end(&t);
}

Test(ctl_link, what_greets_otherwise_is_no_server)
{
	static char endless[20000];

	memset(endless, 'x', sizeof(endless));
	expect_refused("ERR rights :you may not\r\n", 25, "you may not");
	expect_refused("CONCLAVE 2 x\r\n", 14, "the server is of another version: x");
	expect_refused(":irc 020 * :hello\r\n", 19, "this is no server of ours");
	expect_refused("CONCL", 5, "the server closed the connection");
	expect_refused(endless, sizeof(endless), "the server sent a line that is too long");
}

Test(ctl_link, what_cannot_be_sent_is_not_sent)
{
	static const char says[] = "CONCLAVE 1 x\r\n";
	char long_word[600];
	const struct view blank[] = { VIEW("A"), VIEW("b c"), VIEW("d") },
			  lines[] = { VIEW("A"), VIEW("b\r\nDIE") };
	const struct view too_long[] = { VIEW("A"), view_of(long_word, sizeof(long_word)) };
	struct ctl_link *l;
	struct talk t;
	struct err e;

	memset(long_word, 'x', sizeof(long_word));
	talk_begin(&t, says, sizeof(says) - 1);
	l = ctl_link_open(t.path, &e);
	cr_assert_not_null(l);
	cr_expect_eq(ctl_link_ask(l, blank, 3, &e), -1);
	cr_expect_eq(ctl_link_ask(l, lines, 2, &e), -1);
	cr_expect_eq(ctl_link_ask(l, too_long, 2, &e), -1);
	ctl_link_close(l);
	talk_end(&t);
	cr_expect_str_eq(t.heard, "");
}
