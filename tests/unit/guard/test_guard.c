#include "guard/guard.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "guard_rig.h"
#include "state/oper.h"

#define RULE(name, keys) "guard-rule \"" name "\" { text = \"about " name "\" " keys " }\n"

static struct guard_rig *r;

static void
make(const char *rules)
{
	r = guard_rig_new(rules);
}

static void
teardown(void)
{
	guard_rig_free(r);
}

TestSuite(guard, .fini = teardown);

Test(guard, none_at_all_passes_everything)
{
	const struct guard_ask ask = { .place = GUARD_QUERY, .text = VIEW("curl x | sh\x1b[2J") };
	struct guard_verdict v;

	make("");
	guard_judge(NULL, &ask, &v);
	cr_expect_eq(v.action, GUARD_PASS);
	cr_expect_not(v.strip);
	cr_expect_eq(guard_rig_channel(r, VIEW("curl x | sh")).action, GUARD_PASS);
}

Test(guard, rule_answers_with_its_action_and_words)
{
	struct guard_verdict v;

	make(RULE("A", "words = { \"curl\" } pattern = \"curl .*sh\" action = warn"));
	v = guard_rig_channel(r, VIEW("CURL x | \x02sh"));
	cr_expect_eq(v.action, GUARD_WARN);
	cr_expect_str_eq(v.name, "A");
	cr_expect_str_eq(v.text, "about A");
	cr_expect_eq(guard_rig_channel(r, VIEW("curl x")).action, GUARD_PASS);
	cr_expect_null(guard_rig_channel(r, VIEW("curl x")).name);
	cr_expect_eq(guard_rig_count(r, "A").tried, 3);
	cr_expect_eq(guard_rig_count(r, "A").hits, 1);
}

Test(guard, rule_is_not_tried_without_one_of_its_words)
{
	make(RULE("A", "words = { \"curl\", \"wget\" } pattern = \"x\" action = block"));
	cr_expect_eq(guard_rig_channel(r, VIEW("x")).action, GUARD_PASS);
	cr_expect_eq(guard_rig_count(r, "A").tried, 0);
	cr_expect_eq(guard_rig_channel(r, VIEW("x wget")).action, GUARD_BLOCK);
}

Test(guard, highest_action_counts_and_all_are_counted)
{
	struct guard_verdict v;

	make(RULE("A", "pattern = \"a\" action = warn") RULE("B", "pattern = \"a\" action = block") RULE(
		"C", "pattern = \"a\" action = hold") RULE("D", "pattern = \"b\" action = pass"));
	v = guard_rig_channel(r, VIEW("a"));
	cr_expect_eq(v.action, GUARD_BLOCK);
	cr_expect_str_eq(v.name, "B");
	cr_expect_eq(
		guard_rig_count(r, "A").hits + guard_rig_count(r, "B").hits + guard_rig_count(r, "C").hits,
		3);
	v = guard_rig_channel(r, VIEW("b"));
	cr_expect_eq(v.action, GUARD_PASS);
	cr_expect_eq(guard_rig_count(r, "D").hits, 1);
}

Test(guard, exception)
{
	make(RULE("A", "pattern = \"curl\" except = \"never\" action = warn"));
	cr_expect_eq(guard_rig_channel(r, VIEW("Never curl")).action, GUARD_PASS);
	cr_expect_eq(guard_rig_channel(r, VIEW("curl")).action, GUARD_WARN);
	cr_expect_eq(guard_rig_count(r, "A").hits, 1);
}

Test(guard, places)
{
	static const struct {
		const char *on;
		enum guard_place place;
	} t[] = {
		{ "message", GUARD_CHANNEL },
		{ "topic", GUARD_TOPIC },
		{ "part", GUARD_PART },
		{ "quit", GUARD_QUIT },
		{ "away", GUARD_AWAY },
		{ "realname", GUARD_REALNAME },
		{ "kick", GUARD_KICK },
		{ "dcc-chat", GUARD_DCC_CHAT },
	};
	char rule[200];

	make("");
	for (size_t i = 0; i < ARRAY_LEN(t); i++) {
		(void)snprintf(
			rule, sizeof(rule), RULE("A", "pattern = \"a\" action = tag on = { %s }"), t[i].on);
		guard_rig_configure(r, rule);
		for (size_t k = 0; k < ARRAY_LEN(t); k++)
			cr_expect_eq(guard_rig_at(r, t[k].place, VIEW("a")).action,
				k == i ? GUARD_TAG : GUARD_PASS, "%s at %s", t[i].on, t[k].on);
	}
}

