/* The bytes of whole messages, every kind of refusal, and the limits at their edge. */
#include "proto/msg_build.h"

#include <string.h>

#include <criterion/criterion.h>

static char memory[MSG_LINE_MAX];
static struct msg_build build;

static void
start(void)
{
	msg_build_begin(&build, memory, sizeof(memory));
}

TestSuite(msg_build, .init = start);

static void
expect_line(struct view want)
{
	struct view got = msg_build_end(&build);

	cr_expect(view_eq(got, want), "state %d: \"%.*s\"", (int)build.state, VIEW_ARG(got));
}

static void
expect_refused(enum build_state why)
{
	cr_expect_eq(msg_build_end(&build).n, (size_t)0);
	cr_expect_eq(build.state, why, "state %d", (int)build.state);
}

static struct view
filled(char c, size_t n)
{
	static char bytes[2 * MSG_LINE_MAX];

	memset(bytes, c, sizeof(bytes));
	return view_of(bytes, n);
}

Test(msg_build, a_relayed_message)
{
	msg_build_source_user(&build, VIEW("nick"), VIEW("user"), VIEW("host.example"));
	msg_build_verb(&build, VIEW("PRIVMSG"));
	msg_build_param(&build, VIEW("#chan"));
	msg_build_text(&build, VIEW("hello :there\x01\x7f\xff"));
	expect_line(VIEW(":nick!user@host.example PRIVMSG #chan :hello :there\x01\x7f\xff\r\n"));
}

Test(msg_build, a_numeric)
{
	msg_build_source(&build, VIEW("irc.example"));
	msg_build_numeric(&build, 5);
	msg_build_param(&build, VIEW("nick"));
	msg_build_param_u64(&build, 0);
	msg_build_param_u64(&build, UINT64_MAX);
	msg_build_text(&build, VIEW(""));
	expect_line(VIEW(":irc.example 005 nick 0 18446744073709551615 :\r\n"));
}

Test(msg_build, tags_come_first_and_are_escaped)
{
	msg_build_tag(&build, VIEW("time"), VIEW("2026-01-02T03:04:05.678Z"));
	msg_build_tag(&build, VIEW("label"), VIEW("a;b c"));
	msg_build_tag(&build, VIEW("bot"), VIEW(""));
	msg_build_raw_tags(&build, VIEW("+x=\\:;+y"));
	msg_build_raw_tags(&build, VIEW(""));
	msg_build_source(&build, VIEW("s"));
	msg_build_verb(&build, VIEW("V"));
	expect_line(VIEW("@time=2026-01-02T03:04:05.678Z;label=a\\:b\\sc;bot;+x=\\:;+y :s V\r\n"));
	cr_expect_eq(build.body, strlen("@time=2026-01-02T03:04:05.678Z;label=a\\:b\\sc;bot;+x=\\:;+y "));
}

Test(msg_build, raw_tags_alone)
{
	msg_build_raw_tags(&build, VIEW("+x"));
	msg_build_verb(&build, VIEW("TAGMSG"));
	msg_build_param(&build, VIEW("#c"));
	expect_line(VIEW("@+x TAGMSG #c\r\n"));
}

Test(msg_build, formatted_text_keeps_line_breaks_out)
{
	msg_build_verb(&build, VIEW("NOTICE"));
	msg_build_textf(&build, "%s=%d%c!", "a\r\nb", 7, '\0');
	expect_line(VIEW("NOTICE :a  b=7 !\r\n"));
}

Test(msg_build, a_finished_line_stays_as_it_is)
{
	msg_build_verb(&build, VIEW("V"));
	expect_line(VIEW("V\r\n"));
	expect_line(VIEW("V\r\n"));
	msg_build_param(&build, VIEW("x"));
	expect_refused(BUILD_BAD_PARAM);
}

Test(msg_build, bytes_that_end_a_line_or_a_parameter_are_refused_everywhere)
{
	static const struct view bad[] = { VIEW_INIT("a\rb"), VIEW_INIT("a\nb"), VIEW_INIT("a\0b"),
		VIEW_INIT("aaaaaaaaaaaa\n"), VIEW_INIT("\raaaaaaaaaaaa"), VIEW_INIT("aaaaaaaa\0") };
	struct view ok = VIEW("ok");

	for (size_t i = 0; i < 10 * ARRAY_LEN(bad); i++) {
		struct view v = bad[i / 10];
		size_t where = i % 10;

		start();
		msg_build_tag(&build, where == 0 ? v : ok, ok);
		msg_build_raw_tags(&build, where == 1 ? v : ok);
		if (where % 2 == 0)
			msg_build_source(&build, where == 2 ? v : ok);
		else
			msg_build_source_user(
				&build, where == 3 ? v : ok, where == 5 ? v : ok, where == 7 ? v : ok);
		msg_build_verb(&build, where == 4 ? v : ok);
		msg_build_param(&build, where == 6 ? v : ok);
		msg_build_text(&build, where == 8 ? v : ok);
		if (where == 9)
			cr_expect_neq(msg_build_end(&build).n, (size_t)0, "nothing was wrong");
		else
			expect_refused(BUILD_BAD_PARAM);
	}
}

