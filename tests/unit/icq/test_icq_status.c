#include <criterion/criterion.h>

#include "icq/icq_status.h"

Test(icq_status, clients_send_bits_and_sums)
{
	static const struct {
		uint32_t status;
		enum icq_state state;
	} known[] = {
		{ 0x0000, ICQ_ONLINE },
		{ 0x0001, ICQ_AWAY },
		{ 0x0002, ICQ_DND },
		{ 0x0013, ICQ_DND },
		{ 0x0004, ICQ_NA },
		{ 0x0005, ICQ_NA },
		{ 0x0010, ICQ_OCCUPIED },
		{ 0x0011, ICQ_OCCUPIED },
		{ 0x0015, ICQ_OCCUPIED },
		{ 0x0020, ICQ_FREE },
		{ 0x0100, ICQ_INVISIBLE },
		{ 0x0113, ICQ_INVISIBLE },
		{ 0xffff, ICQ_OFFLINE },
		{ 0xffffffff, ICQ_OFFLINE },
		{ 0x10030000, ICQ_ONLINE },
		{ 0x10030011, ICQ_OCCUPIED },
		{ 0x0040, ICQ_ONLINE },
	};

	for (size_t i = 0; i < ARRAY_LEN(known); i++) {
		cr_expect(
			icq_status_state(known[i].status, ICQ_V5) == known[i].state, "%08x", known[i].status);
		cr_expect(icq_status_state(known[i].status, ICQ_OSCAR) == known[i].state, "%08x",
			known[i].status);
	}
}

Test(icq_status, the_first_clients_have_one_word_for_busy)
{
	cr_expect(icq_status_state(0x0011, ICQ_V2) == ICQ_DND);
	cr_expect(icq_status_state(0x0013, ICQ_V2) == ICQ_DND);
	cr_expect(icq_status_state(0x0010, ICQ_V2) == ICQ_OCCUPIED);
	cr_expect(icq_status_state(0x0111, ICQ_V2) == ICQ_INVISIBLE);
	cr_expect(icq_state_status(ICQ_DND, ICQ_V2) == 0x0011 &&
		icq_state_status(ICQ_OCCUPIED, ICQ_V2) == 0x0011);
	cr_expect(icq_state_status(ICQ_NA, ICQ_V2) == 0x0001 && icq_state_status(ICQ_FREE, ICQ_V2) == 0);
}

Test(icq_status, what_is_sent_comes_back)
{
	for (int state = 0; state < ICQ_STATE_N; state++) {
		for (int p = ICQ_V3; p < ICQ_PROTOCOL_N; p++) {
			uint32_t status = icq_state_status((enum icq_state)state, (enum icq_protocol)p);

			cr_expect(icq_status_state(status, (enum icq_protocol)p) == (enum icq_state)state);
		}
	}
}

Test(icq_status, who_is_away_on_irc_has_a_text)
{
	cr_expect(icq_state_away(ICQ_ONLINE).n == 0 && icq_state_away(ICQ_FREE).n == 0);
	cr_expect(icq_state_away(ICQ_INVISIBLE).n == 0 && icq_state_away(ICQ_OFFLINE).n == 0);
	for (int state = ICQ_AWAY; state <= ICQ_DND; state++)
		cr_expect(icq_state_of_away(icq_state_away((enum icq_state)state)) == (enum icq_state)state);
	cr_expect(icq_state_of_away(VIEW("")) == ICQ_ONLINE);
	cr_expect(icq_state_of_away(VIEW("lunch")) == ICQ_AWAY);
}
