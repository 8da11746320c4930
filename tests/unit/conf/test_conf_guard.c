/* Sections guard, guard-rule, guard-channel, and class ctcp. */
#include "conf/conf_guard.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "conf_fixture.h"

static struct conf_fixture *f;

static void
setup(void)
{
	f = conf_fixture_new();
}

static void
teardown(void)
{
	conf_fixture_free(f);
}

TestSuite(conf_guard, .init = setup, .fini = teardown);

/* What is said of it, its lines counted from 1. */
static const char *
said(const char *sections)
{
	char text[32768];

	(void)snprintf(text, sizeof(text), "%s\n%s", sections, FIXTURE_ALL);
	return conf_fixture_load(f, text);
}

#define RULE(keys) "guard-rule \"R\" { pattern = \"a\" action = warn text = \"x\" " keys " }"

Test(conf_guard, defaults)
{
	const struct conf_guard *g;

	cr_assert_str_eq(said(""), "");
	g = &f->conf->guard;
	cr_expect(g->enabled && g->strip);
	cr_expect_eq(g->match_limit, 2000);
	cr_expect_eq(g->warn_ms, 600000);
	cr_expect_eq(g->hold_ms, 600000);
	cr_expect_eq(g->max_held, 200);
	cr_expect_eq(g->max_held_per_user, 5);
	cr_expect_eq(g->ctcp_sender.count, 6);
	cr_expect_eq(g->ctcp_target.per_ms, 10000);
	cr_expect_eq(g->repeat.count, 5);
	cr_expect_eq(f->conf->n_guard_rule, 0);
	cr_expect_eq(f->conf->class[0].ctcp, CONF_CTCP_ALL);
}

Test(conf_guard, rule_that_says_little)
{
	const struct conf_guard_rule *r;

	cr_assert_str_eq(said(RULE("")), "");
	r = &f->conf->guard_rule[0];
	cr_expect_str_eq(r->name, "R");
	cr_expect_eq(r->on, CONF_GUARD_ON_MESSAGE | CONF_GUARD_ON_NOTICE | CONF_GUARD_ON_DCC_CHAT);
	cr_expect_eq(r->in, CONF_GUARD_IN_CHANNEL | CONF_GUARD_IN_QUERY);
	cr_expect_eq(r->action, CONF_GUARD_WARN);
	cr_expect_eq(r->stranger_action, CONF_GUARD_WARN);
	cr_expect_eq(r->n_words, 0);
	cr_expect_null(r->except);
	cr_expect(!r->raw && !r->hidden);
}

Test(conf_guard, rule_that_says_all)
{
	const struct conf_guard_rule *r;

	cr_assert_str_eq(
		said(RULE("words = { \"a b\", \"c\" } except = \"\\\\bb\" raw = yes on = { quit, kick } "
			  "in = { query } stranger-action = block exempt-classes = { \"users\" } "
			  "exempt-accounts = { \"bob\" }")),
		"");
	r = &f->conf->guard_rule[0];
	cr_expect_eq(r->n_words, 2);
	cr_expect_str_eq(r->words[0], "a b");
	cr_expect_str_eq(r->except, "\\bb");
	cr_expect_eq(r->on, CONF_GUARD_ON_QUIT | CONF_GUARD_ON_KICK);
	cr_expect_eq(r->in, CONF_GUARD_IN_QUERY);
	cr_expect_eq(r->stranger_action, CONF_GUARD_BLOCK);
	cr_expect_str_eq(r->exempt_classes[0], "users");
	cr_expect_str_eq(r->exempt_accounts[0], "bob");
}

Test(conf_guard, channels_and_classes)
{
	cr_assert_str_eq(said("guard-channel \"#help*\" { exempt = yes ctcp = action-only }\n"
			      "class \"few\" { ctcp = dcc-only }"),
		"");
	cr_expect_str_eq(f->conf->guard_channel[0].mask, "#help*");
	cr_expect(f->conf->guard_channel[0].exempt);
	cr_expect_eq(f->conf->guard_channel[0].ctcp, CONF_CTCP_ACTION_ONLY);
	cr_expect_eq(f->conf->class[0].ctcp, CONF_CTCP_DCC_ONLY);
}

/* Each on a line of its own: all are told at once, with their places. */
Test(conf_guard, bad_patterns_are_told_with_their_line)
{
	const char *faults = said("guard-rule \"A\" { action = warn text = \"x\"\n"
				  "pattern = \"(\"\n"
				  "except = \"[b-a]\" }\n"
				  "guard-rule \"B\" { action = warn text = \"x\"\n"
				  "pattern = \"(*UTF)a\" }");

	cr_expect(strstr(faults, "t.conf:2: guard-rule pattern is no pattern: missing closing parenthesis") !=
			NULL,
		"%s", faults);
	cr_expect(strstr(faults, "t.conf:3: guard-rule except is no pattern: range out of order") != NULL,
		"%s", faults);
	cr_expect(strstr(faults, "t.conf:5: guard-rule pattern is no pattern: ") != NULL, "%s", faults);
	cr_expect_null(f->conf);
}

Test(conf_guard, faults_of_a_rule)
{
	static const struct {
		const char *text, *fault;
	} t[] = {
		{ "guard-rule \"R\" { action = warn text = \"x\" }",
			"guard-rule: the key pattern is missing" },
		{ "guard-rule \"R\" { pattern = \"a\" text = \"x\" }",
			"guard-rule: the key action is missing" },
		{ "guard-rule \"R\" { pattern = \"a\" action = warn }",
			"guard-rule: the key text is missing" },
		{ "guard-rule \"R S\" { pattern = \"a\" action = warn text = \"x\" }",
			"this is not allowed as a name" },
		{ RULE("words = { \"Curl\" }"), "\"Curl\" is no word in lower case" },
		{ RULE("words = { \"\" }"), "\"\" is no word in lower case" },
		{ RULE("words = { \"a  b\" }"), "is no word in lower case" },
		{ RULE("words = { \"123456789012345678901234567890123\" }"), "is no word in lower case" },
		{ RULE("on = { letter }"),
			"\"letter\" is not one of these; allowed: any of message, notice, " },
		{ RULE("in = { letter }"), "allowed: any of channel, query" },
		{ RULE("raw = yes hidden = yes"), "guard-rule \"R\" hidden: not together with raw" },
		{ RULE("exempt-classes = { \"none\" }"), "is not there" },
		{ RULE("") "\n" RULE(""), "is there twice" },
		{ "guard-channel \"a b\" {}", "this is no mask of channels" },
		{ "guard { match-limit = 99 }", "is out of range; allowed: 100 to 100000" },
		{ "guard { same-link = 17:1m }", "is out of range" },
	};

	for (size_t i = 0; i < ARRAY_LEN(t); i++)
		cr_expect(strstr(said(t[i].text), t[i].fault) != NULL, "%s: %s", t[i].text, f->said);
}

Test(conf_guard, rules_at_the_limit_and_above)
{
	char text[16384];
	size_t n = 0;

	for (int i = 0; i < CONF_GUARD_RULE_MAX; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n,
			"guard-rule \"R%d\" { pattern = \"a\" action = tag text = \"x\" }\n", i);
	cr_assert_str_eq(said(text), "");
	cr_expect_eq(f->conf->n_guard_rule, CONF_GUARD_RULE_MAX);
	(void)snprintf(text + n, sizeof(text) - n, RULE(""));
	cr_expect_str_neq(said(text), "");
}

Test(conf_guard, longest_word_is_taken)
{
	cr_expect_str_eq(said(RULE("words = { \"12345678901234567890123456789012\" }")), "");
}
