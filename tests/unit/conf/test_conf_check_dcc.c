/* Sections dcc and dcc-rule: every key at its limit and one beyond, and what keys mean together. */
#include "conf/conf_check_dcc.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include <criterion/criterion.h>

#include "conf/conf_schema.h"
#include "conf_fixture.h"

struct value_case {
	const char *keys, *want; /* want: behind "t.conf:5: <section> ", NULL when it is good */
};

static void
check(const char *section, const struct value_case *cases, size_t n)
{
	struct conf_fixture *f = conf_fixture_new();
	char text[16384], want[2048];

	for (size_t i = 0; i < n; i++) {
		(void)snprintf(text, sizeof(text), FIXTURE_ALL "%s { %s }\n", section, cases[i].keys);
		want[0] = '\0';
		if (cases[i].want != NULL)
			(void)snprintf(want, sizeof(want), "t.conf:5: %.*s %s", (int)strcspn(section, " "),
				section, cases[i].want);
		cr_expect_str_eq(conf_fixture_load(f, text), want, "%s:\n got %s\nwant %s", cases[i].keys,
			f->said, want);
	}
	conf_fixture_free(f);
}

Test(conf_check_dcc, without_a_section_nothing_passes)
{
	struct conf_fixture *f = conf_fixture_new();

	cr_expect_str_eq(conf_fixture_load(f, FIXTURE_ALL), "");
	cr_assert_not_null(f->conf);
	cr_expect_eq(f->conf->dcc.mode, CONF_DCC_OFF);
	cr_expect_eq(f->conf->class[0].dcc, CONF_DCC_FULL);
	cr_expect_eq(f->conf->n_dcc_rule, 0);
	conf_fixture_free(f);
}

Test(conf_check_dcc, defaults)
{
	struct conf_fixture *f = conf_fixture_new();
	const struct conf_dcc *d;

	cr_expect_str_eq(conf_fixture_load(f, FIXTURE_ALL "dcc { }"), "");
	cr_assert_not_null(f->conf);
	d = &f->conf->dcc;
	cr_expect_eq(d->mode, CONF_DCC_OFF, "a section alone opens nothing");
	cr_expect_eq(d->ports.first, 50000);
	cr_expect_eq(d->ports.last, 50255);
	cr_expect_eq(d->prefix6, 128);
	cr_expect_eq(d->n_deny_ports, 15);
	cr_expect_eq(d->deny_ports[0].first, 1080);
	cr_expect_eq(d->deny_ports[0].last, 1080);
	cr_expect_eq(d->deny_ports[7].first, 6000);
	cr_expect_eq(d->deny_ports[7].last, 6063);
	cr_expect_eq(d->deny_ports[14].last, 27017);
	cr_expect_eq(d->offers.count, 5);
	cr_expect_eq(d->offers.per_ms, 60000);
	cr_expect_eq(d->max_size, UINT64_C(1) << 30);
	cr_expect_eq(d->min_rate, 1024);
	cr_expect_eq(d->offer_ms, 120000);
	cr_expect(d->hash && d->scan_must && !d->local && !d->survive_quit && !d->letters);
	cr_expect_null(d->scan);
	cr_expect_str_eq(d->allow_types[0], "txt");
	cr_expect_str_eq(d->allow_types[d->n_allow_types - 1], "diff");
	cr_expect_str_eq(d->deny_types[0], "exe");
	cr_expect_str_eq(d->deny_types[d->n_deny_types - 1], "ppsm");
	cr_expect_eq(d->n_advertise + d->n_nat_pools + d->n_plain_ok, 0);
	conf_fixture_free(f);
}

