/* What conf/ says in its own words about tables that it may not see. */
#include "main/settings.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "auth/ident.h"
#include "conf/conf_schema.h"
#include "relay/relay.h"
#include "state/mode.h"

Test(settings, default_channel_modes_of_the_configuration_are_those_of_the_table)
{
	const struct conf_bind *bind =
		conf_bind_find(conf_section_find(VIEW("server")), VIEW("default-channel-modes"));
	char letters[64];

	(void)channel_modes_first(letters, sizeof(letters));
	cr_expect_str_eq(bind->form, letters);
}

static const struct conf *
conf_with(const char *allow)
{
	struct conf_faults *faults = conf_faults_new();
	const struct conf *conf;
	char text[512];

	(void)snprintf(text, sizeof(text),
		"server { name = \"irc.test\" max-clients = 100 }\nident { port = 1113 }\nclass \"c\" { }\n"
		"listen \"127.0.0.1:6667\" { }\nallow \"*@*\" { class = \"c\" %s }\n",
		allow);
	conf = conf_load_text("/tmp/settings.conf", view_z(text), faults);
	cr_assert_not_null(conf, "%s", conf_faults_text(faults, 0));
	conf_faults_free(faults);
	return conf;
}

Test(settings, the_jail_lets_nobody_be_dialled_unless_a_rule_asks_auth_services)
{
	const struct conf *conf = conf_with("");
	struct settings_jail jail;
	uint64_t fds;

	settings_jail(conf, &jail);
	fds = jail.plan.max_fds;
	cr_expect_eq(jail.plan.n_connect_ports, 0);
	cr_expect_not(jail.plan.need_source);
	cr_expect_not(jail.plan.need_udp);
	conf_unref(conf);
	conf = conf_with("ident = try");
	settings_jail(conf, &jail);
	cr_assert_eq(jail.plan.n_connect_ports, 1);
	cr_expect_eq(jail.plan.connect_ports[0].first, 1113);
	cr_expect_eq(jail.plan.connect_ports[0].last, 1113);
	cr_expect(jail.plan.need_source);
	cr_expect_not(jail.plan.need_udp);
	cr_expect_not(jail.plan.need_bind);
	cr_expect_eq(jail.plan.max_fds, fds + IDENT_LOOKUPS_MAX);
	conf_unref(conf);
}

static struct settings_jail
jail_of(const char *more, const struct conf **conf)
{
	static const char start[] =
		"server { name = \"irc.example\" sid = 1AA channel-ranks = ov }\nclass \"c\" { }\n"
		"listen \"127.0.0.1:6667\" { }\nallow \"*@*\" { class = \"c\" }\n";
	struct conf_faults *faults = conf_faults_new();
	struct settings_jail jail;
	char text[1024];

	(void)snprintf(text, sizeof(text), "%s%s\n", start, more);
	*conf = conf_load_text("t.conf", view_z(text), faults);
	cr_assert_not_null(*conf, "%s", conf_faults_text(faults, 0));
	settings_jail(*conf, &jail);
	conf_faults_free(faults);
	return jail;
}

Test(settings, jail_lets_connect_to_servers_of_names_only_for_lookups)
{
	static const struct {
		const char *dns;
		size_t n;
		uint16_t port[2];
	} table[] = {
		{ "", 0, { 0 } },
		{ "dns { servers = { \"192.0.2.1\" } }", 0, { 0 } },
		{ "dns { lookup = yes }", 1, { 53 } },
		{ "dns { lookup = yes servers = { \"192.0.2.1:5353\" } }", 1, { 5353 } },
		{ "dns { lookup = yes servers = { \"192.0.2.1:5353\", \"2001:db8::1\" } }", 2, { 5353, 53 } },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		const struct conf *conf;
		struct settings_jail jail = jail_of(table[i].dns, &conf);

		cr_expect_eq(jail.plan.n_connect_ports, table[i].n, "%s", table[i].dns);
		for (size_t j = 0; j < table[i].n; j++)
			cr_expect_eq(jail.connect_ports[j].first, table[i].port[j], "%s", table[i].dns);
		cr_expect_eq(jail.plan.need_udp, table[i].n != 0);
		cr_expect_not(jail.plan.need_bind);
		conf_unref(conf);
	}
}

