#include "icq/icq_bytes.h"

#include <criterion/criterion.h>

Test(icq_bytes, numbers_come_back_in_both_orders)
{
	uint8_t bytes[32];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct icq_in in;

	icq_put_u8(&out, 0xfe);
	icq_put_u16_le(&out, 0x1234);
	icq_put_u32_le(&out, 0x89abcdef);
	icq_put_u16_be(&out, 0x1234);
	icq_put_u32_be(&out, 0x89abcdef);
	in = icq_in(icq_out_view(&out));
	cr_expect(in.n == 13);
	cr_expect(bytes[1] == 0x34 && bytes[3] == 0xef && bytes[7] == 0x12 && bytes[9] == 0x89);
	cr_expect(icq_get_u8(&in) == 0xfe);
	cr_expect(icq_get_u16_le(&in) == 0x1234);
	cr_expect(icq_get_u32_le(&in) == 0x89abcdef);
	cr_expect(icq_get_u16_be(&in) == 0x1234);
	cr_expect(icq_get_u32_be(&in) == 0x89abcdef);
	cr_expect(in.n == 0 && !in.bad);
}

Test(icq_bytes, past_the_end_all_is_bad)
{
	struct icq_in in = icq_in(VIEW("\x01\x02\x03"));

	cr_expect(icq_get_u16_le(&in) == 0x0201);
	cr_expect(icq_get_u32_le(&in) == 0);
	cr_expect(in.bad);
	cr_expect(icq_get_u8(&in) == 0, "the byte that was left is not given any more");
	cr_expect(icq_get_rest(&in).n == 0);
}

Test(icq_bytes, a_string_ends_at_its_nul_and_never_past_the_packet)
{
	struct icq_in in = icq_in(VIEW("\x04\0abc\0\x01\0\0\0\0\x05\0a\0b\0\0\x09\0abc"));

	cr_expect(view_eq(icq_get_lnts(&in), VIEW("abc")) && !in.bad, "no NUL in what is counted");
	icq_skip(&in, 1);
	cr_expect(icq_get_lnts(&in).n == 0 && !in.bad, "its NUL alone");
	cr_expect(icq_get_lnts(&in).n == 0 && !in.bad, "a length of none");
	cr_expect(view_eq(icq_get_lnts(&in), VIEW("a")) && !in.bad, "cut at the first");
	cr_expect(icq_get_lnts(&in).n == 0 && in.bad, "longer than the packet");
}

Test(icq_bytes, what_does_not_fit_leaves_nothing)
{
	uint8_t bytes[8];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	size_t at = icq_put_later(&out, 2);

	icq_put_lnts(&out, VIEW("abc"));
	icq_patch_u16_be(&out, at, 0x0102);
	cr_expect(view_eq(icq_out_view(&out), VIEW("\x01\x02\x04\0abc\0")));
	icq_put_u8(&out, 1);
	cr_expect(out.full && icq_out_view(&out).n == 0);
	icq_put_zeros(&out, 0);
	cr_expect(icq_out_view(&out).n == 0, "for good");
}
