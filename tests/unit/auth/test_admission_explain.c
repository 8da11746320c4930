#include "auth/admission_explain.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "core/buf.h"
#include "tests/unit/auth/auth_rig.h"

#define FP "abababababababababababababababababababababababababababababababab"

static const char rules[] =
	"class \"users\" { max-per-block = 7 }\nclass \"few\" { }\n"
	"listen \"*:6697\" { }\nlisten \"unix:/s\" { }\nlisten \"[::1]:6667\" { class = few }\n"
	"allow \"*@10.0.0.0/8\" { class = users account = required otherwise = next }\n"
	"allow \"b*@*\" { class = users }\n"
	"allow \"*@*\" { class = few listener = \"*:6697\" }\n"
	"allow \"guest@*\" { class = few quiz = yes }\nquiz \"How many?\" { answers = two }\n";

static void
put_line(void *to, const char *line)
{
	cr_assert_eq(buf_putf(to, "%s\n", line), 0);
}

/* Whether it is admitted; what was said is in *said. */
static bool
explain(const char *subject, struct buf *said)
{
	const struct conf *conf = rig_conf_of(rules);
	struct admission_subject s;
	struct err e;
	bool in;

	cr_assert_eq(admission_subject_parse(conf, view_z(subject), &s, &e), 0, "%s: %s", subject, e.text);
	buf_init(said, 65536);
	in = admission_explain(conf, &s.facts, put_line, said);
	cr_assert_eq(buf_put(said, VIEW("\0")), 0);
	conf_unref(conf);
	return in;
}

Test(admission_explain, tells_each_rule_the_decision_and_the_limits)
{
	struct buf said;

	cr_expect(explain("bob@10.0.0.1", &said));
	cr_expect_str_eq(buf_view(&said).p,
		"client: bob@10.0.0.1, listener not named, TLS no, certificate none, account none, ident not "
		"asked, "
		"password none\n"
		"/tmp/test.conf:8: allow \"*@10.0.0.0/8\": not met, and passes on: Log in to an account "
		"first (SASL)\n"
		"/tmp/test.conf:9: allow \"b*@*\": admits\n"
		"admitted: class users\n"
		"limits of class users:\n"
		"  clients: at most 10000\n"
		"  from one address (IPv6: /64): at most 100\n"
		"  from one block: at most 7\n"
		"  a block is an IPv4 /24, an IPv6 /48\n"
		"  channels: at most 50\n"
		"  sendq 1M, recvq 8K, ping 2m\n"
		"  flood: 40 at once, 2 each second\n");
	buf_release(&said);
}

Test(admission_explain, tells_of_the_question_that_guests_are_asked)
{
	struct buf said;

	cr_expect(explain("guest@192.0.2.1", &said));
	cr_expect_not_null(strstr(buf_view(&said).p, "\nasked a question first"));
	buf_release(&said);
	cr_expect(explain("guest@192.0.2.1 ann", &said));
	cr_expect_null(strstr(buf_view(&said).p, "question"));
	buf_release(&said);
}

Test(admission_explain, tells_why_not)
{
	struct buf said;

	cr_expect_not(explain("ann@10.0.0.1", &said));
	cr_expect(strstr(buf_view(&said).p,
			  ":9: allow \"b*@*\": passed over: it is about other user names\n") != NULL);
	cr_expect(strstr(buf_view(&said).p,
			  ":10: allow \"*@*\": passed over: it is about other listeners\n") != NULL);
	cr_expect(strstr(buf_view(&said).p, "\nrefused: Log in to an account first (SASL)\n") != NULL);
	buf_release(&said);
	cr_expect_not(explain("ann@11.0.0.1", &said));
	cr_expect(strstr(buf_view(&said).p,
			  ":8: allow \"*@10.0.0.0/8\": passed over: it is about other addresses\n") != NULL);
	cr_expect(strstr(buf_view(&said).p, "\nrefused: No rule allows you\n") != NULL);
	buf_release(&said);
}

Test(admission_explain, a_class_that_is_the_listeners_is_called_so)
{
	struct buf said;

	cr_expect(explain("bob@[::1]:6667", &said));
	cr_expect(strstr(buf_view(&said).p, "\nadmitted: class few, the listener's\n") != NULL);
	cr_expect(strstr(buf_view(&said).p, "  from one block: no limit\n") != NULL);
	buf_release(&said);
}