Test(conf_check_dcc, what_is_written_is_taken)
{
	struct conf_fixture *f = conf_fixture_new();
	const struct conf_dcc *d;
	const struct conf_dcc_rule *r;

	cr_expect_str_eq(
		conf_fixture_load(f,
			FIXTURE_ALL
			"class guests { dcc = listen-only }\nrole r { privileges = {} }\n"
			"dcc { mode = full ports = 2000-2007 min-rate = 0\n"
			"advertise = { \"10.0.0.0/8 192.0.2.1\", \"2001:db8::/32  2001:db8::1\" }\n"
			"nat-pools = { 198.51.100.77/28, \"::ffff:203.0.113.9\" } deny-ports = { }\n"
			"allow-types = { TXT } deny-types = {} scan = \"/run/clamav/clamd.ctl\"\n"
			"max-size = 5G tls-to-plain = \"::/0\" }\n"
			"dcc-rule a { from-class = { users, guests } to-role = r from-account = \"*\"\n"
			"to-account = \"bot?*\" kind = send name = \"*.mkv\" larger-than = 4G action = deny\n"
			"reason = \"No films.\" }\ndcc-rule b { action = discourage }\n"),
		"");
	cr_assert_not_null(f->conf);
	d = &f->conf->dcc;
	cr_expect_eq(d->mode, CONF_DCC_FULL);
	cr_expect_eq(f->conf->class[1].dcc, CONF_DCC_LISTEN_ONLY);
	cr_expect_eq(d->ports.last, 2007);
	cr_expect_eq(d->n_advertise, 2);
	cr_expect_eq(d->advertise[0].clients.bits, 8);
	cr_expect_eq(d->advertise[0].family, AF_INET);
	cr_expect_eq(memcmp(d->advertise[0].ip, (const uint8_t[]){ 192, 0, 2, 1 }, 4), 0);
	cr_expect_eq(d->advertise[1].family, AF_INET6);
	cr_expect_eq(d->nat_pools[0].ip[3], 64, "host bits are cleared");
	cr_expect_eq(d->nat_pools[1].family, AF_INET, "mapped ones are IPv4");
	cr_expect_eq(d->nat_pools[1].bits, 32);
	cr_expect_eq(d->n_deny_ports, 0);
	cr_expect_eq(d->n_deny_types, 0);
	cr_expect_str_eq(d->allow_types[0], "txt");
	cr_expect_eq(d->max_size, UINT64_C(5) << 30);
	cr_expect_eq(d->min_rate, 0);
	cr_expect_eq(d->plain_ok[0].bits, 0);
	cr_expect_eq(f->conf->n_dcc_rule, 2);
	r = f->conf->dcc_rule;
	cr_expect_eq(r->n_from_class, 2);
	cr_expect_eq(r->from_class[1], f->conf->class[1].name);
	cr_expect_str_eq(r->to_role[0], "r");
	cr_expect_str_eq(r->from_account[0], "*");
	cr_expect_eq(r->kind, CONF_DCC_SEND);
	cr_expect_eq(r->above, UINT64_C(4) << 30);
	cr_expect_eq(r->action, CONF_DCC_DENY);
	cr_expect_eq(r[1].kind, CONF_DCC_ANY);
	cr_expect_eq(r[1].action, CONF_DCC_DISCOURAGE);
	conf_fixture_free(f);
}

Test(conf_check_dcc, ports)
{
#define RANGE "; allowed: FIRST-LAST of 1024 to 65535, at least 8 ports"
	static const struct value_case cases[] = {
		{ "ports = 1024-1031", NULL },
		{ "ports = 65528-65535", NULL },
		{ "ports = 1023-1031", "ports: \"1023-1031\" is no range of ports" RANGE },
		{ "ports = 65528-65536", "ports: \"65528-65536\" is no range of ports" RANGE },
		{ "ports = 1024-1030", "ports: \"1024-1030\" is too small a range" RANGE },
		{ "ports = 2000", "ports: \"2000\" is too small a range" RANGE },
		{ "ports = 2008-2000", "ports: \"2008-2000\" is no range of ports" RANGE },
		{ "ports = 2000-", "ports: \"2000-\" is no range of ports" RANGE },
		{ "ports = 2000-2010-2020", "ports: \"2000-2010-2020\" is no range of ports" RANGE },
#define LIST_RANGE "; allowed: at most 64 ports or ranges FIRST-LAST, 1 to 65535"
		{ "deny-ports = { 1, 65535, 2-3 }", NULL },
		{ "deny-ports = { 0 }", "deny-ports: \"0\" is no port or range of ports" LIST_RANGE },
		{ "deny-ports = { 65536 }", "deny-ports: \"65536\" is no port or range of ports" LIST_RANGE },
		{ "deny-ports = { 5-4 }", "deny-ports: \"5-4\" is no port or range of ports" LIST_RANGE },
	};

	check("dcc", cases, ARRAY_LEN(cases));
}

