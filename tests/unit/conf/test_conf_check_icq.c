/* Sections module, icq-uplink and icq-contact: every key at its limit and one beyond, and what keys mean together. */
#include "conf/conf_check_icq.h"

#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/mem.h"
#include "conf_fixture.h"

/* The section in question begins on line 5, or on line 6 behind a module. */
#define HEAD   FIXTURE_SERVER FIXTURE_REST
#define MODULE "module icq {}\n"
#define TLS    "tls { certificate = tls.crt key = tls.key }\n"
#define NEEDED "server = \"192.0.2.1:5190\" uin = 10000 password = x "
#define UPLINK "icq-uplink out { " NEEDED "}\n"
#define X10    "abcdefgh.1"
#define X32    X10 X10 X10 "12"
#define X50    X10 X10 X10 X10 X10
#define PLACE  "an address and a port, such as 192.0.2.1:5190 or [2001:db8::1]:5190"
#define PLACES "at most 8 addresses with port, such as 192.0.2.1:5190, [2001:db8::1]:5190 or 0.0.0.0:5190"
#define CHARSETS                                                                                   \
	"1 to 32 bytes; utf-8, windows-1250 to windows-1258, iso-8859-1, iso-8859-2, iso-8859-5, " \
	"iso-8859-15 "                                                                             \
	"or koi8-r"

struct value_case {
	const char *keys, *want; /* want: the whole of what is said, NULL when it is good */
};

/* head: what stands before the section and behind the smallest configuration. */
static void
check(const char *head, const char *section, const char *needed, const struct value_case *cases, size_t n)
{
	struct conf_fixture *f = conf_fixture_new();
	char text[16384];

	conf_fixture_tls(f);
	for (size_t i = 0; i < n; i++) {
		const char *want = cases[i].want != NULL ? cases[i].want : "";

		(void)snprintf(
			text, sizeof(text), HEAD "%s%s { %s%s }\n" TLS, head, section, needed, cases[i].keys);
		cr_expect_str_eq(conf_fixture_load(f, text), want, "%s:\n got %s\nwant %s", cases[i].keys,
			f->said, want);
	}
	conf_fixture_free(f);
}

/* What one whole text says. */
static void
says(const char *text, const char *want)
{
	struct conf_fixture *f = conf_fixture_new();

	cr_expect_str_eq(conf_fixture_load(f, text), want, "%s:\n got %s\nwant %s", text, f->said, want);
	conf_fixture_free(f);
}

/* "key = { item0, item1 .. }" with n items, stem and number. */
static const char *
list(const char *key, const char *stem, size_t n)
{
	static char text[8192];
	size_t used = (size_t)snprintf(text, sizeof(text), "%s = { ", key);

	for (size_t i = 0; i < n; i++) {
		used += (size_t)snprintf(text + used, sizeof(text) - used, "%s\"", i != 0 ? ", " : "");
		used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%u", stem, (unsigned)i + 1);
		used += (size_t)snprintf(text + used, sizeof(text) - used, "\"");
	}
	(void)snprintf(text + used, sizeof(text) - used, " } ");
	return text;
}

Test(conf_check_icq, without_a_section_the_gateway_is_off)
{
	struct conf_fixture *f = conf_fixture_new();

	cr_expect_str_eq(conf_fixture_load(f, FIXTURE_ALL), "");
	cr_assert_not_null(f->conf);
	cr_expect_eq(f->conf->n_icq, 0);
	cr_expect_eq(f->conf->n_uplink, 0);
	cr_expect_eq(f->conf->n_contact, 0);
	conf_fixture_free(f);
}

static void
expect_uplink_defaults(const struct conf_uplink *u)
{
	cr_expect_str_eq(u->name, "out");
	cr_expect_eq(u->place.line, 6);
	cr_expect_eq(u->protocol, CONF_UPLINK_OSCAR);
	cr_expect_str_eq(u->server, "192.0.2.1:5190");
	cr_expect_str_eq(u->address, "192.0.2.1");
	cr_expect_eq(u->port, 5190);
	cr_expect_null(u->bos);
	cr_expect_str_eq(u->bos_address, "192.0.2.1", "where the first connection goes");
	cr_expect_eq(u->bos_port, 5190);
	cr_expect_eq(u->proxy, CONF_PROXY_NONE);
	cr_expect_null(u->proxy_server);
	cr_expect_null(u->proxy_address);
	cr_expect_null(u->proxy_user);
	cr_expect_null(u->proxy_password);
	cr_expect_str_eq(u->charset, "windows-1252");
	cr_expect_eq(u->keepalive_ms, 60000);
	cr_expect_eq(u->retry_ms, 10000);
	cr_expect_eq(u->retry_max_ms, 600000);
	cr_expect_eq(u->max_queue, 200);
}

