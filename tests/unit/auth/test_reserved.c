#include "auth/reserved.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "tests/unit/auth/auth_rig.h"

#define HASH "$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static const char sections[] =
	"class \"a\" { }\nallow \"*@*\" { class = \"a\" }\nrole \"r\" { privileges = { kill } }\n"
	"oper \"Olga\" { role = \"r\" require-tls = no password = \"" HASH
	"\" from = { \"*@192.0.2.0/24\" } }\n"
	"oper \"ann-x\" { role = \"r\" require-tls = no password = \"" HASH "\" from = { \"ann@*\" } }\n";

struct nick_case {
	char nick[32], user[16], address[32];
	bool may;
};

ParameterizedTestParameters(reserved, who_may_be_called_so)
{
	static struct nick_case cases[] = {
		{ "bob", "~bob", "192.0.2.1", true }, { "Olga", "~x", "192.0.2.1", true },
		{ "oLGA", "~x", "192.0.2.1", true }, { "Olga", "~x", "198.51.100.1", false },
		{ "0lga", "~x", "198.51.100.1",
			false }, /* no name, but what looks like one is asked of any bytes */
		{ "O1ga", "~x", "198.51.100.1", false }, { "Olga_", "~x", "198.51.100.1", false },
		{ "Olga_", "~x", "192.0.2.1", true }, /* as clients write it when Olga is taken */
		{ "ann-x", "~ann", "198.51.100.1", true }, { "ann-x", "~ben", "198.51.100.1", false },
		{ "annx", "~ann", "198.51.100.1", true }, { "annx", "~ben", "198.51.100.1", false },
		{ "ceo", "~x", "192.0.2.1", false }, { "CE0", "~x", "192.0.2.1", false },
		{ "c-e-o", "~x", "192.0.2.1", false }, { "ceos", "~x", "192.0.2.1", true },
		{ "a|b", "~x", "192.0.2.1", false },  /* as configured */
		{ "a\\b", "~x", "192.0.2.1", false }, /* the same nick under rfc1459 */
		{ "NickServ", "~x", "192.0.2.1", false }, { "nlckserv", "~x", "192.0.2.1", false },
		{ "ChanServ", "~x", "192.0.2.1", false }, { "OperServ", "~x", "192.0.2.1", false },
		{ "MemoServ", "~x", "192.0.2.1", false }, { "rnern0serv", "~x", "192.0.2.1", false },
		{ "HostServ", "~x", "192.0.2.1", false }, { "BotServ", "~x", "192.0.2.1", false },
		{ "HelpServ", "~x", "192.0.2.1", false }, { "SaslServ", "~x", "192.0.2.1", false },
		{ "G1oba|", "~x", "192.0.2.1", false }, { "Globally", "~x", "192.0.2.1", true },
		{ "___", "~x", "192.0.2.1", true }, /* nothing to read, so like nothing */
	};

	return cr_make_param_array(struct nick_case, cases, ARRAY_LEN(cases));
}
ParameterizedTest(struct nick_case *c, reserved, who_may_be_called_so)
{
	const struct conf *conf = rig_conf_server("protected-names = { \"ceo\", \"a|b\" }", sections);
	struct rig_one o;

	rig_one_init(&o, c->user, c->address);
	cr_expect_eq(reserved_may_have(conf, o.c, view_z(c->nick)), c->may, "%s %s@%s", c->nick, c->user,
		c->address);
	rig_one_release(&o);
	conf_unref(conf);
}

Test(reserved, name_of_an_operator_waits_for_the_user_name_but_nothing_else_does)
{
	const struct conf *conf = rig_conf_server("protected-names = { \"ceo\" }", sections);
	struct rig_one o;

	rig_one_init(&o, "", "198.51.100.1");
	o.session.has_user = false;
	cr_expect(reserved_may_have(conf, o.c, VIEW("Olga")));
	cr_expect(reserved_may_have(conf, o.c, VIEW("Olga_")));
	cr_expect_not(reserved_may_have(conf, o.c, VIEW("ceo")));
	o.session.has_user = true;
	cr_expect_not(reserved_may_have(conf, o.c, VIEW("Olga_")));
	cr_expect_not(reserved_may_have(conf, o.c, VIEW("Olga")));
	rig_one_release(&o);
	conf_unref(conf);
}
