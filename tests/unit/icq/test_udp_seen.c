#include "icq/udp_seen.h"

#include <criterion/criterion.h>

Test(udp_seen, what_was_carried_out_is_known_by_command_and_numbers)
{
	struct udp_seen seen = { 0 };
	struct udp_packet p = { .cmd = 1, .seq1 = 2, .seq2 = 3 };

	cr_expect(!udp_seen_has(&seen, &p));
	udp_seen_put(&seen, &p);
	cr_expect(udp_seen_has(&seen, &p));
	p.cmd = 4;
	cr_expect(!udp_seen_has(&seen, &p), "clients use the number of a keep-alive again");
	p.cmd = 1;
	p.seq1 = 4;
	cr_expect(!udp_seen_has(&seen, &p));
	p.seq1 = 2;
	p.seq2 = 4;
	cr_expect(!udp_seen_has(&seen, &p));
}

Test(udp_seen, sixty_four_are_remembered_and_no_more)
{
	struct udp_seen seen = { 0 };
	struct udp_packet p = { .cmd = 1 };

	for (p.seq1 = 0; p.seq1 < UDP_SEEN_MAX; p.seq1++)
		udp_seen_put(&seen, &p);
	p.seq1 = 0;
	cr_expect(udp_seen_has(&seen, &p));
	p.seq1 = UDP_SEEN_MAX;
	udp_seen_put(&seen, &p);
	cr_expect(udp_seen_has(&seen, &p));
	p.seq1 = 0;
	cr_expect(!udp_seen_has(&seen, &p), "the oldest is forgotten");
	p.seq1 = 1;
	cr_expect(udp_seen_has(&seen, &p));
}
