#include "state/isupport.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "proto/casemap.h"
#include "proto/msg.h"
#include "state/mode.h"
#include "tests/unit/state/state_rig.h"

static struct isupport made;

/* The value of a token, "" if it has none, NULL if it is not there.  Dies at the next call. */
static const char *
token(const char *name)
{
	static char value[ISUPPORT_LINE_LEN + 1];

	for (size_t i = 0; i < made.n_lines; i++) {
		struct view rest = view_z(made.line[i]), piece;

		while (view_cut(&rest, ' ', &piece)) {
			size_t eq = view_find(piece, '=');

			if (view_eq(view_left(piece, eq), view_z(name))) {
				(void)view_copy(view_skip(piece, eq + 1), value, sizeof(value));
				return value;
			}
		}
	}
	return NULL;
}

static void
make(const char *network, size_t nick_len)
{
	struct world *w = rig_world();
	struct world_conf conf = rig_conf();

	(void)view_copy(view_z(network), conf.network, sizeof(conf.network));
	conf.nick_len = nick_len;
	world_configure(w, &conf);
	isupport_make(&made, w, 25);
	world_free(w);
}

static void
expect_number(const char *name, size_t n)
{
	char want[32];

	(void)snprintf(want, sizeof(want), "%zu", n);
	cr_assert_not_null(token(name), "%s", name);
	cr_expect_str_eq(token(name), want, "%s", name);
}

Test(isupport, tokens_have_at_most_one_equals_sign)
{
	make("A=B=C", 30);
	cr_expect_str_eq(token("NETWORK"), "A\\x3DB\\x3DC");
	for (size_t i = 0; i < made.n_lines; i++) {
		struct view rest = view_z(made.line[i]), piece;

		while (view_cut(&rest, ' ', &piece)) {
			struct view value = view_skip(piece, view_find(piece, '=') + 1);

			cr_expect_eq(view_find(value, '='), value.n, "%.*s", VIEW_ARG(piece));
		}
	}
}

Test(isupport, says_the_limits_that_are_enforced)
{
	make("ExampleNet", 17);
	expect_number("AWAYLEN", AWAY_LEN);
	expect_number("CHANNELLEN", CHANNEL_LEN);
	expect_number("HOSTLEN", HOST_LEN);
	expect_number("KEYLEN", KEY_LEN);
	expect_number("KICKLEN", KICK_LEN);
	expect_number("LINELEN", 512);
	expect_number("MAXTARGETS", TARGETS_MAX);
	expect_number("MODES", MODES_MAX);
	expect_number("NAMELEN", REALNAME_LEN);
	expect_number("NICKLEN", 17);
	expect_number("QUITLEN", QUIT_LEN);
	expect_number("TOPICLEN", TOPIC_LEN);
	expect_number("USERLEN", USER_LEN);
	cr_expect_str_eq(token("CHANLIMIT"), "#:25");
	cr_expect_str_eq(token("CHANTYPES"), "#");
	cr_expect_str_eq(token("EXCEPTS"), "e");
	cr_expect_str_eq(token("INVEX"), "I");
	cr_expect_not_null(token("KNOCK"));
	cr_expect_not_null(token("USERIP"));
	cr_expect_not_null(token("MAP"));
	cr_expect_not_null(token("SAFERATE"));
	cr_expect_not_null(strstr(token("TARGMAX"), "WHOIS:4"));
	cr_expect_not_null(token("MONITOR"));
	expect_number("ACCEPT", ACCEPT_MAX);
	expect_number("SILENCE", SILENCE_MAX);
	cr_expect_str_eq(token("CALLERID"), "g");
	cr_expect_str_eq(token("BOT"), "B");
	cr_expect_str_eq(token("DEAF"), "D");
	cr_expect_str_eq(token("EXTBAN"), "$,acjmrxz");
	cr_expect_str_eq(token("ACCOUNTEXTBAN"), "a");
	cr_expect_str_eq(token("MAXLIST"), "b:100,e:100,I:100");
	cr_expect_str_eq(token("CASEMAPPING"), "rfc1459");
	cr_expect_str_eq(token("NETWORK"), "ExampleNet");
}

Test(isupport, says_the_modes_of_the_table)
{
	struct world *w = rig_world();
	char user[64], chan[64], with_param[64];

	make("x", 30);
	cr_expect_str_eq(token("CHANMODES"), "beI,k,lfj,CMNOPRSTcgimnprstuz");
	cr_expect_str_eq(token("PREFIX"), "(qaohv)~&@%+");
	cr_expect_str_eq(token("STATUSMSG"), "~&@%+");
	isupport_mode_letters(w, user, chan, with_param, sizeof(user));
	world_free(w);
	cr_expect_str_eq(user, "BCDIRSZgiopswz");
	cr_expect_str_eq(chan, "CIMNOPRSTabcefghijklmnopqrstuvz");
	cr_expect_str_eq(with_param, "Iabefhjkloqv");
}

