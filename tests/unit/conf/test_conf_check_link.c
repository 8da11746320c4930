/* Sections link and links, and what other sections have for them: every key at its limit and one beyond, and what keys mean together. */
#include "conf/conf_check_link.h"

#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

#include "conf/conf_schema.h"
#include "core/mem.h"
#include "conf_fixture.h"

/* The title of a link begins line 5. */
#define SERVER "server { name = irc.example sid = 1AA channel-ranks = ov }\n"
#define HEAD   SERVER FIXTURE_REST
#define SECRET "send-password = a accept-password = b "
#define PLAIN  "plaintext = yes " SECRET
#define TLS    "tls { certificate = tls.crt key = tls.key }\n"

#define X10 "abcdefgh.1"
#define X50 X10 X10 X10 X10 X10

struct value_case {
	const char *keys, *want; /* want: behind "t.conf:5: <section> ", NULL when it is good */
};

static void
check(const char *section, const char *head, const struct value_case *cases, size_t n)
{
	struct conf_fixture *f = conf_fixture_new();
	char text[8192], want[2048];

	conf_fixture_tls(f);
	for (size_t i = 0; i < n; i++) {
		(void)snprintf(text, sizeof(text), HEAD "%s { %s %s }\n" TLS, section, head, cases[i].keys);
		want[0] = '\0';
		if (cases[i].want != NULL)
			(void)snprintf(want, sizeof(want), "t.conf:5: %.*s %s", (int)strcspn(section, " "),
				section, cases[i].want);
		cr_expect_str_eq(conf_fixture_load(f, text), want, "%s:\n got %s\nwant %s", cases[i].keys,
			f->said, want);
	}
	conf_fixture_free(f);
}

Test(conf_check_link, without_a_section_there_is_none)
{
	struct conf_fixture *f = conf_fixture_new();

	cr_expect_str_eq(conf_fixture_load(f, FIXTURE_ALL), "");
	cr_assert_not_null(f->conf);
	cr_expect_eq(f->conf->n_link, 0);
	cr_expect_eq(f->conf->links.clock_warn_ms, 30000);
	cr_expect_eq(f->conf->links.clock_max_ms, 600000);
	cr_expect_eq(f->conf->links.retry_ms, 10000);
	cr_expect_eq(f->conf->links.retry_max_ms, 300000);
	cr_expect_eq(f->conf->links.split_servers, 0);
	cr_expect_eq(f->conf->links.split_users, 0);
	cr_expect_str_eq(f->conf->links.sasl_agent, "SaslServ");
	cr_expect_not(f->conf->accounts.services);
	cr_expect_not(f->conf->listen[0].links);
	conf_fixture_free(f);
}

Test(conf_check_link, defaults)
{
	struct conf_fixture *f = conf_fixture_new();
	const struct conf_link *l;

	conf_fixture_tls(f);
	cr_expect_str_eq(conf_fixture_load(f,
				 HEAD TLS "link hub.example { " SECRET
					  "from = 192.0.2.1 fingerprints = " FIXTURE_PRINT " }"),
		"");
	cr_assert_not_null(f->conf);
	cr_assert_eq(f->conf->n_link, 1);
	l = f->conf->link;
	cr_expect_str_eq(l->name, "hub.example");
	cr_expect_eq(l->place.line, 6);
	cr_expect(l->tls && !l->plaintext && !l->autoconnect && !l->services);
	cr_expect_null(l->sid);
	cr_expect_null(l->address);
	cr_expect_null(l->bind);
	cr_expect_null(l->socks_address);
	cr_expect_null(l->socks_user);
	cr_expect_null(l->class);
	cr_expect_eq(l->n_hub, 0);
	cr_expect_eq(l->permit,
		CONF_PERMIT_BIT(CONF_PERMIT_KILL) | CONF_PERMIT_BIT(CONF_PERMIT_SQUIT) |
			CONF_PERMIT_BIT(CONF_PERMIT_CONNECT) | CONF_PERMIT_BIT(CONF_PERMIT_WALLOPS) |
			CONF_PERMIT_BIT(CONF_PERMIT_STATS) | CONF_PERMIT_BIT(CONF_PERMIT_GLOBAL));
	cr_expect_eq(l->max_servers, 100);
	cr_expect_eq(l->max_users, 100000);
	cr_expect_eq(l->max_channels, 50000);
	conf_fixture_free(f);
}

