/* What a running server may dial, and which ports the jail is made for. */
#include "conf/conf_icq.h"

#include <stdio.h>

#include <criterion/criterion.h>

#include "conf/conf_check_icq.h"
#include "conf_fixture.h"

#define HEAD   FIXTURE_ALL "module icq {}\n"
#define NEEDED "uin = 10000 password = x "

static void
expect_ports(const struct conf_uplink *u, size_t n, uint16_t first, uint16_t second)
{
	uint16_t port[CONF_UPLINK_PORTS_MAX] = { 0 };

	cr_expect_eq(conf_uplink_ports(u, port), n, "%s", u->name);
	cr_expect_eq(port[0], first, "%s: %u", u->name, (unsigned)port[0]);
	cr_expect_eq(port[1], second, "%s: %u", u->name, (unsigned)port[1]);
}

Test(conf_icq, ports_that_an_uplink_connects_to)
{
	struct conf_fixture *f = conf_fixture_new();

	cr_expect_str_eq(
		conf_fixture_load(f,
			HEAD "icq-uplink a { " NEEDED "server = 192.0.2.1:5190 }\n"
			     "icq-uplink b { " NEEDED "server = 192.0.2.1:5190 bos = 192.0.2.2:5191 }\n"
			     "icq-uplink c { " NEEDED "server = 192.0.2.1:5190 bos = 192.0.2.2:5191\n"
			     "proxy = socks4 proxy-server = 127.0.0.1:1080 }\n"
			     "icq-uplink d { " NEEDED "server = 192.0.2.1:4000 protocol = legacy }\n"
			     "icq-uplink e { " NEEDED "server = 192.0.2.1:4000 protocol = legacy\n"
			     "proxy = socks5 proxy-server = 127.0.0.1:1081 }\n"),
		"");
	cr_assert_not_null(f->conf);
	cr_assert_eq(f->conf->n_uplink, 5);
	expect_ports(&f->conf->uplink[0], 1, 5190, 0);
	expect_ports(&f->conf->uplink[1], 2, 5190, 5191);
	expect_ports(&f->conf->uplink[2], 1, 1080, 0);
	expect_ports(&f->conf->uplink[3], 0, 0, 0);
	expect_ports(&f->conf->uplink[4], 1, 1081, 0);
	conf_fixture_free(f);
}

/* May a server that was started with one uplink have the other? */
static void
expect_may(const char *started, const char *fresh, bool want)
{
	struct conf_fixture *f = conf_fixture_new();
	const struct conf *first;
	char text[1024];

	(void)snprintf(text, sizeof(text), HEAD "icq-uplink a { " NEEDED "%s }\n", started);
	cr_expect_str_eq(conf_fixture_load(f, text), "");
	cr_assert_not_null(f->conf);
	first = conf_ref(f->conf);
	(void)snprintf(text, sizeof(text), HEAD "icq-uplink b { " NEEDED "%s }\n", fresh);
	cr_expect_str_eq(conf_fixture_load(f, text), "");
	cr_assert_not_null(f->conf);
	cr_expect_eq(conf_uplink_may_dial(first, f->conf->uplink), want, "%s, then %s", started, fresh);
	conf_unref(first);
	conf_fixture_free(f);
}

Test(conf_icq, what_a_running_server_may_dial)
{
	expect_may("server = 192.0.2.1:5190", "server = 192.0.2.9:5190", true);
	expect_may("server = 192.0.2.1:5190", "server = 192.0.2.1:5191", false);
	expect_may("server = 192.0.2.1:5190", "server = 192.0.2.1:5190 bos = 192.0.2.1:443", false);
	expect_may("server = 192.0.2.1:5190 bos = 192.0.2.1:443", "server = 192.0.2.9:443", true);
	expect_may("server = 192.0.2.1:5190",
		"server = 192.0.2.1:1 proxy = socks5 proxy-server = 127.0.0.1:5190", true);
	expect_may("server = 192.0.2.1:5190", "server = 192.0.2.1:5190 protocol = legacy", false);
	expect_may("server = 192.0.2.1:4000 protocol = legacy", "server = 192.0.2.1:4001 protocol = legacy",
		true);
	expect_may("server = 192.0.2.1:4000 protocol = legacy", "server = 192.0.2.1:4000", false);
}

Test(conf_icq, names_of_character_sets)
{
	size_t n = 0;

	while (conf_icq_charset_name(n) != NULL)
		cr_expect(conf_icq_is_charset(view_z(conf_icq_charset_name(n++))));
	cr_expect_geq(n, 15);
	cr_expect_not(conf_icq_is_charset(VIEW("")));
	cr_expect_not(conf_icq_is_charset(VIEW("utf-80")));
}
