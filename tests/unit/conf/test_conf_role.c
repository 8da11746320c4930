/* Roles that inherit, and what a section of an operator needs. */
#include "conf/conf_role.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "conf_fixture.h"

struct check_case {
	const char *text, *want;
};

static void
check(const struct check_case *cases, size_t n)
{
	struct conf_fixture *f = conf_fixture_new();

	conf_fixture_tls(f);
	for (size_t i = 0; i < n; i++)
		cr_expect_str_eq(conf_fixture_load(f, cases[i].text), cases[i].want, "%s:\n got %s\nwant %s",
			cases[i].text, f->said, cases[i].want);
	conf_fixture_free(f);
}

#define OPER "role r { privileges = {} } oper o { role = r from = \"*@*\" "
#define TLS1 "tls { certificate = tls.crt key = tls.key "
#define REMOTE \
	"role r { privileges = {} } oper o { role = r from = { \"*@192.0.2.0/24\", \"*@2001:db8::1\" } "

Test(conf_role, operators)
{
	static const struct check_case cases[] = {
		{ FIXTURE_ALL REMOTE "password = \"" FIXTURE_HASH "\" }",
			"t.conf:5: oper \"o\" require-tls needs a section tls" },
		{ FIXTURE_ALL OPER "password = \"" FIXTURE_HASH "\" }", "" },
		{ FIXTURE_ALL REMOTE "require-tls = no account = bob }", "" },
		{ FIXTURE_ALL OPER "account = bob auto = yes }", "" },
		{ FIXTURE_ALL OPER "account = bob\n auto = yes password = \"" FIXTURE_HASH "\" }",
			"t.conf:6: oper \"o\" auto: nobody could give the password" },
		{ FIXTURE_ALL OPER "require-tls = no\n fingerprint = \"" FIXTURE_PRINT "\" }",
			"t.conf:6: oper \"o\" fingerprint needs a section tls" },
		{ FIXTURE_ALL TLS1 "client-certificates = none }\n" OPER "\n fingerprint = \"" FIXTURE_PRINT
				   "\" }",
			"t.conf:7: oper \"o\" fingerprint needs tls client-certificates = ask" },
		{ FIXTURE_ALL TLS1 "}\n" OPER "fingerprint = \"" FIXTURE_PRINT "\" }", "" },
		{ FIXTURE_ALL OPER "require-tls = no password = \"" FIXTURE_HASH "\" }", "" },
		{ FIXTURE_ALL OPER "require-tls = no }",
			"t.conf:5: oper \"o\" needs a password, a fingerprint or an account" },
	};

	check(cases, ARRAY_LEN(cases));
}

/* The privileges of a role of this configuration, or ~0. */
static uint64_t
privileges_of(struct conf_fixture *f, const char *text, struct view name)
{
	const struct conf_role *role;

	cr_expect_str_eq(conf_fixture_load(f, text), "");
	cr_assert_not_null(f->conf);
	role = conf_role_find(f->conf, name);
	return role != NULL ? role->privileges : ~UINT64_C(0);
}

Test(conf_role, a_role_inherits_from_several_wherever_they_stand)
{
	static const char text[] = FIXTURE_ALL "role a { inherits = { b, c } }\n"
					       "role b { privileges = { kill } inherits = d }\n"
					       "role d { privileges = { die } }\n"
					       "role c { privileges = { stats } inherits = { d, d } }\n"
					       "role e { inherits = {} }\n";
	struct conf_fixture *f = conf_fixture_new();

	cr_expect_eq(privileges_of(f, text, VIEW("a")),
		PRIV_BIT(PRIV_KILL) | PRIV_BIT(PRIV_DIE) | PRIV_BIT(PRIV_STATS));
	cr_expect_eq(privileges_of(f, text, VIEW("b")), PRIV_BIT(PRIV_KILL) | PRIV_BIT(PRIV_DIE));
	cr_expect_eq(privileges_of(f, text, VIEW("d")), PRIV_BIT(PRIV_DIE));
	cr_expect_eq(privileges_of(f, text, VIEW("e")), 0);
	cr_expect_eq(privileges_of(f, text, VIEW("A")), ~UINT64_C(0));
	conf_fixture_free(f);
}

Test(conf_role, a_role_that_inherits_in_circles_or_nobody_is_refused)
{
	static const struct check_case cases[] = {
		{ FIXTURE_ALL "role a { inherits = a }", "t.conf:5: role \"a\" inherits itself, by \"a\"" },
		{ FIXTURE_ALL "role a { inherits = { c, b } }\nrole b { inherits = a }\n"
			      "role c { inherits = {} }\nrole d { inherits = a }",
			"t.conf:5: role \"a\" inherits itself, by \"b\"\n"
			"t.conf:6: role \"b\" inherits itself, by \"a\"" },
		{ FIXTURE_ALL "role a {\ninherits = { b } }",
			"t.conf:6: role inherits: \"b\" is not there; allowed: the titles of sections role" },
		{ FIXTURE_ALL "role a { inherits = { b, b } }\nrole b { inherits = { nobody, a } }",
			"t.conf:5: role \"a\" inherits itself, by \"b\"\n"
			"t.conf:6: role inherits: \"nobody\" is not there; allowed: the titles of sections "
			"role\n"
			"t.conf:6: role \"b\" inherits itself, by \"a\"" },
	};

	check(cases, ARRAY_LEN(cases));
}

/* Each inherits the one behind it, and the last has the privilege. */
Test(conf_role, roles_inherit_over_as_many_as_there_may_be)
{
	static char text[16384];
	struct conf_fixture *f = conf_fixture_new();
	int n = (int)snprintf(text, sizeof(text), FIXTURE_ALL);

	for (int i = 0; i < CONF_ROLE_MAX - 1; i++)
		n += snprintf(text + n, sizeof(text) - (size_t)n, "role r%d { inherits = r%d }\n", i, i + 1);
	(void)snprintf(
		text + n, sizeof(text) - (size_t)n, "role r%d { privileges = { die } }\n", CONF_ROLE_MAX - 1);
	cr_expect_eq(privileges_of(f, text, VIEW("r0")), PRIV_BIT(PRIV_DIE));
	(void)snprintf(text + n, sizeof(text) - (size_t)n, "role r%d { inherits = r0 }\n", CONF_ROLE_MAX - 1);
	cr_expect_neq(*conf_fixture_load(f, text), '\0');
	conf_fixture_free(f);
}
