/* Every key of the table: its limits are taken, one above and one below are not, with the exact fault. */
#include "conf/conf_take.h"

#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

#include "conf_fixture.h"

struct value_case {
	const char *key, *value, *want; /* want: behind "t.conf:5: <section> <key>: ", NULL when it is good */
};

/* Each case alone in a section that is on line 5 of a file with nothing else wrong. */
static void
check(const char *section, const char *others, const struct value_case *cases, size_t n)
{
	struct conf_fixture *f = conf_fixture_new();
	char text[4096], want[2048];

	conf_fixture_tls(f);
	for (size_t i = 0; i < n; i++) {
		const struct value_case *c = &cases[i];

		(void)snprintf(text, sizeof(text), "%s" FIXTURE_REST "%s { %s = %s %s }\n",
			strcmp(section, "server") == 0 ? "\n" : FIXTURE_SERVER, section, c->key, c->value,
			others);
		want[0] = '\0';
		if (c->want != NULL)
			(void)snprintf(want, sizeof(want), "t.conf:5: %.*s %s: %s",
				(int)strcspn(section, " "), section, c->key, c->want);
		cr_expect_str_eq(conf_fixture_load(f, text), want, "%s = %s:\n got %s\nwant %s", c->key,
			c->value, f->said, want);
	}
	conf_fixture_free(f);
}

#define X50  "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
#define X200 X50 X50 X50 X50

Test(conf_take, server_name)
{
#define NAME_RANGE "; allowed: 3 to 63 bytes; letters, digits, '-', '_' and '.', with a dot"
	static const struct value_case cases[] = {
		{ "name", "a.b", NULL },
		{ "name", "\"" X50 ".xxxxxxxxxx.x\"", NULL },
		{ "name", "\"" X50 ".xxxxxxxxxx.xx\"",
			"\"" X50 ".xxxxxxxxx\" has the wrong length" NAME_RANGE },
		{ "name", "ab", "\"ab\" has the wrong length" NAME_RANGE },
		{ "name", "\"\"", "\"\" is empty" NAME_RANGE },
		{ "name", "nodot", "\"nodot\" is not allowed" NAME_RANGE },
		{ "name", "\"a b.c\"", "\"a b.c\" is not allowed" NAME_RANGE },
	};

	check("server", "", cases, ARRAY_LEN(cases));
}

