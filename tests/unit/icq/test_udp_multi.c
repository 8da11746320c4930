#include "icq/udp_multi.h"

#include <criterion/criterion.h>

#include "icq/udp_cmd.h"
#include "udp_vectors.h"

static void
put_inner(struct icq_out *out, struct view one)
{
	icq_put_u16_le(out, (uint16_t)one.n);
	icq_put_bytes(out, one);
}

static struct view
inner(uint16_t cmd, struct view data, struct udp_plain *to)
{
	struct udp_packet p = {
		.version = ICQ_V5, .cmd = cmd, .seq1 = 99, .seq2 = 98, .uin = 100005, .data = data
	};

	return udp_packet_to_client(&p, 1, to->bytes, sizeof(to->bytes));
}

Test(udp_multi, each_has_the_numbers_of_what_is_around_it)
{
	struct udp_plain one, all;
	struct icq_out out = icq_out(all.bytes, sizeof(all.bytes));
	struct udp_packet around, p;
	struct udp_multi m;

	icq_put_u8(&out, 4);
	put_inner(&out, inner(UDP_S_OFFLINE, VIEW("\xa1\x86\1\0"), &one));
	put_inner(&out, inner(UDP_S_MULTI, VIEW("\1\0\0"), &one));
	put_inner(&out, VIEW("\2\0"));
	put_inner(&out, inner(UDP_S_OFFLINE_END, VIEW(""), &one));
	around = udp_carry(ICQ_V5, UDP_S_MULTI, &out);
	around.seq1 = 5;
	around.seq2 = 6;
	m = udp_multi(&around);
	cr_assert(udp_multi_next(&m, &p));
	cr_expect(p.cmd == UDP_S_OFFLINE && p.seq1 == 5 && p.seq2 == 6 && p.data.n == 4);
	cr_assert(udp_multi_next(&m, &p));
	cr_expect(p.cmd == UDP_S_OFFLINE_END,
		"neither the one that is again several, nor the one that is none");
	cr_expect(!udp_multi_next(&m, &p));
	cr_expect(!udp_multi_next(&m, &p));
}

Test(udp_multi, nothing_is_longer_than_what_is_around_it)
{
	struct udp_packet around = { .version = ICQ_V5, .cmd = UDP_S_MULTI }, p;
	static const struct view broken[] = {
		VIEW_INIT(""),
		VIEW_INIT("\1"),
		VIEW_INIT("\1\5"),
		VIEW_INIT("\xff\5\0\5\0\0\0"),
		VIEW_INIT("\1\xff\xff\5\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
	};

	for (size_t i = 0; i < ARRAY_LEN(broken); i++) {
		struct udp_multi m;

		around.data = broken[i];
		m = udp_multi(&around);
		cr_expect(!udp_multi_next(&m, &p), "%zu", i);
	}
}
