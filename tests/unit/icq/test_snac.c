#include "icq/snac.h"

#include <criterion/criterion.h>

#include "icq_hex.h"

Test(snac, head_and_body_come_back)
{
	uint8_t bytes[32];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct snac s;

	snac_put_head(&out, SNAC_FEEDBAG_LIST, SNAC_FLAG_MORE, 0x89abcdef);
	icq_put_bytes(&out, VIEW("body"));
	cr_expect(icq_hex_is(icq_out_view(&out), "0013 0006 0001 89abcdef 626f6479"));
	cr_assert(snac_parse(&s, icq_out_view(&out)));
	cr_expect(s.family == SNAC_FEEDBAG && s.subtype == 6 && s.flags == SNAC_FLAG_MORE);
	cr_expect(s.request == 0x89abcdef && snac_id(&s) == SNAC_FEEDBAG_LIST);
	cr_expect(view_eq(s.body, VIEW("body")));
	for (size_t n = 0; n < SNAC_HEAD; n++)
		cr_expect(!snac_parse(&s, view_left(icq_out_view(&out), n)));
}

Test(snac, a_block_before_the_body_is_passed_over)
{
	struct icq_hex h;
	struct snac s;

	cr_assert(snac_parse(&s, icq_hex(&h, "0001 000f 8000 00000007 0006 0001 0002 0003 62")));
	cr_expect(view_eq(s.body, VIEW("b")) && snac_id(&s) == SNAC_SERVICE_SELF);
	cr_assert(snac_parse(&s, icq_hex(&h, "0001 000f 8000 00000007 0000")));
	cr_expect(s.body.n == 0);
	cr_expect(!snac_parse(&s, icq_hex(&h, "0001 000f 8000 00000007 0006 0001 0002 00")));
	cr_expect(!snac_parse(&s, icq_hex(&h, "0001 000f 8000 00000007 00")));
}

Test(snac, errors_have_a_code)
{
	uint8_t bytes[32];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct snac s;
	uint16_t code;

	snac_put_error(&out, SNAC_ICBM, 0x11, SNAC_ERROR_OFFLINE);
	cr_expect(icq_hex_is(icq_out_view(&out), "0004 0001 0000 00000011 0004"));
	cr_assert(snac_parse(&s, icq_out_view(&out)) && snac_id(&s) == SNAC_ICBM_ERROR);
	cr_assert(snac_parse_error(&code, s.body));
	cr_expect(code == SNAC_ERROR_OFFLINE);
	cr_expect(!snac_parse_error(&code, VIEW("\0")));
}