Test(conf_check_dcc, numbers_times_and_sizes)
{
	static const struct value_case cases[] = {
		{ "mode = both", "mode: \"both\" is not one of these; allowed: full, listen-only or off" },
		{ "ipv6-prefix = 48", NULL },
		{ "ipv6-prefix = 47", "ipv6-prefix: \"47\" is out of range; allowed: 48 to 128" },
		{ "ipv6-prefix = 129", "ipv6-prefix: \"129\" is out of range; allowed: 48 to 128" },
		{ "offer-time = 10s resume-time = 5s dial-time = 1s join-time = 5s drain-time = 3s", NULL },
		{ "offer-time = 10m resume-time = 5m dial-time = 1m join-time = 10m drain-time = 2m", NULL },
		{ "offer-time = 9s", "offer-time: \"9s\" is out of range; allowed: 10s to 10m" },
		{ "offer-time = 601s", "offer-time: \"601s\" is out of range; allowed: 10s to 10m" },
		{ "resume-time = 4s", "resume-time: \"4s\" is out of range; allowed: 5s to 5m" },
		{ "dial-time = 61s", "dial-time: \"61s\" is out of range; allowed: 1s to 1m" },
		{ "join-time = 4s", "join-time: \"4s\" is out of range; allowed: 5s to 10m" },
		{ "drain-time = 2s", "drain-time: \"2s\" is out of range; allowed: 3s to 2m" },
		{ "idle-time = 9s", "idle-time: \"9s\" is out of range; allowed: 10s to 1h" },
		{ "chat-idle-time = 59s", "chat-idle-time: \"59s\" is out of range; allowed: 1m to 7d" },
		{ "lifetime = 30d1s", "lifetime: \"30d1s\" is out of range; allowed: 1m to 30d" },
		{ "max-sessions = 1", NULL },
		{ "max-sessions = 1000", NULL },
		{ "max-sessions = 0", "max-sessions: \"0\" is out of range; allowed: 1 to 1000" },
		{ "max-sessions = 1001", "max-sessions: \"1001\" is out of range; allowed: 1 to 1000" },
		{ "max-offers = 101", "max-offers: \"101\" is out of range; allowed: 1 to 100" },
		{ "max-open = 0", "max-open: \"0\" is out of range; allowed: 1 to 100" },
		{ "max-pending-per-pair = 0",
			"max-pending-per-pair: \"0\" is out of range; allowed: 1 to 100" },
		{ "offer-rate = 0", NULL },
		{ "offer-rate = \"1001:1m\"",
			"offer-rate: \"1001:1m\" is out of range; allowed: 1 to 1000 in 1s to 1d, such as "
			"5:1m; or 0 for no limit" },
		{ "max-size = 0", NULL },
		{ "max-size = 65536G", NULL },
		{ "max-size = 65537G", "max-size: \"65537G\" is out of range; allowed: 0 to 65536G" },
		{ "max-rate = 64G max-total-rate = 64G", NULL },
		{ "max-rate = 65G", "max-rate: \"65G\" is out of range; allowed: 0 to 64G" },
		{ "min-rate = 64M", NULL },
		{ "min-rate = 65M", "min-rate: \"65M\" is out of range; allowed: 0 to 64M" },
		{ "min-rate = \"4294967297\"",
			"min-rate: \"4294967297\" is out of range; allowed: 0 to 64M" },
		{ "scan-max-size = 4G", NULL },
		{ "scan-max-size = 1023", "scan-max-size: \"1023\" is out of range; allowed: 1K to 4G" },
		{ "max-allow = 201", "max-allow: \"201\" is out of range; allowed: 1 to 200" },
		{ "allow-time = 30d", NULL },
		{ "allow-time = 31d", "allow-time: \"31d\" is out of range; allowed: 0s to 30d" },
	};

	check("dcc", cases, ARRAY_LEN(cases));
}

Test(conf_check_dcc, addresses)
{
#define BLOCKS	  "; allowed: at most 32 addresses, or ranges such as 192.0.2.0/24"
#define ADVERTISE "; allowed: at most 32 of the form \"10.0.0.0/8 192.0.2.1\""
	static const struct value_case cases[] = {
		{ "nat-pools = \"*\"", "nat-pools: \"*\" is no address and no range of addresses" BLOCKS },
		{ "nat-pools = unix", "nat-pools: \"unix\" is no address and no range of addresses" BLOCKS },
		{ "nat-pools = \"a@192.0.2.1\"",
			"nat-pools: \"a@192.0.2.1\" is no address and no range of addresses" BLOCKS },
		{ "nat-pools = \"192.0.2.0/33\"",
			"nat-pools: \"192.0.2.0/33\" is no address and no range of addresses" BLOCKS },
		{ "tls-to-plain = example.org",
			"tls-to-plain: \"example.org\" is no address and no range of addresses" BLOCKS },
		{ "advertise = \"10.0.0.0/8\"",
			"advertise: \"10.0.0.0/8\" is no range of addresses and an address" ADVERTISE },
		{ "advertise = \"10.0.0.0/8 192.0.2.0/24\"",
			"advertise: \"10.0.0.0/8 192.0.2.0/24\" is no range of addresses and an "
			"address" ADVERTISE },
		{ "advertise = \"10.0.0.0/8 0.0.0.0\"",
			"advertise: \"10.0.0.0/8 0.0.0.0\" is no range of addresses and an "
			"address" ADVERTISE },
		{ "advertise = \"10.0.0.0/8 192.0.2.1 x\"",
			"advertise: \"10.0.0.0/8 192.0.2.1 x\" is no range of addresses and an "
			"address" ADVERTISE },
		{ "advertise = \"10.0.0.0/8 2001:db8::1\"",
			"advertise: \"10.0.0.0/8 2001:db8::1\" is of IPv4 and IPv6, so none of these clients "
			"could "
			"come" ADVERTISE },
		{ "advertise = \"* 192.0.2.1\"",
			"advertise: \"* 192.0.2.1\" is no range of addresses and an address" ADVERTISE },
	};

	check("dcc", cases, ARRAY_LEN(cases));
}