static void
expect_module_defaults(const struct conf_icq *icq)
{
	cr_expect_eq(icq->place.line, 5);
	cr_expect_eq(icq->n_listen + icq->n_listen_tls + icq->n_legacy_listen, 0);
	cr_expect_eq(icq->n_legacy_from, 0);
	cr_expect_eq(icq->legacy_versions, 0xf);
	cr_expect_null(icq->advertise);
	cr_expect_null(icq->class);
	cr_expect_str_eq(icq->charset, "windows-1252");
	cr_expect_eq(icq->first_uin, 900000000);
	cr_expect_eq(icq->last_uin, 999999999);
	cr_expect_eq(icq->n_channels, 0);
	cr_expect_eq(icq->max_sessions, 1000);
	cr_expect_eq(icq->max_per_address, 10);
	cr_expect_eq(icq->max_contacts, 500);
	cr_expect_eq(icq->max_queue, 100);
	cr_expect_eq(icq->max_mail, 100);
	cr_expect_eq(icq->mail_age_ms, UINT64_C(2592000000));
	cr_expect_eq(icq->session_timeout_ms, 300000);
	cr_expect_eq(icq->max_failures, 5);
	cr_expect_eq(icq->datagrams.count, 200);
	cr_expect_eq(icq->datagrams.per_ms, 1000);
}

Test(conf_check_icq, defaults)
{
	struct conf_fixture *f = conf_fixture_new();
	const struct conf_contact *c;

	cr_expect_str_eq(conf_fixture_load(f, HEAD MODULE UPLINK "icq-contact 10001 { nick = frank }\n"), "");
	cr_assert_not_null(f->conf);
	cr_assert_eq(f->conf->n_icq, 1);
	cr_assert_eq(f->conf->n_uplink, 1);
	cr_assert_eq(f->conf->n_contact, 1);
	expect_module_defaults(f->conf->icq);
	expect_uplink_defaults(f->conf->uplink);
	c = f->conf->contact;
	cr_expect_eq(c->place.line, 7);
	cr_expect_eq(c->uin, 10001);
	cr_expect_str_eq(c->uplink, "out", "the only one there is");
	cr_expect_str_eq(c->nick, "frank");
	cr_expect_eq(c->n_channels, 0);
	cr_expect_null(c->person);
	cr_expect_null(c->charset);
	conf_fixture_free(f);
}

static void
expect_taken(const struct conf *conf)
{
	const struct conf_icq *icq = conf->icq;
	const struct conf_uplink *u = conf->uplink;
	const struct conf_contact *c = conf->contact;

	cr_assert_eq(icq->n_listen, 2);
	cr_expect_str_eq(icq->listen[0], "192.0.2.1:5190");
	cr_expect_str_eq(icq->listen[1], "[2001:db8::1]:5190", "in its usual form");
	cr_expect_eq(icq->n_listen_tls, 1);
	cr_expect_str_eq(icq->listen_tls[0], "0.0.0.0:5191");
	cr_expect_eq(icq->n_legacy_listen, 1);
	cr_expect_eq(icq->n_legacy_from, 2);
	cr_expect_str_eq(icq->legacy_from[1].text, "10.0.0.0/8");
	cr_expect_eq(icq->legacy_from[1].bits, 8);
	cr_expect_eq(
		icq->legacy_versions, CONF_ICQ_VERSION_BIT(CONF_ICQ_V2) | CONF_ICQ_VERSION_BIT(CONF_ICQ_V5));
	cr_expect_eq(icq->class, &conf->class[0]);
	cr_expect_eq(icq->n_channels, 2);
	cr_expect_str_eq(icq->channels[1], "#b");
	cr_expect_eq(icq->datagrams.count, 0);
	cr_expect_eq(u[0].protocol, CONF_UPLINK_OSCAR);
	cr_expect_str_eq(u[0].bos_address, "2001:db8::2");
	cr_expect_eq(u[0].bos_port, 443);
	cr_expect_eq(u[1].protocol, CONF_UPLINK_LEGACY);
	cr_expect_eq(u[1].proxy, CONF_PROXY_SOCKS5);
	cr_expect_str_eq(u[1].proxy_address, "127.0.0.1");
	cr_expect_eq(u[1].proxy_port, 1080);
	cr_expect_str_eq(u[1].proxy_user, "u");
	cr_expect_eq(u[2].proxy, CONF_PROXY_SOCKS4);
	cr_expect_str_eq(c[0].uplink, "two");
	cr_expect_str_eq(c[1].uplink, "one");
	cr_expect_str_eq(c[1].person, "alice");
	cr_expect_str_eq(c[1].charset, "KOI8-R");
	cr_expect_eq(conf_uplink_find(conf, VIEW("two")), &u[1]);
	cr_expect_null(conf_uplink_find(conf, VIEW("four")));
}

