/* One event of several lines, as its kinds of hearers get it. */
#include "route/multiline.h"

#include <criterion/criterion.h>
#include <string.h>

#include "proto/caps.h"
#include "route/answer.h"
#include "state/mode.h"
#include "tests/unit/route/route_rig.h"

#define TAGS CAP_BIT(CAP_MESSAGE_TAGS)
#define BOTH (CAP_BIT(CAP_MULTILINE) | CAP_BIT(CAP_BATCH))

/* "one", a blank line, "two" and "more", which continues "two" */
static void
make_lines(struct multiline *ml, char text[16])
{
	memcpy(text, "onetwomore", 10);
	ml->verb = VIEW("PRIVMSG");
	ml->target = VIEW("#c");
	ml->n = 4;
	ml->line[0] = (struct multiline_line){ text, 3, false };
	ml->line[1] = (struct multiline_line){ text + 3, 0, false };
	ml->line[2] = (struct multiline_line){ text + 3, 3, false };
	ml->line[3] = (struct multiline_line){ text + 6, 4, true };
}

static void
say(struct route_rig *r, struct hearer *from, struct channel *ch, struct view tags)
{
	struct multiline ml;
	struct event ev;
	char text[16];

	make_lines(&ml, text);
	ml.target = channel_name(ch);
	multiline_event(&ev, r->route, from->c, &ml);
	ev.tags = tags;
	route_channel(r->route, ch, &ev, from->c);
}

Test(multiline, hearers_get_a_batch_or_lines)
{
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "anna", 0), *b = rig_user(r, "bert", BOTH),
		      *c = rig_user(r, "carl", 0), *d = rig_user(r, "dora", CAP_BIT(CAP_MULTILINE)),
		      *e = rig_user(r, "emil", CAP_BIT(CAP_BATCH));
	struct channel *ch = rig_join(a, "#c");
	const char *plain = ":anna!~u@192.0.2.1 PRIVMSG #c :one\r\n"
			    ":anna!~u@192.0.2.1 PRIVMSG #c :two\r\n"
			    ":anna!~u@192.0.2.1 PRIVMSG #c :more\r\n";

	(void)rig_join(b, "#c");
	(void)rig_join(c, "#c");
	(void)rig_join(d, "#c");
	(void)rig_join(e, "#c");
	say(r, a, ch, VIEW(""));
	cr_expect_str_eq(rig_heard(b),
		":anna!~u@192.0.2.1 BATCH +a1 draft/multiline #c\r\n"
		"@batch=a1 :anna!~u@192.0.2.1 PRIVMSG #c :one\r\n"
		"@batch=a1 :anna!~u@192.0.2.1 PRIVMSG #c :\r\n"
		"@batch=a1 :anna!~u@192.0.2.1 PRIVMSG #c :two\r\n"
		"@batch=a1;draft/multiline-concat :anna!~u@192.0.2.1 PRIVMSG #c :more\r\n"
		":irc.test BATCH -a1\r\n");
	cr_expect_str_eq(rig_heard(c), plain);
	cr_expect_str_eq(rig_heard(d), plain);
	cr_expect_str_eq(rig_heard(e), plain);
	cr_expect_str_eq(rig_heard(a), "");
	rig_free(r);
}

Test(multiline, id_is_on_the_first_line_and_time_on_each)
{
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "anna", 0), *b = rig_user(r, "bert", TAGS | CAP_BIT(CAP_SERVER_TIME));
	struct channel *ch = rig_join(a, "#c");
	const char *heard;

	(void)rig_join(b, "#c");
	a->c->umodes |= UMODE_BOT;
	say(r, a, ch, VIEW("+x=1"));
	heard = rig_heard(b);
	cr_expect_eq(strncmp(heard, "@time=2026-01-02T03:04:05.678Z;msgid=", 37), 0);
	cr_expect_not_null(strstr(heard,
		";bot;+x=1 :anna!~u@192.0.2.1 PRIVMSG #c :one\r\n"
		"@time=2026-01-02T03:04:05.678Z;bot;+x=1 :anna!~u@192.0.2.1 PRIVMSG #c :two\r\n"
		"@time=2026-01-02T03:04:05.678Z;bot;+x=1 :anna!~u@192.0.2.1 PRIVMSG #c :more\r\n"));
	rig_free(r);
}

Test(multiline, all_that_may_be_said_fits)
{
	static char text[MULTILINE_BYTES_MAX], tags[MULTILINE_TAGS_MAX];
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "anna", 0), *b = rig_user(r, "bert", BOTH | TAGS),
		      *c = rig_user(r, "carl", TAGS);
	struct multiline ml = { .verb = VIEW("NOTICE"), .target = VIEW("bert"), .n = MULTILINE_LINES_MAX };
	struct event ev;
	size_t at = 0;

	memset(text, 'x', sizeof(text));
	memset(tags, 'y', sizeof(tags));
	memcpy(tags, "+a=", 3);
	for (size_t i = 0; i < ml.n; i++) {
		uint16_t n = (uint16_t)((sizeof(text) - at) / (ml.n - i));

		ml.line[i] = (struct multiline_line){ text + at, n, i % 2 == 1 };
		at += n;
	}
	multiline_event(&ev, r->route, a->c, &ml);
	ev.tags = view_of(tags, sizeof(tags));
	route_user(r->route, b->c, &ev);
	route_user(r->route, c->c, &ev);
	cr_expect_not_null(strstr(rig_heard(b), ":irc.test BATCH -a1\r\n"));
	cr_expect_gt(strlen(b->heard), sizeof(text) + sizeof(tags));
	cr_expect_gt(strlen(rig_heard(c)), sizeof(text) + sizeof(tags));
	rig_free(r);
}

Test(multiline, labeled_echo_is_the_batch_itself_or_lies_in_one)
{
	struct route_rig *r = rig_new();
	struct hearer *a = rig_user(r, "anna", BOTH | CAP_BIT(CAP_LABELED_RESPONSE));
	struct multiline ml;
	struct event ev;
	char text[16];

	make_lines(&ml, text);
	ml.n = 1;
	answer_begin(r->route, a->c, VIEW("label=x"));
	answer_by_batch(r->route);
	multiline_event(&ev, r->route, a->c, &ml);
	route_user(r->route, a->c, &ev);
	answer_end(r->route);
	cr_expect_str_eq(rig_heard(a),
		"@label=x :anna!~u@192.0.2.1 BATCH +a1 draft/multiline #c\r\n"
		"@batch=a1 :anna!~u@192.0.2.1 PRIVMSG #c :one\r\n"
		":irc.test BATCH -a1\r\n");
	answer_begin(r->route, a->c, VIEW("label=y"));
	multiline_event(&ev, r->route, a->c, &ml);
	route_user(r->route, a->c, &ev);
	answer_end(r->route);
	cr_expect_str_eq(rig_heard(a),
		"@label=y :irc.test BATCH +a3 labeled-response\r\n"
		"@batch=a3 :anna!~u@192.0.2.1 BATCH +a2 draft/multiline #c\r\n"
		"@batch=a2 :anna!~u@192.0.2.1 PRIVMSG #c :one\r\n"
		"@batch=a3 :irc.test BATCH -a2\r\n"
		":irc.test BATCH -a3\r\n");
	rig_free(r);
}
