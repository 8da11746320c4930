#include "auth/admission.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <string.h>

#include "auth/admission_explain.h"
#include "tests/unit/auth/auth_rig.h"

#define FP   "abababababababababababababababababababababababababababababababab"
#define HASH "$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static const char rules[] =
	"class \"a\" { }\nclass \"b\" { }\nlisten \"[::]:6669\" { class = b }\n"
	"allow \"root@192.0.2.0/24\" { class = a }\n"					   /* 0 */
	"allow \"*@192.0.2.128/25\" { class = a }\n"					   /* 1 */
	"allow \"*@192.0.2.0/24\" { class = a }\n"					   /* 2 */
	"allow \"guest*@2001:db8::/32\" { class = a }\n"				   /* 3 */
	"allow \"*@unix\" { class = a }\n"						   /* 4 */
	"allow \"*@10.1.0.0/16\" { class = a ident = require }\n"			   /* 5 */
	"allow \"*@10.2.0.0/16\" { class = a account = required }\n"			   /* 6 */
	"allow \"*@10.3.0.0/16\" { class = a accounts = { ann, \"b[n\" } }\n"		   /* 7 */
	"allow \"*@10.4.0.0/16\" { class = a listener = \"[::]:6669\" }\n"		   /* 8 */
	"allow \"*@10.4.0.0/16\" { class = a ident = try }\n"				   /* 9 */
	"allow \"*@10.5.0.0/16\" { class = a password = \"" HASH "\" }\n"		   /* 10 */
	"allow \"*@10.6.0.0/16\" { class = a password = \"" HASH "\" otherwise = next }\n" /* 11 */
	"allow \"*@10.6.0.0/16\" { class = a account = required otherwise = next }\n"	   /* 12 */
	"allow \"x@10.6.0.0/16\" { class = a ident = require }\n"			   /* 13 */
	"allow \"y@10.6.0.0/16\" { class = b }\n";					   /* 14 */

struct rule_case {
	char subject[120];
	int rule; /* -1: none */
	enum admission_lack lack;
	char class_name;
};

ParameterizedTestParameters(admission, first_rule_that_is_about_it_decides)
{
	static struct rule_case cases[] = {
		{ "root@192.0.2.200", 0, LACK_NOTHING, 'a' },
		{ "~root@192.0.2.1", 0, LACK_NOTHING, 'a' }, /* the tilde is not part of what was said */
		{ "ROOT@192.0.2.1", 0, LACK_NOTHING, 'a' },
		{ "rooty@192.0.2.128", 1, LACK_NOTHING, 'a' },
		{ "x@192.0.2.127", 2, LACK_NOTHING, 'a' },
		{ "x@192.0.3.1", -1, LACK_RULE, 0 },
		{ "root@192.0.3.1", -1, LACK_RULE, 0 },
		{ "guest7@2001:db8:1::1", 3, LACK_NOTHING, 'a' },
		{ "guest7@[2001:db8:1::1]:6669", 3, LACK_NOTHING, 'b' }, /* the listener's class */
		{ "x@2001:db8:1::1", -1, LACK_RULE, 0 },
		{ "guest@2001:db9::1", -1, LACK_RULE, 0 },
		{ "x@unix", 4, LACK_NOTHING, 'a' },
		{ "x@10.1.0.1", 5, LACK_IDENT, 0 },
		{ "x@10.1.0.1 ident=none", 5, LACK_IDENT, 0 },
		{ "x@10.1.0.1 ident=ok", 5, LACK_NOTHING, 'a' },
		{ "x@10.2.0.1", 6, LACK_ACCOUNT, 0 },
		{ "x@10.2.0.1 ann", 6, LACK_NOTHING, 'a' },
		{ "x@10.3.0.1", 7, LACK_ACCOUNT, 0 },
		{ "x@10.3.0.1 account=joe", 7, LACK_THIS_ACCOUNT, 0 },
		{ "x@10.3.0.1 account=ANN", 7, LACK_NOTHING, 'a' },
		{ "x@10.3.0.1 B{N", 7, LACK_NOTHING, 'a' }, /* by the casemapping */
		{ "x@10.4.0.1 listener=[::]:6669", 8, LACK_NOTHING, 'b' },
		{ "x@10.4.0.1 listener=127.0.0.1:6667", 9, LACK_NOTHING, 'a' },
		{ "x@10.4.0.1", 9, LACK_NOTHING, 'a' },
		{ "x@10.5.0.1", 10, LACK_PASSWORD, 0 },
		{ "x@10.5.0.1 password", 10, LACK_NOTHING, 'a' },
		{ "x@10.5.0.1 password=wrong", 10, LACK_RIGHT_PASSWORD, 0 },
		{ "z@10.6.0.1 password", 11, LACK_NOTHING, 'a' },
		{ "z@10.6.0.1 account=ann password=wrong", 12, LACK_NOTHING, 'a' },
		{ "z@10.6.0.1 account=ann", 12, LACK_NOTHING, 'a' },
		{ "z@10.6.0.1", 12, LACK_ACCOUNT, 0 }, /* what it lacked for the last that passed it on */
		{ "x@10.6.0.1", 13, LACK_IDENT, 0 },
		{ "x@10.6.0.1 ident=ok password=wrong", 13, LACK_NOTHING, 'a' },
		{ "y@10.6.0.1 password=wrong", 14, LACK_NOTHING, 'b' },
	};

	return cr_make_param_array(struct rule_case, cases, ARRAY_LEN(cases));
}
ParameterizedTest(struct rule_case *c, admission, first_rule_that_is_about_it_decides)
{
	const struct conf *conf = rig_conf_of(rules);
	struct admission_subject s;
	struct admission a;
	struct err e;

	cr_assert_eq(
		admission_subject_parse(conf, view_z(c->subject), &s, &e), 0, "%s: %s", c->subject, e.text);
	admission_decide(conf, &s.facts, NULL, &a);
	cr_expect_eq(a.rule, c->rule < 0 ? NULL : &conf->allow[c->rule], "%s: rule %d", c->subject,
		a.rule != NULL ? (int)(a.rule - conf->allow) : -1);
	cr_expect_eq(
		a.verdict, c->lack == LACK_NOTHING ? ADMISSION_ADMIT : ADMISSION_REFUSE, "%s", c->subject);
	if (c->lack == LACK_NOTHING)
		cr_expect_eq(a.class_name[0], c->class_name, "%s: class %s", c->subject, a.class_name);
	else
		cr_expect_eq(a.lack, c->lack, "%s: lacks %s", c->subject, a.text);
	conf_unref(conf);
}

