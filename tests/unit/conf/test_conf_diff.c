/* What REHASH -n says of two files. */
#include "conf/conf_diff.h"

#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

#include "conf/conf_schema.h"
#include "conf/conf_show.h"
#include "core/mem.h"
#include "conf_fixture.h"

struct said {
	char text[8192];
	size_t n, n_restart;
};

static void
on_change(void *arg, const struct conf_change *c)
{
	struct said *s = arg;
	const char *file = strrchr(c->place.file, '/');

	s->n += (size_t)snprintf(s->text + s->n, sizeof(s->text) - s->n, "%s%s:%u %s", s->n == 0 ? "" : "\n",
		file != NULL ? file + 1 : c->place.file, c->place.line, c->text);
	s->n_restart += c->restart;
}

static const char *
diff(const char *was, const char *is)
{
	static struct said s;
	struct conf_fixture *f = conf_fixture_new();
	const struct conf *a;
	size_t lines = 0;

	conf_fixture_file(f, "motd.txt", "one\n");
	conf_fixture_tls(f);
	s = (struct said){ .n = 0 };
	cr_assert_str_eq(conf_fixture_load(f, was), "");
	a = conf_ref(f->conf);
	conf_fixture_file(f, "motd.txt", strstr(is, "# two") != NULL ? "one\ntwo\n" : "one\n");
	cr_assert_str_eq(conf_fixture_load(f, is), "");
	lines = conf_diff(a, f->conf, on_change, &s);
	for (const char *p = s.text; *p != '\0'; p++)
		lines -= *p == '\n';
	cr_expect_eq(lines, s.n != 0, "it returns how many it told");
	conf_unref(a);
	conf_fixture_free(f);
	return s.text;
}

Test(conf_diff, same_is_nothing)
{
	cr_expect_str_eq(diff(FIXTURE_ALL, FIXTURE_ALL), "");
	cr_expect_str_eq(diff(FIXTURE_ALL, "# moved\n" FIXTURE_REST FIXTURE_SERVER), "");
	cr_expect_str_eq(diff(FIXTURE_ALL, FIXTURE_ALL "admin { }\ndns { timeout = 3s }\n"), "",
		"a default that is written");
}

Test(conf_diff, keys_are_told_with_both_values_and_the_line)
{
	cr_expect_str_eq(
		diff(FIXTURE_ALL,
			"server { name = irc.example\n max-clients = 5\n log-level = debug utf8-only = no }\n"
			"class \"users\" { sendq = 100K ping = 90s joins = \"5:20s\" }\n" FIXTURE_ALLOW
				FIXTURE_LISTEN),
		"t.conf:2 server: max-clients 10000 -> 5\n"
		"t.conf:3 server: log-level info -> debug\n"
		"t.conf:3 server: utf8-only yes -> no\n"
		"t.conf:4 class \"users\": ping 2m -> 90s\n"
		"t.conf:4 class \"users\": sendq 1M -> 100K\n"
		"t.conf:4 class \"users\": joins 60:1m -> 5:20s");
	cr_expect_str_eq(diff(FIXTURE_ALL "admin { name = x }", FIXTURE_ALL "admin { email = y }"),
		"t.conf:5 admin: name \"x\" -> (not set)\n"
		"t.conf:5 admin: email (not set) -> \"y\"");
}

Test(conf_diff, sections_come_and_go)
{
	cr_expect_str_eq(diff(FIXTURE_ALL "class old {}", FIXTURE_ALL "\nclass new {}"),
		"t.conf:6 class \"new\" is new\nt.conf:5 class \"old\" is gone");
	cr_expect_str_eq(diff(FIXTURE_ALL "tls { certificate = tls.crt key = tls.key }", FIXTURE_ALL),
		"t.conf:5 tls 1 is gone");
}

Test(conf_diff, rules_of_one_title_are_told_apart_and_order_counts)
{
	cr_expect_str_eq(diff(FIXTURE_SERVER FIXTURE_CLASS FIXTURE_LISTEN
				 "allow \"*@*\" { class = users account = required "
				 "otherwise = next }\n" FIXTURE_ALLOW,
				 FIXTURE_SERVER FIXTURE_CLASS FIXTURE_LISTEN
				 "allow \"*@*\" { class = users account = required "
				 "otherwise = next }\nallow \"*@*\" { class = users account = required }\n"),
		"t.conf:5 allow \"*@*\": account any -> required");
	cr_expect_str_eq(diff(FIXTURE_ALL "allow \"*@unix\" { class = users }\n",
				 FIXTURE_SERVER "allow \"*@unix\" { class = users }\n" FIXTURE_REST),
		"t.conf:2 allow: the sections have another order");
}

