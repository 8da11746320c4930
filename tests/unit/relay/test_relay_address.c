/* Whose address is it, may it be dialled, which one is told. */
#include "relay/relay_address.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <string.h>

#include "conf/conf.h"
#include "relay/relay.h"
#include "tests/unit/relay/relay_conf.h"

static struct peer_addr
peer(const char *host, uint16_t port)
{
	struct peer_addr a;

	cr_assert_eq(peer_addr_parse(view_z(host), &a), 0, "%s", host);
	a.port = port;
	return a;
}

static bool
is_of(const struct conf *conf, const char *a, const char *b)
{
	struct peer_addr one = peer(a, 1), other = peer(b, 2);

	return relay_address_is_of(&conf->dcc, &one, &other);
}

Test(relay_address, exactly_the_one_of_the_other_connection)
{
	const struct conf *conf = relay_conf("", "");

	cr_expect(is_of(conf, "192.0.2.1", "192.0.2.1"));
	cr_expect(!is_of(conf, "192.0.2.1", "192.0.2.2"));
	cr_expect(!is_of(conf, "192.0.2.1", "::1"));
	cr_expect(is_of(conf, "::ffff:192.0.2.1", "192.0.2.1"));
	cr_expect(is_of(conf, "2001:db8::1", "2001:db8::1"));
	cr_expect(!is_of(conf, "2001:db8::1", "2001:db8::2"));
	conf_unref(conf);
}

Test(relay_address, or_one_of_its_network_or_pool)
{
	const struct conf *conf =
		relay_conf("ipv6-prefix = 64 nat-pools = { \"198.51.100.0/29\", \"203.0.113.0/24\" }", "");

	cr_expect(is_of(conf, "2001:db8::1", "2001:db8::ffff:1"));
	cr_expect(!is_of(conf, "2001:db8:0:0::1", "2001:db8:0:1::1"));
	cr_expect(is_of(conf, "198.51.100.1", "198.51.100.6"));
	cr_expect(!is_of(conf, "198.51.100.1", "198.51.100.8"));
	cr_expect(!is_of(conf, "198.51.100.1", "203.0.113.1"), "of two pools");
	cr_expect(!is_of(conf, "192.0.2.1", "192.0.2.2"));
	conf_unref(conf);
}

static enum relay_dial_verdict
may_dial(const struct conf *conf, const char *host, unsigned port)
{
	const struct peer_addr own[] = { peer("192.0.2.250", 0), peer("2001:db8::250", 0) };
	struct peer_addr to = peer(host, (uint16_t)port);

	return relay_address_may_dial(conf, &to, own, 2);
}

Test(relay_address, is_not_dialled)
{
	static const char *const never[] = { "0.0.0.0", "0.1.2.3", "224.0.0.1", "239.255.255.255",
		"240.0.0.1", "255.255.255.255", "169.254.1.1", "::", "ff02::1", "fe80::1", "febf::1" };
	static const char *const here[] = { "127.0.0.1", "127.9.9.9", "::1", "192.0.2.250", "2001:db8::250",
		"::ffff:127.0.0.1" };
	const struct conf *strict = relay_conf("", ""), *local = relay_conf("local = yes", "");

	for (size_t i = 0; i < ARRAY_LEN(never); i++) {
		cr_expect_eq(may_dial(strict, never[i], 4000), RELAY_DIAL_ADDRESS, "%s", never[i]);
		cr_expect_eq(may_dial(local, never[i], 4000), RELAY_DIAL_ADDRESS, "%s", never[i]);
	}
	for (size_t i = 0; i < ARRAY_LEN(here); i++) {
		cr_expect_eq(may_dial(strict, here[i], 4000), RELAY_DIAL_ADDRESS, "%s", here[i]);
		cr_expect_eq(may_dial(local, here[i], 4000), RELAY_DIAL_OK, "%s", here[i]);
	}
	cr_expect_eq(may_dial(strict, "192.0.2.251", 4000), RELAY_DIAL_OK);
	cr_expect_eq(may_dial(strict, "2001:db8::251", 4000), RELAY_DIAL_OK);
	cr_expect_eq(may_dial(strict, "1.0.0.1", 4000), RELAY_DIAL_OK);
	cr_expect_eq(may_dial(strict, "223.255.255.255", 4000), RELAY_DIAL_OK);
	conf_unref(strict);
	conf_unref(local);
}

