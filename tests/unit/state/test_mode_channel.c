#include "state/mode.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <stdio.h>
#include <string.h>

#include "tests/unit/state/state_rig.h"
#include "tests/unit/state/world_check.h"

static struct world *w;
static struct client *op, *bob, *eve; /* eve is not in */
static struct channel *ch;
static struct mode_change change[MODE_CHANGES_MAX];

static void
setup(void)
{
	w = rig_world();
	op = rig_user(w, "op");
	bob = rig_user(w, "Bob");
	eve = rig_user(w, "eve");
	ch = rig_join(op, "#c");
	rig_join(bob, "#c");
}

static void
teardown(void)
{
	cr_expect_null(world_fault(w));
	world_free(w);
}

TestSuite(mode_channel, .init = setup, .fini = teardown);

Test(mode_channel, flags_come_and_go_and_say_when_nothing_changed)
{
	static const char letters[] = "imnst";

	for (const char *p = letters; *p != '\0'; p++) {
		char on[] = { '+', *p, '\0' }, off[] = { '-', *p, '\0' };

		cr_expect_eq(rig_mode(ch, op, off), MODE_NOTHING, "%s", off);
		cr_expect_eq(rig_mode(ch, op, on), MODE_OK, "%s", on);
		cr_expect_str_eq(rig_modes_text(ch), on);
		cr_expect_eq(rig_mode(ch, op, on), MODE_NOTHING, "%s", on);
		cr_expect_eq(rig_mode(ch, op, off), MODE_OK, "%s", off);
		cr_expect_str_eq(rig_modes_text(ch), "+");
	}
}

Test(mode_channel, sign_stays_until_the_next_one_and_is_plus_at_first)
{
	cr_expect_eq(rig_modes(ch, op, "nt+s-n+i", change), 5);
	cr_expect(change[0].add && change[0].letter == 'n');
	cr_expect_not(change[3].add);
	cr_expect_str_eq(rig_modes_text(ch), "+ist");
	cr_expect_eq(rig_modes(ch, op, "+-+-", change), 0);
	cr_expect_eq(rig_modes(ch, op, "", change), 0);
}

Test(mode_channel, only_operators_change_and_only_once_it_is_said)
{
	cr_expect_eq(rig_modes(ch, bob, "+imno-t Bob", change), 1);
	cr_expect_eq(change[0].verdict, MODE_NOT_OP);
	cr_expect_eq(rig_mode(ch, eve, "+i"), MODE_NOT_OP);
	cr_expect_eq(rig_mode(ch, op, "+v Bob"), MODE_OK);
	cr_expect_eq(rig_mode(ch, bob, "+i"), MODE_NOT_OP);
	cr_expect_eq(rig_mode(ch, bob, "-v op"), MODE_NOT_OP);
	cr_expect_str_eq(rig_modes_text(ch), "+");
	cr_expect_eq(rig_mode(ch, NULL, "+i"), MODE_OK, "the server may");
}

Test(mode_channel, list_may_be_asked_for_by_anybody_once_a_letter)
{
	cr_expect_eq(rig_modes(ch, eve, "bbbb+b-b", change), 1);
	cr_expect_eq(change[0].verdict, MODE_QUERY);
	cr_expect_eq(change[0].letter, 'b');
	cr_expect_eq(rig_mode(ch, eve, "+b x"), MODE_NOT_OP);
	cr_expect_eq(ch->list[LIST_BAN].count, 0);
	cr_expect_eq(rig_modes(ch, op, "+nb", change), 2);
	cr_expect_eq(change[0].verdict, MODE_OK);
	cr_expect_eq(change[1].verdict, MODE_QUERY);
}

Test(mode_channel, unknown_letters_are_named_once_each)
{
	cr_expect_eq(rig_modes(ch, op, "+XYXYnX", change), 3);
	cr_expect_eq(change[0].verdict, MODE_UNKNOWN);
	cr_expect_eq(change[0].letter, 'X');
	cr_expect_null(change[0].def);
	cr_expect_eq(change[1].letter, 'Y');
	cr_expect_eq(change[2].verdict, MODE_OK);
}