static void
expect_taken(const struct conf *conf)
{
	const struct conf_link *l = conf->link;

	cr_expect_str_eq(l->sid, "2BB");
	cr_expect_str_eq(l->address, "2001:db8::1", "in its usual form");
	cr_expect_eq(l->port, 6697);
	cr_expect_str_eq(l->bind, "192.0.2.9");
	cr_expect_str_eq(l->socks_address, "127.0.0.1");
	cr_expect_eq(l->socks_port, 1080);
	cr_expect_str_eq(l->socks_user, "u");
	cr_expect_str_eq(l->socks_password, "p w");
	cr_expect_str_eq(l->send_password, "one");
	cr_expect_str_eq(l->accept_password, "two");
	cr_expect_eq(l->n_fingerprints, 2);
	cr_expect_str_eq(l->fingerprints[1], FIXTURE_PRINT, "without colons, in lower case");
	cr_expect(l->tls && l->autoconnect && l->services);
	cr_expect_eq(l->class, &conf->class[1], "the one called servers");
	cr_expect_eq(l->n_from, 1);
	cr_expect_str_eq(l->from[0].text, "2001:db8::1", "from where it is dialled");
	cr_expect_eq(l->from[0].bits, 128);
	cr_expect_eq(l->n_hub, 2);
	cr_expect_str_eq(l->hub[1], "a?.example");
	cr_expect_eq(l->permit, CONF_PERMIT_BIT(CONF_PERMIT_DIE) | CONF_PERMIT_BIT(CONF_PERMIT_DCC));
	cr_expect_eq(l->max_servers, 1);
	cr_expect_not(l[1].tls);
	cr_expect_eq(l[1].permit, 0);
	cr_expect_eq(l[1].class, &conf->class[0]);
	cr_expect(conf->accounts.services && conf->listen[1].links);
	cr_expect_str_eq(conf->links.sasl_agent, "NickServ");
}

Test(conf_check_link, what_is_written_is_taken)
{
	struct conf_fixture *f = conf_fixture_new();

	conf_fixture_tls(f);
	cr_expect_str_eq(
		conf_fixture_load(f,
			HEAD TLS
			"class servers { sendq = 16M }\naccounts { owner = services }\n"
			"listen \"127.0.0.1:7000\" { links = yes }\n"
			"links { sasl-agent = NickServ retry = 1s retry-max = 1s split-users = 5 }\n"
			"link hub.example { sid = 2BB address = \"[2001:DB8:0::1]:6697\" bind = 192.0.2.9\n"
			"socks = 127.0.0.1:1080 socks-user = u socks-password = \"p w\" send-password = one\n"
			"accept-password = two fingerprints = { " FIXTURE_PRINT
			", \"00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:"
			"AA:BB:CC:DD:EE:FF\" }\n"
			"autoconnect = yes hub = { \"*.example\", \"a?.example\" } services = yes\n"
			"permit = { die, dcc } max-servers = 1 max-users = 1 max-channels = 1 }\n"
			"link leaf.example { " PLAIN "from = 127.0.0.1 permit = {} class = users }\n"),
		"");
	cr_assert_not_null(f->conf);
	expect_taken(f->conf);
	conf_fixture_free(f);
}

Test(conf_check_link, names)
{
	static const char title[] =
		"; allowed: a name of at most 63 letters, digits, '-', '_' and '.', with a dot";
	static const struct {
		const char *text, *want;
	} cases[] = {
		{ "link " X50 X10 ".12 { " PLAIN "from = ::1 }", NULL },
		{ "link " X50 X10 ".123 { " PLAIN "from = ::1 }",
			"t.conf:5: link \"" X50 X10 ".123\": this is no name of a server" },
		{ "link hub { " PLAIN "from = ::1 }", "t.conf:5: link \"hub\": this is no name of a server" },
		{ "link \"a b.c\" { " PLAIN "from = ::1 }",
			"t.conf:5: link \"a b.c\": this is no name of a server" },
	};
	struct conf_fixture *f = conf_fixture_new();
	char text[2048], want[512];

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		(void)snprintf(text, sizeof(text), HEAD "%s", cases[i].text);
		(void)snprintf(want, sizeof(want), "%s%s", cases[i].want != NULL ? cases[i].want : "",
			cases[i].want != NULL ? title : "");
		cr_expect_str_eq(conf_fixture_load(f, text), want);
	}
	conf_fixture_free(f);
}