Test(guard, notices_and_messages)
{
	struct guard_ask ask;
	struct guard_verdict v;

	make(RULE("A", "pattern = \"a\" action = tag on = { notice }"));
	ask = (struct guard_ask){ .from = r->alice, .to = r->bob, .place = GUARD_QUERY, .text = VIEW("a") };
	guard_judge(r->g, &ask, &v);
	cr_expect_eq(v.action, GUARD_PASS);
	ask.is_notice = true;
	guard_judge(r->g, &ask, &v);
	cr_expect_eq(v.action, GUARD_TAG);
}

Test(guard, channels_and_queries)
{
	make(RULE("A", "pattern = \"a\" action = tag in = { query }")
			RULE("B", "pattern = \"b\" action = tag in = { channel }"));
	cr_expect_eq(guard_rig_channel(r, VIEW("a")).action, GUARD_PASS);
	cr_expect_eq(guard_rig_query(r, r->alice, VIEW("a")).action, GUARD_TAG);
	cr_expect_eq(guard_rig_channel(r, VIEW("b")).action, GUARD_TAG);
	cr_expect_eq(guard_rig_query(r, r->alice, VIEW("b")).action, GUARD_PASS);
}

Test(guard, strangers)
{
	make(RULE("A", "pattern = \"a\" action = warn stranger-action = block"));
	cr_expect_eq(guard_rig_query(r, r->alice, VIEW("a")).action, GUARD_WARN, "shares a channel");
	cr_expect_eq(guard_rig_query(r, r->carol, VIEW("a")).action, GUARD_BLOCK);
	client_set_account(r->carol, VIEW("carol"));
	cr_expect_eq(guard_rig_query(r, r->carol, VIEW("a")).action, GUARD_WARN, "is logged in");
	cr_expect_eq(guard_rig_channel(r, VIEW("a")).action, GUARD_WARN);
}

Test(guard, exempt_classes_and_accounts)
{
	make(RULE("A",
		"pattern = \"a\" action = warn exempt-classes = { bots } exempt-accounts = { \"Ann\" }"));
	cr_expect_eq(guard_rig_query(r, r->alice, VIEW("a")).action, GUARD_WARN);
	client_set_account(r->alice, VIEW("ann"));
	cr_expect_eq(guard_rig_query(r, r->alice, VIEW("a")).action, GUARD_PASS);
	r->ch->name[1] = 'c';
	r->alice = r->bob;
	cr_expect_eq(guard_rig_channel(r, VIEW("a")).action, GUARD_PASS, "of class bots");
	cr_expect_eq(guard_rig_count(r, "A").hits, 1);
}

Test(guard, exempt_channels)
{
	make(RULE("A", "pattern = \"a\" action = warn") "guard-channel \"#c*\" { exempt = yes "
							"}\nguard-channel \"#*\" { ctcp = off }\n");
	cr_expect_eq(guard_rig_channel(r, VIEW("a")).action, GUARD_PASS);
	cr_expect_eq(guard_channel(r->g, VIEW("#d"))->ctcp, CONF_CTCP_OFF);
	cr_expect_null(guard_channel(r->g, VIEW("&d")));
	cr_expect_eq(guard_rig_query(r, r->alice, VIEW("a")).action, GUARD_WARN);
}

Test(guard, operators_with_the_privilege_and_oneself)
{
	struct oper_grant *plain, *exempt;

	make(RULE("A", "pattern = \"a\" action = warn"));
	plain = oper_grant_new(VIEW("o"), VIEW("r"), PRIV_BIT(PRIV_GUARD));
	exempt = oper_grant_new(VIEW("o"), VIEW("r"), PRIV_BIT(PRIV_GUARD_EXEMPT));
	cr_expect_eq(guard_rig_query(r, r->bob, VIEW("a")).action, GUARD_PASS, "to oneself");
	oper_raise(r->alice, plain);
	cr_expect_eq(guard_rig_query(r, r->alice, VIEW("a")).action, GUARD_WARN);
	oper_raise(r->alice, exempt);
	cr_expect_eq(guard_rig_query(r, r->alice, VIEW("a\x1b[m")).action, GUARD_PASS);
	oper_grant_unref(plain);
	oper_grant_unref(exempt);
}