Test(mode_channel, ban_is_told_as_it_stands_in_the_list)
{
	cr_expect_eq(rig_modes(ch, op, "+b-b+b x BOB y@z", change), 3);
	cr_expect_eq(change[0].verdict, MODE_OK);
	cr_expect_str_eq(change[0].param, "x!*@*");
	cr_expect_eq(change[1].verdict, MODE_NOTHING);
	cr_expect_eq(change[2].verdict, MODE_OK);
	cr_expect_str_eq(change[2].param, "*!y@z");
	cr_expect_str_eq(ch->list[LIST_BAN].item[0].by, "op!op@host.example");
	cr_expect_eq(ch->list[LIST_BAN].item[0].set_ms, RIG_NOW);
	cr_expect_eq(rig_mode(ch, op, "+b X!*@*"), MODE_NOTHING);
	cr_expect_eq(rig_modes(ch, op, "-b X", change), 1);
	cr_expect_eq(change[0].verdict, MODE_OK);
	cr_expect_str_eq(change[0].param, "x!*@*", "as it stood there");
	cr_expect_eq(rig_mode(ch, op, "+b ,"), MODE_BAD_PARAM);
	cr_expect_eq(rig_mode(ch, NULL, "+b q"), MODE_OK);
	cr_expect_str_eq(ch->list[LIST_BAN].item[1].by, "irc.example");
}

Test(mode_channel, ban_list_is_full_at_its_limit)
{
	char command[32];

	for (unsigned i = 0; i < CHANNEL_LIST_MAX; i++) {
		(void)snprintf(command, sizeof(command), "+b n%u", i);
		cr_expect_eq(rig_mode(ch, op, command), MODE_OK);
	}
	cr_expect_eq(rig_modes(ch, op, "+b onemore", change), 1);
	cr_expect_eq(change[0].verdict, MODE_LIST_FULL);
	cr_expect_str_eq(change[0].param, "onemore", "as typed");
	cr_expect_eq(ch->list[LIST_BAN].count, CHANNEL_LIST_MAX);
}

Test(mode_channel, longest_ban_fits_its_change)
{
	char command[512] = "+b ";

	memset(command + 3, 'm', 400);
	memcpy(command + 53 + 3, "!", 1);
	memcpy(command + 53 + 40, "@", 1);
	cr_expect_eq(rig_modes(ch, op, command, change), 1);
	cr_expect_eq(change[0].verdict, MODE_OK);
	cr_expect_str_eq(change[0].param, ch->list[LIST_BAN].item[0].mask);
	cr_expect_leq(strlen(change[0].param), MASK_LEN);
}

Test(mode_channel, key_is_set_replaced_and_removed)
{
	cr_expect_eq(rig_mode(ch, op, "+k first"), MODE_OK);
	cr_expect_eq(rig_mode(ch, op, "+k first"), MODE_NOTHING);
	cr_expect_eq(rig_mode(ch, op, "+k second"), MODE_OK);
	cr_expect_str_eq(ch->key, "second");
	cr_expect_str_eq(rig_modes_text(ch), "+k second");
	cr_expect_eq(rig_mode(ch, op, "+k"), MODE_NO_PARAM);
	cr_expect_eq(rig_modes(ch, op, "-k wrong", change), 1);
	cr_expect_eq(change[0].verdict, MODE_OK);
	cr_expect_str_eq(change[0].param, "*", "nobody need know it");
	cr_expect_str_eq(rig_modes_text(ch), "+");
	cr_expect_eq(rig_mode(ch, op, "-k x"), MODE_NOTHING);
	cr_expect_eq(rig_mode(ch, op, "+k again"), MODE_OK);
	cr_expect_eq(rig_mode(ch, op, "-k"), MODE_OK, "without a parameter too");
}

