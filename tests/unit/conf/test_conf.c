/* The finished configuration: defaults, values in their places, references. */
#include "conf/conf.h"

#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "conf_fixture.h"

Test(conf, smallest_file_gives_all_defaults)
{
	struct conf_fixture *f = conf_fixture_new();
	const struct conf *c;

	cr_expect_str_eq(conf_fixture_load(f, FIXTURE_ALL), "");
	c = f->conf;
	cr_assert_not_null(c);
	cr_expect_str_eq(c->dir, f->dir);
	cr_expect_str_eq(c->path + strlen(f->dir), "/t.conf");
	cr_expect_str_eq(c->server.name, "irc.example");
	cr_expect_str_eq(c->server.description, "Conclave IRC server");
	cr_expect_str_eq(c->server.network, "Conclave");
	cr_expect_eq(c->server.casemapping, CASEMAP_RFC1459);
	cr_expect_eq(c->server.max_clients, 10000);
	cr_expect_eq(c->server.nick_length, 30);
	cr_expect_eq(c->server.log_level, LOG_LEVEL_INFO);
	cr_expect_eq(c->server.registration_timeout_ms, 30000);
	cr_expect_str_eq(c->server.default_user_modes, "i");
	cr_expect_str_eq(c->server.default_channel_modes, "nt");
	cr_expect_eq(c->server.only_ov, false);
	cr_expect_eq(c->server.whowas_entries, 1000);
	cr_expect_eq(c->server.n_motd, 0);
	cr_expect_null(c->admin.location);
	cr_expect_str_eq(c->jail.user, "conclave");
	cr_expect_str_eq(c->jail.state, "/var/lib/conclave");
	cr_expect_eq(c->jail.mode, CONF_JAIL_ENFORCE);
	cr_expect_eq(c->jail.require, CONF_REQUIRE_CHROOT);
	cr_expect_eq(c->n_tls, 0);
	cr_expect_eq(c->n_role, 0);
	cr_expect_eq(c->n_oper, 0);
	conf_fixture_free(f);
}

Test(conf, classes_listeners_and_allow_have_defaults)
{
	struct conf_fixture *f = conf_fixture_new();
	const struct conf *c;

	(void)conf_fixture_load(f, FIXTURE_ALL);
	c = f->conf;
	cr_assert(c != NULL && c->n_class == 1 && c->n_listen == 1 && c->n_allow == 1);
	cr_expect_str_eq(c->class[0].name, "users");
	cr_expect_eq(c->class[0].ping_ms, 120000);
	cr_expect_eq(c->class[0].sendq, 1048576);
	cr_expect_eq(c->class[0].recvq, 8192);
	cr_expect_eq(c->class[0].max_clients, 10000);
	cr_expect_eq(c->class[0].max_per_address, 100);
	cr_expect_eq(c->class[0].flood_burst, 40);
	cr_expect_eq(c->class[0].flood_rate, 2);
	cr_expect_eq(c->class[0].max_channels, 50);
	cr_expect_eq(c->class[0].flood_bytes, 256);
	cr_expect_eq(c->class[0].rate[CONF_RATE_NICKS].count, 5);
	cr_expect_eq(c->class[0].rate[CONF_RATE_NICKS].per_ms, 20000);
	cr_expect_eq(c->class[0].rate[CONF_RATE_TARGETS].count, 20);
	cr_expect_eq(c->server.n_rules, 0);
	cr_expect_eq(c->listen[0].kind, CONF_LISTEN_INET);
	cr_expect_str_eq(c->listen[0].title, "127.0.0.1:6667");
	cr_expect_str_eq(c->listen[0].address, "127.0.0.1");
	cr_expect_eq(c->listen[0].port, 6667);
	cr_expect_eq(c->listen[0].backlog, 512);
	cr_expect_not(c->listen[0].tls);
	cr_expect_null(c->listen[0].class);
	cr_expect_eq(c->listen[0].place.line, 4);
	cr_expect_eq(c->allow[0].class, &c->class[0]);
	cr_expect_not(c->allow[0].tls_required);
	cr_expect_null(c->allow[0].password);
	cr_expect_eq(c->allow[0].ident, CONF_IDENT_OFF);
	cr_expect(c->allow[0].tilde);
	cr_expect_eq(c->listen[0].external_port, 0);
	cr_expect_eq(c->ident.port, 113);
	cr_expect_eq(c->ident.connect_timeout_ms, 3000);
	cr_expect_eq(c->ident.timeout_ms, 6000);
	cr_expect_not(c->ident.loopback);
	cr_expect_not(c->ident.other_accept);
	cr_expect_not(conf_wants_ident(c));
	conf_fixture_free(f);
}

