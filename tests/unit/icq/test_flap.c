#include "icq/flap.h"

#include <criterion/criterion.h>

#include "icq_hex.h"

Test(flap, a_frame_is_cut_when_all_of_it_is_there)
{
	struct icq_hex h;
	struct view all = icq_hex(&h, "2a 02 fffe 0003 616263 2a 05 ffff 0000 2a"), stream;
	struct flap_frame f;

	for (size_t n = 0; n < 9; n++) {
		stream = view_left(all, n);
		cr_expect(flap_cut(&stream, FLAP_DATA_MAX, &f) == FLAP_MORE, "%zu bytes", n);
		cr_expect(stream.n == n);
	}
	stream = all;
	cr_assert(flap_cut(&stream, FLAP_DATA_MAX, &f) == FLAP_FRAME);
	cr_expect(f.channel == FLAP_SNAC && f.seq == 0xfffe && view_eq(f.data, VIEW("abc")));
	cr_assert(flap_cut(&stream, FLAP_DATA_MAX, &f) == FLAP_FRAME);
	cr_expect(f.channel == FLAP_ALIVE && f.seq == 0xffff && f.data.n == 0);
	cr_expect(flap_cut(&stream, FLAP_DATA_MAX, &f) == FLAP_MORE && stream.n == 1);
}

Test(flap, nonsense_is_bad_as_soon_as_it_can_be_seen)
{
	static const char *const bad[] = { "00", "47 45 54", "2a 00", "2a 06", "2a ff", "2a 02 0000 0005" };
	struct icq_hex h;
	struct flap_frame f;

	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct view stream = icq_hex(&h, bad[i]);

		cr_expect(flap_cut(&stream, 4, &f) == FLAP_BAD, "%s", bad[i]);
	}
}

Test(flap, data_has_a_limit_before_it_comes)
{
	struct icq_hex h;
	struct view at = icq_hex(&h, "2a 02 0000 0004");
	struct flap_frame f;

	cr_expect(flap_cut(&at, 4, &f) == FLAP_MORE);
	cr_expect(flap_cut(&at, 3, &f) == FLAP_BAD);
	at = icq_hex(&h, "2a 02 0000 2000");
	cr_expect(flap_cut(&at, FLAP_DATA_MAX, &f) == FLAP_MORE);
	at = icq_hex(&h, "2a 02 0000 2001");
	cr_expect(flap_cut(&at, FLAP_DATA_MAX, &f) == FLAP_BAD);
}

Test(flap, what_is_built_is_what_was_said)
{
	uint8_t bytes[32];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	size_t at = flap_begin(&out, FLAP_SIGNON, 100);

	icq_put_u32_be(&out, 1);
	flap_end(&out, at);
	flap_put_empty(&out, FLAP_ALIVE, 101);
	cr_expect(icq_hex_is(icq_out_view(&out), "2a 01 0064 0004 00000001 2a 05 0065 0000"));
}

Test(flap, more_than_the_protocol_knows_is_not_built)
{
	static uint8_t bytes[0x10010];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	size_t at = flap_begin(&out, FLAP_SNAC, 0);

	icq_put_zeros(&out, FLAP_DATA_MOST);
	flap_end(&out, at);
	cr_expect(!out.full && out.n == FLAP_HEAD + FLAP_DATA_MOST);
	icq_put_u8(&out, 0);
	flap_end(&out, at);
	cr_expect(out.full);
}