Test(mode_channel, key_is_taken_at_its_limit_and_refused_above)
{
	char command[64] = "+k ";

	memset(command + 3, 'k', KEY_LEN + 1);
	cr_expect_eq(rig_mode(ch, op, command), MODE_BAD_PARAM);
	command[3 + KEY_LEN] = '\0';
	cr_expect_eq(rig_mode(ch, op, command), MODE_OK);
	cr_expect_eq(strlen(ch->key), KEY_LEN);
	cr_expect_eq(rig_mode(ch, op, "+k a,b"), MODE_BAD_PARAM);
	cr_expect_eq(strlen(ch->key), KEY_LEN, "the old one stays");
}

struct limit_case {
	char typed[24], shown[24];
	enum mode_verdict want;
};

ParameterizedTestParameters(mode_channel, limit)
{
	static struct limit_case cases[] = {
		{ "1", "1", MODE_OK },
		{ "007", "7", MODE_OK },
		{ "99999", "99999", MODE_OK },
		{ "100000", "100000", MODE_BAD_PARAM },
		{ "0", "0", MODE_BAD_PARAM },
		{ "-1", "-1", MODE_BAD_PARAM },
		{ "+5", "+5", MODE_BAD_PARAM },
		{ "5x", "5x", MODE_BAD_PARAM },
		{ "4294967297", "4294967297", MODE_BAD_PARAM },
		{ "18446744073709551617", "18446744073709551617", MODE_BAD_PARAM },
	};

	return cr_make_param_array(struct limit_case, cases, ARRAY_LEN(cases));
}

ParameterizedTest(struct limit_case *c, mode_channel, limit)
{
	char command[32];

	(void)snprintf(command, sizeof(command), "+l %s", c->typed);
	cr_expect_eq(rig_modes(ch, op, command, change), 1);
	cr_expect_eq(change[0].verdict, c->want, "%s", c->typed);
	cr_expect_str_eq(change[0].param, c->shown);
	cr_expect_eq(ch->limit != 0, c->want == MODE_OK);
}

Test(mode_channel, limit_is_set_replaced_and_removed_without_a_parameter)
{
	cr_expect_eq(rig_mode(ch, op, "-l"), MODE_NOTHING);
	cr_expect_eq(rig_mode(ch, op, "+l"), MODE_NO_PARAM);
	cr_expect_eq(rig_mode(ch, op, "+l 5"), MODE_OK);
	cr_expect_eq(rig_mode(ch, op, "+l 05"), MODE_NOTHING);
	cr_expect_eq(rig_mode(ch, op, "+l 6"), MODE_OK);
	cr_expect_str_eq(rig_modes_text(ch), "+l 6");
	cr_expect_eq(rig_modes(ch, op, "-l+v bob", change), 2);
	cr_expect_eq(change[0].verdict, MODE_OK);
	cr_expect_str_eq(change[0].param, "");
	cr_expect_eq(change[1].verdict, MODE_OK, "-l took no parameter");
	cr_expect_str_eq(rig_modes_text(ch), "+");
}

Test(mode_channel, ranks_are_given_and_taken)
{
	const struct member *m = member_find(ch, bob);

	cr_expect_eq(rig_modes(ch, op, "+vo bOB BOB", change), 2);
	cr_expect_eq(change[0].verdict, MODE_OK);
	cr_expect_str_eq(change[0].param, "Bob", "as its owner spells it");
	cr_expect_eq(m->ranks, RANK_VOICE | RANK_OP);
	cr_expect_eq(rig_mode(ch, op, "+o bob"), MODE_NOTHING);
	cr_expect_eq(rig_mode(ch, bob, "-o op"), MODE_OK);
	cr_expect_eq(rig_mode(ch, op, "+o op"), MODE_NOT_OP);
	cr_expect_eq(rig_mode(ch, bob, "-o bob"), MODE_OK);
	cr_expect_eq(m->ranks, RANK_VOICE);
	cr_expect_eq(rig_mode(ch, NULL, "-v bob"), MODE_OK);
	cr_expect_eq(m->ranks, 0);
}