Test(settings, jail_lets_each_who_dials_have_its_own_and_no_more)
{
	const struct conf *conf;
	struct settings_jail jail = jail_of(
		"allow \"*@192.0.2.0/24\" { class = \"c\" ident = try }\ndns { lookup = yes }", &conf);

	cr_assert_eq(jail.plan.n_connect_ports, 2);
	cr_expect_eq(jail.connect_ports[0].first, 113);
	cr_expect_eq(jail.connect_ports[1].first, 53);
	cr_expect(jail.plan.need_source);
	cr_expect(jail.plan.need_udp);
	cr_expect_not(jail.plan.need_bind);
	conf_unref(conf);
	jail = jail_of("dns { lookup = yes }", &conf);
	cr_expect_not(jail.plan.need_source);
	conf_unref(conf);
}

Test(settings, jail_knows_no_relay_where_dcc_is_off)
{
	const struct conf *conf;
	struct settings_jail jail = jail_of("dcc { scan = \"/run/clamav/clamd.ctl\" }", &conf);

	cr_expect_not(jail.plan.need_bind);
	cr_expect_eq(jail.plan.n_bind_ports, 0);
	cr_expect_eq(jail.plan.n_connect_ports, 0);
	cr_expect_null(jail.plan.peer_dir);
	cr_expect_eq(settings_relay_fds(conf), 0);
	conf_unref(conf);
}

Test(settings, jail_of_listen_only_lets_nobody_be_dialled)
{
	const struct conf *conf;
	struct settings_jail jail = jail_of("", &conf);
	uint64_t fds = jail.plan.max_fds;

	conf_unref(conf);
	jail = jail_of("dcc { mode = listen-only ports = 2000-2010 max-sessions = 10 }", &conf);
	cr_expect(jail.plan.need_bind);
	cr_assert_eq(jail.plan.n_bind_ports, 1);
	cr_expect_eq(jail.bind_ports.first, 2000);
	cr_expect_eq(jail.bind_ports.last, 2010);
	cr_expect_eq(jail.plan.n_connect_ports, 0);
	cr_expect_not(jail.plan.need_source);
	cr_expect_eq(jail.plan.max_fds, fds + 10 * (uint64_t)RELAY_SESSION_FDS);
	conf_unref(conf);
}

/* "1024-1999 2011-65535" */
static const char *
dialled(const char *more)
{
	static char text[1024];
	const struct conf *conf;
	struct settings_jail jail = jail_of(more, &conf);
	size_t n = 0;

	text[0] = '\0';
	for (size_t i = 0; i < jail.plan.n_connect_ports; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n, "%s%u-%u", i == 0 ? "" : " ",
			(unsigned)jail.connect_ports[i].first, (unsigned)jail.connect_ports[i].last);
	conf_unref(conf);
	return text;
}

Test(settings, jail_of_full_dials_what_is_neither_low_nor_denied_nor_a_listener)
{
	cr_expect_str_eq(dialled("dcc { mode = full deny-ports = {} }"), "1024-6666 6668-65535");
	cr_expect_str_eq(
		dialled("dcc { mode = full deny-ports = { 1-1023, 1024, 65535 } }"), "1025-6666 6668-65534");
	cr_expect_str_eq(dialled("dcc { mode = full deny-ports = { 6000-7000, 6063, 6500-7001, 22 } }"),
		"1024-5999 7002-65535");
	cr_expect_str_eq(dialled("dcc { mode = full deny-ports = { 1-65535 } }"), "");
	cr_expect_str_eq(dialled("dcc { mode = full deny-ports = { 1024-65535, 5 } }"), "");
	cr_expect_str_eq(dialled("listen \"unix:irc.sock\" { }\ndcc { mode = full deny-ports = 5 }\n"
				 "allow \"*@192.0.2.1\" { class = c ident = try }\ndns { lookup = yes }"),
		"113-113 53-53 1024-6666 6668-65535");
}