Test(conf, values_land_in_their_fields)
{
	struct conf_fixture *f = conf_fixture_new();
	const struct conf *c;

	conf_fixture_file(f, "m.txt", "one\r\n\n\x02two\x02\nthree");
	conf_fixture_file(f, "r.txt", "be kind\nbe brief\n");
	cr_expect_str_eq(
		conf_fixture_load(f,
			"server { name = a.b sid = 7ZZ motd = m.txt rules = r.txt casemapping = ascii "
			"max-clients = 7 "
			"nick-length = 9\n"
			" log-level = debug registration-timeout = 1m1s default-user-modes = \"\" "
			"default-channel-modes = \"+s\"\n"
			" whowas-entries = 0 description = \"d e\" network = N }\n"
			"admin { location = \"l\" name = \"n\" email = \"e\" }\n"
			"jail { user = u state = st mode = log require = namespace }\n" FIXTURE_REST),
		"");
	c = f->conf;
	cr_assert_not_null(c);
	cr_expect_str_eq(c->server.sid, "7ZZ");
	cr_expect_str_eq(c->server.description, "d e");
	cr_expect_str_eq(c->server.network, "N");
	cr_expect_eq(c->server.casemapping, CASEMAP_ASCII);
	cr_expect_eq(c->server.max_clients, 7);
	cr_expect_eq(c->server.nick_length, 9);
	cr_expect_eq(c->server.log_level, LOG_LEVEL_DEBUG);
	cr_expect_eq(c->server.registration_timeout_ms, 61000);
	cr_expect_str_eq(c->server.default_user_modes, "");
	cr_expect_str_eq(c->server.default_channel_modes, "s");
	cr_expect_eq(c->server.whowas_entries, 0);
	cr_assert_eq(c->server.n_motd, 4);
	cr_expect(view_eq(c->server.motd[0], VIEW("one")));
	cr_expect_eq(c->server.motd[1].n, 0);
	cr_expect(view_eq(c->server.motd[2], VIEW("\x02two\x02")));
	cr_expect(view_eq(c->server.motd[3], VIEW("three")));
	cr_assert_eq(c->server.n_rules, 2);
	cr_expect(view_eq(c->server.rules[1], VIEW("be brief")));
	cr_expect_str_eq(c->admin.location, "l");
	cr_expect_str_eq(c->admin.name, "n");
	cr_expect_str_eq(c->admin.email, "e");
	cr_expect_str_eq(c->jail.user, "u");
	cr_expect_str_eq(c->jail.state + strlen(f->dir), "/st");
	cr_expect_eq(c->jail.mode, CONF_JAIL_LOG);
	cr_expect_eq(c->jail.require, CONF_REQUIRE_NAMESPACE);
	conf_fixture_free(f);
}

static const char full[] = FIXTURE_SERVER FIXTURE_CLASS
	"class slow { ping = 10s sendq = 16K recvq = 9K max-clients = 1 max-per-address = 2 flood-burst = 3 "
	"flood-rate = 4\n"
	" max-channels = 5 flood-bytes = 0 nick-changes = \"7:1h\" joins = \"1000:1d\" invites = \"1:1s\"\n"
	" knocks = \"2:2s\" aways = \"3:3s\" targets = \"0\" }\n"
	"tls { certificate = tls.crt key = tls.key min-version = 1.3 ciphers = HIGH handshake-timeout = 2s\n"
	" handshakes-per-turn = 3 }\n"
	"tls { certificate = tls.crt key = tls.key server-names = { A.example, \"*.b.example\" } }\n"
	"listen \"[0:0::1]:6697\" { tls = on class = slow backlog = 9 }\n"
	"listen \"unix:s\" { mode = 0600 }\n"
	"listen \"*:1\" {}\n"
	"allow \"u?@10.1.2.3/8\" { class = slow tls = required password = '" FIXTURE_HASH "' }\n"
	"role \"r\" { privileges = { kill, die } }\n"
	"oper \"o\" { role = r fingerprint = \"" FIXTURE_PRINT
	"\" from = { \"*@unix\", \"::1\" } require-tls = no }\n";