/* The other server is neither this one nor one that is there already. */
Test(conf_check_link, is_one_server)
{
	struct conf_fixture *f = conf_fixture_new();

	cr_expect_str_eq(conf_fixture_load(f, HEAD "link IRC.example { " PLAIN "from = ::1 }"),
		"t.conf:5: link \"IRC.example\": that is this server's own name");
	cr_expect_str_eq(conf_fixture_load(f, HEAD "link a.b { " PLAIN "from = ::1\nsid = 1AA }"),
		"t.conf:6: link \"a.b\" sid: that is this server's own");
	cr_expect_str_eq(conf_fixture_load(f,
				 HEAD "link a.b { " PLAIN "from = ::1 }\n"
				      "link A.b { " PLAIN "from = ::1 }"),
		"t.conf:6: link \"A.b\" is the same server as \"a.b\" in t.conf:5");
	cr_expect_str_eq(conf_fixture_load(f,
				 HEAD "link a.b { " PLAIN "from = ::1 }\n"
				      "link a.b { " PLAIN "from = ::1 }"),
		"t.conf:6: link \"a.b\" is there twice; first in t.conf:5");
	cr_expect_str_eq(conf_fixture_load(f,
				 HEAD "link a.b { " PLAIN "from = ::1 sid = 2AA }\n"
				      "link c.d { " PLAIN "from = ::1 sid = 2AA }"),
		"t.conf:6: link \"c.d\" sid: that of link \"a.b\" in t.conf:5");
	conf_fixture_free(f);
}

Test(conf_check_link, addresses)
{
#define PLACE "; allowed: 7 to 53 bytes; an address and a port, such as 192.0.2.1:6697 or [2001:db8::1]:6697"
	static const struct value_case cases[] = {
		{ "address = 192.0.2.1:1", NULL },
		{ "address = \"[::1]:1\"", NULL },
		{ "address = 192.0.2.1:65535", NULL },
		{ "address = \"[2001:db8:1111:2222:3333:4444:192.168.100.255]:65535\"", NULL },
		{ "address = \"[::1]:65535\"", NULL },
		{ "address = 192.0.2.1:0", "address: \"192.0.2.1:0\" is not allowed" PLACE },
		{ "address = 192.0.2.1:65536", "address: \"192.0.2.1:65536\" is not allowed" PLACE },
		{ "address = 192.0.2.1:", "address: \"192.0.2.1:\" is not allowed" PLACE },
		{ "address = 192.0.2.100", "address: \"192.0.2.100\" is not allowed" PLACE },
		{ "address = \"[192.0.2.1]:7000\"", "address: \"[192.0.2.1]:7000\" is not allowed" PLACE },
		{ "address = \"2001:db8::1:7000\"", "address: \"2001:db8::1:7000\" is not allowed" PLACE },
		{ "address = \"[::1]7000\"", "address: \"[::1]7000\" is not allowed" PLACE },
		{ "address = \"[::1:7000\"", "address: \"[::1:7000\" is not allowed" PLACE },
		{ "address = \"[::]:7000\"", "address: \"[::]:7000\" is not allowed" PLACE },
		{ "address = 0.0.0.0:7000", "address: \"0.0.0.0:7000\" is not allowed" PLACE },
		{ "address = hub.example:7000", "address: \"hub.example:7000\" is not allowed" PLACE },
		{ "address = \"*:7000\"", "address: \"*:7000\" has the wrong length" PLACE },
		{ "address = 192.0.2.1:7000 bind = 192.0.2.2", NULL },
		{ "address = 192.0.2.1:7000 bind = ::1",
			"\"hub.example\" bind: is of IPv4 and what is connected to of IPv6, or the other way "
			"round" },
		{ "address = 192.0.2.1:7000 bind = 127.0.0.1:1",
			"bind: \"127.0.0.1:1\" is not allowed; allowed: 2 to 45 bytes; an address, such as "
			"192.0.2.1 or 2001:db8::1" },
		{ "address = 192.0.2.1:7000 socks = \"[::1]:1080\" bind = ::1", NULL },
		{ "address = 192.0.2.1:7000 socks = \"[::1]:1080\" bind = 192.0.2.2",
			"\"hub.example\" bind: is of IPv4 and what is connected to of IPv6, or the other way "
			"round" },
		{ "address = 192.0.2.1:7000 socks = socks.example:1",
			"socks: \"socks.example:1\" is not allowed" PLACE },
		{ "from = { 192.0.2.1, 2001:db8::/32 }", NULL },
		{ "from = \"*\"",
			"from: \"*\" is no address and no range of addresses; allowed: at most 32 addresses, "
			"or "
			"ranges such as 192.0.2.0/24" },
		{ "from = {}", "from has 0 values; allowed: 1 to 32" },
	};

	check("link hub.example", PLAIN, cases, ARRAY_LEN(cases));
}