#define LINK "plaintext = yes send-password = a accept-password = a "

Test(settings, jail_lets_links_be_dialled_where_they_are_and_nowhere_else)
{
	static const char also[] = "link a.1 { " LINK "address = 127.0.0.1:7000 }\n";
	const struct conf *conf;
	struct settings_jail jail = jail_of("link a.b { " LINK "from = ::1 }", &conf);
	char text[512];

	cr_expect_eq(jail.plan.n_connect_ports, 0, "that one is not dialled");
	cr_expect_not(jail.plan.need_source);
	conf_unref(conf);
	cr_expect_str_eq(dialled("link a.b { " LINK "address = 127.0.0.1:7000 }"), "7000-7000");
	(void)snprintf(text, sizeof(text), "%slink a.2 { " LINK "address = 127.0.0.2:7000 }", also);
	cr_expect_str_eq(dialled(text), "7000-7000", "once");
	(void)snprintf(text, sizeof(text),
		"%slink a.2 { " LINK "address = 127.0.0.2:80 socks = 127.0.0.1:1080 }", also);
	cr_expect_str_eq(dialled(text), "7000-7000 1080-1080", "the proxy, and not what is behind it");
	(void)snprintf(text, sizeof(text), "dcc { mode = full deny-ports = { 7000 } }\n%s", also);
	cr_expect_str_eq(dialled(text), "7000-7000 1024-6666 6668-6999 7001-65535");
}

Test(settings, jail_of_links_has_no_bind_but_for_a_source_address_and_never_listens)
{
	const struct conf *conf;
	struct settings_jail jail = jail_of("", &conf);
	uint64_t fds = jail.plan.max_fds;

	conf_unref(conf);
	jail = jail_of("link a.b { " LINK "address = 127.0.0.1:7000 }", &conf);
	cr_expect_not(jail.plan.need_source);
	cr_expect_not(jail.plan.need_bind);
	cr_expect_not(jail.plan.need_udp);
	cr_expect_eq(jail.plan.max_fds, fds + SETTINGS_LINK_CONNS);
	conf_unref(conf);
	jail = jail_of("link a.b { " LINK "address = 127.0.0.1:7000 bind = 127.0.0.1 }", &conf);
	cr_expect(jail.plan.need_source);
	cr_expect_not(jail.plan.need_bind);
	conf_unref(conf);
	jail = jail_of("listen \"127.0.0.1:7000\" { links = yes }", &conf);
	cr_expect_eq(jail.plan.n_connect_ports, 0);
	cr_expect_eq(jail.plan.max_fds, fds + SETTINGS_LINK_CONNS, "who comes has descriptors too");
	conf_unref(conf);
}

/* Listeners, and denied ports that leave as many ranges as there can be. */
Test(settings, jail_has_room_for_as_many_ranges_as_there_may_be)
{
	static const char start[] =
		"server { name = \"irc.example\" sid = 1AA channel-ranks = ov }\nclass \"c\" { }\n"
		"allow \"*@*\" { class = \"c\" ident = try }\n"
		"dns { lookup = yes servers = { \"192.0.2.1\", \"192.0.2.2\", \"192.0.2.3\", "
		"\"192.0.2.4\" } }\n";
	struct conf_faults *faults = conf_faults_new();
	const struct conf *conf;
	struct settings_jail jail;
	char text[16384];
	size_t n = (size_t)snprintf(text, sizeof(text), "%s", start);

	for (unsigned i = 0; i < CONF_LISTEN_MAX; i++)
		n += (size_t)snprintf(
			text + n, sizeof(text) - n, "listen \"127.0.0.1:%u\" { }\n", 2000 + 2 * i);
	for (unsigned i = 0; i < CONF_LINK_MAX; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n,
			"link a.%u { " LINK "address = \"127.0.0.1:%u\" }\n", i, 7000 + i);
	n += (size_t)snprintf(text + n, sizeof(text) - n, "dcc { mode = full deny-ports = {");
	for (unsigned i = 0; i < CONF_DCC_PORT_MAX; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n, "%u,", 3000 + 2 * i);
	(void)snprintf(text + n, sizeof(text) - n, "} }\n");
	conf = conf_load_text("t.conf", view_z(text), faults);
	cr_assert_not_null(conf, "%s", conf_faults_text(faults, 0));
	settings_jail(conf, &jail);
	cr_expect_eq(jail.plan.n_connect_ports, SETTINGS_CONNECT_PORTS - MODULE_PORTS_MAX, "no module is on");
	cr_expect_eq(jail.connect_ports[jail.plan.n_connect_ports - 1].last, 65535);
	conf_unref(conf);
	conf_faults_free(faults);
}

