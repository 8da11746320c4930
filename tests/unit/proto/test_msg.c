/* Lines as clients write them, tidy or not, and what is refused. */
#include "proto/msg.h"

#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

struct msg_case {
	char line[80];
	char want[80]; /* tags|source|verb|param|...; a trailing one has ':' in front; "" = not MSG_OK */
	enum msg_result result;
};

/* The message with '|' between its parts. */
static void
show(const struct msg *m, char *dst, size_t size)
{
	int n = snprintf(
		dst, size, "%.*s|%.*s|%.*s", VIEW_ARG(m->tags), VIEW_ARG(m->source), VIEW_ARG(m->verb));

	for (size_t i = 0; i < m->n_params && n > 0 && (size_t)n < size; i++) {
		bool trailing = m->has_trailing && i + 1 == m->n_params;

		n += snprintf(
			dst + n, size - (size_t)n, "|%s%.*s", trailing ? ":" : "", VIEW_ARG(m->param[i]));
	}
}

ParameterizedTestParameters(msg, parse)
{
	static struct msg_case cases[] = {
		{ "PING", "||PING", MSG_OK },
		{ "ping a", "||ping|a", MSG_OK },
		{ "PRIVMSG #c :hello there", "||PRIVMSG|#c|:hello there", MSG_OK },
		{ "PRIVMSG #c :", "||PRIVMSG|#c|:", MSG_OK },
		{ "PRIVMSG #c ::)", "||PRIVMSG|#c|::)", MSG_OK },
		{ "PRIVMSG #c : a  b ", "||PRIVMSG|#c|: a  b ", MSG_OK },
		{ "MODE #c +k a:b", "||MODE|#c|+k|a:b", MSG_OK },
		{ ":src JOIN #c", "|src|JOIN|#c", MSG_OK },
		{ ":n!u@h QUIT :bye", "|n!u@h|QUIT|:bye", MSG_OK },
		{ "@a=b;c :s V p", "a=b;c|s|V|p", MSG_OK },
		{ "@a V", "a||V", MSG_OK },
		{ "@ V", "||V", MSG_OK },
		{ "@a    :s    V    p    :t", "a|s|V|p|:t", MSG_OK },
		{ "  V  p  q  ", "||V|p|q", MSG_OK },
		{ ": V", "||V", MSG_OK },
		{ "V\tw x", "||V\tw|x", MSG_OK },
		{ "V p :", "||V|p|:", MSG_OK },
		{ "V :", "||V|:", MSG_OK },
		{ "", "", MSG_EMPTY },
		{ "    ", "", MSG_EMPTY },
		{ ":src", "", MSG_BAD },
		{ ":src   ", "", MSG_BAD },
		{ ":", "", MSG_BAD },
		{ "@a", "", MSG_BAD },
		{ "@a ", "", MSG_BAD },
		{ "@a :src", "", MSG_BAD },
		{ ":src :verb", "", MSG_BAD },
		{ "V a\rb", "", MSG_BAD },
		{ "V a\nb", "", MSG_BAD },
		{ "V aaaaaaaaaaaaaaaaaaaaa\r", "", MSG_BAD },
		{ "\rV aaaaaaaaaaaaaaaaaaaa", "", MSG_BAD },
	};

	return cr_make_param_array(struct msg_case, cases, ARRAY_LEN(cases));
}
ParameterizedTest(struct msg_case *c, msg, parse)
{
	struct msg m;
	char got[128] = "";
	enum msg_result r = msg_parse(view_z(c->line), &m);

	cr_assert_eq(r, c->result, "\"%s\": %d", c->line, (int)r);
	if (r == MSG_OK) {
		show(&m, got, sizeof(got));
		cr_expect_str_eq(got, c->want, "\"%s\"", c->line);
	}
}

Test(msg, nul_is_refused_wherever_it_stands)
{
	char line[40];
	struct msg m;

	for (size_t i = 0; i < sizeof(line); i++) {
		memset(line, 'a', sizeof(line));
		line[i] = '\0';
		cr_expect_eq(msg_parse(view_of(line, sizeof(line)), &m), MSG_BAD, "at %zu", i);
	}
}

Test(msg, other_control_and_high_bytes_pass_unchanged)
{
	char line[] = "V :\x01\x02\x09\x0b\x0c\x0e\x1f\x7f\x80\x8a\x8d\xa0\xff";
	struct msg m;

	cr_assert_eq(msg_parse(view_z(line), &m), MSG_OK);
	cr_expect(view_eq(m.param[0], view_z(line + 3)));
}

Test(msg, the_fifteenth_parameter_takes_all_that_is_left)
{
	struct msg m;

	cr_assert_eq(msg_parse(VIEW("V 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 :17"), &m), MSG_OK);
	cr_expect_eq(m.n_params, (size_t)MSG_PARAMS_MAX);
	cr_expect(view_eq(m.param[13], VIEW("14")));
	cr_expect(view_eq(m.param[14], VIEW("15 16 :17")));
	cr_expect(m.has_trailing);
	cr_assert_eq(msg_parse(VIEW("V 1 2 3 4 5 6 7 8 9 10 11 12 13 14 :15 16"), &m), MSG_OK);
	cr_expect(view_eq(m.param[14], VIEW("15 16")));
	cr_assert_eq(msg_parse(VIEW("V 1 2 3 4 5 6 7 8 9 10 11 12 13 14  "), &m), MSG_OK);
	cr_expect_eq(m.n_params, (size_t)14);
	cr_expect_not(m.has_trailing);
}