Test(conf_check_icq, what_is_written_is_taken)
{
	struct conf_fixture *f = conf_fixture_new();

	conf_fixture_tls(f);
	cr_expect_str_eq(
		conf_fixture_load(f,
			HEAD TLS
			"module \"icq\" { listen = { \"192.0.2.1:5190\", \"[2001:DB8:0::1]:5190\" }\n"
			"listen-tls = { \"0.0.0.0:5191\" } legacy-listen = { \"0.0.0.0:5190\" }\n"
			"legacy-from = { 127.0.0.1, 10.0.0.0/8 } legacy-versions = { v2, v5 } class = users\n"
			"channels = { \"#a\", \"#b\" } datagrams = 0 }\n"
			"icq-uplink one { " NEEDED "bos = \"[2001:db8::2]:443\" }\n"
			"icq-uplink two { " NEEDED
			"protocol = legacy proxy = socks5 proxy-server = 127.0.0.1:1080 proxy-user = u "
			"proxy-password = p }\n"
			"icq-uplink three { " NEEDED
			"proxy = socks4 proxy-server = 127.0.0.1:1080 proxy-user = u }\n"
			"icq-contact 10001 { nick = frank uplink = two channels = { \"#a\" } }\n"
			"icq-contact 10001 { nick = karl uplink = one person = alice charset = KOI8-R }\n"),
		"");
	cr_assert_not_null(f->conf);
	cr_assert_eq(f->conf->n_uplink, 3);
	cr_assert_eq(f->conf->n_contact, 2);
	expect_taken(f->conf);
	conf_fixture_free(f);
}

#define AT5(key, value, what, range) "t.conf:5: module " key ": \"" value "\" " what "; allowed: " range

Test(conf_check_icq, numbers_of_the_module)
{
	static const struct value_case cases[] = {
		{ "first-uin = 10000 last-uin = 10999", NULL },
		{ "first-uin = 9999", AT5("first-uin", "9999", "is out of range", "10000 to 2147483646") },
		{ "last-uin = 2147483646", NULL },
		{ "last-uin = 2147483647",
			AT5("last-uin", "2147483647", "is out of range", "10000 to 2147483646") },
		{ "first-uin = 10000 last-uin = 10998",
			"t.conf:5: module \"icq\" last-uin: first-uin to last-uin are less than 1000 "
			"numbers" },
		{ "first-uin = 999999999",
			"t.conf:5: module \"icq\" first-uin: first-uin to last-uin are less than 1000 "
			"numbers" },
		{ "first-uin = 999999999 last-uin = 10000",
			"t.conf:5: module \"icq\" last-uin: first-uin to last-uin are less than 1000 "
			"numbers" },
		{ "max-sessions = 1", NULL },
		{ "max-sessions = 0", AT5("max-sessions", "0", "is out of range", "1 to 100000") },
		{ "max-sessions = 100000", NULL },
		{ "max-sessions = 100001", AT5("max-sessions", "100001", "is out of range", "1 to 100000") },
		{ "max-per-address = 1", NULL },
		{ "max-per-address = 0", AT5("max-per-address", "0", "is out of range", "1 to 10000") },
		{ "max-per-address = 10000", NULL },
		{ "max-per-address = 10001",
			AT5("max-per-address", "10001", "is out of range", "1 to 10000") },
		{ "max-contacts = 1", NULL },
		{ "max-contacts = 0", AT5("max-contacts", "0", "is out of range", "1 to 10000") },
		{ "max-contacts = 10000", NULL },
		{ "max-contacts = 10001", AT5("max-contacts", "10001", "is out of range", "1 to 10000") },
		{ "max-queue = 8", NULL },
		{ "max-queue = 7", AT5("max-queue", "7", "is out of range", "8 to 10000") },
		{ "max-queue = 10000", NULL },
		{ "max-queue = 10001", AT5("max-queue", "10001", "is out of range", "8 to 10000") },
		{ "max-mail = 10000", NULL },
		{ "max-mail = 10001", AT5("max-mail", "10001", "is out of range", "0 to 10000") },
		{ "max-failures = 1", NULL },
		{ "max-failures = 0", AT5("max-failures", "0", "is out of range", "1 to 1000") },
		{ "max-failures = 1000", NULL },
		{ "max-failures = 1001", AT5("max-failures", "1001", "is out of range", "1 to 1000") },
	};

	check("", "module icq", "", cases, ARRAY_LEN(cases));
}