Test(conf_check_link, what_needs_an_address_or_a_proxy)
{
#define ME "\"hub.example\" "
	static const struct value_case cases[] = {
		{ "", "\"hub.example\": set address, from, or both: it could neither be called nor call" },
		{ "from = ::1 autoconnect = yes", ME "autoconnect: needs an address to connect to" },
		{ "from = ::1 autoconnect = no", NULL },
		{ "from = ::1 bind = ::1", ME "bind: needs an address to connect to" },
		{ "from = ::1 socks = 127.0.0.1:1080", ME "socks: needs an address to connect to" },
		{ "address = 127.0.0.1:1 socks-user = a socks-password = b", ME "socks-user: needs socks" },
		{ "address = 127.0.0.1:1 socks = 127.0.0.1:2 socks-user = a",
			ME "socks-user: set both socks-user and socks-password, or none" },
		{ "address = 127.0.0.1:1 socks = 127.0.0.1:2 socks-password = a",
			ME "socks-password: set both socks-user and socks-password, or none" },
		{ "address = 127.0.0.1:1 socks = 127.0.0.1:2", NULL },
	};

	check("link hub.example", PLAIN, cases, ARRAY_LEN(cases));
}

Test(conf_check_link, numbers_and_words)
{
	static const struct value_case cases[] = {
		{ "sid = AAA", "sid: \"AAA\" is not allowed; allowed: a digit and two of A-Z and 0-9" },
		{ "sid = 2aa", "sid: \"2aa\" is not allowed; allowed: a digit and two of A-Z and 0-9" },
		{ "sid = 2AAA",
			"sid: \"2AAA\" has the wrong length; allowed: a digit and two of A-Z and 0-9" },
		{ "class = nobody", "class: \"nobody\" is not there; allowed: the title of a section class" },
		{ "permit = { kill, oper }",
			"permit: \"oper\" is not one of these; allowed: any of kill, squit, connect, "
			"wallops, "
			"stats, global, kline, rehash, die, dcc" },
		{ "max-servers = 10000 max-users = 1000000 max-channels = 1000000", NULL },
		{ "max-servers = 0", "max-servers: \"0\" is out of range; allowed: 1 to 10000" },
		{ "max-servers = 10001", "max-servers: \"10001\" is out of range; allowed: 1 to 10000" },
		{ "max-users = 0", "max-users: \"0\" is out of range; allowed: 1 to 1000000" },
		{ "max-users = 1000001", "max-users: \"1000001\" is out of range; allowed: 1 to 1000000" },
		{ "max-channels = 0", "max-channels: \"0\" is out of range; allowed: 1 to 1000000" },
		{ "max-channels = 1000001",
			"max-channels: \"1000001\" is out of range; allowed: 1 to 1000000" },
		{ "hub = {}", NULL },
		{ "hub = " X50 X10 "123", NULL },
#define MASKS "; allowed: at most 64 names of servers with * and ?"
		{ "hub = " X50 X10 "1234", "hub: \"" X50 X10 "\" is no mask of servers" MASKS },
		{ "hub = \"a b\"", "hub: \"a b\" is no mask of servers" MASKS },
		{ "hub = \"\"", "hub: \"\" is no mask of servers" MASKS },
	};

	check("link hub.example", "from = ::1 " PLAIN, cases, ARRAY_LEN(cases));
}

