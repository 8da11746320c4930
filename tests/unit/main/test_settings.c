/* What conf/ says in its own words about tables that it may not see. */
#include "main/settings.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "auth/ident.h"
#include "conf/conf_schema.h"
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
	cr_expect_eq(jail.plan.connect_ports[0], 1113);
	cr_expect(jail.plan.need_source);
	cr_expect_not(jail.plan.need_udp);
	cr_expect_not(jail.plan.need_bind);
	cr_expect_eq(jail.plan.max_fds, fds + IDENT_LOOKUPS_MAX);
	conf_unref(conf);
}

static struct settings_jail
jail_of(const char *more, const struct conf **conf)
{
	static const char start[] = "server { name = \"irc.example\" }\nclass \"c\" { }\n"
				    "listen \"127.0.0.1:6667\" { }\nallow \"*@*\" { class = \"c\" }\n";
	struct conf_faults *faults = conf_faults_new();
	struct settings_jail jail;
	char text[512];

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
			cr_expect_eq(jail.connect_ports[j], table[i].port[j], "%s", table[i].dns);
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
	cr_expect_eq(jail.connect_ports[0], 113);
	cr_expect_eq(jail.connect_ports[1], 53);
	cr_expect(jail.plan.need_source);
	cr_expect(jail.plan.need_udp);
	cr_expect_not(jail.plan.need_bind);
	conf_unref(conf);
	jail = jail_of("dns { lookup = yes }", &conf);
	cr_expect_not(jail.plan.need_source);
	conf_unref(conf);
}