Test(conf_diff, lists_say_what_came_and_went)
{
	cr_expect_str_eq(diff(FIXTURE_ALL "role r { privileges = { kill, die } }",
				 FIXTURE_ALL "role r { privileges = { die, rehash, stats } }"),
		"t.conf:5 role \"r\": privileges +rehash +stats -kill");
	cr_expect_str_eq(diff("server { name = irc.example protected-names = { a, b } }\n" FIXTURE_REST,
				 "server { name = irc.example protected-names = { b, a } }\n" FIXTURE_REST),
		"t.conf:1 server: protected-names has another order");
}

Test(conf_diff, ports_blocks_and_defaults_of_lists)
{
	cr_expect_str_eq(diff(FIXTURE_ALL "dcc { }",
				 FIXTURE_ALL "dcc { ports = 2000-2007\nmin-rate = 2K\ndeny-ports = { 1080, "
					     "2049-2050, 6000-6063 }\nadvertise = \"10.0.0.0/8 192.0.2.1\"\n"
					     "nat-pools = 192.0.2.0/24 }\n"),
		"t.conf:5 dcc: ports 50000-50255 -> 2000-2007\n"
		"t.conf:8 dcc: advertise +10.0.0.0/8 192.0.2.1\n"
		"t.conf:9 dcc: nat-pools +192.0.2.0/24\n"
		"t.conf:7 dcc: deny-ports +2049-2050 -2049 -3128 -3306 -3389 -5432 -5900-5910 -6379 -6667 "
		"(-13 in "
		"all)\n"
		"t.conf:6 dcc: min-rate 1K -> 2K");
	cr_expect_str_eq(diff(FIXTURE_ALL "dcc { }", FIXTURE_ALL "dcc { ports = 50000-50255 }"), "");
}

Test(conf_diff, secrets_are_never_shown)
{
	static const char other_hash[] = "$argon2id$v=19$m=65536,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$"
					 "bGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g";
	char is[1024];

	(void)snprintf(is, sizeof(is),
		"server { name = irc.example cloak-key = \"fedcba9876543210fedcba9876543210\" "
		"}\n" FIXTURE_CLASS FIXTURE_LISTEN "allow \"*@*\" { class = users password = \"%s\" }\n"
		"quiz \"?\" { answers = { hidden, other } }",
		other_hash);
	cr_expect_str_eq(diff("server { name = irc.example cloak-key = \"0123456789abcdef0123456789abcdef\" "
			      "}\n" FIXTURE_CLASS FIXTURE_LISTEN
			      "allow \"*@*\" { class = users password = \"" FIXTURE_HASH "\" }\n"
			      "quiz \"?\" { answers = { hidden } }",
				 is),
		"t.conf:1 server: cloak-key has changed (secret)\n"
		"t.conf:4 allow \"*@*\": password has changed (secret)\n"
		"t.conf:5 quiz \"?\": answers has changed (secret)");
}

Test(conf_diff, passwords_of_links_are_not_either)
{
#define LINK                                                                                       \
	"server { name = irc.example sid = 1AA channel-ranks = ov }\n" FIXTURE_REST "link a.b {\n" \
	"address = \"[::1]:1\" socks = \"[::1]:2\" socks-user = a plaintext = yes\n"

	cr_expect_str_eq(diff(LINK "socks-password = a send-password = a accept-password = a }",
				 LINK "socks-password = hush send-password = hush accept-password = hush }"),
		"t.conf:7 link \"a.b\": socks-password has changed (secret)\n"
		"t.conf:7 link \"a.b\": send-password has changed (secret)\n"
		"t.conf:7 link \"a.b\": accept-password has changed (secret)");
}

Test(conf_diff, texts_that_are_read_with_it_count)
{
	cr_expect_str_eq(diff(FIXTURE_ALL, FIXTURE_ALL "# two"),
		"t.conf:1 server: the text of motd is another, 1 lines -> 2");
}

