#include "ctl/ctl_link.h"

#include <criterion/criterion.h>
#include <string.h>

#include "ctl_talk.h"

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