Test(guard, speaker_who_has_left_is_judged)
{
	make(RULE("A",
		"pattern = \"a\" action = warn stranger-action = block exempt-classes = { users } "
		"exempt-accounts = { \"ann\" }"));
	cr_expect_eq(guard_rig_query(r, NULL, VIEW("a")).action, GUARD_WARN);
}

Test(guard, switched_off)
{
	make("guard { enabled = no }\n" RULE("A", "pattern = \"a\" action = warn"));
	cr_expect_eq(guard_rig_channel(r, VIEW("a\x07")).action, GUARD_PASS);
	cr_expect_not(guard_rig_channel(r, VIEW("a\x07")).strip);
}

Test(guard, controls_are_told_of_unless_switched_off)
{
	make("");
	cr_expect(guard_rig_channel(r, VIEW("a\x07")).strip);
	cr_expect_not(guard_rig_channel(r, VIEW("a\x02")).strip);
	guard_rig_configure(r, "guard { strip-controls = no }\n");
	cr_expect_not(guard_rig_channel(r, VIEW("a\x07")).strip);
}

Test(guard, raw_rule_sees_what_was_sent)
{
	make(RULE("A", "raw = yes pattern = \"^[A-Z]\\\\x02\" action = warn"));
	cr_expect_eq(guard_rig_channel(r,
			     VIEW("A\x02"
				  "b"))
			     .action,
		GUARD_WARN);
	cr_expect_eq(guard_rig_channel(r,
			     VIEW("a\x02"
				  "b"))
			     .action,
		GUARD_PASS);
}

Test(guard, hidden_rule_is_about_what_is_in_pieces)
{
	make(RULE("A", "hidden = yes pattern = \"https?://\\\\S+\" action = warn"));
	cr_expect_eq(guard_rig_channel(r, VIEW("see http://a.example/b")).action, GUARD_PASS);
	cr_expect_eq(guard_rig_channel(r, VIEW("SEE  HTTP://a.example/b")).action, GUARD_PASS);
	cr_expect_eq(guard_rig_channel(r, VIEW("see \x02http://a.example/b\x02 now")).action, GUARD_PASS);
	cr_expect_eq(guard_rig_channel(r,
			     VIEW("see http://a.ex\x02\x02"
				  "ample/b"))
			     .action,
		GUARD_WARN);
	cr_expect_eq(guard_rig_channel(r, VIEW("see http://\xd0\xb0.example/b")).action, GUARD_WARN);
}

Test(guard, action_is_judged_without_its_marks)
{
	make(RULE("A", "pattern = \"^run it$\" action = warn"));
	cr_expect_eq(guard_rig_channel(r,
			     VIEW("\x01"
				  "ACTION run it\x01"))
			     .action,
		GUARD_WARN);
}

Test(guard, what_needs_a_key_passes_and_nothing_behind_it)
{
	make(RULE("A", "words = { \"a\" } pattern = \"a\" action = warn"));
	cr_expect_eq(guard_rig_channel(r, VIEW("+OK aaaaaaaaaaaa")).action, GUARD_PASS);
	cr_expect_eq(guard_rig_channel(r, VIEW("?OTR:aaaaaaa")).action, GUARD_PASS);
	cr_expect_eq(guard_rig_channel(r, VIEW("+OK a | sh")).action, GUARD_WARN);
	cr_expect_eq(guard_rig_channel(r, VIEW("+ok? a")).action, GUARD_WARN);
}

