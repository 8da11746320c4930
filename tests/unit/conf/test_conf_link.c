/* Links by name, and where their servers may come from. */
#include "conf/conf_link.h"

#include <string.h>
#include <sys/socket.h>

#include <criterion/criterion.h>

#include "conf_fixture.h"
#include "proto/privs.h"

#define TWO_LINKS                                                                                            \
	"server { name = irc.example sid = 1AA channel-ranks = ov }\n" FIXTURE_REST                          \
	"link Hub.example { plaintext = yes send-password = a accept-password = b address = 192.0.2.1:7000 " \
	"}\n"                                                                                                \
	"link leaf.example { plaintext = yes send-password = a accept-password = b\n"                        \
	"address = \"[2001:db8::1]:7000\" from = { 198.51.100.0/24, \"2001:db8::/32\" } }\n"

Test(conf_link, is_found_by_its_name_in_any_case)
{
	struct conf_fixture *f = conf_fixture_new();

	cr_assert_str_eq(conf_fixture_load(f, TWO_LINKS), "");
	cr_expect_eq(conf_link_find(f->conf, VIEW("hub.EXAMPLE")), &f->conf->link[0]);
	cr_expect_eq(conf_link_find(f->conf, VIEW("leaf.example")), &f->conf->link[1]);
	cr_expect_null(conf_link_find(f->conf, VIEW("hub.example2")));
	cr_expect_null(conf_link_find(f->conf, VIEW("hub.exampl")));
	cr_expect_null(conf_link_find(f->conf, VIEW("")));
	conf_fixture_free(f);
}

Test(conf_link, comes_from_its_address_or_where_from_says)
{
	struct conf_fixture *f = conf_fixture_new();
	const struct conf_link *l;

	cr_assert_str_eq(conf_fixture_load(f, TWO_LINKS), "");
	l = f->conf->link;
	cr_expect(conf_link_has_address(&l[0], AF_INET, (const uint8_t[16]){ 192, 0, 2, 1 }));
	cr_expect_not(conf_link_has_address(&l[0], AF_INET, (const uint8_t[16]){ 192, 0, 2, 2 }));
	cr_expect_not(conf_link_has_address(&l[0], AF_INET6, (const uint8_t[16]){ 192, 0, 2, 1 }));
	cr_expect(conf_link_has_address(&l[1], AF_INET, (const uint8_t[16]){ 198, 51, 100, 255 }));
	cr_expect_not(conf_link_has_address(&l[1], AF_INET, (const uint8_t[16]){ 198, 51, 101, 0 }));
	cr_expect(conf_link_has_address(
		&l[1], AF_INET6, (const uint8_t[16]){ 0x20, 0x01, 0x0d, 0xb8, [15] = 9 }));
	cr_expect_not(conf_link_has_address(&l[1], AF_INET6, (const uint8_t[16]){ 0x20, 0x01, 0x0d, 0xb9 }));
	conf_fixture_free(f);
}

Test(conf_link, is_dialled_at_its_port_or_at_that_of_its_proxy)
{
	struct conf_fixture *f = conf_fixture_new();

	cr_assert_str_eq(
		conf_fixture_load(f,
			TWO_LINKS "link no.dial { plaintext = yes send-password = a accept-password = b\n"
				  "from = ::1 }\n"
				  "link by.proxy { plaintext = yes send-password = a\n"
				  "accept-password = b address = 192.0.2.1:7000 socks = 127.0.0.1:1080 }"),
		"");
	cr_expect_eq(conf_link_dial_port(&f->conf->link[0]), 7000);
	cr_expect_eq(conf_link_dial_port(&f->conf->link[2]), 0);
	cr_expect_eq(conf_link_dial_port(&f->conf->link[3]), 1080);
	cr_expect(conf_link_may_dial(f->conf, &f->conf->link[0]));
	cr_expect_not(conf_link_may_dial(f->conf, &f->conf->link[2]), "it has no address");
	conf_fixture_free(f);
}

Test(conf_link, operators_elsewhere_have_what_is_permitted)
{
	static const uint64_t never = PRIV_BIT(PRIV_OPERSPY) | PRIV_BIT(PRIV_GRANT) | PRIV_BIT(PRIV_SET) |
		PRIV_BIT(PRIV_SAJOIN) | PRIV_BIT(PRIV_REMOTE);
	uint64_t stats = conf_permit_privs(CONF_PERMIT_BIT(CONF_PERMIT_STATS));

	cr_expect_eq(conf_permit_privs(0), 0);
	cr_expect_eq(conf_permit_privs(CONF_PERMIT_BIT(CONF_PERMIT_KILL)), PRIV_BIT(PRIV_KILL));
	cr_expect_eq(
		conf_permit_privs(CONF_PERMIT_BIT(CONF_PERMIT_CONNECT) | CONF_PERMIT_BIT(CONF_PERMIT_SQUIT)),
		PRIV_BIT(PRIV_CONNECT) | PRIV_BIT(PRIV_SQUIT));
	cr_expect((stats & PRIV_BIT(PRIV_TRACE)) != 0 && (stats & PRIV_BIT(PRIV_KLINE)) == 0);
	cr_expect_eq(conf_permit_privs(CONF_PERMIT_BIT(CONF_PERMIT_DIE)),
		PRIV_BIT(PRIV_DIE) | PRIV_BIT(PRIV_RESTART));
	cr_expect_eq(conf_permit_privs(CONF_PERMIT_BIT(CONF_PERMIT_DCC)), 0);
	cr_expect_eq(conf_permit_privs(UINT32_MAX) & never, 0);
}