Test(relay_address, ports_that_are_not_dialled)
{
	const struct conf *conf =
		relay_conf("local = yes ports = \"50000-50255\"", "listen \"127.0.0.1:7777\" { }");
	const struct conf *own = relay_conf("deny-ports = { 4000-4002 }", "");
	static const uint16_t denied[] = { 1, 22, 1023, 1080, 3306, 6000, 6063, 6667, 7777 };

	for (size_t i = 0; i < ARRAY_LEN(denied); i++)
		cr_expect_eq(may_dial(conf, "198.51.100.1", denied[i]), RELAY_DIAL_PORT, "%u", denied[i]);
	cr_expect_eq(may_dial(conf, "198.51.100.1", 1024), RELAY_DIAL_OK);
	cr_expect_eq(may_dial(conf, "198.51.100.1", 65535), RELAY_DIAL_OK);
	cr_expect_eq(may_dial(conf, "198.51.100.1", 6064), RELAY_DIAL_OK);
	cr_expect_eq(may_dial(conf, "198.51.100.1", 50000), RELAY_DIAL_OK);
	cr_expect_eq(may_dial(conf, "127.0.0.1", 50000), RELAY_DIAL_PORT, "our own sessions");
	cr_expect_eq(may_dial(conf, "192.0.2.250", 50255), RELAY_DIAL_PORT);
	cr_expect_eq(may_dial(conf, "127.0.0.1", 50256), RELAY_DIAL_OK);
	cr_expect_eq(may_dial(own, "198.51.100.1", 3999), RELAY_DIAL_OK);
	cr_expect_eq(may_dial(own, "198.51.100.1", 4000), RELAY_DIAL_PORT);
	cr_expect_eq(may_dial(own, "198.51.100.1", 4002), RELAY_DIAL_PORT);
	cr_expect_eq(may_dial(own, "198.51.100.1", 4003), RELAY_DIAL_OK);
	conf_unref(conf);
	conf_unref(own);
}

static struct relay_where
at(const char *from, const char *local)
{
	struct relay_where w = { .peer = peer(from, 40000), .usable = true };
	struct peer_addr p = peer(local, 6667);

	relay_address_of_peer(&p, 0, &w.local);
	return w;
}

Test(relay_address, is_fit_where_a_second_connection_can_be_expected)
{
	struct relay_where w = at("192.0.2.1", "192.0.2.250");

	cr_expect(relay_address_is_fit(&w));
	w.usable = false;
	cr_expect(!relay_address_is_fit(&w));
	w = at("2001:db8::1", "2001:db8::250");
	cr_expect(relay_address_is_fit(&w));
	w.local.len = 0;
	cr_expect(!relay_address_is_fit(&w), "it is not known what it has dialled");
	w = at("2001:db8::1", "192.0.2.250");
	cr_expect(!relay_address_is_fit(&w));
	w = at("fe80::1", "fe80::2");
	cr_expect(!relay_address_is_fit(&w), "which interface?");
	w = at("169.254.0.1", "169.254.0.2");
	cr_expect(!relay_address_is_fit(&w));
	w = at("192.0.2.1", "192.0.2.250");
	w.peer.family = AF_UNIX;
	cr_expect(!relay_address_is_fit(&w));
}

static void
expect_told(const struct conf *conf, const char *from, const char *local, const char *want)
{
	struct relay_where w = at(from, local);
	struct relay_told told;
	char text[INET6_ADDRSTRLEN];

	relay_address_told(&conf->dcc, &w, &told);
	cr_expect_str_eq(inet_ntop(told.family, told.ip, text, sizeof(text)), want, "%s: %s", from, text);
}

Test(relay_address, told_is_what_it_is_connected_to_or_what_is_advertised)
{
	const struct conf *plain = relay_conf("", "");
	const struct conf *conf =
		relay_conf("advertise = { \"0.0.0.0/0 203.0.113.1\", \"10.0.0.0/8 203.0.113.2\", "
			   "\"10.1.0.0/16 203.0.113.3\" }",
			"");

	expect_told(plain, "10.1.2.3", "192.0.2.250", "192.0.2.250");
	expect_told(plain, "2001:db8::1", "2001:db8::250", "2001:db8::250");
	expect_told(conf, "198.51.100.1", "192.0.2.250", "203.0.113.1");
	expect_told(conf, "10.9.9.9", "192.0.2.250", "203.0.113.2");
	expect_told(conf, "10.1.2.3", "192.0.2.250", "203.0.113.3");
	expect_told(conf, "2001:db8::1", "2001:db8::250", "2001:db8::250");
	conf_unref(plain);
	conf_unref(conf);
}
