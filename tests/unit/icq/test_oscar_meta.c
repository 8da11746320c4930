#include "icq/oscar_meta.h"

#include <criterion/criterion.h>

#include "icq/icq_types.h"
#include "icq_hex.h"

/* What a real client took. */
#define WAITED                                                                    \
	"0001 0029 2700 a3860100 4100 0200 a2860100 ea07 0b 15 05 14 01 00 1100 " \
	"7468697320776173206f66666c696e6500"

static const struct oscar_offline waited = {
	.from = 100002,
	.wall_s = 1795238400, /* 2026-11-21 05:20 */
	.kind = ICQ_KIND_TEXT,
	.text = VIEW_INIT("this was offline"),
};

Test(oscar_meta, a_message_that_waited_is_built_as_it_is_known)
{
	uint8_t bytes[128];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	const struct oscar_meta m = { .uin = 100003, .type = OSCAR_META_OFFLINE, .seq = 2 };
	size_t at = oscar_meta_begin(&out, &m);

	oscar_offline_put(&out, &waited);
	oscar_meta_end(&out, at);
	cr_expect(icq_hex_is(icq_out_view(&out), WAITED));
}

Test(oscar_meta, a_message_that_waited_is_read)
{
	struct icq_hex h;
	struct oscar_meta m;
	struct oscar_offline o;

	cr_assert(oscar_meta_parse(&m, icq_hex(&h, WAITED)));
	cr_expect(m.uin == 100003 && m.type == OSCAR_META_OFFLINE && m.seq == 2 && m.sub == 0);
	cr_assert(oscar_offline_parse(&o, m.data));
	cr_expect(o.from == 100002 && o.wall_s == waited.wall_s && o.kind == ICQ_KIND_TEXT &&
		o.kind_flags == 0);
	cr_expect(view_eq(o.text, waited.text));
	for (size_t n = 0; n < h.v.n; n++)
		cr_expect(!oscar_meta_parse(&m, view_left(h.v, n)), "%zu bytes", n);
	cr_assert(oscar_meta_parse(&m, h.v));
	for (size_t n = 0; n < m.data.n; n++)
		cr_expect(!oscar_offline_parse(&o, view_left(m.data, n)), "%zu bytes", n);
}

Test(oscar_meta, the_block_within_is_as_long_as_it_says)
{
	struct icq_hex h;
	struct oscar_meta m;

	cr_assert(oscar_meta_parse(&m, icq_hex(&h, "0001 000c 0800 a3860100 3c00 0200 ffff")));
	cr_expect(m.type == OSCAR_META_OFFLINE_ASK && m.data.n == 0, "what is behind it is not of it");
	cr_expect(!oscar_meta_parse(&m, icq_hex(&h, "0001 000a 0900 a3860100 3c00 0200")));
	cr_expect(!oscar_meta_parse(&m, icq_hex(&h, "0001 000a 0700 a3860100 3c00 0200")));
	cr_expect(!oscar_meta_parse(&m, icq_hex(&h, "0002 000a 0800 a3860100 3c00 0200")), "another TLV");
	cr_expect(!oscar_meta_parse(&m, VIEW("")));
}

Test(oscar_meta, questions_and_answers_have_a_sub_type)
{
	static const struct oscar_meta ask = {
		.uin = 100001, .type = OSCAR_META_ASK, .seq = 3, .sub = 0x4ba, .data = VIEW_INIT("data")
	};
	static const struct oscar_meta answer = {
		.uin = 100001, .type = OSCAR_META_ANSWER, .seq = 3, .sub = 0x104, .result = OSCAR_RESULT_NONE
	};
	uint8_t bytes[128];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct oscar_meta m;

	oscar_meta_put(&out, &ask);
	cr_expect(icq_hex_is(icq_out_view(&out), "0001 0010 0e00 a1860100 d007 0300 ba04 64617461"));
	cr_assert(oscar_meta_parse(&m, icq_out_view(&out)));
	cr_expect(m.type == OSCAR_META_ASK && m.seq == 3 && m.sub == 0x4ba && view_eq(m.data, VIEW("data")));
	out = icq_out(bytes, sizeof(bytes));
	oscar_meta_put(&out, &answer);
	cr_expect(icq_hex_is(icq_out_view(&out), "0001 000d 0b00 a1860100 da07 0300 0401 32"));
	cr_assert(oscar_meta_parse(&m, icq_out_view(&out)));
	cr_expect(m.sub == 0x104 && m.result == OSCAR_RESULT_NONE && m.data.n == 0);
	for (size_t n = 0; n < out.n; n++)
		cr_expect(!oscar_meta_parse(&m, view_left(icq_out_view(&out), n)), "%zu bytes", n);
}

Test(oscar_meta, what_does_not_fit_leaves_nothing)
{
	uint8_t bytes[16];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	oscar_meta_put(&out,
		&(struct oscar_meta){
			.type = OSCAR_META_OFFLINE_END, .data = VIEW("more than there is room for") });
	cr_expect(out.full);
	out = icq_out(bytes, sizeof(bytes));
	oscar_meta_put(
		&out, &(struct oscar_meta){ .type = OSCAR_META_OFFLINE_END, .data = OSCAR_OFFLINE_END });
	cr_expect(icq_hex_is(icq_out_view(&out), "0001 000b 0900 00000000 4200 0000 00"));
}