Test(msg, a_parameter_that_is_not_there_is_empty)
{
	struct msg m;

	cr_assert_eq(msg_parse(VIEW("V a"), &m), MSG_OK);
	cr_expect(view_eq(msg_param(&m, 0), VIEW("a")));
	cr_expect_eq(msg_param(&m, 1).n, (size_t)0);
	cr_expect_eq(msg_param(&m, MSG_PARAMS_MAX).n, (size_t)0);
	cr_expect_eq(msg_param(&m, SIZE_MAX).n, (size_t)0);
}

/* '@' + tags + ' ' + body. */
static enum msg_result
parse_sized(size_t tags, size_t body)
{
	static char line[2 * MSG_LINE_MAX];
	struct msg m;

	memset(line, 'x', sizeof(line));
	line[0] = '@';
	line[1 + tags] = ' ';
	return msg_parse(view_of(line, 1 + tags + 1 + body), &m);
}

Test(msg, size_limits_hold_at_the_limit_and_fail_one_above)
{
	char body[MSG_BODY_MAX];
	struct msg m;

	memset(body, 'x', sizeof(body));
	cr_expect_eq(msg_parse(view_of(body, MSG_BODY_MAX - 2), &m), MSG_OK);
	cr_expect_eq(msg_parse(view_of(body, MSG_BODY_MAX - 1), &m), MSG_BODY_TOO_LONG);
	cr_expect_eq(parse_sized(MSG_TAGS_CLIENT, MSG_BODY_MAX - 2), MSG_OK);
	cr_expect_eq(parse_sized(MSG_TAGS_CLIENT + 1, 4), MSG_TAGS_TOO_LONG);
	cr_expect_eq(parse_sized(3, MSG_BODY_MAX - 1), MSG_BODY_TOO_LONG);
	cr_expect_eq(parse_sized(1, MSG_BODY_MAX - 2), MSG_OK);
}

Test(msg, tags_without_a_space_are_judged_by_their_length)
{
	static char line[MSG_TAGS_CLIENT + 2];
	struct msg m;

	memset(line, 'x', sizeof(line));
	line[0] = '@';
	cr_expect_eq(msg_parse(view_of(line, MSG_TAGS_CLIENT + 1), &m), MSG_BAD);
	cr_expect_eq(msg_parse(view_of(line, MSG_TAGS_CLIENT + 2), &m), MSG_TAGS_TOO_LONG);
}

Test(msg, a_refused_line_leaves_an_empty_message)
{
	static const struct msg empty;
	struct msg m;

	memset(&m, 0x5a, sizeof(m));
	cr_assert_eq(msg_parse(VIEW("a\n"), &m), MSG_BAD);
	cr_expect_eq(m.n_params, empty.n_params);
	cr_expect_eq(m.verb.n, (size_t)0);
	cr_expect_eq(m.tags.n, (size_t)0);
	cr_expect_eq(m.source.n, (size_t)0);
	memset(&m, 0x5a, sizeof(m));
	cr_expect_eq(msg_parse(view_of(NULL, 0), &m), MSG_EMPTY);
	cr_expect_eq(m.n_params, (size_t)0);
}

Test(msg, views_point_into_the_line)
{
	const char line[] = "@t :s V p";
	struct msg m;

	cr_assert_eq(msg_parse(view_z(line), &m), MSG_OK);
	cr_expect_eq(m.tags.p, line + 1);
	cr_expect_eq(m.source.p, line + 4);
	cr_expect_eq(m.verb.p, line + 6);
	cr_expect_eq(m.param[0].p, line + 8);
}

Test(msg, of_a_server_a_long_body_is_cut_at_a_character)
{
	char line[MSG_LINE_MAX];
	struct msg m;

	memset(line, 'x', sizeof(line));
	memcpy(line, "V ", 2);
	cr_assert_eq(msg_parse_server(view_of(line, 510), &m), MSG_OK);
	cr_expect_eq(m.param[0].n, 508);
	cr_assert_eq(msg_parse_server(view_of(line, 511), &m), MSG_OK);
	cr_expect_eq(m.param[0].n, 508);
	memcpy(line + 509, "\xc3\xa4", 2); /* bytes 509 and 510 are one character */
	cr_assert_eq(msg_parse_server(view_of(line, 511), &m), MSG_OK);
	cr_expect_eq(m.param[0].n, 507);
	cr_expect_eq(msg_parse(view_of(line, 511), &m), MSG_BODY_TOO_LONG);
}

Test(msg, of_a_server_tags_are_as_long_as_servers_may_make_them)
{
	size_t most = MSG_TAGS_CLIENT + 1 + MSG_TAGS_SERVER;
	char line[MSG_LINE_MAX];
	struct msg m;

	memset(line, 'x', sizeof(line));
	line[0] = '@';
	memcpy(line + 1 + most, " V", 2);
	cr_assert_eq(msg_parse_server(view_of(line, 1 + most + 2), &m), MSG_OK);
	cr_expect_eq(m.tags.n, most);
	cr_expect_eq(m.line.n, 1 + most + 2);
	cr_expect_eq(msg_parse(view_of(line, 1 + most + 2), &m), MSG_TAGS_TOO_LONG);
	memcpy(line + 1 + most, "x V", 3);
	cr_expect_eq(msg_parse_server(view_of(line, 1 + most + 3), &m), MSG_TAGS_TOO_LONG);
}