Test(conf_take, server)
{
	static const struct value_case cases[] = {
		{ "sid", "0AA", NULL },
		{ "sid", "999", NULL },
		{ "sid", "AAA", "\"AAA\" is not allowed; allowed: a digit and two of A-Z and 0-9" },
		{ "sid", "0aa", "\"0aa\" is not allowed; allowed: a digit and two of A-Z and 0-9" },
		{ "sid", "0A", "\"0A\" has the wrong length; allowed: a digit and two of A-Z and 0-9" },
		{ "sid", "0AAA", "\"0AAA\" has the wrong length; allowed: a digit and two of A-Z and 0-9" },
		{ "description", "\"" X50 X50 X50 "\"", NULL },
		{ "description", "\"" X50 X50 X50 "y\"",
			"\"" X50 "xxxxxxxxxx\" has the wrong length; allowed: 1 to 150 bytes" },
		{ "description", "\"\"", "\"\" is empty; allowed: 1 to 150 bytes" },
		{ "network", "\"a b\"", "\"a b\" is not allowed; allowed: 1 to 63 bytes; no blank" },
		{ "network", "\"" X50 "xxxxxxxxxxxxx\"", NULL },
		{ "network", "\"" X50 "xxxxxxxxxxxxxx\"",
			"\"" X50 "xxxxxxxxxx\" has the wrong length; allowed: 1 to 63 bytes; no blank" },
		{ "casemapping", "ascii", NULL },
		{ "casemapping", "ASCII", "\"ASCII\" is not one of these; allowed: rfc1459 or ascii" },
		{ "max-clients", "1", NULL },
		{ "max-clients", "1000000", NULL },
		{ "max-clients", "0", "\"0\" is out of range; allowed: 1 to 1000000" },
		{ "max-clients", "1000001", "\"1000001\" is out of range; allowed: 1 to 1000000" },
		{ "max-clients", "4294967297",
			"\"4294967297\" is not a number in range; allowed: 1 to 1000000" },
		{ "max-clients", "-1", "\"-1\" is not a number in range; allowed: 1 to 1000000" },
		{ "max-clients", "1K", "\"1K\" is not a number in range; allowed: 1 to 1000000" },
		{ "nick-length", "9", NULL },
		{ "nick-length", "50", NULL },
		{ "nick-length", "8", "\"8\" is out of range; allowed: 9 to 50" },
		{ "nick-length", "51", "\"51\" is out of range; allowed: 9 to 50" },
		{ "log-level", "debug", NULL },
		{ "log-level", "loud", "\"loud\" is not one of these; allowed: error, warn, info or debug" },
		{ "registration-timeout", "5s", NULL },
		{ "registration-timeout", "5m", NULL },
		{ "registration-timeout", "4s", "\"4s\" is out of range; allowed: 5s to 5m" },
		{ "registration-timeout", "5m1s", "\"5m1s\" is out of range; allowed: 5s to 5m" },
		{ "registration-timeout", "30",
			"\"30\" is not a time (such as 30s, 5m, 1h30m); allowed: 5s to 5m" },
		{ "default-user-modes", "\"\"", NULL },
		{ "default-user-modes", "\"+iw\"", NULL },
		{ "default-user-modes", "wi", NULL },
		{ "default-user-modes", "o",
			"\"o\" is not a set of modes; allowed: any of the letters iwx, each once" },
		{ "default-user-modes", "ii",
			"\"ii\" is not a set of modes; allowed: any of the letters iwx, each once" },
		{ "default-user-modes", "\"++i\"",
			"\"++i\" is not a set of modes; allowed: any of the letters iwx, each once" },
		{ "default-channel-modes", "CMNRTcgimnpstuz", NULL },
		{ "default-channel-modes", "ntk",
			"\"ntk\" is not a set of modes; allowed: any of the letters CMNRTcgimnpstuz, each "
			"once" },
		{ "whowas-entries", "0", NULL },
		{ "whowas-entries", "100000", NULL },
		{ "whowas-entries", "100001", "\"100001\" is out of range; allowed: 0 to 100000" },
	};

	check("server", "name = irc.example", cases, ARRAY_LEN(cases));
}

Test(conf_take, cloaks)
{
	static const struct value_case cases[] = {
		{ "cloak-key", "\"0123456789abcdef0123456789abcdef\"", NULL },
		{ "cloak-key", "\"0123456789abcdef0123456789abcde\"",
			"\"(secret)\" has the wrong length; allowed: 32 to 200 bytes" },
		{ "cloak-key", "\"" X50 X50 X50 X50 "\"", NULL },
		{ "cloak-key", "\"" X50 X50 X50 X50 "x\"",
			"\"(secret)\" has the wrong length; allowed: 32 to 200 bytes" },
		{ "cloak-old-keys", "{ \"0123456789abcdef0123456789abcdef\", \"" X50 X50 X50 X50 "\" }",
			NULL },
		{ "cloak-old-keys", "{ \"0123456789abcdef0123456789abcde\" }",
			"\"(secret)\" has the wrong length; allowed: at most 4 texts of 32 to 200 bytes" },
		{ "cloak-old-keys", "{ \"" X50 X50 X50 X50 "x\" }",
			"\"(secret)\" has the wrong length; allowed: at most 4 texts of 32 to 200 bytes" },
		{ "cloak-old-keys", "{ \"" X50 "\", \"" X50 "\", \"" X50 "\", \"" X50 "\" }", NULL },
		{ "cloak-suffix", "\"users.example.org\"", NULL },
		{ "cloak-suffix", "\"abcdefghijklmnopqrstuvwxyz012345\"", NULL },
		{ "cloak-suffix", "\"abcdefghijklmnopqrstuvwxyz0123456\"",
			"\"abcdefghijklmnopqrstuvwxyz0123456\" has the wrong length; allowed: 1 to 32 bytes; "
			"letters, digits, '-' and '.', none of these two at an end" },
		{ "cloak-suffix", "\".ip\"",
			"\".ip\" is not allowed; allowed: 1 to 32 bytes; letters, digits, '-' and '.', none "
			"of these "
			"two at an end" },
	};

	check("server", "name = irc.example", cases, ARRAY_LEN(cases));
}

