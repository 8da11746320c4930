/* Rules over more than one value: titles, sections that need or contradict each other, what files hold. */
#include "conf/conf_check.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <criterion/criterion.h>

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

Test(conf_check, what_must_be_there)
{
	static const struct check_case cases[] = {
		{ "",
			"t.conf: the section server is missing\n"
			"t.conf: there is no section class; at least 1 is needed\n"
			"t.conf: there is no section listen; at least 1 is needed\n"
			"t.conf: there is no section allow; at least 1 is needed" },
		{ "server {}" FIXTURE_REST,
			"t.conf:1: server: the key name is missing; allowed: 3 to 63 bytes; letters, "
			"digits, '-', '_' and '.', with a dot" },
		{ FIXTURE_ALL "\ntls {}",
			"t.conf:6: tls: the key certificate is missing; allowed: a file in the "
			"configuration's directory or below: the jail shows no other\n"
			"t.conf:6: tls: the key key is missing; allowed: a file in the configuration's "
			"directory or "
			"below: the jail shows no other" },
		{ FIXTURE_ALL "role r {}",
			"t.conf:5: role \"r\" needs privileges, or roles that it inherits" },
		{ FIXTURE_SERVER FIXTURE_CLASS FIXTURE_LISTEN "allow \"*@*\" {}",
			"t.conf:4: allow: the key class is missing; allowed: the title of a section class" },
		{ FIXTURE_ALL "oper o { require-tls = no }",
			"t.conf:5: oper: the key role is missing; allowed: the title of a section role\n"
			"t.conf:5: oper: the key from is missing; allowed: 1 to 32 patterns, user@address\n"
			"t.conf:5: oper \"o\" needs a password, a fingerprint or an account" },
	};

	check(cases, ARRAY_LEN(cases));
}

Test(conf_check, a_founder_owns_only_where_there_are_owners)
{
	static const struct check_case cases[] = {
		{ "server { name = irc.example\nchannel-ranks = ov\nfounder-rank = qo }" FIXTURE_REST,
			"t.conf:3: server founder-rank: there is no owner with channel-ranks \"ov\"; "
			"allowed: "
			"o" },
		{ "server { name = irc.example\nchannel-ranks = ov\nfounder-rank = o }" FIXTURE_REST, "" },
		{ "server { name = irc.example\nfounder-rank = qo }" FIXTURE_REST, "" },
	};

	check(cases, ARRAY_LEN(cases));
}