Test(conf, sections_refer_to_each_other)
{
	struct conf_fixture *f = conf_fixture_new();
	const struct conf *c;

	conf_fixture_tls(f);
	cr_expect_str_eq(conf_fixture_load(f, full), "");
	c = f->conf;
	cr_assert(c != NULL && c->n_class == 2 && c->n_listen == 3 && c->n_allow == 1 && c->n_role == 1 &&
		c->n_oper == 1);
	cr_expect_eq(c->listen[0].class, &c->class[1]);
	cr_expect(c->listen[0].tls);
	cr_expect_str_eq(c->listen[0].address, "::1");
	cr_expect_eq(c->listen[0].backlog, 9);
	cr_expect_eq(c->listen[1].kind, CONF_LISTEN_UNIX);
	cr_expect_str_eq(c->listen[1].path, "/var/lib/conclave/s");
	cr_expect_eq(c->listen[1].mode, 0600);
	cr_expect_str_eq(c->listen[2].address, "*");
	cr_expect_eq(c->allow[0].class, &c->class[1]);
	cr_expect(c->allow[0].tls_required);
	cr_expect_str_eq(c->allow[0].password, FIXTURE_HASH);
	cr_expect_str_eq(c->allow[0].who.text, "u?@10.1.2.3/8");
	cr_expect_str_eq(c->allow[0].who.user, "u?");
	cr_expect(
		c->allow[0].who.family == AF_INET && c->allow[0].who.bits == 8 && c->allow[0].who.ip[1] == 0);
	cr_expect_eq(c->role[0].privileges, PRIV_BIT(PRIV_KILL) | PRIV_BIT(PRIV_DIE));
	cr_expect_eq(c->oper[0].role, &c->role[0]);
	cr_expect(c->oper[0].has_fingerprint && c->oper[0].fingerprint[1] == 0x11 &&
		c->oper[0].fingerprint[31] == 0xff);
	cr_assert_eq(c->oper[0].n_from, 2);
	cr_expect_eq(c->oper[0].from[0].family, AF_UNIX);
	cr_expect_eq(c->oper[0].from[1].family, AF_INET6);
	cr_expect_str_eq(c->oper[0].from[1].user, "*");
	cr_expect_not(c->oper[0].require_tls);
	conf_fixture_free(f);
}

Test(conf, tls_settings_of_the_first_section_hold_for_all)
{
	struct conf_fixture *f = conf_fixture_new();
	const struct conf *c;

	conf_fixture_tls(f);
	cr_expect_str_eq(conf_fixture_load(f, full), "");
	c = f->conf;
	cr_assert(c != NULL && c->n_tls == 2);
	for (size_t i = 0; i < 2; i++) {
		cr_expect_str_eq(c->tls[i].certificate + strlen(f->dir), "/tls.crt");
		cr_expect_str_eq(c->tls[i].key + strlen(f->dir), "/tls.key");
		cr_expect_eq(c->tls[i].min_version, CONF_TLS_1_3);
		cr_expect_eq(c->tls[i].client_certificates, CONF_CLIENT_CERT_ASK);
		cr_expect_str_eq(c->tls[i].ciphers, "HIGH");
		cr_expect_eq(c->tls[i].handshake_timeout_ms, 2000);
		cr_expect_eq(c->tls[i].handshakes_per_turn, 3);
	}
	cr_expect_eq(c->tls[0].n_server_names, 0);
	cr_assert_eq(c->tls[1].n_server_names, 2);
	cr_expect_str_eq(c->tls[1].server_names[0], "a.example");
	cr_expect_str_eq(c->tls[1].server_names[1], "*.b.example");
	conf_fixture_free(f);
}

Test(conf, sid_comes_from_the_name)
{
	struct conf_fixture *f = conf_fixture_new();
	char first[4];

	(void)conf_fixture_load(f, FIXTURE_ALL);
	cr_assert_not_null(f->conf);
	memcpy(first, f->conf->server.sid, sizeof(first));
	cr_expect(first[0] >= '0' && first[0] <= '9' && strlen(first) == 3);
	(void)conf_fixture_load(f, FIXTURE_ALL "# the same name\n");
	cr_expect_str_eq(f->conf->server.sid, first);
	(void)conf_fixture_load(f, "server { name = other.example }\n" FIXTURE_REST);
	cr_expect_str_neq(f->conf->server.sid, first);
	conf_fixture_free(f);
}