Test(conf_take, dns)
{
#define SERVERS_RANGE                                                                                      \
	" is no address of a server; allowed: at most 4 addresses such as 192.0.2.53, 192.0.2.53:5353 or " \
	"[2001:db8::53]:53"
	static const struct value_case cases[] = {
		{ "servers", "{ \"192.0.2.1\", \"192.0.2.2:5353\", \"2001:db8::1\", \"[2001:db8::2]:5353\" }",
			NULL },
		{ "servers", "{ \"[2001:db8::2]\" }", NULL },
		{ "servers", "{ }", NULL },
		{ "servers", "{ \"ns.example.org\" }", "\"ns.example.org\"" SERVERS_RANGE },
		{ "servers", "{ \"192.0.2.1:\" }", "\"192.0.2.1:\"" SERVERS_RANGE },
		{ "servers", "{ \"192.0.2.1:0\" }", "\"192.0.2.1:0\"" SERVERS_RANGE },
		{ "servers", "{ \"192.0.2.1:65536\" }", "\"192.0.2.1:65536\"" SERVERS_RANGE },
		{ "servers", "{ \"[192.0.2.1]:53\" }", "\"[192.0.2.1]:53\"" SERVERS_RANGE },
		{ "servers", "{ \"[2001:db8::2]53\" }", "\"[2001:db8::2]53\"" SERVERS_RANGE },
		{ "servers", "{ \"[2001:db8::2]:\" }", "\"[2001:db8::2]:\"" SERVERS_RANGE },
		{ "servers", "{ \"[2001:db8::2\" }", "\"[2001:db8::2\"" SERVERS_RANGE },
		{ "servers", "{ \"\" }", "\"\"" SERVERS_RANGE },
		{ "timeout", "1s", NULL },
		{ "timeout", "31s", "\"31s\" is out of range; allowed: 1s to 30s" },
		{ "cache", "15", "\"15\" is out of range; allowed: 16 to 65536" },
	};
	struct conf_fixture *f = conf_fixture_new();

	check("dns", "", cases, ARRAY_LEN(cases));
	cr_expect_str_eq(
		conf_fixture_load(f,
			FIXTURE_ALL "dns { servers = { \"192.0.2.1\", \"192.0.2.2:5353\", \"2001:db8::1\", "
				    "\"[2001:db8::2]:5353\" } }"),
		"");
	cr_assert_eq(f->conf->dns.n_servers, 4);
	cr_expect_str_eq(f->conf->dns.servers[0], "192.0.2.1:53");
	cr_expect_str_eq(f->conf->dns.servers[1], "192.0.2.2:5353");
	cr_expect_str_eq(f->conf->dns.servers[2], "[2001:db8::1]:53");
	cr_expect_str_eq(f->conf->dns.servers[3], "[2001:db8::2]:5353");
	conf_fixture_free(f);
}

Test(conf_take, server_founder_and_protected_names)
{
	static const struct value_case cases[] = {
		{ "founder-rank", "o", NULL },
		{ "founder-rank", "qo", NULL },
		{ "founder-rank", "q", "\"q\" is not one of these; allowed: o or qo" },
		{ "protected-names", "{ ceo, \"a|b\" }", NULL },
		{ "protected-names", "{ }", NULL },
		{ "protected-names", "{ ceo, \"1x\" }", "\"1x\" is no nick; allowed: at most 100 nicknames" },
		{ "protected-names", "{ \"__\" }", "\"__\" is no nick; allowed: at most 100 nicknames" },
	};

	check("server", "name = irc.example", cases, ARRAY_LEN(cases));
}

