#include "auth/oper_check.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "state/mode.h"
#include "state/oper.h"
#include "tests/unit/auth/auth_rig.h"

#define HASH "$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define REST "class \"c\" { }\nallow \"*@*\" { class = \"c\" }\n"
#define ROLES                                                                                           \
	"role \"few\" { privileges = { \"kill\" } }\nrole \"all\" { inherits = \"few\" privileges = { " \
	"\"die\" } }\n"

/* A configuration with one operator "o", of whom this is said. */
static const struct conf *
conf_with(const char *said)
{
	char text[1024];

	(void)snprintf(text, sizeof(text), REST ROLES "oper \"o\" { role = \"few\" %s }\n", said);
	return rig_conf_of(text);
}

static enum oper_lack
ask(const struct client *c, const char *said)
{
	const struct conf *conf = conf_with(said);
	enum oper_lack lack = oper_check(conf_oper_find(conf, VIEW("o")), c);

	conf_unref(conf);
	return lack;
}

Test(oper_check, from_where)
{
	struct rig_one o;

	rig_one_init(&o, "~ann", "10.1.2.3");
	cr_expect_eq(ask(o.c, "password = \"" HASH "\" require-tls = no from = \"*@10.0.0.0/8\""),
		OPER_LACK_NOTHING);
	cr_expect_eq(ask(o.c, "password = \"" HASH "\" require-tls = no from = \"ann@10.1.2.3\""),
		OPER_LACK_NOTHING);
	cr_expect_eq(
		ask(o.c, "password = \"" HASH "\" require-tls = no from = \"*@10.1.2.4\""), OPER_LACK_FROM);
	cr_expect_eq(ask(o.c, "password = \"" HASH "\" require-tls = no from = \"bob@*\""), OPER_LACK_FROM);
	cr_expect_eq(oper_check(NULL, o.c), OPER_LACK_SECTION);
	rig_one_release(&o);
}

Test(oper_check, tls_unless_the_connection_stays_on_the_host)
{
	static const struct {
		const char *from;
		bool secure;
		enum oper_lack want;
	} cases[] = {
		{ "10.1.2.3", false, OPER_LACK_TLS },
		{ "10.1.2.3", true, OPER_LACK_NOTHING },
		{ "2001:db8::1", false, OPER_LACK_TLS },
		{ "127.0.0.1", false, OPER_LACK_NOTHING },
		{ "127.8.8.8", false, OPER_LACK_NOTHING },
		{ "::1", false, OPER_LACK_NOTHING },
		{ "unix", false, OPER_LACK_NOTHING },
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct rig_one o;

		rig_one_init(&o, "~ann", cases[i].from);
		o.c->is_secure = cases[i].secure;
		cr_expect_eq(ask(o.c, "password = \"" HASH "\" from = \"*@*\""), cases[i].want, "%s",
			cases[i].from);
		rig_one_release(&o);
	}
}

Test(oper_check, account_under_the_casemapping_and_certificate)
{
	struct rig_one o;

	rig_one_init(&o, "~ann", "127.0.0.1");
	cr_expect_eq(ask(o.c, "account = ann from = \"*@*\""), OPER_LACK_ACCOUNT);
	client_set_account(o.c, VIEW("ann2"));
	cr_expect_eq(ask(o.c, "account = ann from = \"*@*\""), OPER_LACK_ACCOUNT);
	client_set_account(o.c, VIEW("Ann"));
	cr_expect_eq(ask(o.c, "account = ann from = \"*@*\""), OPER_LACK_NOTHING);
	cr_expect_str_eq(oper_check_text(OPER_LACK_ACCOUNT), "not logged in to its account");
	rig_one_release(&o);
}

static void
raise_own(struct client *c, const char *role, uint64_t privs)
{
	struct oper_grant *g = oper_grant_new(VIEW("o"), view_z(role), privs);

	oper_raise(c, g);
	oper_grant_unref(g);
}

static void
raise_given(struct client *c, const char *role, uint64_t privs)
{
	struct oper_grant *g = oper_grant_new_given(c, view_z(role), privs, VIEW("bob"));

	oper_raise(c, g);
	oper_grant_unref(g);
}