Test(conf_check_dcc, types_and_scanner)
{
#define TYPES "; allowed: at most 128 words of 1 to 16 letters, digits, '+', '_' and '-', such as pdf"
#define SCAN  "; allowed: 4 to 107 bytes; an absolute path in a directory, without . and .. and //"
#define X16   "abcdefgh12345678"
#define X100  X16 X16 X16 X16 X16 X16 "1234"
	static const struct value_case cases[] = {
		{ "allow-types = { " X16 ", \"c++\" }", NULL },
		{ "allow-types = " X16 "9", "allow-types: \"" X16 "9\" is no type of files" TYPES },
		{ "allow-types = \"\"", "allow-types: \"\" is no type of files" TYPES },
		{ "deny-types = { .exe }", "deny-types: \".exe\" is no type of files" TYPES },
		{ "allow-types = { txt, exe }", "allow-types: \"exe\" is in deny-types too" },
		{ "allow-types = txt deny-types = TXT", "allow-types: \"txt\" is in deny-types too" },
		{ "scan = \"/a/b\"", NULL },
		{ "scan = \"/run/" X100 "12\"", NULL },
		{ "scan = \"/run/" X100 "123\"",
			"scan: \"/run/abcdefgh12345678abcdefgh12345678abcdefgh12345678abcdefg\" has the "
			"wrong "
			"length" SCAN },
		{ "scan = clamd.ctl", "scan: \"clamd.ctl\" is not allowed" SCAN },
		{ "scan = \"/clamd\"", "scan: \"/clamd\" is not allowed" SCAN },
		{ "scan = \"/run/../x\"", "scan: \"/run/../x\" is not allowed" SCAN },
		{ "scan = \"/run/./x\"", "scan: \"/run/./x\" is not allowed" SCAN },
		{ "scan = \"/run//x\"", "scan: \"/run//x\" is not allowed" SCAN },
		{ "scan = \"/run/x/\"", "scan: \"/run/x/\" is not allowed" SCAN },
		{ "scan-required = yes", "scan-required: yes, but there is no scan" },
		{ "scan-required = no", NULL },
		{ "max-rate = 1K min-rate = 2K",
			"min-rate: more than max-rate, so that every transfer would be too slow" },
		{ "max-rate = 1K min-rate = 1K", NULL },
	};

	check("dcc", cases, ARRAY_LEN(cases));
}

Test(conf_check_dcc, rules)
{
	static const struct value_case cases[] = {
		{ "", ": the key action is missing; allowed: allow, discourage or deny" },
		{ "action = allow from-class = nobody",
			"from-class: \"nobody\" is not there; allowed: at most 32 titles of sections class" },
		{ "action = allow to-role = nobody",
			"to-role: \"nobody\" is not there; allowed: the titles of sections role" },
		{ "action = allow from-account = \"a b\"",
			"from-account: \"a b\" is no mask of accounts; allowed: at most 32 names of accounts "
			"with * and ?" },
		{ "action = allow from-account = { \"*\", \"a*\", \"a?b\" }", NULL },
		{ "action = allow name = \"a b\"",
			"name: \"a b\" is not allowed; allowed: 1 to 100 bytes; a name of a file with * and "
			"?" },
		{ "action = allow kind = chat name = \"*\"", "\"r\" name: a chat has none" },
		{ "action = allow kind = chat larger-than = 1", "\"r\" larger-than: a chat has none" },
		{ "action = allow kind = chat larger-than = 0", NULL },
	};
	struct conf_fixture *f = conf_fixture_new();

	check("dcc-rule r", cases + 1, ARRAY_LEN(cases) - 1);
	cr_expect_str_eq(conf_fixture_load(f, FIXTURE_ALL "dcc-rule r { }"),
		"t.conf:5: dcc-rule: the key action is missing; allowed: allow, discourage or deny");
	cr_expect_str_eq(conf_fixture_load(f, FIXTURE_ALL "dcc-rule \"a b\" { action = deny }"),
		"t.conf:5: dcc-rule \"a b\": this is not allowed as a name; allowed: a name of 1 to 32 "
		"letters, digits, '-' and '_'");
	conf_fixture_free(f);
}