Test(conf_take, admin_and_jail)
{
	static const struct value_case admin[] = {
		{ "name", "\"" X200 "\"", NULL },
		{ "name", "\"" X200 "y\"",
			"\"" X50 "xxxxxxxxxx\" has the wrong length; allowed: 1 to 200 bytes" },
		{ "email", "\"\"", "\"\" is empty; allowed: 1 to 200 bytes" },
		{ "location", "\"\"", "\"\" is empty; allowed: 1 to 200 bytes" },
	};
#define USER_RANGE  "; allowed: 1 to 32 bytes; a name of letters, digits, '-', '_'"
#define STATE_RANGE "; allowed: a directory, without . and .. in its path"
	static const struct value_case jail[] = {
		{ "user", "conclave-1_x", NULL },
		{ "user", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", NULL },
		{ "user", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
			"\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\" has the wrong length" USER_RANGE },
		{ "user", "-x", "\"-x\" is not allowed" USER_RANGE },
		{ "user", "\"a b\"", "\"a b\" is not allowed" USER_RANGE },
		{ "state", "/srv/state", NULL },
		{ "state", "state/", NULL },
		{ "state", "\"\"", "\"\" is not allowed" STATE_RANGE },
		{ "state", "/", "\"/\" is not allowed" STATE_RANGE },
		{ "state", "../state", "\"../state\" is not allowed" STATE_RANGE },
		{ "state", "/srv/./x", "\"/srv/./x\" is not allowed" STATE_RANGE },
		{ "mode", "errno", NULL },
		{ "mode", "on", "\"on\" is not one of these; allowed: enforce, errno, log or off" },
		{ "require", "none", NULL },
		{ "require", "all",
			"\"all\" is not one of these; allowed: namespace, chroot, landlock, seccomp or "
			"none" },
	};

	check("admin", "", admin, ARRAY_LEN(admin));
	check("jail", "", jail, ARRAY_LEN(jail));
}

Test(conf_take, tls)
{
#define FILE_RANGE "; allowed: a file in the configuration's directory or below: the jail shows no other"
	static const struct value_case cases[] = {
		{ "server-names", "{ a.example, \"*.B.example\", localhost }", NULL },
		{ "server-names", "{ \"a b\" }", "\"a b\" is no host name; allowed: at most 32 host names" },
		{ "server-names", "{ \"a.*\" }", "\"a.*\" is no host name; allowed: at most 32 host names" },
		{ "server-names", "{ \"*.\" }", "\"*.\" is no host name; allowed: at most 32 host names" },
		{ "server-names", "\"\"", "\"\" is no host name; allowed: at most 32 host names" },
		{ "client-certificates", "none", NULL },
		{ "client-certificates", "yes", "\"yes\" is not one of these; allowed: ask or none" },
		{ "min-version", "1.3", NULL },
		{ "min-version", "1.1", "\"1.1\" is not one of these; allowed: 1.2 or 1.3" },
		{ "ciphers", "\"\"", "\"\" is empty; allowed: 1 to 1000 bytes" },
		{ "handshake-timeout", "1s", NULL },
		{ "handshake-timeout", "0s", "\"0s\" is out of range; allowed: 1s to 5m" },
		{ "handshake-timeout", "301s", "\"301s\" is out of range; allowed: 1s to 5m" },
		{ "handshakes-per-turn", "1000", NULL },
		{ "handshakes-per-turn", "0", "\"0\" is out of range; allowed: 1 to 1000" },
		{ "handshakes-per-turn", "1001", "\"1001\" is out of range; allowed: 1 to 1000" },
	};
	static const struct value_case files[] = {
		{ "certificate", "tls.crt", NULL },
		{ "certificate", "none.crt",
			"\"none.crt\" cannot be reached: No such file or directory" FILE_RANGE },
		{ "certificate", "\"/etc/passwd\"", "\"/etc/passwd\" lies outside of " FILE_RANGE },
		{ "certificate", "\"../t.conf\"",
			"\"../t.conf\" cannot be reached: No such file or directory" FILE_RANGE },
		{ "certificate", "\"/\"", "\"/\" names a directory, not a file" FILE_RANGE },
	};

	check("tls", "certificate = tls.crt key = tls.key", cases, ARRAY_LEN(cases));
	check("tls", "key = tls.key", files, ARRAY_LEN(files));
}

Test(conf_take, origins_of_a_listener)
{
#define ORIGINS " is no origin; allowed: at most 32 origins such as https://chat.example.org"
	static const struct value_case cases[] = {
		{ "origins",
			"{ \"https://chat.example.org\", \"HTTP://localhost:8080\", \"http://[::1]:80\" }",
			"\"HTTP://localhost:8080\"" ORIGINS },
		{ "origins", "{ \"https://Chat.example.org\", \"http://[::1]:80\" }", NULL },
		{ "origins", "{ \"https://\" }", "\"https://\"" ORIGINS },
		{ "origins", "{ \"chat.example.org\" }", "\"chat.example.org\"" ORIGINS },
		{ "origins", "{ \"https://a.example/\" }", "\"https://a.example/\"" ORIGINS },
		{ "origins", "{ \"https://a b\" }", "\"https://a b\"" ORIGINS },
	};

	check("listen \"192.0.2.7:1\"", "websocket = yes", cases, ARRAY_LEN(cases));
}

Test(conf_take, class_of_clients)
{
	static const struct value_case cases[] = {
		{ "ping", "10s", NULL },
		{ "ping", "1h", NULL },
		{ "ping", "9s", "\"9s\" is out of range; allowed: 10s to 1h" },
		{ "ping", "1h1s", "\"1h1s\" is out of range; allowed: 10s to 1h" },
		{ "sendq", "16K", NULL },
		{ "sendq", "1G", NULL },
		{ "sendq", "16383", "\"16383\" is out of range; allowed: 16K to 1G" },
		{ "sendq", "1073741825", "\"1073741825\" is out of range; allowed: 16K to 1G" },
		{ "sendq", "1T", "\"1T\" is not a size (such as 512, 8K, 1M); allowed: 16K to 1G" },
		{ "joins", "0", NULL },
		{ "joins", "1:1s", NULL },
		{ "joins", "1000:1d", NULL },
		{ "joins", "1001:1d",
			"\"1001:1d\" is out of range; allowed: 1 to 1000 in 1s to 1d, such as 60:1m; or 0 "
			"for no "
			"limit" },
		{ "aways", "\"5\"",
			"\"5\" is not a rate (such as 5:20s); allowed: 1 to 1000 in 1s to 1d, such as 6:1m; "
			"or 0 "
			"for no limit" },
		{ "recvq", "8K", NULL },
		{ "recvq", "1M", NULL },
		{ "recvq", "8191", "\"8191\" is out of range; allowed: 8K to 1M" },
		{ "recvq", "1025K", "\"1025K\" is out of range; allowed: 8K to 1M" },
		{ "max-clients", "0", "\"0\" is out of range; allowed: 1 to 1000000" },
		{ "max-per-address", "0", "\"0\" is out of range; allowed: 1 to 1000000" },
		{ "max-per-address", "1000000", NULL },
		{ "max-per-block", "0", NULL },
		{ "max-per-block", "1000001", "\"1000001\" is out of range; allowed: 0 to 1000000" },
		{ "block-ipv4", "1", NULL },
		{ "block-ipv4", "32", NULL },
		{ "block-ipv4", "0", "\"0\" is out of range; allowed: 1 to 32" },
		{ "block-ipv4", "33", "\"33\" is out of range; allowed: 1 to 32" },
		{ "block-ipv6", "64", NULL },
		{ "block-ipv6", "65", "\"65\" is out of range; allowed: 1 to 64" },
		{ "flood-burst", "1000001", "\"1000001\" is out of range; allowed: 1 to 1000000" },
		{ "flood-rate", "0", "\"0\" is out of range; allowed: 1 to 1000000" },
		{ "max-channels", "1000", NULL },
		{ "max-channels", "1001", "\"1001\" is out of range; allowed: 1 to 1000" },
	};

	check("class \"other\"", "", cases, ARRAY_LEN(cases));
}

Test(conf_take, role_listen_and_allow)
{
	static const struct value_case role[] = {
		{ "privileges",
			"{ kill, rehash, die, restart, set, wallops, stats, see-hidden, server-notices, "
			"mass-message, permanent, flood-exempt }",
			NULL },
		{ "privileges", "{ kill, Kill }",
			"\"Kill\" is no privilege; allowed: those of conclave-oper(7), such as kill" },
	};
	static const struct value_case inet[] = {
		{ "backlog", "1", NULL },
		{ "backlog", "4096", NULL },
		{ "backlog", "0", "\"0\" is out of range; allowed: 1 to 4096" },
		{ "backlog", "4097", "\"4097\" is out of range; allowed: 1 to 4096" },
		{ "tls", "no", NULL },
		{ "tls", "maybe", "\"maybe\" is neither; allowed: yes or no" },
		{ "class", "users", NULL },
		{ "class", "nobody", "\"nobody\" is not there; allowed: the title of a section class" },
	};
	static const struct value_case local[] = {
		{ "mode", "0777", NULL },
		{ "mode", "0778", "\"0778\" is no file mode; allowed: octal, 0000 to 0777" },
	};
	static const struct value_case allow[] = {
		{ "tls", "any", NULL },
		{ "tls", "yes", "\"yes\" is not one of these; allowed: any or required" },
		{ "password", "\"" FIXTURE_HASH "\"", NULL },
		{ "account", "required", NULL },
		{ "account", "yes", "\"yes\" is not one of these; allowed: any or required" },
		{ "accounts", "{ ann, \"b\xc3\xa9n\" }", NULL },
		{ "accounts", "\"a b\"",
			"\"a b\" is no name of an account; allowed: 1 to 256 names of accounts" },
		{ "ident", "try", NULL },
		{ "ident", "require", NULL },
		{ "ident", "on", "\"on\" is not one of these; allowed: off, try or require" },
		{ "otherwise", "next", NULL },
		{ "otherwise", "go", "\"go\" is not one of these; allowed: refuse or next" },
		{ "listener", "\"127.0.0.1:6667\"", NULL },
		{ "listener", "\"127.0.0.1:6668\"",
			"\"127.0.0.1:6668\" is not there; allowed: 1 to 32 titles of sections listen" },
		{ "certificate", "ask", "\"ask\" is not one of these; allowed: any or required" },
	};
	static const struct value_case reject[] = {
		{ "after", "0", NULL },
		{ "after", "1000", NULL },
		{ "after", "1001", "\"1001\" is out of range; allowed: 0 to 1000" },
		{ "within", "1s", NULL },
		{ "within", "61m", "\"61m\" is out of range; allowed: 1s to 1h" },
		{ "for", "1d", NULL },
		{ "for", "0s", "\"0s\" is out of range; allowed: 1s to 1d" },
	};

	check("reject", "", reject, ARRAY_LEN(reject));
	check("role \"r\"", "", role, ARRAY_LEN(role));
	check("listen \"[::1]:6667\"", "", inet, ARRAY_LEN(inet));
	check("listen \"unix:s\"", "", local, ARRAY_LEN(local));
	check("allow \"*@::1\"", "class = users", allow, ARRAY_LEN(allow));
}

Test(conf_take, oper)
{
	static const struct value_case good[] = {
		{ "fingerprint", "\"" FIXTURE_PRINT "\"", NULL },
		{ "fingerprint", "\"" FIXTURE_PRINT "0\"",
			"\"00112233445566778899aabbccddeeff00112233445566778899aabbccdd\" is no SHA-256 "
			"fingerprint; allowed: 64 "
			"hexadecimal digits" },
		{ "require-tls", "1", "\"1\" is neither; allowed: yes or no" },
	};
	static const struct value_case roles[] = {
		{ "role", "r", NULL },
		{ "role", "nobody", "\"nobody\" is not there; allowed: the title of a section role" },
	};
	static const struct value_case from[] = {
		{ "from", "\"*@*\"", NULL },
		{ "from", "{ \"*@192.0.2.0/24\", \"x@unix\" }", NULL },
		{ "from", "{ \"*@example.org\" }",
			"\"*@example.org\": the part behind '@' is not an address; allowed: *, unix, an IPv4 "
			"or IPv6 "
			"address, or one with /prefix" },
	};
#define WITH_TLS "} tls { certificate = tls.crt key = tls.key } role r { privileges = {}"

	check("oper \"o\"", "role = r from = \"*@*\" password = \"" FIXTURE_HASH "\"" WITH_TLS, good,
		ARRAY_LEN(good));
	check("oper \"o\"", "from = \"*@*\" password = \"" FIXTURE_HASH "\"" WITH_TLS, roles,
		ARRAY_LEN(roles));
	check("oper \"o\"", "role = r password = \"" FIXTURE_HASH "\"" WITH_TLS, from, ARRAY_LEN(from));
}

Test(conf_take, a_password_in_the_clear_is_refused_and_not_shown)
{
	struct conf_fixture *f = conf_fixture_new();

	(void)conf_fixture_load(f,
		FIXTURE_SERVER FIXTURE_CLASS FIXTURE_LISTEN
		"allow \"*@*\" {\n class = users\n password = \"hunter2\" }\n");
	cr_expect_str_eq(f->said,
		"t.conf:6: allow password is not an argon2id hash; make one with: conclaved --mkpasswd");
	conf_fixture_free(f);
}

Test(conf_take, a_list_that_is_too_long_or_empty)
{
	struct conf_fixture *f = conf_fixture_new();
	char text[4096] = FIXTURE_ALL
		"role r { privileges = {} }\noper o { role = r require-tls = no password = \"" FIXTURE_HASH
		"\"\n from = {";
	size_t n = strlen(text);

	(void)snprintf(text + n, sizeof(text) - n, "} }");
	cr_expect_str_eq(conf_fixture_load(f, text), "t.conf:7: oper from has 0 values; allowed: 1 to 32");
	for (int i = 0; i < CONF_FROM_MAX; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n, "\"*@*\",");
	(void)snprintf(text + n, sizeof(text) - n, "} }");
	cr_expect_str_eq(conf_fixture_load(f, text), "");
	cr_assert_not_null(f->conf);
	cr_expect_eq(f->conf->oper[0].n_from, CONF_FROM_MAX);
	(void)snprintf(text + n, sizeof(text) - n, "\"*@*\" } }");
	cr_expect_str_eq(conf_fixture_load(f, text), "t.conf:7: oper from has 33 values; allowed: 1 to 32");
	conf_fixture_free(f);
}

Test(conf_take, audit)
{
	static const struct value_case cases[] = {
		{ "directory", "records", NULL },
		{ "directory", "\"a/b\"",
			"\"a/b\" is not allowed; allowed: 1 to 64 bytes; letters, digits, '-', '_' and '.', "
			"the "
			"latter not first" },
		{ "directory", "..",
			"\"..\" is not allowed; allowed: 1 to 64 bytes; letters, digits, '-', '_' and '.', "
			"the "
			"latter not first" },
		{ "rotate-size", "64K", NULL },
		{ "rotate-size", "256M", NULL },
		{ "rotate-size", "257M", "\"257M\" is out of range; allowed: 64K to 256M" },
		{ "keep", "2", NULL },
		{ "keep", "1", "\"1\" is out of range; allowed: 2 to 10000" },
		{ "flood-limit", "\"0\"", NULL },
		{ "omit", "{ \"login\", \"start\" }", NULL },
		{ "omit", "{ }", NULL },
		{ "omit", "{ \"Login\" }",
			"\"Login\" is no event; allowed: start, stop, rehash, oper, oper-fail, oper-end, "
			"command, "
			"control, operspy, ban, banned, refused, login, login-fail, account, channel, dcc, "
			"guard, "
			"link or module" },
	};

	check("audit", "", cases, ARRAY_LEN(cases));
}