Test(msg_build, spaces_only_in_text)
{
	struct view v = VIEW("a b"), ok = VIEW("ok");

	for (size_t where = 0; where < 7; where++) {
		start();
		msg_build_raw_tags(&build, where == 0 ? v : ok);
		if (where % 2 == 0)
			msg_build_source(&build, where == 2 ? v : ok);
		else
			msg_build_source_user(
				&build, where == 1 ? v : ok, where == 3 ? v : ok, where == 5 ? v : ok);
		msg_build_verb(&build, where == 4 ? v : ok);
		msg_build_param(&build, where == 6 ? v : ok);
		expect_refused(BUILD_BAD_PARAM);
	}
}

Test(msg_build, parameters_that_would_be_read_as_something_else)
{
	static const struct view bad[] = { VIEW_INIT(""), VIEW_INIT(":a"), VIEW_INIT(":") };

	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		start();
		msg_build_verb(&build, VIEW("V"));
		msg_build_param(&build, bad[i]);
		expect_refused(BUILD_BAD_PARAM);
	}
	start();
	msg_build_verb(&build, VIEW("V"));
	msg_build_param(&build, VIEW("a:"));
	expect_line(VIEW("V a:\r\n"));
}

Test(msg_build, verbs_and_sources_that_would_be_read_as_something_else)
{
	static const struct view bad[] = { VIEW_INIT(""), VIEW_INIT(":V"), VIEW_INIT("@V") };

	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		start();
		msg_build_verb(&build, bad[i]);
		expect_refused(BUILD_BAD_PARAM);
	}
	start();
	msg_build_source(&build, VIEW(""));
	expect_refused(BUILD_BAD_PARAM);
	start();
	msg_build_source_user(&build, VIEW(""), VIEW("u"), VIEW("h"));
	expect_refused(BUILD_BAD_PARAM);
}

Test(msg_build, numbers_outside_of_three_digits)
{
	msg_build_numeric(&build, 0);
	expect_refused(BUILD_BAD_PARAM);
	start();
	msg_build_numeric(&build, 1000);
	expect_refused(BUILD_BAD_PARAM);
	start();
	msg_build_numeric(&build, 999);
	expect_line(VIEW("999\r\n"));
}

Test(msg_build, parts_out_of_order_are_refused)
{
	expect_refused(BUILD_BAD_PARAM); /* nothing at all */
	start();
	msg_build_tag(&build, VIEW("a"), VIEW(""));
	expect_refused(BUILD_BAD_PARAM); /* no verb */
	start();
	msg_build_param(&build, VIEW("a"));
	expect_refused(BUILD_BAD_PARAM);
	start();
	msg_build_verb(&build, VIEW("V"));
	msg_build_verb(&build, VIEW("V"));
	expect_refused(BUILD_BAD_PARAM);
	start();
	msg_build_verb(&build, VIEW("V"));
	msg_build_source(&build, VIEW("s"));
	expect_refused(BUILD_BAD_PARAM);
	start();
	msg_build_source(&build, VIEW("s"));
	msg_build_tag(&build, VIEW("a"), VIEW(""));
	expect_refused(BUILD_BAD_PARAM);
	start();
	msg_build_verb(&build, VIEW("V"));
	msg_build_text(&build, VIEW("t"));
	msg_build_param(&build, VIEW("p"));
	expect_refused(BUILD_BAD_PARAM);
}

Test(msg_build, the_first_error_sticks)
{
	msg_build_verb(&build, VIEW("V"));
	msg_build_param(&build, VIEW("a b"));
	msg_build_param(&build, filled('x', MSG_BODY_MAX));
	msg_build_text(&build, VIEW("t"));
	cr_expect_eq(build.len, (size_t)1);
	expect_refused(BUILD_BAD_PARAM);
}

Test(msg_build, a_body_of_full_length_passes_and_one_byte_more_does_not)
{
	struct view line;

	msg_build_verb(&build, VIEW("V"));
	msg_build_param(&build, filled('x', MSG_BODY_MAX - 2 - 2));
	line = msg_build_end(&build);
	cr_expect_eq(line.n, (size_t)MSG_BODY_MAX);
	start();
	msg_build_verb(&build, VIEW("V"));
	msg_build_param(&build, filled('x', MSG_BODY_MAX - 2 - 1));
	expect_refused(BUILD_TOO_LONG);
	start();
	msg_build_verb(&build, filled('V', MSG_BODY_MAX - 2));
	msg_build_param_u64(&build, 1);
	expect_refused(BUILD_TOO_LONG);
	start();
	msg_build_verb(&build, filled('V', MSG_BODY_MAX - 3));
	msg_build_text(&build, VIEW(""));
	expect_refused(BUILD_TOO_LONG);
	start();
	msg_build_source(&build, filled('s', MSG_BODY_MAX - 3));
	expect_refused(BUILD_TOO_LONG);
}