/* Who holds what may give and take what; rows: rank of who asks, columns: letters. */
Test(mode_channel, nobody_gives_or_takes_more_than_it_holds)
{
	static const struct {
		uint32_t rank;
		const char *may;
	} rows[] = { { 0, "" }, { RANK_VOICE, "" }, { RANK_HALFOP, "v" }, { RANK_OP, "vho" },
		{ RANK_ADMIN, "vhoa" }, { RANK_OWNER, "vhoaq" } };

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		for (const char *p = "vhoaq"; *p != '\0'; p++) {
			char on[] = { '+', *p, ' ', 'b', 'o', 'b', '\0' };
			bool may = strchr(rows[i].may, *p) != NULL;

			member_set_ranks(member_find(ch, op), rows[i].rank);
			member_set_ranks(member_find(ch, bob), 0);
			cr_expect_eq(
				rig_mode(ch, op, on), may ? MODE_OK : MODE_NOT_OP, "%u %s", rows[i].rank, on);
			member_set_ranks(member_find(ch, bob), (uint32_t)channel_mode_find(w, *p)->bit);
			on[0] = '-';
			cr_expect_eq(
				rig_mode(ch, op, on), may ? MODE_OK : MODE_NOT_OP, "%u %s", rows[i].rank, on);
		}
	}
}

Test(mode_channel, everybody_may_put_down_a_rank_of_its_own)
{
	for (const char *p = "vhoaq"; *p != '\0'; p++) {
		char off[] = { '-', *p, ' ', 'B', 'O', 'B', '\0' };

		member_set_ranks(member_find(ch, bob), (uint32_t)channel_mode_find(w, *p)->bit);
		cr_expect_eq(rig_mode(ch, bob, off), MODE_OK, "%s", off);
		cr_expect_eq(member_find(ch, bob)->ranks, 0);
	}
	cr_expect_eq(rig_mode(ch, bob, "-o bob"), MODE_NOT_OP, "what it does not hold");
	cr_expect_eq(rig_mode(ch, eve, "-o eve"), MODE_NOT_OP);
}

Test(mode_channel, halfops_set_what_keeps_order_but_do_not_hide_the_channel)
{
	member_set_ranks(member_find(ch, bob), RANK_HALFOP);
	for (const char *p = "imnt"; *p != '\0'; p++) {
		char on[] = { '+', *p, '\0' };

		cr_expect_eq(rig_mode(ch, bob, on), MODE_OK, "%s", on);
	}
	cr_expect_eq(rig_modes(ch, bob, "+beIkl a b c d 5", change), 5);
	for (size_t i = 0; i < 5; i++)
		cr_expect_eq(change[i].verdict, MODE_OK, "%c", change[i].letter);
	cr_expect_eq(rig_mode(ch, bob, "+s"), MODE_NOT_OP);
}

Test(mode_channel, with_ranks_o_and_v_alone_q_is_the_quiet_list)
{
	w->conf.only_ov = true;
	cr_expect_eq(rig_mode(ch, op, "+h bob"), MODE_UNKNOWN);
	cr_expect_eq(rig_mode(ch, op, "+a bob"), MODE_UNKNOWN);
	cr_expect_eq(rig_mode(ch, op, "+q bob"), MODE_OK);
	cr_expect_eq(member_find(ch, bob)->ranks, 0);
	cr_expect_eq(ch->list[LIST_QUIET].count, 1);
	cr_expect_eq(channel_may_speak(ch, bob), SPEAK_BANNED);
	cr_expect_eq(channel_may_join(ch, bob, VIEW(""), 9), JOIN_ALREADY);
	cr_expect_eq(rig_mode(ch, op, "+e bob"), MODE_OK);
	cr_expect_eq(channel_may_speak(ch, bob), SPEAK_OK, "the kept answer was forgotten");
	cr_expect_eq(rig_mode(ch, op, "-e bob"), MODE_OK);
	cr_expect_eq(channel_may_speak(ch, bob), SPEAK_BANNED);
	cr_expect_eq(rig_mode(ch, op, "-q bob"), MODE_OK);
	cr_expect_eq(channel_may_speak(ch, bob), SPEAK_OK);
	cr_expect_eq(rig_mode(ch, op, "+q eve"), MODE_OK);
	cr_expect_eq(channel_may_join(ch, eve, VIEW(""), 9), JOIN_OK, "a quiet keeps nobody out");
}

