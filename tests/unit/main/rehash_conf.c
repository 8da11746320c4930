/* Limits are wide where a narrow one would hold the test itself up: what they do is for the scenarios. */
#include "tests/unit/main/rehash_conf.h"

#include <criterion/criterion.h>

static const char *const class_names[] = { "a", "b", "c" };

uint32_t
draw_below(struct draw *d, uint32_t n)
{
	d->state ^= d->state << 13;
	d->state ^= d->state >> 7;
	d->state ^= d->state << 17;
	return n != 0 ? (uint32_t)(d->state >> 32) % n : 0;
}

static bool
maybe(struct draw *d)
{
	return draw_below(d, 2) == 0;
}

static void
put(struct buf *out, const char *text)
{
	cr_assert_eq(buf_put(out, view_z(text)), 0);
}

static void
draw_server(struct draw *d, struct buf *out)
{
	put(out, "server { name = \"irc.test\" log-level = error connect-burst = 0\n");
	cr_assert_eq(buf_putf(out, "description = \"number %u\" network = \"N%u\" max-clients = %u\n",
			     draw_below(d, 3), draw_below(d, 2), 100 + draw_below(d, 3)),
		0);
	cr_assert_eq(buf_putf(out, "whowas-entries = %u utf8-only = %s founder-rank = \"%s\"\n",
			     draw_below(d, 20), maybe(d) ? "yes" : "no", maybe(d) ? "o" : "qo"),
		0);
	if (maybe(d))
		put(out, "icon = \"https://example.org/a.png\"\n");
	if (maybe(d))
		put(out, "client-tag-deny = \"*,-typing\"\n");
	if (maybe(d))
		put(out, "cloak-key = \"0123456789abcdef0123456789abcdef\" default-user-modes = \"ix\"\n");
	put(out,
		"}\njail { mode = off require = none state = \"state\" }\nreject { after = 0 }\n"
		"control { socket = \"\" }\ntls { certificate = \"cert.pem\" key = \"key.pem\"");
	if (maybe(d))
		put(out, " sts-port = 6697 sts-duration = 5m");
	cr_assert_eq(
		buf_putf(out,
			" }\naccounts { sasl = %s registration = %s }\nchannels { max-registered = %u }\n",
			maybe(d) ? "yes" : "no", maybe(d) ? "open" : "closed", draw_below(d, 3)),
		0);
	if (maybe(d))
		put(out, "admin { name = \"Somebody\" }\n");
}

static void
draw_class(struct draw *d, const char *name, struct buf *out)
{
	cr_assert_eq(
		buf_putf(out,
			"class \"%s\" { ping = %us sendq = %uK recvq = %uK max-channels = %u flood-burst = "
			"%u "
			"flood-rate = %u max-per-block = %u block-ipv4 = %u joins = \"0\" aways = \"%u:1m\" "
			"}\n",
			name, 10 + 10 * draw_below(d, 12), 256 + 64 * draw_below(d, 3), 8 + draw_below(d, 8),
			2 + draw_below(d, 4), 100000 + draw_below(d, 5), 100000 + draw_below(d, 5),
			draw_below(d, 2) * 900, 8 + 8 * draw_below(d, 3), 1 + draw_below(d, 9)),
		0);
}

static void
put_rule(struct draw *d, size_t n_classes, const char *who, const char *more, struct buf *out)
{
	cr_assert_eq(buf_putf(out, "allow \"%s\" { class = \"%s\" %s }\n", who,
			     class_names[draw_below(d, (uint32_t)n_classes)], more),
		0);
}

