/* What REHASH must say that it can't do. */
#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

#include "conf/conf.h"
#include "conf_fixture.h"

/* All notes about going from `was` to `is`. */
static const char *
notes(struct conf_fixture *f, const char *was, const char *is)
{
	static char all[2048];
	struct conf_faults *n = conf_faults_new();
	const struct conf *running;
	size_t used = 0;

	all[0] = '\0';
	cr_expect_str_eq(conf_fixture_load(f, was), "");
	cr_assert_not_null(f->conf);
	running = conf_ref(f->conf);
	cr_expect_str_eq(conf_fixture_load(f, is), "");
	cr_assert_not_null(f->conf);
	cr_expect_eq(conf_compare(running, f->conf, n), conf_faults_count(n));
	for (size_t i = 0; i < conf_faults_count(n); i++)
		used += (size_t)snprintf(all + used, sizeof(all) - used, "%s%s", i == 0 ? "" : "\n",
			conf_faults_text(n, i) + strlen(f->dir) + 1);
	conf_unref(running);
	conf_faults_free(n);
	return all;
}

Test(conf_compare, says_nothing_of_what_can_change)
{
	struct conf_fixture *f = conf_fixture_new();

	cr_expect_str_eq(notes(f, FIXTURE_ALL, FIXTURE_ALL), "");
	cr_expect_str_eq(notes(f, FIXTURE_ALL,
				 "server { name = irc.example network = Other max-clients = 5 }\nadmin { "
				 "name = x }\n" FIXTURE_REST "class more {}\nrole r { privileges = {} }\n"),
		"");
	cr_expect_str_eq(notes(f, FIXTURE_ALL,
				 FIXTURE_SERVER FIXTURE_CLASS FIXTURE_ALLOW
				 "listen \"127.0.0.1:6667\" { class = users }"),
		"");
	conf_fixture_free(f);
}

Test(conf_compare, servers_of_names_are_the_same_by_what_they_are)
{
	struct conf_fixture *f = conf_fixture_new();
	static const char one[] = FIXTURE_ALL "dns { servers = { \"192.0.2.1\" } }";

	cr_expect_str_eq(notes(f, one, one), "");
	cr_expect_str_eq(
		notes(f, one, FIXTURE_ALL "dns { servers = { \"192.0.2.1:53\" } timeout = 9s }"), "");
	cr_expect_str_eq(notes(f, one, FIXTURE_ALL "dns { servers = { \"192.0.2.2\" } }"),
		"t.conf:5: dns servers has changed; that takes a restart");
	cr_expect_str_eq(notes(f, one, FIXTURE_ALL), "t.conf: dns servers has changed; that takes a restart");
	conf_fixture_free(f);
}

Test(conf_compare, names_each_key_that_takes_a_restart)
{
	struct conf_fixture *f = conf_fixture_new();

	cr_expect_str_eq(notes(f, FIXTURE_ALL,
				 "server { name = irc2.example sid = 0AA casemapping = ascii }\n"
				 "jail { user = x state = /x mode = off require = none }\n" FIXTURE_REST),
		"t.conf:1: server name has changed; that takes a restart\n"
		"t.conf:1: server sid has changed; that takes a restart\n"
		"t.conf:1: server casemapping has changed; that takes a restart\n"
		"t.conf:2: jail user has changed; that takes a restart\n"
		"t.conf:2: jail state has changed; that takes a restart\n"
		"t.conf:2: jail mode has changed; that takes a restart\n"
		"t.conf:2: jail require has changed; that takes a restart");
	conf_fixture_free(f);
}

Test(conf_compare, of_dcc_the_ports_and_the_scanner)
{
	struct conf_fixture *f = conf_fixture_new();

	cr_expect_str_eq(notes(f, FIXTURE_ALL "dcc { mode = full }",
				 FIXTURE_ALL "dcc { mode = off max-sessions = 5\nports = 2000-2007\n"
					     "scan = \"/run/clamav/clamd.ctl\" deny-ports = {} }"),
		"t.conf:6: dcc ports has changed; that takes a restart\n"
		"t.conf:7: dcc scan has changed; that takes a restart");
	conf_fixture_free(f);
}

/* All of links is taken over; what else has to do with them is not. */
Test(conf_compare, of_links_all_can_change)
{
#define LINKED "server { name = irc.example sid = 1AA channel-ranks = ov }\n" FIXTURE_REST
#define LINK   "plaintext = yes send-password = a accept-password = "
	struct conf_fixture *f = conf_fixture_new();

	cr_expect_str_eq(
		notes(f, LINKED "link a.b { from = ::1 " LINK "a }\nlink c.d { from = ::1 " LINK "a }",
			LINKED "link a.b { address = 127.0.0.1:5 sid = 3AA services = yes permit = {} " LINK
			       "b }\nlink e.f { from = ::1 " LINK "a }\nlinks { retry = 1s }"),
		"");
	cr_expect_str_eq(notes(f, LINKED "link a.b { from = ::1 services = yes " LINK "a }",
				 LINKED "link a.b { from = ::1 services = yes " LINK "a }\n"
					"accounts { owner = services }"),
		"t.conf:6: accounts owner has changed; that takes a restart");
	cr_expect_str_eq(
		notes(f, LINKED "listen \"[::1]:1\" { }", LINKED "listen \"[::1]:1\" { links = yes }"),
		"t.conf:5: listen \"[::1]:1\" links has changed; that takes a restart");
	conf_fixture_free(f);
}

/* Which ones are there is for main/ports.c to say, who has them open. */
Test(conf_compare, listeners_keep_what_their_socket_has)
{
	struct conf_fixture *f = conf_fixture_new();

	conf_fixture_tls(f);
	cr_expect_str_eq(notes(f, FIXTURE_ALL "listen \"[::1]:1\" {}\nlisten \"[::1]:2\" {}",
				 FIXTURE_ALL "listen \"[::1]:2\" { backlog = 5\n tls = yes }\n"
					     "tls { certificate = tls.crt key = tls.key }"),
		"t.conf:5: listen \"[::1]:2\" backlog has changed; that takes a restart");
	conf_fixture_free(f);
}