/* They are never shown, not even when they are wrong. */
Test(conf_check_link, passwords)
{
#define FORM "; allowed: 1 to 100 bytes; printable ASCII without blanks, no ':' first"
	static const struct value_case cases[] = {
		{ SECRET, NULL },
		{ "send-password = " X50 X50 " accept-password = \"~!:\"", NULL },
		{ "send-password = a", "\"hub.example\": the key accept-password is missing" },
		{ "accept-password = a", "\"hub.example\": the key send-password is missing" },
		{ "accept-password = a send-password = " X50 X50 "x",
			"send-password: \"(secret)\" has the wrong length" FORM },
		{ "accept-password = a send-password = \"a b\"",
			"send-password: \"(secret)\" is not allowed" FORM },
		{ "accept-password = a send-password = \"\"", "send-password: \"(secret)\" is empty" FORM },
		{ "send-password = a accept-password = \":a\"",
			"accept-password: \"(secret)\" is not allowed" FORM },
		{ "send-password = a accept-password = \"\xc3\xa4\"",
			"accept-password: \"(secret)\" is not allowed" FORM },
	};
	struct conf_fixture *f = conf_fixture_new();
	char text[2048], want[512];

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		(void)snprintf(text, sizeof(text), HEAD "link hub.example { plaintext = yes from = ::1 %s }",
			cases[i].keys);
		(void)snprintf(
			want, sizeof(want), "t.conf:5: link %s", cases[i].want != NULL ? cases[i].want : "");
		cr_expect_str_eq(conf_fixture_load(f, text), cases[i].want != NULL ? want : "");
	}
	cr_expect_str_eq(conf_fixture_load(f,
				 HEAD "link hub.example { " PLAIN "address = 127.0.0.1:1 socks = "
				      "127.0.0.1:2 socks-user = a socks-password = \"\" }"),
		"t.conf:5: link socks-password: \"(secret)\" is empty; allowed: 1 to 255 bytes");
	conf_fixture_free(f);
}

Test(conf_check_link, tls_is_what_is_not_asked_for_otherwise)
{
	static const struct value_case cases[] = {
		{ "fingerprints = " FIXTURE_PRINT, NULL },
		{ "plaintext = yes", NULL },
		{ "plaintext = yes fingerprints = " FIXTURE_PRINT, NULL },
		{ "plaintext = no",
			"\"hub.example\": set fingerprints, those of the other server's certificate; or "
			"plaintext = yes where nobody can listen in between" },
		{ "fingerprints = { }", "fingerprints has 0 values; allowed: 1 to 8" },
		{ "fingerprints = 0011",
			"fingerprints: \"0011\" is no SHA-256 fingerprint; allowed: 1 to 8 fingerprints of "
			"64 "
			"hexadecimal digits" },
	};
	struct conf_fixture *f = conf_fixture_new();

	check("link hub.example", "from = ::1 " SECRET, cases, ARRAY_LEN(cases));
	cr_expect_str_eq(
		conf_fixture_load(
			f, HEAD "link hub.example { " SECRET "from = ::1 fingerprints = " FIXTURE_PRINT " }"),
		"t.conf:5: link \"hub.example\": TLS needs a section tls with certificate and key");
	conf_fixture_free(f);
}

/* They are behind another server, and what is said here is that they are believed. */
Test(conf_check_link, services_elsewhere_need_no_more_than_their_name)
{
	struct conf_fixture *f = conf_fixture_new();

	cr_expect_str_eq(conf_fixture_load(f, HEAD "link a.b { services = yes }"), "");
	cr_assert_not_null(f->conf);
	cr_expect(f->conf->link[0].services);
	cr_expect_not(conf_link_is_direct(&f->conf->link[0]));
	cr_expect_not(conf_link_has_address(&f->conf->link[0], 2, (const uint8_t[16]){ 127, 0, 0, 1 }));
	cr_expect_eq(conf_link_dial_port(&f->conf->link[0]), 0);
	cr_expect_str_eq(
		conf_fixture_load(f, HEAD "accounts { owner = services }\nlink a.b { services = yes }"), "");
	cr_expect_str_eq(conf_fixture_load(f, HEAD "link a.b { services = yes from = ::1 plaintext = yes }"),
		"t.conf:5: link \"a.b\": the key send-password is missing\n"
		"t.conf:5: link \"a.b\": the key accept-password is missing");
	cr_expect_str_eq(conf_fixture_load(f, HEAD "link a.b { services = no " PLAIN "}"),
		"t.conf:5: link \"a.b\": set address, from, or both: it could neither be called nor call");
	cr_expect_str_eq(conf_fixture_load(f, HEAD "link a.b { services = yes autoconnect = yes }"),
		"t.conf:5: link \"a.b\" autoconnect: needs an address to connect to");
	conf_fixture_free(f);
}