Test(conf_check_icq, times_and_rates_of_the_module)
{
	static const struct value_case cases[] = {
		{ "mail-age = 1h", NULL },
		{ "mail-age = 3599s", AT5("mail-age", "3599s", "is out of range", "1h to 3650d") },
		{ "mail-age = 3650d", NULL },
		{ "mail-age = 3651d", AT5("mail-age", "3651d", "is out of range", "1h to 3650d") },
		{ "session-timeout = 60s", NULL },
		{ "session-timeout = 59s", AT5("session-timeout", "59s", "is out of range", "1m to 1d") },
		{ "session-timeout = 1d", NULL },
		{ "session-timeout = 25h", AT5("session-timeout", "25h", "is out of range", "1m to 1d") },
		{ "datagrams = 1:1s", NULL },
		{ "datagrams = 100000:1d", NULL },
		{ "datagrams = 100001:1s",
			AT5("datagrams", "100001:1s", "is out of range",
				"1 to 100000 in 1s to 1d, such as 200:1s; or 0 for no limit") },
	};

	check("", "module icq", "", cases, ARRAY_LEN(cases));
}

Test(conf_check_icq, texts_of_the_module)
{
	static const struct value_case cases[] = {
		{ "charset = UTF-8", NULL },
		{ "charset = iso-8859-15", NULL },
		{ "charset = iso-8859-3", AT5("charset", "iso-8859-3", "is not allowed", CHARSETS) },
		{ "charset = \"\"", AT5("charset", "", "is empty", CHARSETS) },
		{ "advertise = 192.0.2.1:5190", NULL },
		{ "advertise = \"[2001:db8::1]:1\"", NULL },
		{ "advertise = 192.0.2.1:65536",
			AT5("advertise", "192.0.2.1:65536", "is not allowed", "7 to 53 bytes; " PLACE) },
		{ "advertise = 0.0.0.0:5190",
			AT5("advertise", "0.0.0.0:5190", "is not allowed", "7 to 53 bytes; " PLACE) },
		{ "class = other",
			"t.conf:5: module class: \"other\" is not there; allowed: the title of a section "
			"class" },
		{ "legacy-versions = { v1 }",
			"t.conf:5: module legacy-versions: \"v1\" is not one of these; allowed: any of v2, "
			"v3, v4, v5\n"
			"t.conf:5: module \"icq\" legacy-versions: name at least one" },
		{ "legacy-versions = {}", "t.conf:5: module \"icq\" legacy-versions: name at least one" },
		{ "channels = { \"&a\" }",
			AT5("channels", "&a", "is no name of a channel", "at most 64 names of channels") },
	};

	check("", "module icq", "", cases, ARRAY_LEN(cases));
}

