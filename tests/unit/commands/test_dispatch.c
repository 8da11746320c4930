#include "commands/dispatch.h"

#include <criterion/criterion.h>
#include <string.h>

#include "proto/limits.h"

/* The tables as dispatch has gathered them; rows need no world to be looked at. */
struct rows {
	struct cmd_ctx cx;
	struct dispatch *dispatch;
};

static void
rows_init(struct rows *r)
{
	memset(r, 0, sizeof(*r));
	r->dispatch = dispatch_new(&r->cx);
}

static int
compare(struct view a, struct view b)
{
	int d = memcmp(a.p, b.p, a.n < b.n ? a.n : b.n);

	return d != 0 ? d : (a.n > b.n) - (a.n < b.n);
}

Test(dispatch, sets_itself_in_the_context)
{
	struct rows r;

	rows_init(&r);
	cr_expect_eq(r.cx.dispatch, r.dispatch);
	dispatch_free(r.dispatch);
	dispatch_free(NULL);
}

Test(dispatch, verbs_are_upper_case_sorted_and_unique)
{
	struct view before = VIEW("");
	struct command_use use;
	struct rows r;

	rows_init(&r);
	for (size_t i = 0; dispatch_use(r.dispatch, i, &use); i++) {
		struct view verb = use.command->verb;

		cr_expect_gt(verb.n, 0);
		for (size_t k = 0; k < verb.n; k++)
			cr_expect(verb.p[k] >= 'A' && verb.p[k] <= 'Z', "%.*s", VIEW_ARG(verb));
		cr_expect_lt(compare(before, verb), 0, "%.*s is not before %.*s", VIEW_ARG(before),
			VIEW_ARG(verb));
		before = verb;
	}
	dispatch_free(r.dispatch);
}

Test(dispatch, verbs_are_found_in_any_case_and_whole)
{
	struct rows r;

	rows_init(&r);
	cr_assert_not_null(dispatch_find(r.dispatch, VIEW("join")));
	cr_expect(view_eq(dispatch_find(r.dispatch, VIEW("jOIN"))->verb, VIEW("JOIN")));
	cr_expect_null(dispatch_find(r.dispatch, VIEW("JOI")));
	cr_expect_null(dispatch_find(r.dispatch, VIEW("JOINS")));
	cr_expect_null(dispatch_find(r.dispatch, VIEW("")));
	dispatch_free(r.dispatch);
}

Test(dispatch, every_row_is_complete)
{
	struct command_use use;
	struct rows r;

	rows_init(&r);
	for (size_t i = 0; dispatch_use(r.dispatch, i, &use); i++) {
		const struct command *c = use.command;
		struct view verb = c->verb;

		cr_expect_not_null(c->run, "%.*s", VIEW_ARG(verb));
		cr_expect_not_null(c->syntax, "%.*s", VIEW_ARG(verb));
		cr_expect(c->help != NULL && c->help[0] != '\0' && strchr(c->help, '\n') == NULL, "%.*s",
			VIEW_ARG(verb));
		cr_expect_eq(c->help[strlen(c->help) - 1], '.', "help is a sentence: %.*s", VIEW_ARG(verb));
		cr_expect_leq(c->params.min, c->params.max, "%.*s", VIEW_ARG(verb));
		cr_expect_leq(c->params.max, MSG_PARAMS_MAX, "%.*s", VIEW_ARG(verb));
		cr_expect_leq(c->cost, 20, "%.*s", VIEW_ARG(verb));
		cr_expect_eq(use.count, 0);
	}
	dispatch_free(r.dispatch);
}

/* What concerns only the operator who says it. */
static bool
is_for_all_operators(struct view verb)
{
	return view_eq(verb, VIEW("DEOPER")) || view_eq(verb, VIEW("PRIVS"));
}

Test(dispatch, privileges_are_for_operators_commands_and_all_of_those)
{
	struct command_use use;
	struct rows r;

	rows_init(&r);
	for (size_t i = 0; dispatch_use(r.dispatch, i, &use); i++)
		cr_expect_eq(use.command->from == FROM_OPER && !is_for_all_operators(use.command->verb),
			use.command->priv < PRIV_N, "%.*s", VIEW_ARG(use.command->verb));
	dispatch_free(r.dispatch);
}

Test(dispatch, parameters_that_must_be_there_are_in_the_syntax)
{
	struct command_use use;
	struct rows r;

	rows_init(&r);
	for (size_t i = 0; dispatch_use(r.dispatch, i, &use); i++) {
		const struct command *c = use.command;

		if (c->params.min > 0)
			cr_expect_neq(c->syntax[0], '\0', "%.*s takes parameters", VIEW_ARG(c->verb));
	}
	dispatch_free(r.dispatch);
}

/* A new command must not be forgotten here: it is part of what the server promises. */
Test(dispatch, knows_the_commands_of_the_protocol)
{
	static const char *const verbs[] = { "ADMIN", "AWAY", "CAP", "DIE", "ERROR", "INFO", "INVITE", "ISON",
		"JOIN", "KICK", "KILL", "LIST", "LUSERS", "MODE", "MOTD", "NAMES", "NICK", "NOTICE", "OPER",
		"PART", "PASS", "PING", "PONG", "PRIVMSG", "QUIT", "REHASH", "SETNAME", "STATS", "TAGMSG",
		"TIME", "TOPIC", "USER", "USERHOST", "VERSION", "WALLOPS", "WHO", "WHOIS", "WHOWAS" };
	struct command_use use;
	struct rows r;
	size_t n = 0;

	rows_init(&r);
	for (size_t i = 0; dispatch_use(r.dispatch, i, &use); i++) {
		if (n < ARRAY_LEN(verbs) && view_eq(use.command->verb, view_z(verbs[n])))
			n++;
	}
	cr_expect_eq(n, ARRAY_LEN(verbs), "%s is not there", n < ARRAY_LEN(verbs) ? verbs[n] : "");
	dispatch_free(r.dispatch);
}