Test(conf_diff, long_values_are_cut_and_still_differ)
{
	char was[1200], is[1200], long_name[200];
	const char *text;

	memset(long_name, 'x', sizeof(long_name) - 1);
	long_name[sizeof(long_name) - 1] = '\0';
	(void)snprintf(was, sizeof(was), FIXTURE_ALL "admin { name = \"%s\" }", long_name);
	long_name[198] = 'y';
	(void)snprintf(is, sizeof(is), FIXTURE_ALL "admin { name = \"%s\" }", long_name);
	text = diff(was, is);
	cr_expect_not_null(strstr(text, "...\" -> \"xxx"));
	cr_expect_not_null(strstr(text, "(behind what is shown)"));
}

/* A copy for SET and REHASH motd: what it changes is not seen in the original, and it keeps what was read alive, no other copy. */
Test(conf_diff, copies_are_independent_and_keep_the_original)
{
	struct conf_fixture *f = conf_fixture_new();
	size_t before = conf_live_count();
	struct said s = { .n = 0 };
	struct conf_class *classes;
	const struct conf *read, *texts;
	struct conf *copy;

	conf_fixture_file(f, "motd.txt", "one\n");
	conf_fixture_file(f, "opermotd.txt", "hello\n");
	cr_assert_str_eq(conf_fixture_load(f, FIXTURE_ALL), "");
	read = conf_ref(f->conf);
	copy = conf_copy(read, &classes);
	classes[0].flood_burst = 7;
	copy->server.max_clients = 9;
	cr_expect_eq(conf_diff(read, copy, on_change, &s), 2);
	cr_expect_str_eq(s.text,
		"t.conf:1 server: max-clients 10000 -> 9\n"
		"t.conf:2 class \"users\": flood-burst 40 -> 7");
	conf_fixture_file(f, "motd.txt", "one\nmore\n");
	conf_fixture_file(f, "opermotd.txt", "hello\noperators\n");
	texts = conf_with_texts(copy, f->faults);
	cr_assert_not_null(texts);
	cr_expect_eq(texts->server.n_motd, 2);
	cr_expect_eq(texts->server.n_oper_motd, 2);
	s.n = 0;
	cr_expect_eq(conf_diff(copy, texts, on_change, &s), 2);
	cr_expect_str_eq(s.text,
		"t.conf:1 server: the text of motd is another, 1 lines -> 2\n"
		"t.conf:1 server: the text of oper-motd is another, 1 lines -> 2");
	cr_expect_eq(texts->server.max_clients, 9);
	cr_expect_eq(copy->server.n_motd, 1);
	conf_unref(copy);
	cr_expect_eq(conf_as_read(texts), read);
	cr_expect_eq(conf_live_count(), before + 2, "no chain of copies");
	copy = conf_copy(texts, &classes);
	conf_unref(texts);
	texts = conf_with_texts(copy, f->faults);
	cr_assert_not_null(texts, "nothing of a copy that is gone");
	cr_expect_str_eq(strrchr(copy->server.motd_path, '/'), "/motd.txt");
	cr_expect(view_eq(texts->server.motd[1], VIEW("more")));
	conf_unref(copy);
	conf_fixture_file(f, "motd.txt", "\x01\n");
	cr_expect_null(conf_with_texts(texts, f->faults));
	conf_unref(texts);
	conf_unref(read);
	conf_fixture_free(f);
	cr_expect_eq(conf_live_count(), before);
}

/* A type of key without a row in conf_show.c would end the process. */
Test(conf_diff, every_key_of_every_section_can_be_shown_and_compared)
{
	for (size_t i = 0; i < CONF_SECTION_N; i++) {
		const struct conf_section *def = &conf_sections[i];
		void *nothing = mem_zalloc(def->size);
		char text[CONF_SHOW_TEXT];

		for (size_t k = 0; k < def->n_bind; k++) {
			const char *shown = conf_show_value(&def->bind[k], nothing, 0, text);

			cr_expect(shown == NULL || shown == text);
			cr_expect(conf_show_same(&def->bind[k], nothing, nothing), "%s %s", def->name,
				def->bind[k].key);
		}
		mem_free(nothing);
	}
}

/* In the jail no symbolic link can be asked for, and a file that is missing looks as if it were there: both must be the same to a rehash. */
Test(conf_diff, a_default_text_that_is_missing_has_its_path)
{
	struct conf_fixture *f = conf_fixture_new();

	cr_assert_str_eq(conf_fixture_load(f, FIXTURE_ALL), "");
	cr_expect_str_eq(strrchr(f->conf->server.motd_path, '/'), "/motd.txt");
	cr_expect_str_eq(strrchr(f->conf->server.rules_path, '/'), "/rules.txt");
	cr_expect_eq(f->conf->server.n_motd, 0);
	conf_fixture_free(f);
}