Test(guard, what_runs_away_is_cut_and_counted)
{
	char text[400];

	make("guard { match-limit = 1000 }\n" RULE("A", "pattern = \"^(a+)+$\" action = block"));
	memset(text, 'a', sizeof(text));
	text[sizeof(text) - 1] = '!';
	cr_expect_eq(guard_rig_channel(r, view_of(text, sizeof(text))).action, GUARD_PASS);
	cr_expect_eq(guard_rig_count(r, "A").cut, 1);
	cr_expect_eq(guard_rig_count(r, "A").hits, 0);
	cr_expect_eq(guard_rig_channel(r, VIEW("aaaa")).action, GUARD_BLOCK);
}

Test(guard, text_at_the_limit_and_above)
{
	static char text[GUARD_TEXT_MAX + 1];

	make(RULE("A", "pattern = \"b$\" action = block"));
	memset(text, 'a', sizeof(text));
	text[GUARD_TEXT_MAX - 1] = 'b';
	cr_expect_eq(guard_rig_channel(r, view_of(text, GUARD_TEXT_MAX)).action, GUARD_BLOCK);
	text[GUARD_TEXT_MAX - 1] = 'a';
	text[GUARD_TEXT_MAX] = 'b';
	cr_expect_eq(guard_rig_channel(r, view_of(text, GUARD_TEXT_MAX + 1)).action, GUARD_PASS);
}

Test(guard, counters_go_on_over_a_new_configuration)
{
	make(RULE("A", "pattern = \"a\" action = warn") RULE("B", "pattern = \"a\" action = tag"));
	(void)guard_rig_channel(r, VIEW("a"));
	guard_rig_configure(
		r, RULE("C", "pattern = \"c\" action = tag") RULE("A", "pattern = \"b\" action = block"));
	cr_expect_eq(guard_rig_count(r, "A").hits, 1);
	cr_expect_eq(guard_rig_count(r, "C").hits, 0);
	cr_expect_eq(guard_rig_channel(r, VIEW("a")).action, GUARD_PASS);
	cr_expect_eq(guard_rig_channel(r, VIEW("b")).action, GUARD_BLOCK);
	cr_expect_eq(guard_rig_count(r, "A").hits, 2);
}

static struct guard_verdict
to(struct client *whom, struct view text)
{
	const struct guard_ask ask = {
		.from = r->alice, .place = GUARD_QUERY, .to = whom, .text = text, .now_ms = r->now_ms
	};
	struct guard_verdict v;

	guard_judge(r->g, &ask, &v);
	return v;
}

Test(guard, same_link_to_too_many_users)
{
	make("guard { same-link = 1:1m }\n");
	cr_expect_eq(to(r->bob, VIEW("see http://x.example/")).action, GUARD_PASS);
	cr_expect_eq(to(r->bob, VIEW("see http://x.example/")).action, GUARD_PASS, "to the same");
	cr_expect_eq(to(r->carol, VIEW("see http://y.example/")).action, GUARD_PASS, "another link");
	cr_expect_eq(to(r->carol, VIEW("hello")).action, GUARD_PASS);
	cr_expect_eq(to(r->bob, VIEW("hello")).action, GUARD_PASS, "no link");
	cr_expect_eq(to(r->carol, VIEW("SEE \x02http://x.example/")).action, GUARD_BLOCK);
	cr_expect_str_eq(to(r->carol, VIEW("see http://x.example/")).name, "W1");
	cr_expect_eq(guard_rig_count(r, "W1").hits, 2);
	r->now_ms += 60000;
	cr_expect_eq(to(r->carol, VIEW("see http://x.example/")).action, GUARD_PASS);
}

Test(guard, warns_once_in_a_while)
{
	struct guard_ask ask;

	make("");
	ask = (struct guard_ask){ .from = r->alice, .to = r->bob, .place = GUARD_QUERY, .now_ms = 1 };
	cr_expect(guard_warns_now(r->g, &ask));
	cr_expect_not(guard_warns_now(r->g, &ask));
	ask.from = r->carol;
	cr_expect(guard_warns_now(r->g, &ask), "of another one");
	ask.ch = r->ch;
	cr_expect(guard_warns_now(r->g, &ask));
	ask.from = r->alice;
	cr_expect_not(guard_warns_now(r->g, &ask), "a channel, of whomever");
	ask.now_ms += 600000;
	cr_expect(guard_warns_now(r->g, &ask));
}
