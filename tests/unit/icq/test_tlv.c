#include "icq/tlv.h"

#include <criterion/criterion.h>

#include "icq_hex.h"

Test(tlv, of_two_the_first_counts)
{
	struct icq_hex h;
	struct tlv_block b;
	uint16_t n = 0;

	cr_assert(tlv_parse(&b, icq_hex(&h, "0001 0002 0007  0099 0000  0001 0002 0008")));
	cr_expect(tlv_get_u16(&b, 1, &n) && n == 7);
	cr_expect(tlv_has(&b, 0x99) && !tlv_has(&b, 2));
	cr_expect(tlv_view(&b, 0x99).n == 0 && tlv_view(&b, 2).n == 0);
	cr_expect(!tlv_get_u16(&b, 0x99, &n) && n == 7, "an empty one is no number");
}

Test(tlv, numbers_need_all_their_bytes)
{
	struct icq_hex h;
	struct tlv_block b;
	uint8_t n8 = 0;
	uint16_t n16 = 0;
	uint32_t n32 = 0;

	cr_assert(tlv_parse(&b, icq_hex(&h, "0001 0003 010203  0002 0004 01020304  0003 0001 ff")));
	cr_expect(!tlv_get_u32(&b, 1, &n32) && n32 == 0);
	cr_expect(tlv_get_u16(&b, 1, &n16) && n16 == 0x102);
	cr_expect(tlv_get_u32(&b, 2, &n32) && n32 == 0x1020304);
	cr_expect(tlv_get_u8(&b, 3, &n8) && n8 == 0xff);
	cr_expect(!tlv_get_u16(&b, 3, &n16));
}

Test(tlv, one_that_is_cut_short_spoils_the_block)
{
	struct icq_hex h;
	struct view all = icq_hex(&h, "0001 0002 0007  0002 0001 ff");
	struct tlv_block b;

	for (size_t n = 0; n <= all.n; n++) {
		bool whole = n == 0 || n == 6 || n == all.n;

		cr_expect(tlv_parse(&b, view_left(all, n)) == whole, "%zu bytes", n);
		cr_expect(tlv_has(&b, 1) == (whole && n > 0));
	}
}

Test(tlv, a_block_has_64_and_no_more)
{
	uint8_t bytes[4 * (TLV_MAX + 1)];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct tlv_block b;
	struct icq_in in;
	struct tlv t;
	size_t n = 0;

	for (unsigned i = 0; i <= TLV_MAX; i++)
		tlv_put(&out, (uint16_t)i, VIEW(""));
	cr_assert(!out.full);
	cr_assert(tlv_parse(&b, view_of(bytes, 4 * TLV_MAX)));
	cr_expect(tlv_has(&b, TLV_MAX - 1));
	while (tlv_next(&b, &t))
		cr_expect(t.type == n++);
	cr_expect(n == TLV_MAX);
	cr_expect(!tlv_parse(&b, icq_out_view(&out)) && !tlv_has(&b, 0));
	in = icq_in(icq_out_view(&out));
	b = tlv_read(&in, TLV_MAX);
	cr_expect(!in.bad && in.n == 4 && tlv_has(&b, TLV_MAX - 1));
	in = icq_in(icq_out_view(&out));
	b = tlv_read(&in, TLV_MAX + 1);
	cr_expect(in.bad && in.n == 0 && !tlv_has(&b, 0));
}

Test(tlv, as_many_as_are_counted_are_read)
{
	struct icq_hex h;
	struct icq_in in = icq_in(icq_hex(&h, "0001 0001 07  0002 0000 ff"));
	struct tlv_block b = tlv_read(&in, 2);

	cr_expect(!in.bad && in.n == 1 && tlv_has(&b, 1) && tlv_has(&b, 2));
	in = icq_in(h.v);
	b = tlv_read(&in, 3);
	cr_expect(in.bad && !tlv_has(&b, 1));
	in = icq_in(h.v);
	b = tlv_read(&in, 0);
	cr_expect(!in.bad && in.n == h.v.n && !tlv_has(&b, 1));
}

Test(tlv, they_nest)
{
	uint8_t bytes[64];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	size_t at = tlv_begin(&out, 5);

	tlv_put_u8(&out, 1, 2);
	tlv_put_u16(&out, 2, 3);
	tlv_put_u32(&out, 3, 4);
	tlv_put(&out, 4, VIEW("abc"));
	tlv_end(&out, at);
	cr_expect(icq_hex_is(icq_out_view(&out),
		"0005 001a  0001 0001 02  0002 0002 0003  0003 0004 00000004  0004 0003 616263"));
}

Test(tlv, a_value_of_more_than_16_bits_of_length_is_not_built)
{
	static uint8_t bytes[0x10010];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	size_t at = tlv_begin(&out, 5);

	icq_put_zeros(&out, UINT16_MAX);
	tlv_end(&out, at);
	cr_expect(!out.full && bytes[2] == 0xff && bytes[3] == 0xff);
	icq_put_u8(&out, 0);
	tlv_end(&out, at);
	cr_expect(out.full);
}