Test(isupport, q_is_a_list_where_ranks_are_o_and_v)
{
	struct world *w = rig_world();
	char user[64], chan[64], with_param[64];

	w->conf.only_ov = true;
	isupport_make(&made, w, 25);
	cr_expect_str_eq(token("CHANMODES"), "beIq,k,lfj,CMNOPRSTcgimnprstuz");
	cr_expect_str_eq(token("MAXLIST"), "b:100,e:100,I:100,q:100");
	cr_expect_str_eq(token("PREFIX"), "(ov)@+");
	cr_expect_str_eq(token("STATUSMSG"), "@+");
	isupport_mode_letters(w, user, chan, with_param, sizeof(user));
	cr_expect_str_eq(chan, "CIMNOPRSTbcefgijklmnopqrstuvz");
	cr_expect_str_eq(with_param, "Ibefjkloqv");
	world_free(w);
}

Test(isupport, says_what_list_and_who_understand)
{
	make("x", 30);
	cr_assert_not_null(token("ELIST"));
	cr_expect_str_eq(token("ELIST"), "CMNTU");
	cr_assert_not_null(token("SAFELIST"));
	cr_expect_str_eq(token("SAFELIST"), "");
	cr_assert_not_null(token("WHOX"));
	cr_expect_str_eq(token("WHOX"), "");
}

Test(isupport, network_is_escaped_or_left_out)
{
	make("A b=c\\d\x7f\xc3\xa9", 30);
	cr_expect_str_eq(token("NETWORK"), "A\\x20b\\x3Dc\\x5Cd\\x7F\xc3\xa9");
	make("", 30);
	cr_expect_null(token("NETWORK"));
}

Test(isupport, follows_the_casemapping)
{
	struct world *w = rig_world();

	casemap_set(CASEMAP_ASCII);
	isupport_make(&made, w, 1);
	cr_expect_str_eq(token("CASEMAPPING"), "ascii");
	world_free(w);
}

/* Each line with prefix, nick and text has to be a message, also with the longest names. */
Test(isupport, lines_fit_a_message)
{
	char network[NETWORK_LEN + 1] = "", line[1024];
	struct msg m;
	size_t n;

	memset(network, ' ', NETWORK_LEN);
	make(network, NICK_LEN_MAX);
	cr_expect_eq(strlen(token("NETWORK")), 4 * NETWORK_LEN);
	cr_expect_gt(made.n_lines, 0);
	for (size_t i = 0; i < made.n_lines; i++) {
		n = (size_t)snprintf(line, sizeof(line),
			":%0*d 005 %0*d %s :are supported by this server\r\n", SERVER_NAME_LEN, 0,
			NICK_LEN_MAX, 0, made.line[i]);
		cr_expect_leq(n, MSG_BODY_MAX, "line %zu: %zu bytes", i, n);
		cr_expect_leq(strlen(made.line[i]), ISUPPORT_LINE_LEN);
		cr_expect_eq(msg_parse(view_of(line, n - 2), &m), MSG_OK);
		cr_assert_gt(m.n_params, 1);
		cr_expect(view_eq(m.param[m.n_params - 1], VIEW("are supported by this server")),
			"line %zu has more than %d parameters", i, MSG_PARAMS_MAX);
	}
}

Test(isupport, x_is_a_mode_only_with_a_key)
{
	struct world *w = rig_world();
	char user[64], chan[64], with_param[64];

	cloak_init(&w->conf.cloak, VIEW("secret"), VIEW("net"), VIEW("ip"));
	isupport_mode_letters(w, user, chan, with_param, sizeof(user));
	cr_expect_not_null(strchr(user, 'x'));
	world_free(w);
}

static const char *
diff(const char *was, const char *is)
{
	static struct isupport out;
	struct isupport a = { .n_lines = 1 }, b = { .n_lines = 1 };

	(void)view_copy(view_z(was), a.line[0], sizeof(a.line[0]));
	(void)view_copy(view_z(is), b.line[0], sizeof(b.line[0]));
	isupport_diff(&out, &a, &b);
	cr_expect_leq(out.n_lines, 1);
	return out.n_lines != 0 ? out.line[0] : "";
}

Test(isupport, diff_has_what_is_new_or_other_and_the_names_of_what_is_gone)
{
	cr_expect_str_eq(diff("A=1 B C=x", "A=1 B C=x"), "");
	cr_expect_str_eq(diff("A=1 B C=x", "C=x B A=1"), "", "order is no change");
	cr_expect_str_eq(diff("A=1 B C=x", "A=2 B C=x"), "A=2");
	cr_expect_str_eq(diff("A=1 B C=x", "B"), "-A -C");
	cr_expect_str_eq(diff("B", "A=1 B C"), "A=1 C");
	cr_expect_str_eq(diff("A=1 B", "A B=1"), "A B=1");
	cr_expect_str_eq(diff("AB=1", "A=1"), "A=1 -AB");
}

Test(isupport, diff_of_everything_fits)
{
	static struct isupport none, out;
	struct world *w = rig_world();

	isupport_make(&made, w, 25);
	isupport_diff(&out, &none, &made);
	cr_expect_eq(memcmp(&out, &made, sizeof(out)), 0);
	isupport_diff(&out, &made, &none);
	cr_expect_gt(out.n_lines, 1);
	cr_expect_eq(out.line[0][0], '-');
	world_free(w);
}