/* Whether +b of the mask keeps bob, who is in, from speaking. */
static bool
mutes(const char *mask)
{
	char on[200], off[200];
	bool hit;

	(void)snprintf(on, sizeof(on), "+b %s", mask);
	(void)snprintf(off, sizeof(off), "-b %s", mask);
	cr_expect_eq(rig_mode(ch, op, on), MODE_OK, "%s", on);
	hit = channel_may_speak(ch, bob) == SPEAK_BANNED;
	cr_expect_eq(hit, channel_bans_speech(ch, bob), "%s", on);
	cr_expect_eq(rig_mode(ch, op, off), MODE_OK, "%s", off);
	cr_expect_eq(channel_may_speak(ch, bob), SPEAK_OK, "%s", off);
	return hit;
}

Test(mode_channel, extended_bans_ask_about_account_tls_name_and_channels)
{
	cr_expect_not(mutes("$a"));
	cr_expect(mutes("$~a"));
	client_set_account(bob, VIEW("Robert"));
	cr_expect(mutes("$a"));
	cr_expect_not(mutes("$~a"));
	cr_expect(mutes("$a:rob*"));
	cr_expect_not(mutes("$a:bob"));
	cr_expect(mutes("$~a:bob"));
	cr_expect_not(mutes("$z"));
	cr_expect(mutes("$~z"));
	cr_expect(mutes("$r:some?ody"));
	cr_expect_not(mutes("$r:some"));
	cr_expect(mutes("$x:bob!*@host.*#some*"));
	cr_expect_not(mutes("$x:bob!*@host.*#else*"));
	cr_expect(mutes("$m:bob"));
	cr_expect(mutes("$m:$a"));
	cr_expect_not(mutes("$c:#d"));
	cr_expect(mutes("$~c:#d"));
	rig_join(bob, "#d");
	cr_expect(mutes("$c:#D"));
	cr_expect_eq(rig_mode(channel_find(w, VIEW("#d")), bob, "+s"), MODE_OK);
	cr_expect_not(mutes("$c:#d"), "nobody learns who is in a secret channel");
}

Test(mode_channel, kept_answers_follow_account_name_and_other_channels)
{
	struct channel *other = rig_join(eve, "#other");

	cr_expect_eq(rig_mode(ch, op, "+b $a:bob"), MODE_OK);
	cr_expect_eq(channel_may_speak(ch, bob), SPEAK_OK);
	client_set_account(bob, VIEW("bob"));
	cr_expect_eq(channel_may_speak(ch, bob), SPEAK_BANNED);
	client_set_account(bob, VIEW(""));
	cr_expect_eq(channel_may_speak(ch, bob), SPEAK_OK);
	cr_expect_eq(rig_mode(ch, op, "+b $r:evil"), MODE_OK);
	cr_expect_eq(channel_may_speak(ch, bob), SPEAK_OK);
	client_set_realname(bob, VIEW("Evil"));
	cr_expect_eq(channel_may_speak(ch, bob), SPEAK_BANNED);
	cr_expect_eq(rig_mode(ch, op, "-b $r:evil"), MODE_OK);
	cr_expect_eq(rig_mode(ch, op, "+b $j:#other"), MODE_OK);
	cr_expect_eq(channel_may_speak(ch, bob), SPEAK_OK);
	cr_expect_eq(rig_mode(other, eve, "+b bob"), MODE_OK);
	cr_expect_eq(channel_may_speak(ch, bob), SPEAK_BANNED);
	cr_expect_eq(rig_mode(other, eve, "+b $j:#c"), MODE_OK, "no round trip");
	cr_expect_eq(rig_mode(other, eve, "-b bob"), MODE_OK);
	cr_expect_eq(channel_may_speak(ch, bob), SPEAK_OK);
	cr_expect_eq(rig_mode(ch, op, "-b $j:#other"), MODE_OK);
	cr_expect_eq(ch->list[LIST_BAN].n_volatile, 0);
}