Test(conf_check_link, times_and_counts_of_all_links)
{
	static const struct value_case cases[] = {
		{ "clock-warn = 1s clock-max = 1s retry = 1s retry-max = 1s", NULL },
		{ "clock-warn = 1h clock-max = 1d retry = 1h retry-max = 1d", NULL },
		{ "clock-warn = 0s", "clock-warn: \"0s\" is out of range; allowed: 1s to 1h" },
		{ "clock-warn = 61m clock-max = 1d",
			"clock-warn: \"61m\" is out of range; allowed: 1s to 1h" },
		{ "clock-max = 25h", "clock-max: \"25h\" is out of range; allowed: 1s to 1d" },
		{ "clock-warn = 2s clock-max = 1s", "clock-warn: more than clock-max" },
		{ "clock-max = 29s", "clock-warn: more than clock-max" },
		{ "retry = 0s", "retry: \"0s\" is out of range; allowed: 1s to 1h" },
		{ "retry = 61m retry-max = 1d", "retry: \"61m\" is out of range; allowed: 1s to 1h" },
		{ "retry-max = 25h", "retry-max: \"25h\" is out of range; allowed: 1s to 1d" },
		{ "retry-max = 9s", "retry: more than retry-max" },
		{ "split-servers = 10000 split-users = 1000000", NULL },
		{ "split-servers = 10001", "split-servers: \"10001\" is out of range; allowed: 0 to 10000" },
		{ "split-users = 1000001",
			"split-users: \"1000001\" is out of range; allowed: 0 to 1000000" },
		{ "sasl-agent = \"a b\"",
			"sasl-agent: \"a b\" is not allowed; allowed: 1 to 50 bytes; a nick" },
		{ "sasl-agent = \"9a\"",
			"sasl-agent: \"9a\" is not allowed; allowed: 1 to 50 bytes; a nick" },
	};

	check("links", "", cases, ARRAY_LEN(cases));
}

/* Count of values in a list, or of sections. */
Test(conf_check_link, as_many_as_there_may_be)
{
	static const struct {
		const char *head, *each, *tail;
		size_t most;
		const char *want;
	} cases[] = {
		{ "link a.b { " PLAIN "from = {", "\"::1\",", "} }", CONF_FROM_MAX,
			"t.conf:5: link from has 33 values; allowed: 1 to 32" },
		{ "link a.b { from = ::1 " PLAIN "hub = {", "\"*\",", "} }", CONF_HUB_MAX,
			"t.conf:5: link hub has 65 values; allowed: 0 to 64" },
		{ "link a.b { from = ::1 " PLAIN "fingerprints = {", FIXTURE_PRINT ",", "} }",
			CONF_LINK_PRINT_MAX, "t.conf:5: link fingerprints has 9 values; allowed: 1 to 8" },
	};
	struct conf_fixture *f = conf_fixture_new();
	char text[4096];

	for (size_t c = 0; c < ARRAY_LEN(cases); c++)
		for (size_t more = 0; more < 2; more++) {
			size_t n = (size_t)snprintf(text, sizeof(text), HEAD "%s", cases[c].head);

			for (size_t i = 0; i < cases[c].most + more; i++)
				n += (size_t)snprintf(text + n, sizeof(text) - n, "%s", cases[c].each);
			(void)snprintf(text + n, sizeof(text) - n, "%s", cases[c].tail);
			cr_expect_str_eq(conf_fixture_load(f, text), more != 0 ? cases[c].want : "");
		}
	conf_fixture_free(f);
}

Test(conf_check_link, at_most_63)
{
	struct conf_fixture *f = conf_fixture_new();
	char text[16384] = HEAD;
	size_t n = strlen(text);

	for (int i = 0; i < CONF_LINK_MAX; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n, "link a.%d { from = ::1 " PLAIN "}\n", i);
	cr_expect_str_eq(conf_fixture_load(f, text), "");
	(void)snprintf(text + n, sizeof(text) - n, "link more.example { from = ::1 " PLAIN "}\n");
	cr_expect_neq(strstr(conf_fixture_load(f, text), "63"), NULL, "%s", f->said);
	conf_fixture_free(f);
}

