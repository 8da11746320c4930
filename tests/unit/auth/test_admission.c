#include "auth/admission.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "tests/unit/auth/auth_rig.h"

static const char rules[] = "class \"a\" { }\nclass \"b\" { }\nclass \"c\" { }\n"
			    "allow \"root@192.0.2.0/24\" { class = \"a\" }\n"
			    "allow \"*@192.0.2.128/25\" { class = \"b\" }\n"
			    "allow \"*@192.0.2.0/24\" { class = \"c\" }\n"
			    "allow \"guest*@2001:db8::/32\" { class = \"b\" }\n"
			    "allow \"*@unix\" { class = \"a\" }\n";

struct rule_case {
	char user[16], address[32];
	int rule; /* -1: none */
};

ParameterizedTestParameters(admission, first_rule_that_matches_decides)
{
	static struct rule_case cases[] = {
		{ "root", "192.0.2.200", 0 },
		{ "~root", "192.0.2.1", 0 }, /* the tilde is not part of what was said */
		{ "~ROOT", "192.0.2.1", 0 },
		{ "~rooty", "192.0.2.128", 1 },
		{ "~x", "192.0.2.127", 2 },
		{ "~x", "192.0.3.1", -1 },
		{ "~root", "192.0.3.1", -1 },
		{ "~guest7", "2001:db8:1::1", 3 },
		{ "~x", "2001:db8:1::1", -1 },
		{ "~guest", "2001:db9::1", -1 },
		{ "~x", "unix", 4 },
	};

	return cr_make_param_array(struct rule_case, cases, ARRAY_LEN(cases));
}
ParameterizedTest(struct rule_case *c, admission, first_rule_that_matches_decides)
{
	const struct conf *conf = rig_conf_of(rules);
	const struct conf_allow *got;
	struct rig_one o;

	rig_one_init(&o, c->user, c->address);
	got = admission_rule(conf, o.c);
	cr_expect_eq(got, c->rule < 0 ? NULL : &conf->allow[c->rule], "%s@%s: rule %d", c->user, c->address,
		got != NULL ? (int)(got - conf->allow) : -1);
	rig_one_release(&o);
	conf_unref(conf);
}

Test(admission, class_is_the_rules_unless_the_listener_has_one)
{
	const struct conf *conf = rig_conf_of(rules);
	const struct listen_point plain = { .title = "p" }, own = { .title = "p", .class_name = "b" },
				  lost = { .title = "p", .class_name = "gone" };
	const struct conf_allow *rule = &conf->allow[0];

	cr_expect_str_eq(admission_class(conf, rule, NULL), "a");
	cr_expect_str_eq(admission_class(conf, rule, &plain), "a");
	cr_expect_str_eq(admission_class(conf, rule, &own), "b");
	cr_expect_str_eq(admission_class(conf, rule, &lost), "a");
	conf_unref(conf);
}

Test(admission, who_matches_when_one_pattern_does)
{
	const struct conf *conf = rig_conf_of("class \"a\" { }\nrole \"r\" { privileges = { kill } }\n"
					      "oper \"o\" { role = \"r\" require-tls = no password = "
					      "\"$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
					      "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\" "
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