Test(conf_check_icq, places_of_the_module)
{
	static const struct value_case cases[] = {
		{ "listen = {}", NULL },
		{ "listen = { 192.0.2.1:1, \"[::]:65535\" }", NULL },
		{ "listen = { 192.0.2.1 }", AT5("listen", "192.0.2.1", "is no address with a port", PLACES) },
		{ "listen = { 192.0.2.1:0 }",
			AT5("listen", "192.0.2.1:0", "is no address with a port", PLACES) },
		{ "listen = { 192.0.2.1:65536 }",
			AT5("listen", "192.0.2.1:65536", "is no address with a port", PLACES) },
		{ "listen = { \"*:5190\" }", AT5("listen", "*:5190", "is no address with a port", PLACES) },
		{ "listen-tls = { irc.example:5190 }",
			AT5("listen-tls", "irc.example:5190", "is no address with a port", PLACES) },
		{ "legacy-listen = { \"2001:db8::1:4000\" } legacy-from = { 127.0.0.1 }",
			AT5("legacy-listen", "2001:db8::1:4000", "is no address with a port", PLACES) },
		{ "legacy-from = { \"*\" } legacy-listen = { 127.0.0.1:4000 }",
			AT5("legacy-from", "*", "is no address and no range of addresses",
				"at most 64 addresses, or ranges such as 192.0.2.0/24") },
		{ "listen = { 127.0.0.1:6667 }",
			"t.conf:5: module \"icq\" listen: 127.0.0.1:6667 is the same place as listen "
			"\"127.0.0.1:6667\"" },
		{ "listen-tls = { \"[::]:6667\" }",
			"t.conf:5: module \"icq\" listen-tls: [::]:6667 is the same place as listen "
			"\"127.0.0.1:6667\"" },
		{ "listen-tls = { 0.0.0.0:6667 }",
			"t.conf:5: module \"icq\" listen-tls: 0.0.0.0:6667 is the same place as listen "
			"\"127.0.0.1:6667\"" },
		{ "listen = { \"[::1]:6667\", 127.0.0.2:6667 }", NULL },
		{ "listen = { 192.0.2.1:5190, 192.0.2.1:5190 }",
			"t.conf:5: module \"icq\" listen: 192.0.2.1:5190 is the same place as "
			"192.0.2.1:5190" },
		{ "listen = { 192.0.2.1:5190 } listen-tls = { 0.0.0.0:5190 }",
			"t.conf:5: module \"icq\" listen-tls: 0.0.0.0:5190 is the same place as "
			"192.0.2.1:5190" },
		{ "listen = { \"[::1]:5190\" } listen-tls = { 0.0.0.0:5190 }", NULL },
		{ "listen = { 127.0.0.1:4000 } legacy-listen = { 127.0.0.1:4000, 127.0.0.1:6667 } "
		  "legacy-from = { 127.0.0.1 }",
			NULL },
		{ "legacy-listen = { 127.0.0.1:4000, 127.0.0.1:4000 } legacy-from = { 127.0.0.1 }",
			"t.conf:5: module \"icq\" legacy-listen: 127.0.0.1:4000 is the same place as "
			"127.0.0.1:4000" },
		{ "legacy-listen = { 127.0.0.1:4000 }",
			"t.conf:5: module \"icq\" legacy-listen: needs legacy-from: passwords go in clear "
			"there, so name who may send them" },
		{ "legacy-from = { 127.0.0.1 }",
			"t.conf:5: module \"icq\" legacy-from: needs legacy-listen" },
	};

	check("", "module icq", "", cases, ARRAY_LEN(cases));
}

/* One list of the module with n values, stem and number; behind: what else the section says. */
static void
count(const char *key, const char *stem, size_t n, const char *behind, const char *want)
{
	char keys[8192 + 128];
	struct value_case c = { keys, want };

	(void)snprintf(keys, sizeof(keys), "%s%s", list(key, stem, n), behind);
	check("", "module icq", "", &c, 1);
}

Test(conf_check_icq, as_many_of_a_list_as_there_may_be)
{
	count("listen", "127.0.0.1:", 8, "", NULL);
	count("listen", "127.0.0.1:", 9, "", "t.conf:5: module listen has 9 values; allowed: 0 to 8");
	count("listen-tls", "127.0.0.1:", 8, "", NULL);
	count("listen-tls", "127.0.0.1:", 9, "", "t.conf:5: module listen-tls has 9 values; allowed: 0 to 8");
	count("legacy-listen", "127.0.0.1:", 8, "legacy-from = { 127.0.0.1 }", NULL);
	count("legacy-listen", "127.0.0.1:", 9, "",
		"t.conf:5: module legacy-listen has 9 values; allowed: 0 to 8");
	count("legacy-from", "127.0.0.", 64, "legacy-listen = { 127.0.0.1:1 }", NULL);
	count("legacy-from", "127.0.0.", 65, "",
		"t.conf:5: module legacy-from has 65 values; allowed: 0 to 64");
	count("channels", "#", 64, "", NULL);
	count("channels", "#", 65, "", "t.conf:5: module channels has 65 values; allowed: 0 to 64");
}