Test(mode_channel, mute_form_keeps_nobody_out_and_exempts_from_nothing_but_mutes)
{
	cr_expect_eq(rig_modes(ch, op, "+bb $m:eve eve", change), 2);
	cr_expect_eq(rig_mode(ch, op, "+e $m:eve"), MODE_OK);
	cr_expect_eq(channel_may_join(ch, eve, VIEW(""), 9), JOIN_BANNED);
	cr_expect_eq(rig_mode(ch, op, "-b eve"), MODE_OK);
	cr_expect_eq(channel_may_join(ch, eve, VIEW(""), 9), JOIN_OK);
	cr_expect_eq(channel_may_speak(ch, eve), SPEAK_OK);
	cr_expect_eq(rig_mode(ch, op, "-e $m:eve"), MODE_OK);
	cr_expect_eq(channel_may_speak(ch, eve), SPEAK_BANNED);
	cr_expect_eq(rig_mode(ch, op, "+I $m:eve"), MODE_BAD_PARAM);
	cr_expect_eq(rig_mode(ch, op, "+e eve$#x"), MODE_BAD_PARAM);
}

Test(mode_channel, account_opens_R_and_M_when_it_is_there)
{
	cr_expect_eq(rig_modes(ch, op, "+RM", change), 2);
	cr_expect_eq(channel_may_join(ch, eve, VIEW(""), 9), JOIN_NO_ACCOUNT);
	cr_expect_eq(channel_may_speak(ch, bob), SPEAK_NO_ACCOUNT);
	client_set_account(eve, VIEW("eve"));
	client_set_account(bob, VIEW("bob"));
	cr_expect_eq(channel_may_join(ch, eve, VIEW(""), 9), JOIN_OK);
	cr_expect_eq(channel_may_speak(ch, bob), SPEAK_OK);
	client_set_account(bob, VIEW(""));
	cr_expect_eq(channel_may_speak(ch, bob), SPEAK_NO_ACCOUNT);
}

Test(mode_channel, exemptions_open_bans_and_invexes_open_i)
{
	cr_expect_eq(rig_modes(ch, op, "+bi eve", change), 2);
	cr_expect_eq(channel_may_join(ch, eve, VIEW(""), 9), JOIN_BANNED);
	cr_expect_eq(rig_mode(ch, op, "+e eve!*@host.*"), MODE_OK);
	cr_expect_eq(channel_may_join(ch, eve, VIEW(""), 9), JOIN_INVITE_ONLY);
	cr_expect_eq(rig_mode(ch, op, "+I *!eve@*"), MODE_OK);
	cr_expect_eq(channel_may_join(ch, eve, VIEW(""), 9), JOIN_OK);
	cr_expect_eq(rig_mode(ch, op, "-e eve!*@host.*"), MODE_OK);
	cr_expect_eq(channel_may_join(ch, eve, VIEW(""), 9), JOIN_BANNED, "an invex opens no ban");
}

Test(mode_channel, operator_who_takes_its_own_rank_does_no_more)
{
	cr_expect_eq(rig_modes(ch, op, "+n-o+i op", change), 3);
	cr_expect_eq(change[1].verdict, MODE_OK);
	cr_expect_eq(change[2].verdict, MODE_NOT_OP);
	cr_expect_str_eq(rig_modes_text(ch), "+n");
}