struct ident_case {
	char address[32];
	bool wanted;
};

ParameterizedTestParameters(admission, ident_is_wanted_by_rules_that_may_match)
{
	static struct ident_case cases[] = {
		{ "192.0.2.1", true },	  /* root@ wants it, whoever it is */
		{ "192.0.2.129", false }, /* everybody from there is let in before */
		{ "192.0.3.1", true },
		{ "2001:db8::1", false },
		{ "2001:db9::1", false }, /* no rule */
		{ "unix", false },
	};

	return cr_make_param_array(struct ident_case, cases, ARRAY_LEN(cases));
}
ParameterizedTest(struct ident_case *c, admission, ident_is_wanted_by_rules_that_may_match)
{
	const struct conf *conf = rig_conf_of("class \"a\" { }\n"
					      "allow \"*@192.0.2.128/25\" { class = a }\n"
					      "allow \"root@192.0.2.0/24\" { class = a ident = require }\n"
					      "allow \"*@2001:db8::/32\" { class = a }\n"
					      "allow \"x@192.0.3.0/24\" { class = a }\n"
					      "allow \"*@192.0.3.0/24\" { class = a ident = try }\n"
					      "allow \"*@unix\" { class = a }\n"
					      "allow \"root@2001:db8::1\" { class = a ident = try }\n");
	struct peer_addr peer = rig_peer_of(c->address);

	cr_expect_eq(admission_wants_ident(conf, &peer), c->wanted, "%s", c->address);
	conf_unref(conf);
}

