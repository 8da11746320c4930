#include <criterion/criterion.h>

#include "auth/gateway.h"
#include "tests/unit/auth/auth_rig.h"

static const char *
found(const struct conf *conf, const char *address)
{
	const struct peer_addr peer = rig_peer_of(address);
	const struct conf_gateway *g = gateway_find(conf, &peer);

	return g != NULL ? g->name : "none";
}

Test(gateway, is_found_by_its_addresses_only_and_the_first_counts)
{
	const struct conf *conf =
		rig_conf_of("class \"c\" {} allow \"*@*\" { class = c }\n"
			    "gateway a { from = { \"192.0.2.1\", \"unix\" } proxy = yes }\n"
			    "gateway b { from = { \"192.0.2.0/30\", \"2001:db8::/32\" } proxy = yes }\n");

	cr_expect_str_eq(found(conf, "192.0.2.1"), "a");
	cr_expect_str_eq(found(conf, "192.0.2.2"), "b");
	cr_expect_str_eq(found(conf, "192.0.2.4"), "none");
	cr_expect_str_eq(found(conf, "2001:db8::7"), "b");
	cr_expect_str_eq(found(conf, "2001:db9::7"), "none");
	cr_expect_str_eq(found(conf, "unix"), "a");
	conf_unref(conf);
}

static void
expect(const char *address, const char *options, const char *host, bool secure)
{
	const struct webirc w = { .address = view_z(address), .options = view_z(options) };
	struct webirc_client c;
	char text[64];

	cr_assert_eq(webirc_parse(&w, &c), host != NULL ? 0 : -1, "%s", address);
	if (host == NULL)
		return;
	cr_expect_str_eq(peer_addr_host(&c.peer, text, sizeof(text)), host);
	cr_expect_eq(c.is_secure, secure, "%s", options);
}

Test(gateway, webirc_address_is_numeric)
{
	expect("203.0.113.5", "", "203.0.113.5", false);
	expect("2001:db8::5", "", "2001:db8::5", false);
	expect("0::5", "", "0::5", false);
	expect("::ffff:203.0.113.5", "", "203.0.113.5", false);
	expect("", "", NULL, false);
	expect("host.example.org", "", NULL, false);
	expect("203.0.113.256", "", NULL, false);
	expect("203.0.113", "", NULL, false);
	expect("203.0.113.05", "", NULL, false);
	expect("[2001:db8::5]", "", NULL, false);
	expect("fe80::1%eth0", "", NULL, false);
	expect("unix", "", NULL, false);
	expect("2001:0db8:0000:0000:0000:0000:0000:00000005", "", NULL, false);
}

Test(gateway, webirc_secure_is_a_word_with_any_value)
{
	expect("203.0.113.5", "secure", "203.0.113.5", true);
	expect("203.0.113.5", "local-port=1 secure=x remote-port=2", "203.0.113.5", true);
	expect("203.0.113.5", " secure ", "203.0.113.5", true);
	expect("203.0.113.5", "insecure secured Secure x=secure certfp-sha-256=secure", "203.0.113.5", false);
}