Test(msg_build, tags_do_not_count_for_the_body)
{
	struct view line;

	msg_build_raw_tags(&build, filled('t', MSG_TAGS_CLIENT));
	msg_build_raw_tags(&build, filled('t', MSG_TAGS_SERVER));
	msg_build_verb(&build, VIEW("V"));
	msg_build_text(&build, filled('x', 1000));
	line = msg_build_end(&build);
	cr_expect_eq(line.n, (size_t)MSG_LINE_MAX, "%zu", line.n);
}

Test(msg_build, tags_that_are_too_long_are_refused)
{
	msg_build_raw_tags(&build, filled('t', MSG_TAGS_CLIENT + MSG_TAGS_SERVER + 2));
	msg_build_verb(&build, VIEW("V"));
	expect_refused(BUILD_TOO_LONG);
	start();
	msg_build_tag(&build, VIEW("a"), filled(' ', MSG_TAGS_CLIENT));
	msg_build_verb(&build, VIEW("V"));
	expect_refused(BUILD_TOO_LONG);
}

Test(msg_build, text_is_cut_at_the_limit_but_not_in_a_character)
{
	struct view line;
	size_t room;

	msg_build_verb(&build, VIEW("NOTICE"));
	room = msg_build_room(&build);
	cr_expect_eq(room, (size_t)(MSG_BODY_MAX - 2 - 6 - 2));
	msg_build_text(&build, filled('x', room));
	cr_expect_eq(msg_build_end(&build).n, (size_t)MSG_BODY_MAX);
	start();
	msg_build_verb(&build, VIEW("NOTICE"));
	msg_build_text(&build, filled('x', room + 1));
	line = msg_build_end(&build);
	cr_expect_eq(line.n, (size_t)MSG_BODY_MAX);
	cr_expect(view_eq(view_skip(line, line.n - 3), VIEW("x\r\n")));
}

/* n bytes of 'x' and then a character of 4 bytes. */
static const char *
text_with_smile(size_t n)
{
	static char text[MSG_LINE_MAX];

	memset(text, 'x', n);
	memcpy(text + n, "\xf0\x9f\x98\x80", 5);
	return text;
}

Test(msg_build, a_character_that_does_not_fit_goes_whole)
{
	for (size_t part = 0; part <= 4; part++) {
		for (int formatted = 0; formatted < 2; formatted++) {
			const char *text;
			size_t room;

			start();
			msg_build_verb(&build, VIEW("V"));
			room = msg_build_room(&build);
			text = text_with_smile(room - part);
			if (formatted != 0)
				msg_build_textf(&build, "%s", text);
			else
				msg_build_text(&build, view_z(text));
			cr_expect_eq(msg_build_end(&build).n, MSG_BODY_MAX - (part < 4 ? part : 0),
				"%zu of 4 bytes would fit", part);
		}
	}
}

Test(msg_build, room_is_nothing_where_no_text_may_come)
{
	cr_expect_eq(msg_build_room(&build), (size_t)0);
	msg_build_verb(&build, filled('V', MSG_BODY_MAX - 2 - 3));
	cr_expect_eq(msg_build_room(&build), (size_t)1);
	msg_build_text(&build, VIEW("a"));
	cr_expect_eq(msg_build_room(&build), (size_t)0);
	start();
	msg_build_verb(&build, filled('V', MSG_BODY_MAX - 2 - 1));
	cr_expect_eq(msg_build_room(&build), (size_t)0, "not even \" :\" fits");
	start();
	msg_build_verb(&build, VIEW("V"));
	msg_build_param(&build, VIEW(""));
	cr_expect_eq(msg_build_room(&build), (size_t)0);
}

Test(msg_build, never_writes_behind_the_callers_memory)
{
	char small[32];

	for (size_t cap = 0; cap < 30; cap++) {
		struct view line;

		memset(small, '#', sizeof(small));
		msg_build_begin(&build, small, cap);
		msg_build_tag(&build, VIEW("a"), VIEW("b"));
		msg_build_source(&build, VIEW("s"));
		msg_build_verb(&build, VIEW("V"));
		msg_build_param(&build, VIEW("p"));
		msg_build_textf(&build, "%s", "a long text that is cut somewhere");
		line = msg_build_end(&build);
		cr_expect_leq(line.n, cap);
		cr_expect_eq(line.n != 0, cap >= strlen("@a=b :s V p :\r\n"), "%zu", cap);
		for (size_t i = cap; i < sizeof(small); i++)
			cr_expect_eq(small[i], '#', "byte %zu with room for %zu", i, cap);
	}
}