Test(conf_check_icq, a_tls_listener_needs_a_certificate)
{
	says(HEAD "module icq { listen-tls = { 127.0.0.1:5191 } }\n",
		"t.conf:5: module \"icq\" listen-tls: needs a section tls with certificate and key");
}

Test(conf_check_icq, titles)
{
	says(HEAD "module icqq {}\n", "t.conf:5: module \"icqq\": there is no such module; allowed: icq");
	says(HEAD MODULE "icq-uplink \"a b\" { " NEEDED "}\n",
		"t.conf:6: icq-uplink \"a b\": allowed: a name of 1 to 32 letters, digits, '-', '_' and '.'");
	says(HEAD MODULE "icq-uplink \"" X32 "\" { " NEEDED "}\n", "");
	says(HEAD MODULE "icq-uplink \"" X32 "3\" { " NEEDED "}\n",
		"t.conf:6: icq-uplink \"" X32
		"3\": allowed: a name of 1 to 32 letters, digits, '-', '_' and '.'");
	says(HEAD MODULE "icq-uplink \"\" { " NEEDED "}\n",
		"t.conf:6: icq-uplink \"\": allowed: a name of 1 to 32 letters, digits, '-', '_' and '.'");
	says(HEAD MODULE UPLINK UPLINK, "t.conf:7: icq-uplink \"out\" is there twice; first in t.conf:6");
	says(HEAD MODULE UPLINK "icq-contact 10000 { nick = a }\nicq-contact 2147483646 { nick = b }\n", "");
	says(HEAD MODULE UPLINK "icq-contact 9999 { nick = a }\n",
		"t.conf:7: icq-contact \"9999\": allowed: a UIN, 10000 to 2147483646");
	says(HEAD MODULE UPLINK "icq-contact 2147483647 { nick = a }\n",
		"t.conf:7: icq-contact \"2147483647\": allowed: a UIN, 10000 to 2147483646");
}

Test(conf_check_icq, what_is_outside_needs_the_module)
{
	says(HEAD UPLINK "icq-contact 10001 { nick = frank }\n",
		"t.conf:5: icq-uplink \"out\" needs a section module \"icq\"\n"
		"t.conf:6: icq-contact \"10001\" needs a section module \"icq\"");
	says(HEAD UPLINK MODULE, "");
}

Test(conf_check_icq, as_many_sections_as_there_may_be)
{
	struct conf_fixture *f = conf_fixture_new();
	size_t room = 65536, used;
	char *text = mem_zalloc(room);

	used = (size_t)snprintf(text, room, "%s", HEAD MODULE);
	for (unsigned i = 1; i <= CONF_UPLINK_MAX; i++)
		used += (size_t)snprintf(text + used, room - used, "icq-uplink u%u { " NEEDED "}\n", i);
	for (unsigned i = 1; i <= CONF_CONTACT_MAX; i++)
		used += (size_t)snprintf(text + used, room - used,
			"icq-contact %u { nick = n%u uplink = u1 }\n", 20000 + i, i);
	cr_expect_str_eq(conf_fixture_load(f, text), "");
	(void)snprintf(text + used, room - used,
		"icq-uplink u9 { " NEEDED "}\nicq-contact 30000 { nick = x uplink = u1 }\nmodule icq {}\n");
	cr_expect_str_eq(conf_fixture_load(f, text),
		"t.conf:270: there are too many sections icq-uplink; allowed: 8\n"
		"t.conf:271: there are too many sections icq-contact; allowed: 256\n"
		"t.conf:272: there are too many sections module; allowed: 1");
	mem_free(text);
	conf_fixture_free(f);
}

#define AT6(key, value, what, range) "t.conf:6: icq-uplink " key ": \"" value "\" " what "; allowed: " range

Test(conf_check_icq, what_an_uplink_must_have)
{
	says(HEAD MODULE "icq-uplink out {}\n",
		"t.conf:6: icq-uplink: the key server is missing; allowed: 7 to 53 bytes; " PLACE "\n"
		"t.conf:6: icq-uplink: the key uin is missing; allowed: 10000 to 2147483646\n"
		"t.conf:6: icq-uplink: the key password is missing; allowed: 1 to 20 bytes");
	says(HEAD MODULE UPLINK "icq-contact 10001 {}\n",
		"t.conf:7: icq-contact: the key nick is missing; allowed: 1 to 50 bytes; a nick");
}