Test(conf_check_link, servers_agree_on_ranks_and_case_and_have_a_number)
{
	static const char link[] = "link a.b { from = ::1 " PLAIN "}\nlink c.d { from = ::1 " PLAIN "}\n";
	struct conf_fixture *f = conf_fixture_new();
	char text[2048];

	(void)snprintf(
		text, sizeof(text), "server { name = irc.example sid = 1AA }\n" FIXTURE_REST "%s", link);
	cr_expect_str_eq(conf_fixture_load(f, text),
		"t.conf:5: link \"a.b\": links need server channel-ranks = \"ov\"");
	(void)snprintf(text, sizeof(text),
		"server { name = irc.example sid = 1AA channel-ranks = ov casemapping = ascii "
		"}\n" FIXTURE_REST "%s",
		link);
	cr_expect_str_eq(conf_fixture_load(f, text),
		"t.conf:5: link \"a.b\": links need server casemapping = \"rfc1459\"");
	(void)snprintf(text, sizeof(text),
		"server { name = irc.example channel-ranks = ov }\n" FIXTURE_REST "%s", link);
	cr_expect_str_eq(conf_fixture_load(f, text),
		"t.conf:5: link \"a.b\": links need server sid, a number that no other server of the network "
		"has");
	conf_fixture_free(f);
}

Test(conf_check_link, a_listener_for_servers_is_nothing_else)
{
	static const struct value_case cases[] = {
		{ "links = yes", NULL },
		{ "links = yes tls = yes backlog = 5", NULL },
		{ "links = no websocket = yes class = users", NULL },
		{ "links = yes websocket = yes", "\"[::1]:7000\" links: not together with websocket" },
		{ "links = yes proxy = yes", "\"[::1]:7000\" links: not together with proxy" },
		{ "links = yes class = users",
			"\"[::1]:7000\" links: not together with class; that of section link counts" },
	};
	struct conf_fixture *f = conf_fixture_new();

	check("listen \"[::1]:7000\"", "", cases, ARRAY_LEN(cases));
	cr_expect_str_eq(conf_fixture_load(f, HEAD "jail { state = /s }\nlisten unix:a { links = yes }"),
		"t.conf:6: listen \"unix:a\" links: a Unix socket takes no servers");
	conf_fixture_free(f);
}

Test(conf_check_link, a_plain_listener_needs_a_plain_link)
{
#define LISTEN	 "listen \"[::1]:7000\" { links = yes }\n"
#define OVER_TLS "link a.b { from = ::1 " SECRET "fingerprints = " FIXTURE_PRINT " }\n"
	struct conf_fixture *f = conf_fixture_new();

	conf_fixture_tls(f);
	cr_expect_str_eq(conf_fixture_load(f, HEAD LISTEN TLS OVER_TLS),
		"t.conf:5: listen \"[::1]:7000\" links: set tls = yes, no section link has plaintext");
	cr_expect_str_eq(
		conf_fixture_load(f, HEAD LISTEN TLS OVER_TLS "link c.d { from = ::1 " PLAIN "}"), "");
	conf_fixture_free(f);
}

Test(conf_check_link, accounts_are_left_to_services_that_are_there)
{
#define OWNER "accounts { owner = services }\n"
	struct conf_fixture *f = conf_fixture_new();

	cr_expect_str_eq(conf_fixture_load(f, HEAD OWNER),
		"t.conf: accounts owner: services, but no section link has services = yes");
	cr_expect_str_eq(conf_fixture_load(f, HEAD OWNER "link a.b { from = ::1 " PLAIN "}"),
		"t.conf: accounts owner: services, but no section link has services = yes");
	cr_expect_str_eq(
		conf_fixture_load(f, HEAD OWNER "link a.b { from = ::1 services = yes " PLAIN "}"), "");
	cr_expect_str_eq(conf_fixture_load(f, HEAD "accounts { owner = me }"),
		"t.conf:5: accounts owner: \"me\" is not one of these; allowed: builtin or services");
	conf_fixture_free(f);
}