Test(settings, the_scanner_is_shown_by_its_directory)
{
	const struct conf *conf;
	struct settings_jail jail =
		jail_of("dcc { mode = listen-only scan = \"/run/clamav/clamd.ctl\" }", &conf);

	cr_expect_str_eq(jail.peer_dir, "/run/clamav");
	cr_expect_eq(jail.plan.n_connect_ports, 0);
	conf_unref(conf);
}

typedef void note_fn(const struct conf *started, const struct conf *fresh, struct conf_faults *notes);

/* What `note` notes when a server that was started with the one is to have the other. */
static const char *
noted_by(note_fn *note, const char *was, const char *is)
{
	static char text[1024];
	const struct conf *a, *b;
	struct conf_faults *notes = conf_faults_new();
	size_t n = 0;

	(void)jail_of(was, &a);
	(void)jail_of(is, &b);
	note(a, b, notes);
	text[0] = '\0';
	for (size_t i = 0; i < conf_faults_count(notes); i++)
		n += (size_t)snprintf(
			text + n, sizeof(text) - n, "%s%s", i == 0 ? "" : "\n", conf_faults_text(notes, i));
	conf_faults_free(notes);
	conf_unref(a);
	conf_unref(b);
	return text;
}

static const char *
noted_links(const char *was, const char *is)
{
	return noted_by(settings_note_links, was, is);
}

#define UPLINK(keys) "module icq {}\nicq-uplink out { uin = 10000 password = x server = " keys " }"

Test(settings, an_uplink_at_a_port_or_by_a_protocol_that_none_had_takes_a_restart)
{
	cr_expect_str_eq(
		noted_by(settings_note_modules, UPLINK("192.0.2.1:5190"), UPLINK("192.0.2.2:5190")), "");
	cr_expect_str_eq(noted_by(settings_note_modules, UPLINK("192.0.2.1:5190"), UPLINK("192.0.2.1:5191")),
		"t.conf:6: icq-uplink \"out\": no uplink had its protocol and its ports at the start, so it "
		"is "
		"not connected until a restart");
	cr_expect_str_eq(noted_by(settings_note_modules, UPLINK("192.0.2.1:5190"),
				 UPLINK("192.0.2.1:5190 protocol = legacy")),
		"t.conf:6: icq-uplink \"out\": no uplink had its protocol and its ports at the start, so it "
		"is "
		"not connected until a restart");
}

Test(settings, a_link_at_a_port_that_none_had_takes_a_restart)
{
#define AT(port)    "link a.b { " LINK "address = \"127.0.0.1:" port "\" }\n"
#define BOUND(port) "link a.b { " LINK "bind = \"127.0.0.1\" address = \"127.0.0.1:" port "\" }\n"
	static const char other[] = "link c.d { " LINK "address = 192.0.2.9:7000 }\n";
	static const char proxy[] = "link c.d { " LINK "address = 192.0.2.9:9 socks = 192.0.2.1:7000 }\n";

	cr_expect_str_eq(noted_links("", ""), "");
	cr_expect_str_eq(noted_links(AT("7000"), ""), "");
	cr_expect_str_eq(noted_links("", "link a.b { " LINK "from = ::1 }"), "", "it is not dialled");
	cr_expect_str_eq(noted_links(AT("7000"), other), "", "another host, the same port");
	cr_expect_str_eq(noted_links(AT("7000"), proxy), "");
	cr_expect_str_eq(noted_links("", AT("7000")),
		"t.conf:5: link \"a.b\": no link had port 7000 at the start, so it is not dialled until a "
		"restart");
	cr_expect_str_eq(noted_links(AT("7001"), proxy),
		"t.conf:5: link \"c.d\": no link had port 7000 at the start, so it is not dialled until a "
		"restart");
	cr_expect_str_eq(noted_links(BOUND("7000"), BOUND("7000")), "");
	cr_expect_str_eq(noted_links(AT("7000"), BOUND("7000")),
		"t.conf:5: link \"a.b\": no link had port 7000, or none had bind, at the start, so it is not "
		"dialled until a restart");
	cr_expect_str_eq(noted_links("jail { mode = off }", "jail { mode = off }\n" AT("7000")), "");
}