Test(mode_channel, rank_of_who_is_not_there_is_refused)
{
	struct client *newcomer = rig_newcomer(w);

	cr_expect_eq(client_set_nick(newcomer, VIEW("early"), RIG_NOW), NICK_OK);
	cr_expect_eq(rig_modes(ch, op, "+o eve", change), 1);
	cr_expect_eq(change[0].verdict, MODE_NOT_MEMBER);
	cr_expect_str_eq(change[0].param, "eve");
	cr_expect_eq(rig_modes(ch, op, "+o nobody", change), 1);
	cr_expect_eq(change[0].verdict, MODE_NO_SUCH_NICK);
	cr_expect_str_eq(change[0].param, "nobody");
	cr_expect_eq(rig_mode(ch, op, "+o early"), MODE_NO_SUCH_NICK);
	cr_expect_eq(rig_mode(ch, op, "+o"), MODE_NO_PARAM);
}

Test(mode_channel, refused_letter_keeps_the_parameters_of_those_behind_it)
{
	cr_expect_eq(rig_modes(ch, op, "+olv nobody 9 bob", change), 3);
	cr_expect_eq(change[0].verdict, MODE_NO_SUCH_NICK);
	cr_expect_eq(change[1].verdict, MODE_OK);
	cr_expect_eq(change[2].verdict, MODE_OK);
	cr_expect_eq(ch->limit, 9);
	cr_expect_eq(member_find(ch, bob)->ranks, RANK_VOICE);
}

Test(mode_channel, six_parameters_are_done_and_the_rest_is_not)
{
	cr_expect_eq(rig_modes(ch, op, "+bbbbbb 1 2 3 4 5 6", change), MODES_MAX);
	cr_expect_eq(ch->list[LIST_BAN].count, MODES_MAX);
	cr_expect_eq(rig_modes(ch, op, "-bbbbbbbn 1 2 3 4 5 6 7", change), MODES_MAX + 1);
	cr_expect_eq(change[MODES_MAX].verdict, MODE_TOO_MANY);
	cr_expect_eq(ch->list[LIST_BAN].count, 0);
	cr_expect_eq(rig_modes(ch, op, "+bbbbbbbn 1 2 3 4 5 6 7", change), MODES_MAX + 1);
	cr_expect_str_eq(rig_modes_text(ch), "+", "what is behind is not done");
	cr_expect_eq(rig_modes(ch, op, "+nbbbbbbit 1 2 3 4 5 6", change), MODES_MAX + 3, "flags are free");
}

Test(mode_channel, changes_stop_at_their_limit)
{
	char command[2 * MODE_CHANGES_MAX + 3] = "";

	for (size_t i = 0; i <= MODE_CHANGES_MAX; i++)
		memcpy(command + 2 * i, i % 2 == 0 ? "+n" : "-n", 2);
	cr_expect_eq(rig_modes(ch, op, command, change), MODE_CHANGES_MAX);
	cr_expect_str_eq(rig_modes_text(ch), "+", "an even number was done");
}

Test(mode_channel, parameter_is_cut_when_it_is_told_back)
{
	char command[600] = "+o ";

	memset(command + 3, 'x', 500);
	cr_expect_eq(rig_modes(ch, op, command, change), 1);
	cr_expect_eq(change[0].verdict, MODE_NO_SUCH_NICK);
	cr_expect_eq(strlen(change[0].param), MASK_LEN + 1);
}

Test(mode_channel, text_shows_the_key_to_members_only_and_fits_its_room)
{
	char text[64];

	cr_expect_eq(rig_modes(ch, op, "+ntkl key 10", change), 4);
	cr_expect_eq(channel_modes_text(ch, true, text, sizeof(text)), strlen("+klnt key 10"));
	cr_expect_str_eq(text, "+klnt key 10");
	(void)channel_modes_text(ch, false, text, sizeof(text));
	cr_expect_str_eq(text, "+klnt * 10");
	for (size_t size = 2; size < sizeof(text); size++) {
		memset(text, '#', sizeof(text));
		cr_expect_eq(channel_modes_text(ch, true, text, size), strlen(text));
		cr_expect_lt(strlen(text), size);
	}
}