Test(conf_check_icq, keys_of_an_uplink)
{
	static const struct value_case cases[] = {
		{ "keepalive = 20s", NULL },
		{ "keepalive = 19s", AT6("keepalive", "19s", "is out of range", "20s to 10m") },
		{ "keepalive = 10m", NULL },
		{ "keepalive = 601s", AT6("keepalive", "601s", "is out of range", "20s to 10m") },
		{ "retry = 1s", NULL },
		{ "retry = 0s", AT6("retry", "0s", "is out of range", "1s to 1h") },
		{ "retry = 1h retry-max = 1h", NULL },
		{ "retry = 3601s retry-max = 1d", AT6("retry", "3601s", "is out of range", "1s to 1h") },
		{ "retry-max = 1d", NULL },
		{ "retry-max = 25h", AT6("retry-max", "25h", "is out of range", "1s to 1d") },
		{ "retry = 1s retry-max = 1s", NULL },
		{ "retry-max = 0s", AT6("retry-max", "0s", "is out of range", "1s to 1d") },
		{ "retry-max = 9s", "t.conf:6: icq-uplink \"out\" retry: more than retry-max" },
		{ "max-queue = 1", NULL },
		{ "max-queue = 0", AT6("max-queue", "0", "is out of range", "1 to 10000") },
		{ "max-queue = 10000", NULL },
		{ "max-queue = 10001", AT6("max-queue", "10001", "is out of range", "1 to 10000") },
		{ "charset = koi8-r", NULL },
		{ "charset = latin1", AT6("charset", "latin1", "is not allowed", CHARSETS) },
		{ "protocol = aim", AT6("protocol", "aim", "is not one of these", "oscar or legacy") },
		{ "proxy = http", AT6("proxy", "http", "is not one of these", "none, socks4 or socks5") },
		{ "bos = 192.0.2.2", AT6("bos", "192.0.2.2", "is not allowed", "7 to 53 bytes; " PLACE) },
		{ "protocol = legacy bos = 192.0.2.2:1",
			"t.conf:6: icq-uplink \"out\" bos: the legacy protocol has no second connection" },
	};

	check(MODULE, "icq-uplink out", NEEDED, cases, ARRAY_LEN(cases));
}

Test(conf_check_icq, who_logs_in_where)
{
	static const struct value_case cases[] = {
		{ "server = 192.0.2.1:1 uin = 2147483646 password = \"" X10 X10 "\"", NULL },
		{ "server = 192.0.2.1:1 uin = 10000 password = \"" X10 X10 "x\"",
			AT6("password", "(secret)", "has the wrong length", "1 to 20 bytes") },
		{ "server = 192.0.2.1:1 uin = 10000 password = \"\"",
			AT6("password", "(secret)", "is empty", "1 to 20 bytes") },
		{ "server = 192.0.2.1:1 uin = 9999 password = x",
			AT6("uin", "9999", "is out of range", "10000 to 2147483646") },
		{ "server = 192.0.2.1:1 uin = 2147483647 password = x",
			AT6("uin", "2147483647", "is out of range", "10000 to 2147483646") },
		{ "server = icq.example:1 uin = 10000 password = x",
			AT6("server", "icq.example:1", "is not allowed", "7 to 53 bytes; " PLACE) },
	};

	check(MODULE, "icq-uplink out", "", cases, ARRAY_LEN(cases));
}

#define X250 X50 X50 X50 X50 X50