/* What is noted of going from one section dcc to the other. */
static const char *
noted(const char *was, const char *is)
{
	static char text[1024];
	const struct conf *a, *b;
	struct conf_faults *notes = conf_faults_new();
	size_t n = 0;

	(void)jail_of(was, &a);
	(void)jail_of(is, &b);
	settings_note_relay(a, b, notes);
	text[0] = '\0';
	for (size_t i = 0; i < conf_faults_count(notes); i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n, "%s%s", i == 0 ? "" : "\n",
			strstr(conf_faults_text(notes, i), "dcc "));
	conf_unref(a);
	conf_unref(b);
	conf_faults_free(notes);
	return text;
}

Test(settings, what_of_the_relay_takes_a_restart)
{
	cr_expect_str_eq(noted("", "dcc { mode = listen-only }"),
		"dcc mode: the jail was made for off, so listen-only takes a restart");
	cr_expect_str_eq(noted("dcc { mode = listen-only }", "dcc { mode = full }"),
		"dcc mode: the jail was made for listen-only, so full takes a restart");
	cr_expect_str_eq(noted("dcc { mode = full }", "dcc { mode = listen-only }"), "");
	cr_expect_str_eq(noted("dcc { mode = full }", ""), "");
	cr_expect_str_eq(
		noted("dcc { mode = full max-sessions = 5 }", "dcc { mode = full max-sessions = 6 }"),
		"dcc max-sessions: there are descriptors for 5 until a restart");
	cr_expect_str_eq(
		noted("dcc { mode = full max-sessions = 6 }", "dcc { mode = full max-sessions = 5 }"), "");
	cr_expect_str_eq(noted("dcc { mode = full deny-ports = { 5000-5010, 22 } }",
				 "dcc { mode = full deny-ports = { 5000-5004, 5006-5010 } }"),
		"dcc deny-ports: 5005 was in it at the start, so it is not dialled until a restart");
	cr_expect_str_eq(noted("dcc { mode = full deny-ports = { 5000 } }",
				 "dcc { mode = full deny-ports = { 4000-6000 } }"),
		"");
	cr_expect_str_eq(noted("dcc { mode = listen-only deny-ports = { 5000 } }",
				 "dcc { mode = listen-only deny-ports = {} }"),
		"", "nothing is dialled anyway");
}

/* Clients come first. */
Test(settings, the_relay_gets_the_descriptors_that_are_left)
{
	const struct conf *conf;
	struct settings_jail jail = jail_of("dcc { mode = full max-sessions = 10 }", &conf);
	uint64_t all = jail.plan.max_fds;

	cr_expect_eq(settings_relay_share(conf, all), 30);
	cr_expect_eq(settings_relay_share(conf, all + 1000), 30);
	cr_expect_eq(settings_relay_share(conf, all - 1), 29);
	cr_expect_eq(settings_relay_share(conf, all - 30), 1, "none, but counted");
	cr_expect_eq(settings_relay_share(conf, 5), 1);
	cr_expect_eq(settings_relay_share(conf, 0), 30, "nobody knows");
	conf_unref(conf);
	(void)jail_of("dcc { max-sessions = 10 }", &conf);
	cr_expect_eq(settings_relay_share(conf, 5), 0, "it is off");
	conf_unref(conf);
}