static void
draw_rules(struct draw *d, size_t n_classes, struct buf *out)
{
	static const struct {
		const char *who, *more;
	} rules[] = {
		{ "*@10.0.0.0/8", "" },
		{ "*@127.0.0.0/8", "" },
		{ "*@unix", "" },
		{ "u1@*", "tls = required" },
		{ "u2@*", "certificate = required otherwise = next" },
		{ "*@2001:db8::/32", "tls = required otherwise = next" },
		{ "u3@*", "account = required otherwise = next" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rules); i++)
		if (maybe(d))
			put_rule(d, n_classes, rules[i].who, rules[i].more, out);
	if (maybe(d))
		cr_assert_eq(
			buf_putf(out, "allow \"*@*\" { class = \"a\" listener = \"%s:6600\" }\n", d->host),
			0);
	if (draw_below(d, 4) != 0)
		put_rule(d, n_classes, "u?@*", "", out);
	put_rule(d, n_classes, "*@192.0.2.1", "", out);
}

static void
draw_opers(struct draw *d, struct buf *out)
{
	static const char *const privs[] = { "kill", "die, rehash", "stats, kill", "rehash" };

	cr_assert_eq(buf_putf(out, "role \"r\" { privileges = { %s } }\nrole \"s\" { privileges = { %s } }\n",
			     privs[draw_below(d, 4)], privs[draw_below(d, 4)]),
		0);
	for (size_t i = 0; i < 2; i++) {
		if (draw_below(d, 4) == 0)
			continue;
		cr_assert_eq(buf_putf(out,
				     "oper \"%s\" { role = \"%s\" fingerprint = \"%s\" from = { \"%s\" } }\n",
				     i == 0 ? "root" : "half", maybe(d) ? "r" : "s",
				     draw_below(d, 4) != 0
					     ? "abababababababababababababababababababababababababababab"
					       "abababab"
					     : "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd"
					       "cdcdcdcd",
				     draw_below(d, 4) != 0 ? "*@*" : "*@10.0.0.0/8"),
			0);
	}
}

/* The first is always there, and the rule about it may be; the others come and go. */
static void
draw_listeners(struct draw *d, size_t n_classes, struct buf *out)
{
	for (unsigned i = 0; i < 4; i++) {
		if (i != 0 && draw_below(d, 10) == 0)
			continue;
		cr_assert_eq(buf_putf(out, "listen \"%s:660%u\" { tls = %s websocket = %s proxy = %s",
				     d->host, i, i == 0 || maybe(d) ? "yes" : "no", maybe(d) ? "yes" : "no",
				     maybe(d) ? "yes" : "no"),
			0);
		if (maybe(d))
			cr_assert_eq(buf_putf(out, " class = \"%s\"",
					     class_names[draw_below(d, (uint32_t)n_classes)]),
				0);
		put(out, " }\n");
	}
}

void
rehash_conf_draw(struct draw *d, struct buf *out)
{
	size_t n_classes = 1 + draw_below(d, (uint32_t)ARRAY_LEN(class_names));

	buf_clear(out);
	draw_server(d, out);
	for (size_t i = 0; i < n_classes && i < ARRAY_LEN(class_names); i++)
		draw_class(d, class_names[i], out);
	draw_rules(d, n_classes, out);
	draw_opers(d, out);
	draw_listeners(d, n_classes, out);
}

void
rehash_conf_draw_faulty(struct draw *d, struct buf *out)
{
	static const char *const faults[] = {
		"nonsense {\n",
		"class \"x\" { ping = 1s }\n",
		"class \"a\" { }\n",
		"class \"x\" { nothing = 1 }\n",
		"allow \"*@10.1.0.0/16\" { class = \"nobody\" }\n",
		"oper \"x\" { role = \"nobody\" }\n",
		"tls { certificate = \"broken.pem\" key = \"key.pem\" }\n",
		"tls { certificate = \"looks-right.pem\" key = \"key.pem\" }\n",
		"include \"nowhere.conf\"\n",
		"listen \"nowhere\" { }\n",
		"server { }\n",
		"\x01\n",
	};

	rehash_conf_draw(d, out);
	put(out, faults[draw_below(d, (uint32_t)ARRAY_LEN(faults))]);
}