Test(mode_channel, default_modes_are_flags_only)
{
	uint64_t bits = 99;

	cr_expect_eq(channel_modes_parse(VIEW("+nt"), &bits), 0);
	cr_expect_eq(bits, CMODE_NO_EXTERNAL | CMODE_TOPIC_OP);
	cr_expect_eq(channel_modes_parse(VIEW("s"), &bits), 0);
	cr_expect_eq(bits, CMODE_SECRET);
	cr_expect_eq(channel_modes_parse(VIEW(""), &bits), 0);
	cr_expect_eq(bits, 0);
	bits = 99;
	cr_expect_eq(channel_modes_parse(VIEW("nk"), &bits), -1);
	cr_expect_eq(channel_modes_parse(VIEW("b"), &bits), -1);
	cr_expect_eq(channel_modes_parse(VIEW("o"), &bits), -1);
	cr_expect_eq(channel_modes_parse(VIEW("-n"), &bits), -1);
	cr_expect_eq(channel_modes_parse(VIEW("P"), &bits), -1);
	cr_expect_eq(channel_modes_parse(VIEW("r"), &bits), -1);
	cr_expect_eq(channel_modes_parse(VIEW("O"), &bits), -1);
	cr_expect_eq(channel_modes_parse(VIEW("S"), &bits), -1);
	cr_expect_eq(channel_modes_parse(VIEW("n+t"), &bits), -1);
	cr_expect_eq(bits, 99, "only set on 0");
}

Test(mode_channel, default_modes_are_those_that_are_told)
{
	char letters[64], few[3];
	uint64_t bits;

	cr_expect_eq(channel_modes_first(letters, sizeof(letters)), strlen(letters));
	cr_expect_eq(channel_modes_parse(view_z(letters), &bits), 0);
	cr_expect_eq(channel_modes_first(few, sizeof(few)), 2);
	for (size_t i = 0; i < n_channel_modes; i++) {
		char letter = channel_modes[i].letter;

		cr_expect_eq(channel_modes_parse(view_of(&letter, 1), &bits) == 0,
			strchr(letters, letter) != NULL, "%c", letter);
	}
}

Test(mode_channel, table_has_each_letter_and_bit_once_and_ranks_in_order)
{
	uint64_t flags = 0, ranks = 0;

	for (size_t i = 0; i < n_channel_modes; i++) {
		const struct mode_def *def = &channel_modes[i];
		uint64_t *seen = def->kind == MODE_PREFIX ? &ranks : &flags;

		w->conf.only_ov = def->list == LIST_QUIET;
		cr_expect(channel_mode_find(w, def->letter) == def, "%c", def->letter);
		cr_expect_eq(*seen & def->bit, 0);
		cr_expect_eq(def->kind == MODE_LIST, def->bit == 0);
		cr_expect_eq(def->kind == MODE_PREFIX, def->sigil != 0);
		if (def->kind == MODE_PREFIX)
			cr_expect_gt(def->bit, ranks);
		cr_expect_neq(def->help[0], '\0');
		*seen |= def->bit;
	}
	cr_expect_null(channel_mode_find(w, '\0'));
}

Test(mode_channel, sigils_are_those_of_the_ranks_that_there_are)
{
	static const char all[] = "+%@&~";

	for (const char *p = all; *p != '\0'; p++) {
		cr_assert_not_null(channel_mode_of_sigil(w, *p), "%c", *p);
		cr_expect_eq(channel_mode_of_sigil(w, *p)->sigil, *p);
	}
	cr_expect_eq(channel_mode_of_sigil(w, '@')->bit, RANK_OP);
	cr_expect_null(channel_mode_of_sigil(w, '\0'), "rows without a sigil");
	cr_expect_null(channel_mode_of_sigil(w, '#'));
	w->conf.only_ov = true;
	cr_expect_null(channel_mode_of_sigil(w, '%'));
	cr_expect_not_null(channel_mode_of_sigil(w, '@'));
}
