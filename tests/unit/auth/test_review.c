/* What a new configuration says of who is there. */
#include "auth/review.h"

#include <criterion/criterion.h>
#include <string.h>

#include "auth/class.h"
#include "auth/gate.h"
#include "tests/unit/auth/auth_rig.h"

#define HASH_A "$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define HASH_B "$argon2id$v=19$m=8,t=1,p=1$BBBBBBBBBBBBBBBBBBBBBA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define HASH_C "$argon2id$v=19$m=8,t=1,p=1$CCCCCCCCCCCCCCCCCCCCCA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

/* u@192.0.2.1, in class "a". */
static struct review
review_as(const char *rules, const char *passed, const char *listener)
{
	static const struct listen_point point_of[] = { { .title = "[::]:6669" } };
	char name[] = "a";
	struct class a = { .name = name };
	const struct conf *conf = rig_conf_of(rules);
	struct rig_one o;
	struct review r;
	bool right_class;

	rig_one_init(&o, "~u", "192.0.2.1");
	o.session.class = &a;
	o.session.passed = passed != NULL ? session_password_mark(passed) : 0; /* after hash_init() */
	o.session.point = listener != NULL ? point_of : NULL;
	review_client(conf, o.c, &r);
	right_class = r.class_name == NULL || conf_class_find(conf, view_z(r.class_name)) != NULL;
	cr_expect(right_class);
	if (r.fate == REVIEW_MOVES)
		cr_expect_str_eq(r.class_name, "b");
	r.class_name = NULL; /* dies with conf */
	rig_one_release(&o);
	conf_unref(conf);
	return r;
}

static enum review_fate
fate(const char *rules)
{
	return review_as(rules, NULL, NULL).fate;
}

#define AB "class \"a\" { }\nclass \"b\" { }\n"

Test(review, rule_decides_who_stays_and_in_which_class)
{
	cr_expect_eq(fate(AB "allow \"*@*\" { class = a }"), REVIEW_STAYS);
	cr_expect_eq(fate(AB "allow \"*@*\" { class = b }"), REVIEW_MOVES);
	cr_expect_eq(fate(AB "allow \"u@192.0.2.0/24\" { class = a }"), REVIEW_STAYS);
	cr_expect_eq(fate(AB "allow \"*@10.0.0.0/8\" { class = a }"), REVIEW_DROPPED);
	cr_expect_eq(fate(AB "allow \"v@*\" { class = a }"), REVIEW_DROPPED);
	cr_expect_eq(fate(AB "allow \"*@*\" { class = a account = required otherwise = next }\n"
			     "allow \"*@*\" { class = b }"),
		REVIEW_MOVES);
}

Test(review, what_is_lacking_is_told)
{
	struct review r = review_as(AB "allow \"*@*\" { class = a ident = require }", NULL, NULL);

	cr_expect_eq(r.fate, REVIEW_DROPPED);
	cr_expect_eq(r.lack, LACK_IDENT);
	cr_expect_not_null(r.rule);
	r = review_as(AB "allow \"*@10.0.0.1\" { class = a }", NULL, NULL);
	cr_expect_eq(r.lack, LACK_RULE);
	cr_expect_null(r.rule);
}

Test(review, password_that_was_passed_counts_for_its_rule_or_for_all_when_it_is_gone)
{
	static const char both[] =
		AB "allow \"*@*\" { class = b password = \"" HASH_A "\" otherwise = next }\n"
		   "allow \"*@*\" { class = a password = \"" HASH_B "\" }";
	cr_expect_eq(review_as(both, HASH_A, NULL).fate, REVIEW_MOVES);
	cr_expect_eq(review_as(both, HASH_B, NULL).fate, REVIEW_STAYS);
	cr_expect_eq(
		review_as(both, HASH_C, NULL).fate, REVIEW_MOVES, "changed: the first that asks for one");
	cr_expect_eq(review_as(both, NULL, NULL).fate, REVIEW_DROPPED);
	cr_expect_eq(review_as(both, NULL, NULL).lack, LACK_PASSWORD);
}

Test(review, class_of_the_listener_is_the_new_configurations)
{
	static const char with[] = AB "listen \"[::]:6669\" { class = b }\nallow \"*@*\" { class = a }";
	static const char plain[] = AB "listen \"[::]:6669\" { }\nallow \"*@*\" { class = a }";

	cr_expect_eq(review_as(with, NULL, "6669").fate, REVIEW_MOVES);
	cr_expect_eq(review_as(with, NULL, NULL).fate, REVIEW_STAYS);
	cr_expect_eq(review_as(plain, NULL, "6669").fate, REVIEW_STAYS);
	cr_expect_eq(
		fate(AB "listen \"[::]:6669\" { }\nallow \"*@*\" { class = a listener = \"[::]:6669\" }"),
		REVIEW_DROPPED, "it came by none that the rule is about");
	cr_expect_eq(review_as(AB "allow \"*@*\" { class = a }", NULL, "6669").fate, REVIEW_STAYS,
		"its listener is gone, and that alone drops nobody");
}