Test(conf_check, titles)
{
#define LISTEN_RANGE "; allowed: 192.0.2.1:6667, [2001:db8::1]:6697, *:6697 or unix:/path"
#define WORD_RANGE   ": this is not allowed as a name; allowed: a name of 1 to 32 letters, digits, '-' and '_'"
	static const struct check_case cases[] = {
		{ FIXTURE_ALL "class \"a b\" {}", "t.conf:5: class \"a b\"" WORD_RANGE },
		{ FIXTURE_ALL "class \"\" {}", "t.conf:5: class \"\"" WORD_RANGE },
		{ FIXTURE_ALL "class xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx {}", "" },
		{ FIXTURE_ALL "class xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx {}",
			"t.conf:5: class \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"" WORD_RANGE },
		{ FIXTURE_ALL "class users {}",
			"t.conf:5: class \"users\" is there twice; first in t.conf:2" },
		{ FIXTURE_ALL "class Users {}", "" },
		{ FIXTURE_ALL "role \"a/b\" { privileges = {} }", "t.conf:5: role \"a/b\"" WORD_RANGE },
		{ FIXTURE_ALL FIXTURE_ALLOW, "t.conf:5: allow \"*@*\" is there twice; first in t.conf:3" },
		{ FIXTURE_ALL "allow \"*@x\" { class = users }",
			"t.conf:5: allow \"*@x\": the part behind '@' is not an address; allowed: *, unix, "
			"an IPv4 or IPv6 "
			"address, or one with /prefix" },
		{ FIXTURE_ALL "listen \"[::1]:1\" {} listen \"192.0.2.1:65535\" {} listen \"unix:/srv/s\" {}",
			"" },
		{ FIXTURE_ALL "listen \"[::1]:1\" { websocket = yes origins = \"http://a\" }", "" },
		{ FIXTURE_ALL "listen \"[::1]:1\" {\norigins = \"http://a\" }",
			"t.conf:6: listen \"[::1]:1\": origins need websocket = yes" },
		{ FIXTURE_ALL "listen \"[::1]\" {}",
			"t.conf:5: listen \"[::1]\": this is not an address" LISTEN_RANGE
			"\nt.conf:5: listen \"[::1]\": the port is not one of 1 to 65535" LISTEN_RANGE },
		{ FIXTURE_ALL "listen \"6697\" {}",
			"t.conf:5: listen \"6697\": there is no port" LISTEN_RANGE },
		{ FIXTURE_ALL "listen \"::1:6697\" {}",
			"t.conf:5: listen \"::1:6697\": this is not an address" LISTEN_RANGE },
		{ FIXTURE_ALL "listen \"[127.0.0.1]:6697\" {}",
			"t.conf:5: listen \"[127.0.0.1]:6697\": this is not an address" LISTEN_RANGE },
		{ FIXTURE_ALL "listen \"localhost:6697\" {}",
			"t.conf:5: listen \"localhost:6697\": this is not an address" LISTEN_RANGE },
		{ FIXTURE_ALL "listen \"[::1]:0\" {}",
			"t.conf:5: listen \"[::1]:0\": the port is not one of 1 to 65535" LISTEN_RANGE },
		{ FIXTURE_ALL "listen \"[::1]:65536\" {}",
			"t.conf:5: listen \"[::1]:65536\": the port is not one of 1 to 65535" LISTEN_RANGE },
		{ FIXTURE_ALL "listen \"unix:\" {}",
			"t.conf:5: listen \"unix:\": there is no path" LISTEN_RANGE },
	};

	check(cases, ARRAY_LEN(cases));
}

#define NEXT(title) \
	"allow \"*@" title "\" { class = users password = \"" FIXTURE_HASH "\" otherwise = next }\n"
#define NEXT_4(net) NEXT(net ".1") NEXT(net ".2") NEXT(net ".3") NEXT(net ".4")
#define NEXT_8	    NEXT_4("10.0.0") NEXT_4("10.0.1")

Test(conf_check, rules)
{
	static const struct check_case cases[] = {
		{ FIXTURE_SERVER FIXTURE_CLASS FIXTURE_LISTEN
			"allow \"*@*\" { class = users otherwise = next }\n" FIXTURE_ALLOW,
			"" },
		{ FIXTURE_SERVER FIXTURE_CLASS FIXTURE_LISTEN
			"allow \"*@*\" { class = users listener = \"127.0.0.1:6667\" }\n" FIXTURE_ALLOW,
			"" },
		{ FIXTURE_ALL "allow \"*@*\" { class = users otherwise = next }\n",
			"t.conf:5: allow \"*@*\" is there twice; first in t.conf:3" },
		{ FIXTURE_ALL "allow \"*@::1\" { class = users accounts = {} }",
			"t.conf:5: allow accounts has 0 values; allowed: 1 to 256" },
		{ FIXTURE_ALL "tls { certificate = \"tls.crt\" key = \"tls.key\" }\n"
			      "allow \"*@::1\" { class = users fingerprints = ab }",
			"t.conf:6: allow fingerprints: \"ab\" is no SHA-256 fingerprint; allowed: 1 to 256 "
			"fingerprints of 64 hexadecimal digits" },
		{ FIXTURE_ALL NEXT_8, "" },
		{ FIXTURE_ALL NEXT_8 NEXT("10.0.0.9"),
			"t.conf:13: allow \"*@10.0.0.9\" otherwise: next is also in 8 other rules with a "
			"password; "
			"allowed: 8 of them" },
		{ FIXTURE_ALL "allow \"*@::1\" { class = users certificate = required }\n",
			"t.conf:5: allow \"*@::1\" certificate needs a section tls" },
		{ FIXTURE_ALL "allow \"*@::1\" { class = users fingerprints = \"" FIXTURE_PRINT "\" }\n",
			"t.conf:5: allow \"*@::1\" fingerprints needs a section tls" },
		{ FIXTURE_ALL
			"tls { certificate = \"tls.crt\" key = \"tls.key\" client-certificates = none }\n"
			"allow \"*@::1\" { class = users certificate = required }\n",
			"t.conf:6: allow \"*@::1\" certificate needs tls client-certificates = ask" },
		{ FIXTURE_ALL "tls { certificate = \"tls.crt\" key = \"tls.key\" }\n"
			      "allow \"*@::1\" { class = users fingerprints = \"" FIXTURE_PRINT "\" }\n",
			"" },
	};

	check(cases, ARRAY_LEN(cases));
}

#define ASKING "allow \"*@::2\" { class = users ident = try }\n"

Test(conf_check, ident)
{
	static const struct check_case cases[] = {
		{ FIXTURE_ALL ASKING, "" },
		{ FIXTURE_ALL "ident { timeout = 1s connect-timeout = 1s port = 1 }", "" },
		{ FIXTURE_ALL "ident {\ntimeout = 2s\nconnect-timeout = 3s }",
			"t.conf:7: ident connect-timeout: longer than ident timeout" },
		{ FIXTURE_ALL "ident { timeout = 2s\n}",
			"t.conf:5: ident connect-timeout: longer than ident timeout" },
		{ "server { name = irc.example registration-timeout = 6s }\n" FIXTURE_REST ASKING,
			"t.conf: ident timeout: 6s is not less than server registration-timeout, 6s" },
		{ "server { name = irc.example registration-timeout = 7s }\n" FIXTURE_REST ASKING, "" },
		{ "server { name = irc.example registration-timeout = 5s }\n" FIXTURE_REST, "" },
		{ FIXTURE_ALL "listen \"unix:s\" {\nexternal-port = 1 }",
			"t.conf:6: listen \"unix:s\": a Unix socket has no port" },
		{ FIXTURE_ALL "allow \"*@::2\" { class = users ident = maybe }",
			"t.conf:5: allow ident: \"maybe\" is not one of these; allowed: off, try or "
			"require" },
	};

	check(cases, ARRAY_LEN(cases));
}

Test(conf_check, lists_of_a_rule_demand_what_they_list)
{
	struct conf_fixture *f = conf_fixture_new();
	const struct conf_allow *a;

	conf_fixture_tls(f);
	cr_assert_str_eq(conf_fixture_load(f,
				 FIXTURE_ALL "tls { certificate = \"tls.crt\" key = \"tls.key\" }\n"
					     "allow \"*@::1\" { class = users accounts = { ann, ben }\n"
					     "fingerprints = \"" FIXTURE_PRINT "\" }"),
		"");
	a = &f->conf->allow[1];
	cr_expect(a->account_required && a->certificate_required);
	cr_expect_eq(a->n_accounts, 2);
	cr_expect_str_eq(a->accounts[1], "ben");
	cr_expect_eq(a->n_fingerprints, 1);
	cr_expect_eq(a->fingerprints[0].bytes[31], 0xff);
	cr_expect_not(f->conf->allow[0].account_required || f->conf->allow[0].certificate_required);
	conf_fixture_free(f);
}

Test(conf_check, a_unix_path_fits_into_its_address)
{
	struct conf_fixture *f = conf_fixture_new();
	char text[512];

	for (int n = 106; n <= 107; n++) {
		(void)snprintf(text, sizeof(text), FIXTURE_ALL "listen \"unix:/%0*d\" {}", n, 0);
		(void)conf_fixture_load(f, text);
		if (n == 106)
			cr_expect_str_eq(f->said, "");
		else
			cr_expect_not_null(strstr(f->said, "is too long; allowed: 107 bytes"), "%s", f->said);
	}
	conf_fixture_free(f);
}

Test(conf_check, listeners)
{
	static const struct check_case cases[] = {
		{ FIXTURE_ALL "listen \"unix:s\" {\n tls = yes }",
			"t.conf:6: listen \"unix:s\": a Unix socket does not leave the host and takes no "
			"tls" },
		{ FIXTURE_ALL "listen \"[::1]:6697\" {\n tls = yes }",
			"t.conf:6: listen \"[::1]:6697\": tls needs a section tls with certificate and key" },
		{ FIXTURE_ALL "listen \"[::1]:6697\" {\n mode = 0600 }",
			"t.conf:6: listen \"[::1]:6697\": mode is for Unix sockets" },
		{ FIXTURE_ALL "listen \"127.0.0.1:06667\" {}",
			"t.conf:5: listen \"127.0.0.1:06667\" is the same place as \"127.0.0.1:6667\" in "
			"t.conf:4" },
		{ FIXTURE_ALL "listen \"[::1]:1\" {}\nlisten \"[0:0::1]:1\" {}",
			"t.conf:6: listen \"[0:0::1]:1\" is the same place as \"[::1]:1\" in t.conf:5" },
		{ FIXTURE_ALL "listen \"*:6667\" {}",
			"t.conf:5: listen \"*:6667\" is the same place as \"127.0.0.1:6667\" in t.conf:4" },
		{ FIXTURE_ALL "listen \"127.0.0.1:6667\" {}",
			"t.conf:5: listen \"127.0.0.1:6667\" is there twice; first in t.conf:4" },
		{ FIXTURE_ALL "jail { state = /srv } listen \"unix:s\" {}\nlisten \"unix:/srv/s\" {}",
			"t.conf:6: listen \"unix:/srv/s\" is the same place as \"unix:s\" in t.conf:5" },
		{ FIXTURE_ALL "listen \"127.0.0.2:6667\" {} listen \"[::]:6667\" {} listen \"*:6668\" {}",
			"" },
	};

	check(cases, ARRAY_LEN(cases));
}

#define TLS1 "tls { certificate = tls.crt key = tls.key "

Test(conf_check, tls_sections)
{
	static const struct check_case cases[] = {
		{ FIXTURE_ALL TLS1 "}\n" TLS1 "server-names = a.example }\n", "" },
		{ FIXTURE_ALL TLS1 "}\n" TLS1 "}\n",
			"t.conf:6: tls: only the first section tls may be without server-names, nobody would "
			"see this one" },
		{ FIXTURE_ALL TLS1 "server-names = a.example }\n" TLS1
				   "server-names = { b.example, A.example } }\n",
			"t.conf:6: tls server-names: \"a.example\" is also in the section of t.conf:5" },
		{ FIXTURE_ALL TLS1 "}\n" TLS1 "server-names = a.example\n min-version = 1.3\n}",
			"t.conf:7: tls min-version may stand in the first section tls only, for all of "
			"them" },
		{ FIXTURE_ALL "tls {\n certificate = tls.key\n key = tls.crt }",
			"t.conf:6: tls certificate: tls.key holds no certificate in PEM form\n"
			"t.conf:7: tls key: tls.crt holds no private key in PEM form" },
		{ FIXTURE_ALL TLS1 "handshake-timeout = 31s }",
			"t.conf:5: tls handshake-timeout: 31s is more than server registration-timeout, "
			"30s" },
		{ FIXTURE_ALL TLS1 "handshake-timeout = 30s }", "" },
		{ FIXTURE_ALL TLS1 "}\nallow \"*@::1\" { class = users tls = required }",
			"t.conf:6: allow \"*@::1\" tls: required, but no section listen has tls" },
		{ FIXTURE_ALL TLS1 "}\nallow \"*@::1\" { class = users tls = required } listen \"[::1]:1\" { "
				   "tls = yes }",
			"" },
	};

	check(cases, ARRAY_LEN(cases));
}

Test(conf_check, a_key_that_all_may_read_is_refused)
{
	struct conf_fixture *f = conf_fixture_new();
	char path[600];

	conf_fixture_tls(f);
	(void)snprintf(path, sizeof(path), "%s/tls.key", f->dir);
	cr_assert_eq(chmod(path, 0640), 0);
	cr_expect_str_eq(conf_fixture_load(f, FIXTURE_ALL TLS1 "}"), "");
	cr_assert_eq(chmod(path, 0644), 0);
	cr_expect_str_eq(conf_fixture_load(f, FIXTURE_ALL TLS1 "}"),
		"t.conf:5: tls key: everybody on this host may read tls.key; allowed: mode 0640 or less");
	conf_fixture_free(f);
}

Test(conf_check, number_of_sections)
{
	static const struct {
		const char *name, *before, *after;
		int max;
	} kinds[] = {
		{ "class", "class c", " {}\n", CONF_CLASS_MAX },
		{ "role", "role r", " { privileges = {} }\n", CONF_ROLE_MAX },
		{ "listen", "listen \"[::1]:", "\" {}\n", CONF_LISTEN_MAX },
		{ "allow", "allow \"", "@*\" { class = users }\n", CONF_ALLOW_MAX },
		{ "oper", "oper o",
			" { role = r0 from = \"*@*\" require-tls = no password = \"" FIXTURE_HASH "\" }\n",
			CONF_OPER_MAX },
		{ "gateway", "gateway g", " { from = \"::1\" proxy = yes }\n", CONF_GATEWAY_MAX },
		{ "quiz", "quiz \"", "?\" { answers = yes }\n", CONF_QUIZ_MAX },
	};
	static char text[65536];
	char want[128];
	struct conf_fixture *f = conf_fixture_new();

	for (size_t k = 0; k < ARRAY_LEN(kinds); k++) {
		bool has_one = k == 0 || k == 2 || k == 3; /* FIXTURE_ALL has one of these */
		int n = (int)snprintf(text, sizeof(text), FIXTURE_ALL "%s",
			k == 4 ? "role r0 { privileges = {} }\n" : "\n");

		for (int i = has_one ? 1 : 0; i < kinds[k].max; i++)
			n += snprintf(text + n, sizeof(text) - (size_t)n, "%s%d%s", kinds[k].before, i,
				kinds[k].after);
		cr_expect_str_eq(conf_fixture_load(f, text), "", "%s", f->said);
		n += snprintf(
			text + n, sizeof(text) - (size_t)n, "%s%d%s", kinds[k].before, 9999, kinds[k].after);
		(void)snprintf(want, sizeof(want), "t.conf:%d: there are too many sections %s; allowed: %d",
			6 + kinds[k].max - (has_one ? 1 : 0), kinds[k].name, kinds[k].max);
		(void)snprintf(
			text + n, sizeof(text) - (size_t)n, "%s%d%s", kinds[k].before, 9998, kinds[k].after);
		cr_expect_str_eq(conf_fixture_load(f, text), want, "told once: %s", f->said);
	}
	conf_fixture_free(f);
}

#define GATEWAY_RANGE " is no address of a gateway; allowed: unix, an address or a range, without a user"

Test(conf_check, a_gateway_has_addresses_and_says_how_it_speaks)
{
	static const struct check_case cases[] = {
		{ FIXTURE_ALL "gateway g { from = { unix, \"::1\", \"192.0.2.0/24\" } proxy = yes }", "" },
		{ FIXTURE_ALL "gateway g { from = \"::1\" webirc-password = '" FIXTURE_HASH "' }", "" },
		{ FIXTURE_ALL "gateway g { from = \"::1\" webirc-fingerprint = " FIXTURE_PRINT " }", "" },
		{ FIXTURE_ALL "gateway g { proxy = yes }",
			"t.conf:5: gateway: the key from is missing; allowed: 1 to 32 patterns, "
			"user@address" },
		{ FIXTURE_ALL "gateway g { from = \"::1\" }",
			"t.conf:5: gateway \"g\": set at least one of proxy, webirc-password and "
			"webirc-fingerprint" },
		{ FIXTURE_ALL "gateway g { from = { \"*\", \"a@::1\" } proxy = yes }",
			"t.conf:5: gateway \"g\" from: \"*\"" GATEWAY_RANGE
			"\nt.conf:5: gateway \"g\" from: \"a@::1\"" GATEWAY_RANGE },
	};

	check(cases, ARRAY_LEN(cases));
}

Test(conf_check, a_quiz_has_answers_that_somebody_could_give)
{
	static const struct check_case cases[] = {
		{ FIXTURE_SERVER FIXTURE_CLASS FIXTURE_LISTEN "allow \"*@*\" { class = users quiz = yes }",
			"t.conf:4: allow \"*@*\" quiz: yes, but there is no section quiz" },
		{ FIXTURE_ALL "quiz \"Why?\" { answers = { because, \"so what\" } }", "" },
		{ FIXTURE_ALL "quiz \"Why?\" {}",
			"t.conf:5: quiz: the key answers is missing; allowed: 1 to 16 texts of at most 100 "
			"bytes" },
		{ FIXTURE_ALL "quiz \"Why?\" { answers = {} }",
			"t.conf:5: quiz answers has 0 values; allowed: 1 to 16" },
		{ FIXTURE_ALL "quiz \"Why?\" { answers = \"?!\" }",
			"t.conf:5: quiz answers: \"?!\" has no letter or digit, or is too long; allowed: 1 "
			"to "
			"16 texts of at most 100 bytes" },
		{ FIXTURE_ALL "quiz \"\" { answers = a }",
			"t.conf:5: quiz \"\": this is no question; allowed: a question of 1 to 200 bytes" },
	};

	check(cases, ARRAY_LEN(cases));
}

#define TEXT_32 "0123456789abcdef0123456789abcdef"

Test(conf_check, cloaks_need_a_key)
{
	static const struct check_case cases[] = {
		{ "server {\nname = \"a.b\"\ndefault-user-modes = \"ix\"\n}" FIXTURE_REST,
			"t.conf:3: server default-user-modes: x needs a cloak-key" },
		{ "server { name = \"a.b\" default-user-modes = \"ix\" cloak-key = "
		  "\"0123456789abcdef0123456789abcdef\" }" FIXTURE_REST,
			"" },
		{ "server { name = \"a.b\" cloak-key = \"0123456789abcdef0123456789abcde\" }" FIXTURE_REST,
			"t.conf:1: server cloak-key: \"(secret)\" has the wrong length; allowed: 32 to 200 "
			"bytes" },
		{ "server {\nname = \"a.b\"\naccount-cloaks = yes\n}" FIXTURE_REST,
			"t.conf:3: server account-cloaks: needs a cloak-key" },
		{ "server {\nname = \"a.b\"\ncloak-old-keys = { \"" TEXT_32 "\", \"" TEXT_32 "\", \"" TEXT_32
		  "\", \"" TEXT_32 "\", \"" TEXT_32 "\" }\n}" FIXTURE_REST,
			"t.conf:3: server cloak-old-keys has 5 values; allowed: 0 to 4" },
	};

	check(cases, ARRAY_LEN(cases));
}

Test(conf_check, the_end_of_a_cloak_is_the_end_of_a_host)
{
	cr_expect(conf_check_is_host_part(VIEW("ip")));
	cr_expect(conf_check_is_host_part(VIEW("users.example-2.org")));
	cr_expect_not(conf_check_is_host_part(VIEW("")));
	cr_expect_not(conf_check_is_host_part(VIEW(".ip")));
	cr_expect_not(conf_check_is_host_part(VIEW("ip.")));
	cr_expect_not(conf_check_is_host_part(VIEW("-ip")));
	cr_expect_not(conf_check_is_host_part(VIEW("ip-")));
	cr_expect_not(conf_check_is_host_part(VIEW("a b")));
	cr_expect_not(conf_check_is_host_part(VIEW("a_b")));
	cr_expect_not(conf_check_is_host_part(VIEW("a!b")));
}