Test(conf_check_icq, proxies)
{
	static const struct value_case cases[] = {
		{ "proxy = socks5 proxy-server = \"[::1]:1080\"", NULL },
		{ "proxy = socks5 proxy-server = localhost:1080",
			AT6("proxy-server", "localhost:1080", "is not allowed", "7 to 53 bytes; " PLACE) },
		{ "proxy = socks5", "t.conf:6: icq-uplink \"out\" proxy: needs proxy-server" },
		{ "proxy-server = 127.0.0.1:1080",
			"t.conf:6: icq-uplink \"out\" proxy-server: needs proxy = socks4 or socks5" },
		{ "proxy-user = u proxy-password = p",
			"t.conf:6: icq-uplink \"out\" proxy-user: needs proxy = socks4 or socks5\n"
			"t.conf:6: icq-uplink \"out\" proxy-password: needs proxy = socks4 or socks5" },
		{ "proxy = socks5 proxy-server = 127.0.0.1:1080 proxy-user = u",
			"t.conf:6: icq-uplink \"out\" proxy-user: set both proxy-user and proxy-password, or "
			"none" },
		{ "proxy = socks5 proxy-server = 127.0.0.1:1080 proxy-password = p",
			"t.conf:6: icq-uplink \"out\" proxy-password: set both proxy-user and "
			"proxy-password, or none" },
		{ "proxy = socks5 proxy-server = 127.0.0.1:1 proxy-user = \"" X250
		  "12345\" proxy-password = \"" X250 "12345\"",
			NULL },
		{ "proxy = socks4 proxy-server = 127.0.0.1:1 proxy-user = \"" X250 "123456\"",
			AT6("proxy-user", X50 X10, "has the wrong length", "1 to 255 bytes") },
		{ "proxy = socks5 proxy-server = 127.0.0.1:1 proxy-user = u proxy-password = \"" X250
		  "123456\"",
			AT6("proxy-password", "(secret)", "has the wrong length", "1 to 255 bytes") },
		{ "proxy = socks4 proxy-server = 127.0.0.1:1080", NULL },
		{ "proxy = socks4 proxy-server = \"[::1]:1080\" proxy-user = u", NULL },
		{ "proxy = socks4 proxy-server = 127.0.0.1:1 proxy-user = u proxy-password = p",
			"t.conf:6: icq-uplink \"out\" proxy-password: SOCKS4 has a user and no password" },
		{ "proxy = socks4 proxy-server = 127.0.0.1:1 protocol = legacy",
			"t.conf:6: icq-uplink \"out\" proxy: SOCKS4 has no UDP, which the legacy protocol "
			"needs; set protocol = oscar or proxy = socks5" },
		{ "proxy = socks4 proxy-server = 127.0.0.1:1 bos = \"[2001:db8::1]:1\"",
			"t.conf:6: icq-uplink \"out\" proxy: SOCKS4 has no IPv6; set proxy = socks5 or a "
			"server of IPv4" },
		{ "proxy = socks5 proxy-server = 127.0.0.1:1 protocol = legacy", NULL },
	};

	check(MODULE, "icq-uplink out", NEEDED, cases, ARRAY_LEN(cases));
}

#define AT7(key, value, what, range) "t.conf:7: icq-contact " key ": \"" value "\" " what "; allowed: " range

Test(conf_check_icq, keys_of_a_contact)
{
	static const struct value_case cases[] = {
		{ "nick = " X10 X10 X10,
			AT7("nick", X10 X10 X10, "is not allowed", "1 to 50 bytes; a nick") },
		{ "nick = abcdefghijabcdefghijabcdefghij", NULL },
		{ "nick = abcdefghijabcdefghijabcdefghijk",
			"t.conf:7: icq-contact \"10001\" nick: longer than server nick-length" },
		{ "nick = frank uplink = out", NULL },
		{ "nick = frank uplink = in",
			"t.conf:7: icq-contact \"10001\" uplink: there is no icq-uplink \"in\"" },
		{ "nick = frank person = alice", NULL },
		{ "nick = frank person = \"a b\"",
			AT7("person", "a b", "is not allowed", "1 to 50 bytes; a name of an account") },
		{ "nick = frank channels = { lobby }",
			AT7("channels", "lobby", "is no name of a channel", "at most 64 names of channels") },
		{ "nick = frank charset = ebcdic", AT7("charset", "ebcdic", "is not allowed", CHARSETS) },
	};

	check(MODULE UPLINK, "icq-contact 10001", "", cases, ARRAY_LEN(cases));
}

Test(conf_check_icq, contacts_among_themselves)
{
	says(HEAD MODULE UPLINK "icq-contact 10001 { nick = a }\nicq-contact 10001 { nick = b }\n",
		"t.conf:8: icq-contact \"10001\" is there twice; first in t.conf:7");
	says(HEAD MODULE UPLINK "icq-contact 10001 { nick = \"a[\" }\nicq-contact 10002 { nick = \"A{\" }\n",
		"t.conf:8: icq-contact \"10002\" nick: that of \"10001\" in t.conf:7");
	says(HEAD MODULE "icq-contact 10001 { nick = a }\n",
		"t.conf:6: icq-contact \"10001\" needs a section icq-uplink");
	says(HEAD MODULE UPLINK "icq-uplink two { " NEEDED "}\nicq-contact 10001 { nick = a }\n",
		"t.conf:8: icq-contact \"10001\" uplink: there are several sections icq-uplink; name one");
}