/* USER puts a '~' before it, and so has room for a byte less. */
Test(admission_explain, cuts_a_long_user_name_as_user_does_or_as_ident_does)
{
	const struct conf *conf = rig_conf_of(rules);
	struct admission_subject s;
	struct err e;

	cr_assert_eq(admission_subject_parse(conf, VIEW("abcdefghijkl@192.0.2.1 ident=none"), &s, &e), 0);
	cr_expect(view_eq(s.facts.user, VIEW("abcdefghi")));
	cr_assert_eq(admission_subject_parse(conf, VIEW("abcdefghijkl@192.0.2.1 ident=ok"), &s, &e), 0);
	cr_expect(view_eq(s.facts.user, VIEW("abcdefghij")));
	conf_unref(conf);
}

Test(admission_explain, takes_words_in_any_order)
{
	static const char *const texts[] = {
		"tls account=ann certificate=" FP " ~bob@[2001:db8::1]:6697 password ident=ok",
		" bob@2001:db8::1  ann listener=*:6697 tls ident=ok password=right certificate=" FP " ",
	};
	const struct conf *conf = rig_conf_of(rules);
	struct admission_subject s;
	struct err e;

	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		cr_assert_eq(admission_subject_parse(conf, view_z(texts[i]), &s, &e), 0, "%s", e.text);
		cr_expect(view_eq(s.facts.user, VIEW("bob")));
		cr_expect_eq(s.facts.family, AF_INET6);
		cr_expect_eq(s.facts.ip[15], 1);
		cr_expect(s.facts.is_tls);
		cr_expect_str_eq(s.facts.account, "ann");
		cr_expect_str_eq(s.facts.fingerprint, FP);
		cr_expect_str_eq(s.facts.listener, "*:6697");
		cr_expect_eq(s.facts.ident, ADMISSION_IDENT_OK);
		cr_expect_eq(s.facts.pass, ADMISSION_PASS_RIGHT);
	}
	cr_assert_eq(admission_subject_parse(conf, VIEW("abcdefghijkl@unix"), &s, &e), 0);
	cr_expect(view_eq(s.facts.user, VIEW("abcdefghi")), "cut as that of a client is");
	conf_unref(conf);
}

Test(admission_explain, tells_what_is_wrong_with_its_words)
{
	static const struct {
		const char *text, *wrong;
	} cases[] = {
		{ "", "there is no user@address" },
		{ "tls ann", "there is no user@address" },
		{ "a@unix b@unix", "there are two user@address" },
		{ "@unix", "before '@' stands no user name" },
		{ "!!@unix", "before '@' stands no user name" },
		{ "a@", "behind '@' stands no address; allowed: unix, an IPv4 or IPv6 address" },
		{ "a@host.example", "behind '@' stands no address; allowed: unix, an IPv4 or IPv6 address" },
		{ "a@[1.2.3.4", "behind '@' stands no address; allowed: unix, an IPv4 or IPv6 address" },
		{ "a@1.2.3.4:", "behind the address stands no port" },
		{ "a@[::1]6697", "behind the address stands no port" },
		{ "a@1.2.3.4:x", "behind the address stands no port" },
		{ "a@1.2.3.4:7000", "no section listen has the port 7000 for such an address" },
		{ "a@[::2]:0", "no section listen has the port 0 for such an address" },
		{ "a@unix listener=x", "there is no section listen \"x\"" },
		{ "a@unix ann ben", "there are two accounts, ann and ben" },
		{ "a@unix account=a,b", "\"a,b\" is no name of an account" },
		{ "a@unix ident=maybe", "\"ident=maybe\" is none of the words that are allowed" },
		{ "a@unix certificate=ab", "certificate needs a SHA-256 fingerprint, 64 hexadecimal digits" },
	};
	const struct conf *conf = rig_conf_of(rules);
	struct admission_subject s;
	struct err e;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		cr_expect_eq(admission_subject_parse(conf, view_z(cases[i].text), &s, &e), -1, "%s",
			cases[i].text);
		cr_expect_str_eq(e.text, cases[i].wrong, "%s: %s", cases[i].text, e.text);
	}
	conf_unref(conf);
}
