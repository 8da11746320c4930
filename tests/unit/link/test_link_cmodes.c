#include "link/link_cmodes.h"

#include <criterion/criterion.h>

#include "state/mode.h"
#include "state/world.h"

/* Every mode of ours has a row, or it would not leave the server by somebody's having forgotten it. */
Test(link_cmodes, every_mode_of_ours_is_known_or_stays_here)
{
	for (size_t i = 0; i < n_channel_modes; i++) {
		const struct mode_def *def = &channel_modes[i];
		char theirs = '\0';
		enum cmode_reach reach = link_cmode_out(def->letter, &theirs);
		bool only_ov = def->kind != MODE_PREFIX || def->bit == RANK_OP || def->bit == RANK_VOICE;

		if (!only_ov || def->letter == 'r')
			continue;
		cr_expect_neq(reach, CMODE_NOWHERE, "+%c", def->letter);
		cr_expect_eq(link_cmode_in(theirs, true), def->letter, "+%c is read back", def->letter);
		cr_expect_eq(link_cmode_in(theirs, false), reach == CMODE_CONCLAVE ? '\0' : def->letter);
	}
}

Test(link_cmodes, letters_that_mean_something_else_there)
{
	char theirs = '\0';

	cr_expect_eq(link_cmode_out('R', &theirs), CMODE_EVERYWHERE);
	cr_expect_eq(theirs, 'r');
	cr_expect_eq(link_cmode_out('M', &theirs), CMODE_PERHAPS);
	cr_expect_eq(theirs, 'R');
	cr_expect_eq(link_cmode_out('r', &theirs), CMODE_NOWHERE, "registered is of this server alone");
	cr_expect_eq(link_cmode_in('r', true), 'R');
	cr_expect_eq(link_cmode_in('u', false), '\0', "another's +u is no auditorium");
	cr_expect_eq(link_cmode_in('u', true), 'u');
	cr_expect_eq(link_cmode_in('F', true), '\0');
}

Test(link_cmodes, unknown_letters_are_left_out_of_a_line)
{
	char ours[16];
	size_t n = link_cmodes_in(VIEW("+mX-rF+o"), false, ours, sizeof(ours));

	cr_expect(view_eq(view_of(ours, n), VIEW("+m-R+o")));
	cr_expect_eq(link_cmodes_in(VIEW("+nnnn"), false, ours, 3), 3);
	cr_expect_eq(
		link_cmodes_bits(VIEW("ntlXo"), false), CMODE_NO_EXTERNAL | CMODE_TOPIC_OP | CMODE_LIMIT);
}

static void
expect_read(const char *letters, const struct view *param, size_t n, size_t took, const char *text)
{
	struct channel_simple s;
	char got[LINK_CMODES_TEXT];

	cr_expect_eq(link_cmodes_read(view_z(letters), param, n, false, &s), took, "%s", letters);
	cr_expect_eq(link_cmodes_text(&s, false, got), strlen(got));
	cr_expect_str_eq(got, text);
}

Test(link_cmodes, what_sjoin_says_is_read_and_said_with_flags_first)
{
	const struct view param[] = { VIEW("44"), VIEW("sekrit"), VIEW("5:10"), VIEW("#over") };

	expect_read("+lknstjf", param, 4, 4, "+ntslkjf 44 sekrit 5:10 #over");
	expect_read("0", param, 0, 0, "+");
	expect_read("+nXt", param, 0, 0, "+nt");
	expect_read("+lk", param, 1, 1, "+l 44");
}

Test(link_cmodes, malformed_parameters_take_their_mode_along_and_keep_the_others_in_place)
{
	const struct view param[] = { VIEW("0"), VIEW("sekrit"), VIEW("5"), VIEW("over") };

	expect_read("+lkjf", param, 4, 4, "+k sekrit");
	expect_read("+k", (struct view[]){ VIEW("a-key-of-more-than-twenty-three") }, 1, 1, "+");
	expect_read("+j", (struct view[]){ VIEW("0:5") }, 1, 1, "+");
}

Test(link_cmodes, the_longest_text_has_room)
{
	struct channel_simple s = {
		.bits = UINT64_MAX, .limit = UINT32_MAX, .joins_max = UINT32_MAX, .joins_s = UINT32_MAX
	};
	char got[LINK_CMODES_TEXT];

	memset(s.key, 'k', KEY_LEN);
	memset(s.forward, '#', CHANNEL_LEN);
	cr_expect_lt(link_cmodes_text(&s, true, got), LINK_CMODES_TEXT - 1);
	cr_expect_eq(got[strlen(got) - 1], '#');
}