static void
expect_outlook(const struct client *c, const char *said, enum oper_fate fate, const char *role)
{
	const struct conf *conf = conf_with(said);
	struct oper_outlook out;

	oper_check_under(conf, c, &out);
	cr_expect_eq(out.fate, fate, "%s", said);
	cr_assert_eq(out.role == NULL, role == NULL, "%s", said);
	if (role != NULL)
		cr_expect_str_eq(out.role->name, role);
	conf_unref(conf);
}

#define GOOD "account = ann from = \"*@*\""
#define BAD  "account = bob from = \"*@*\""

Test(oper_check, outlook_of_an_operator_under_another_configuration)
{
	struct rig_one o;

	rig_one_init(&o, "~ann", "127.0.0.1");
	client_set_account(o.c, VIEW("ann"));
	raise_own(o.c, "few", PRIV_BIT(PRIV_KILL));
	expect_outlook(o.c, GOOD, OPER_STAYS, "few");
	expect_outlook(o.c, BAD, OPER_ENDS, NULL);
	raise_own(o.c, "few", PRIV_BIT(PRIV_DIE));
	expect_outlook(o.c, GOOD, OPER_CHANGES, "few");
	raise_own(o.c, "all", PRIV_BIT(PRIV_KILL));
	expect_outlook(o.c, GOOD, OPER_CHANGES, "few");
	rig_one_release(&o);
}

Test(oper_check, outlook_of_a_role_that_was_given)
{
	struct rig_one o;

	rig_one_init(&o, "~ann", "127.0.0.1");
	client_set_account(o.c, VIEW("ann"));
	raise_own(o.c, "few", PRIV_BIT(PRIV_KILL));
	raise_given(o.c, "all", PRIV_BIT(PRIV_KILL) | PRIV_BIT(PRIV_DIE));
	expect_outlook(o.c, GOOD, OPER_STAYS, "all");
	expect_outlook(o.c, BAD, OPER_STAYS, "all");
	raise_given(o.c, "gone", PRIV_BIT(PRIV_KILL));
	expect_outlook(o.c, GOOD, OPER_CHANGES, "few");
	expect_outlook(o.c, BAD, OPER_ENDS, NULL);
	oper_lower(o.c);
	raise_given(o.c, "gone", PRIV_BIT(PRIV_KILL));
	expect_outlook(o.c, GOOD, OPER_ENDS, NULL);
	raise_given(o.c, "few", PRIV_BIT(PRIV_DIE));
	expect_outlook(o.c, GOOD, OPER_CHANGES, "few");
	rig_one_release(&o);
}

/* Of u@192.0.2.1 without TLS, operator "o" with role few, under a configuration that says this of "o"; NULL: nothing. */
static struct oper_outlook
outlook_if(const char *said, char why[100])
{
	const struct conf *conf = said != NULL ? conf_with(said) : rig_conf_of(REST ROLES);
	struct oper_grant *g = oper_grant_new(VIEW("o"), VIEW("few"), PRIV_BIT(PRIV_KILL));
	struct oper_outlook out;
	struct rig_one o;

	rig_one_init(&o, "~u", "192.0.2.1");
	cr_assert_eq(client_set_nick(o.c, VIEW("nick"), 0), NICK_OK);
	client_register(o.c, 0, 0);
	oper_raise(o.c, g);
	oper_grant_unref(g);
	oper_check_under(conf, o.c, &out);
	(void)view_copy(out.fate == OPER_ENDS ? view_z(oper_check_why(&out)) : VIEW(""), why, 100);
	rig_one_release(&o);
	conf_unref(conf);
	return out;
}

Test(oper_check, who_does_not_fit_any_more_is_told_why)
{
	const char *fits = "from = { \"x@*\", \"u@192.0.2.1\" } require-tls = no password = \"" HASH "\"";
	char why[100];

	cr_expect_eq(outlook_if(fits, why).fate, OPER_STAYS);
	cr_expect_eq(outlook_if(NULL, why).fate, OPER_ENDS);
	cr_expect_str_eq(why, "its section oper is gone");
	cr_expect_eq(outlook_if("from = \"*@10.0.0.0/8\" require-tls = no password = \"" HASH "\"", why).fate,
		OPER_ENDS);
	cr_expect_str_eq(why, "it does not come from where the operator may come");
	cr_expect_eq(
		outlook_if("from = \"v@*\" require-tls = no password = \"" HASH "\"", why).fate, OPER_ENDS);
	cr_expect_str_eq(why, "it does not come from where the operator may come");
}