/* What rules about TLS demand takes certificates on disk to be written in a file: here it is written in memory. */
Test(admission, demands_of_tls)
{
	const struct conf_fingerprint two[] = { { { 1 } }, { { 0 } } };
	struct conf_fingerprint known[2];
	const struct conf_class class = { .name = "a" };
	struct conf_allow rule = { .place = { "t", 1 },
		.who = { .text = "*@*", .user = "*" },
		.class = &class };
	const struct conf conf = { .allow = &rule, .n_allow = 1, .class = &class, .n_class = 1 };
	struct admission_facts f = { .family = AF_INET };
	struct admission a;

	memcpy(known, two, sizeof(known));
	memset(known[1].bytes, 0xab, sizeof(known[1].bytes));
	rule.tls_required = true;
	admission_decide(&conf, &f, NULL, &a);
	cr_expect_eq(a.lack, LACK_TLS);
	f.is_tls = true;
	admission_decide(&conf, &f, NULL, &a);
	cr_expect_eq(a.verdict, ADMISSION_ADMIT);
	rule.certificate_required = true;
	admission_decide(&conf, &f, NULL, &a);
	cr_expect_eq(a.lack, LACK_CERTIFICATE);
	f.fingerprint = FP;
	admission_decide(&conf, &f, NULL, &a);
	cr_expect_eq(a.verdict, ADMISSION_ADMIT);
	rule.fingerprints = known;
	rule.n_fingerprints = 1;
	admission_decide(&conf, &f, NULL, &a);
	cr_expect_eq(a.lack, LACK_THIS_CERTIFICATE);
	rule.n_fingerprints = 2;
	admission_decide(&conf, &f, NULL, &a);
	cr_expect_eq(a.verdict, ADMISSION_ADMIT);
}

Test(admission, asks_for_a_password_until_it_has_the_answer)
{
	const struct conf *conf = rig_conf_of(rules);
	struct admission_answers answers = { .right = { 0 } };
	struct admission_facts f = { .user = VIEW("x"),
		.family = AF_INET,
		.ip = { 10, 6, 0, 1 },
		.pass = ADMISSION_PASS_GIVEN,
		.ident = ADMISSION_IDENT_OK };
	struct admission a;

	admission_decide(conf, &f, NULL, &a);
	cr_expect_eq(a.verdict, ADMISSION_ASK_PASSWORD);
	cr_expect_eq(a.rule, &conf->allow[11]);
	f.answers = &answers;
	admission_decide(conf, &f, NULL, &a);
	cr_expect_eq(a.verdict, ADMISSION_ASK_PASSWORD);
	admission_answer(&answers, 11, false);
	admission_decide(conf, &f, NULL, &a);
	cr_expect_eq(a.verdict, ADMISSION_ADMIT);
	cr_expect_eq(a.rule, &conf->allow[13]);
	answers = (struct admission_answers){ .right = { 0 } };
	admission_answer(&answers, 11, true);
	admission_answer(&answers, 10, false);
	admission_decide(conf, &f, NULL, &a);
	cr_expect_eq(a.verdict, ADMISSION_ADMIT);
	cr_expect_eq(a.rule, &conf->allow[11]);
	conf_unref(conf);
}

Test(admission, what_is_cheap_is_looked_at_before_the_password)
{
	const struct conf *conf =
		rig_conf_of("class \"a\" { }\n"
			    "allow \"*@*\" { class = a account = required password = \"" HASH "\" }");
	struct admission_facts f = { .family = AF_INET, .pass = ADMISSION_PASS_GIVEN };
	struct admission a;

	admission_decide(conf, &f, NULL, &a);
	cr_expect_eq(a.lack, LACK_ACCOUNT);
	conf_unref(conf);
}

Test(admission, class_of_a_listener_that_is_gone_gives_way)
{
	const struct conf *conf = rig_conf_of(rules);
	struct admission_facts f = { .user = VIEW("x"), .family = AF_UNIX, .class_name = "gone" };
	struct admission a;

	admission_decide(conf, &f, NULL, &a);
	cr_expect_str_eq(a.class_name, "a");
	conf_unref(conf);
}

Test(admission, who_matches_when_one_pattern_does)
{
	const struct conf *conf = rig_conf_of("class \"a\" { }\nrole \"r\" { privileges = { kill } }\n"
					      "oper \"o\" { role = \"r\" require-tls = no password = "
					      "\"" HASH "\" "
					      "from = { \"ann@192.0.2.1\", \"*@10.0.0.0/8\" } }\n"
					      "allow \"*@*\" { class = \"a\" }");
	const struct conf_oper *oper = &conf->oper[0];
	struct rig_one o;

	rig_one_init(&o, "~ann", "192.0.2.1");
	cr_expect(admission_who(oper->from, oper->n_from, o.c));
	rig_one_release(&o);
	rig_one_init(&o, "~ben", "192.0.2.1");
	cr_expect_not(admission_who(oper->from, oper->n_from, o.c));
	cr_expect_not(admission_who(oper->from, 0, o.c));
	rig_one_release(&o);
	rig_one_init(&o, "~ben", "10.9.8.7");
	cr_expect(admission_who(oper->from, oper->n_from, o.c));
	rig_one_release(&o);
	conf_unref(conf);
}