/* Count of values in a list, or of sections. */
Test(conf_check_dcc, as_many_as_there_may_be)
{
	static const struct {
		const char *head, *each, *tail;
		size_t most;
		const char *want;
	} cases[] = {
		{ "dcc { deny-ports = {", "5,", "} }", CONF_DCC_PORT_MAX,
			"t.conf:5: dcc deny-ports has 65 values; allowed: 0 to 64" },
		{ "dcc { allow-types = {", "a,", "} }", CONF_DCC_TYPE_MAX,
			"t.conf:5: dcc allow-types has 129 values; allowed: 0 to 128" },
		{ "dcc { nat-pools = {", "\"::1\",", "} }", CONF_DCC_BLOCK_MAX,
			"t.conf:5: dcc nat-pools has 33 values; allowed: 0 to 32" },
		{ "dcc { advertise = {", "\"::1 ::1\",", "} }", CONF_DCC_BLOCK_MAX,
			"t.conf:5: dcc advertise has 33 values; allowed: 0 to 32" },
		{ "dcc-rule r { action = deny from-class = {", "users,", "} }", CONF_DCC_NAME_MAX,
			"t.conf:5: dcc-rule from-class has 33 values; allowed: 0 to 32" },
		{ "dcc-rule r { action = deny to-account = {", "\"*\",", "} }", CONF_DCC_NAME_MAX,
			"t.conf:5: dcc-rule to-account has 33 values; allowed: 0 to 32" },
	};
	struct conf_fixture *f = conf_fixture_new();
	char text[8192];

	for (size_t c = 0; c < ARRAY_LEN(cases); c++)
		for (size_t more = 0; more < 2; more++) {
			size_t n = (size_t)snprintf(text, sizeof(text), FIXTURE_ALL "%s", cases[c].head);

			for (size_t i = 0; i < cases[c].most + more; i++)
				n += (size_t)snprintf(text + n, sizeof(text) - n, "%s", cases[c].each);
			(void)snprintf(text + n, sizeof(text) - n, "%s", cases[c].tail);
			cr_expect_str_eq(conf_fixture_load(f, text), more != 0 ? cases[c].want : "");
		}
	conf_fixture_free(f);
}

Test(conf_check_dcc, at_most_256_rules)
{
	struct conf_fixture *f = conf_fixture_new();
	char text[16384] = FIXTURE_ALL;
	size_t n = strlen(text);

	for (int i = 0; i < CONF_DCC_RULE_MAX; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n, "dcc-rule r%d { action = deny }\n", i);
	cr_expect_str_eq(conf_fixture_load(f, text), "");
	(void)snprintf(text + n, sizeof(text) - n, "dcc-rule more { action = deny }\n");
	cr_expect_neq(strstr(conf_fixture_load(f, text), "256"), NULL, "%s", f->said);
	conf_fixture_free(f);
}

Test(conf_check_dcc, no_listener_has_a_port_of_the_range)
{
	struct conf_fixture *f = conf_fixture_new();

	cr_expect_str_eq(conf_fixture_load(f, FIXTURE_ALL "dcc { mode = full ports = 6660-6667 }"),
		"t.conf:4: listen \"127.0.0.1:6667\": the port is one of dcc ports, 6660-6667");
	cr_expect_str_eq(conf_fixture_load(f, FIXTURE_ALL "dcc { mode = listen-only ports = 6667-6674 }"),
		"t.conf:4: listen \"127.0.0.1:6667\": the port is one of dcc ports, 6667-6674");
	cr_expect_str_eq(conf_fixture_load(f, FIXTURE_ALL "dcc { mode = full ports = 6668-6675 }"), "");
	cr_expect_str_eq(conf_fixture_load(f, FIXTURE_ALL "dcc { ports = 6660-6667 }"), "", "it is off");
	conf_fixture_free(f);
}