Test(conf, motd_faults_are_told_with_its_file_and_line)
{
	struct conf_fixture *f = conf_fixture_new();
	char text[2 * CONF_MOTD_LINE_MAX + 32];

	memset(text, 'x', CONF_MOTD_LINE_MAX);
	(void)snprintf(
		text + CONF_MOTD_LINE_MAX, sizeof(text) - CONF_MOTD_LINE_MAX, "\n\x1b[2J\n\xff\n\x7f\n");
	memset(text + strlen(text), 'y', 1);
	text[strlen("\n\x1b[2J\n\xff\n\x7f\ny") + CONF_MOTD_LINE_MAX] = '\0';
	conf_fixture_file(f, "motd.txt", text);
	cr_expect_str_eq(conf_fixture_load(f, FIXTURE_ALL),
		"motd.txt:2: there is a control character in this line\n"
		"motd.txt:3: this line is not valid UTF-8\n"
		"motd.txt:4: there is a control character in this line");
	memset(text, 'x', CONF_MOTD_LINE_MAX + 1);
	text[CONF_MOTD_LINE_MAX + 1] = '\0';
	conf_fixture_file(f, "motd.txt", text);
	cr_expect_str_eq(
		conf_fixture_load(f, FIXTURE_ALL), "motd.txt:1: this line has 401 bytes; allowed: 400");
	conf_fixture_free(f);
}

Test(conf, a_motd_that_is_named_must_be_there)
{
	struct conf_fixture *f = conf_fixture_new();

	cr_expect_str_eq(conf_fixture_load(f, "server { name = a.b\n motd = motd.txt }\n" FIXTURE_REST),
		"t.conf:2: server motd: \"motd.txt\" cannot be reached: No such file or directory; allowed: "
		"a file in the "
		"configuration's directory or below: the jail shows no other");
	conf_fixture_free(f);
}

Test(conf, a_reference_keeps_what_was_swapped_out)
{
	struct conf_fixture *f = conf_fixture_new();
	const struct conf *old;

	conf_fixture_tls(f);
	(void)conf_fixture_load(f, full);
	old = conf_ref(f->conf);
	(void)conf_fixture_load(f, FIXTURE_ALL);
	cr_expect_str_eq(old->oper[0].name, "o");
	conf_unref(old);
	conf_unref(NULL);
	conf_fixture_free(f);
}

Test(conf, found_by_name_as_written)
{
	struct conf_fixture *f = conf_fixture_new();

	conf_fixture_tls(f);
	(void)conf_fixture_load(f, full);
	cr_expect_eq(conf_class_find(f->conf, VIEW("slow")), &f->conf->class[1]);
	cr_expect_null(conf_class_find(f->conf, VIEW("Slow")));
	cr_expect_eq(conf_oper_find(f->conf, VIEW("o")), &f->conf->oper[0]);
	cr_expect_null(conf_oper_find(f->conf, VIEW("oo")));
	conf_fixture_free(f);
}

Test(conf, a_relative_path_is_made_absolute)
{
	struct conf_fixture *f = conf_fixture_new();

	conf_fixture_file(f, "t.conf", FIXTURE_ALL);
	cr_assert_eq(chdir(f->dir), 0);
	cr_expect_str_eq(conf_fixture_load_file(f, "t.conf"), "");
	cr_assert_not_null(f->conf);
	cr_expect_str_eq(f->conf->dir, f->dir);
	cr_expect_str_eq(f->conf->path + strlen(f->dir), "/t.conf");
	conf_fixture_file(f, "t.conf", "server {}" FIXTURE_REST);
	cr_expect_str_eq(conf_fixture_load_file(f, "./t.conf"),
		"./t.conf:1: server: the key name is missing; allowed: 3 to 63 bytes; letters, digits, '-', "
		"'_' and '.', with a "
		"dot");
	cr_assert_eq(chdir("/"), 0);
	conf_fixture_free(f);
}

Test(conf, text_at_hand_is_read_like_a_file)
{
	struct conf_faults *faults = conf_faults_new();
	const struct conf *c = conf_load_text("/nowhere.conf", VIEW(FIXTURE_ALL), faults);

	cr_expect_not_null(c);
	cr_expect_eq(conf_faults_count(faults), 0);
	conf_unref(c);
	cr_expect_null(conf_load_text("/nowhere.conf", VIEW(FIXTURE_ALL "\0"), faults));
	cr_assert_eq(conf_faults_count(faults), 1);
	cr_expect_str_eq(conf_faults_text(faults, 0), "/nowhere.conf: holds a NUL byte");
	conf_faults_free(faults);
}
