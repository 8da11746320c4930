#include "icq/feedbag.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "icq_hex.h"

Test(feedbag, an_item_is_built_as_it_is_known_and_comes_back)
{
	struct icq_hex h;
	struct feedbag_item item = { .name = VIEW("900001"), .group = 1, .id = 2, .type = FEEDBAG_BUDDY },
			    back;
	uint8_t bytes[128];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct icq_in in;

	cr_assert(tlv_parse(&item.tlvs, icq_hex(&h, "0131 0006 236c6f626279")));
	feedbag_put(&out, &item);
	cr_expect(icq_hex_is(
		icq_out_view(&out), "0006 393030303031 0001 0002 0000 000a 0131 0006 236c6f626279"));
	in = icq_in(icq_out_view(&out));
	cr_assert(feedbag_next(&in, &back));
	cr_expect(view_eq(back.name, item.name) && back.group == 1 && back.id == 2 &&
		back.type == FEEDBAG_BUDDY);
	cr_expect(view_eq(tlv_view(&back.tlvs, FEEDBAG_T_ALIAS), VIEW("#lobby")));
	cr_expect(!feedbag_next(&in, &back) && !in.bad);
	for (size_t n = 1; n < out.n; n++) {
		in = icq_in(view_left(icq_out_view(&out), n));
		cr_expect(!feedbag_next(&in, &back) && in.bad, "%zu bytes", n);
	}
}

Test(feedbag, an_item_has_no_more_tlvs_than_any_block)
{
	uint8_t tlvs[4 * (TLV_MAX + 1)] = { 0 }, bytes[512];
	struct feedbag_item item = { .name = VIEW("x") }, back;
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct icq_in in;

	item.tlvs.bytes = view_of(tlvs, 4 * TLV_MAX);
	feedbag_put(&out, &item);
	in = icq_in(icq_out_view(&out));
	cr_expect(feedbag_next(&in, &back));
	item.tlvs.bytes = view_of(tlvs, sizeof(tlvs));
	out = icq_out(bytes, sizeof(bytes));
	feedbag_put(&out, &item);
	in = icq_in(icq_out_view(&out));
	cr_expect(!feedbag_next(&in, &back) && in.bad);
}

Test(feedbag, a_group_names_its_members)
{
	static const uint16_t ids[] = { 1, 0x203 };
	uint8_t bytes[32];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	feedbag_put_members(&out, ids, ARRAY_LEN(ids));
	cr_expect(icq_hex_is(icq_out_view(&out), "00c8 0004 0001 0203"));
}

Test(feedbag, an_empty_list_is_what_clients_know)
{
	uint8_t bytes[32];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct feedbag_list list;
	struct feedbag_part part;

	feedbag_list_begin(&list, &out);
	feedbag_list_end(&list, 0x65000000);
	cr_expect(icq_hex_is(icq_out_view(&out), "00 0000 65000000"));
	cr_expect(
		feedbag_list_parse(&part, icq_out_view(&out)) && part.n == 0 && part.changed_s == 0x65000000);
	cr_expect(part.items.n == 0);
	for (size_t n = 0; n < out.n; n++)
		cr_expect(!feedbag_list_parse(&part, view_left(icq_out_view(&out), n)), "%zu bytes", n);
}

enum { ITEMS = 50, ITEM_BYTES = 2 + 6 + 8 };

/* One SNAC, beginning with item `next`; the next one that is wanting. */
static unsigned
put_some(struct icq_out *out, unsigned next)
{
	char name[12];
	struct feedbag_item item = { .name = view_of(name, 6) };
	struct feedbag_list list;

	feedbag_list_begin(&list, out);
	for (; next < ITEMS; next++) {
		snprintf(name, sizeof(name), "%06u", next);
		item.id = (uint16_t)next;
		if (!feedbag_list_add(&list, &item))
			break;
	}
	feedbag_list_end(&list, 7);
	return next;
}

/* In pieces of any size that holds one item: all of them come, once, in order. */
Test(feedbag, a_list_takes_as_many_snacs_as_it_needs)
{
	for (size_t room = 3 + ITEM_BYTES + 4; room < 3 + 2 * ITEM_BYTES + 6; room++) {
		unsigned next = 0, read = 0, snacs;

		for (snacs = 0; next < ITEMS; snacs++) {
			uint8_t bytes[64];
			struct icq_out out = icq_out(bytes, room);
			struct feedbag_part part;
			struct feedbag_item item;

			next = put_some(&out, next);
			cr_assert(feedbag_list_parse(&part, icq_out_view(&out)) && part.n > 0 &&
				part.changed_s == 7);
			while (feedbag_next(&part.items, &item))
				cr_assert(item.id == read++);
		}
		cr_expect(read == ITEMS && snacs == (room >= 3 + 2 * ITEM_BYTES + 4 ? ITEMS / 2 : ITEMS));
	}
}

Test(feedbag, a_list_that_counts_more_than_it_has_is_none)
{
	struct icq_hex h;
	struct feedbag_part part;

	cr_expect(feedbag_list_parse(&part, icq_hex(&h, "00 0001 0000 0000 0000 0001 0000 00000007")));
	cr_expect(part.n == 1 && part.changed_s == 7 && part.items.n == 10);
	cr_expect(!feedbag_list_parse(&part, icq_hex(&h, "00 0002 0000 0000 0000 0001 0000 00000007")));
	cr_expect(!feedbag_list_parse(&part, icq_hex(&h, "00 ffff 0000 0000 0000 0001 0000 00000007")));
}

Test(feedbag, stamps_results_and_rights)
{
	static const uint16_t max[FEEDBAG_TYPE_N] = { [FEEDBAG_BUDDY] = 600, [FEEDBAG_GROUP] = 61 };
	uint8_t bytes[128];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct feedbag_stamp s;
	struct icq_in in;
	uint16_t result;

	feedbag_stamp_put(&out, &(struct feedbag_stamp){ 0x65000000, 12 });
	cr_expect(icq_hex_is(icq_out_view(&out), "65000000 000c"));
	cr_expect(feedbag_stamp_parse(&s, icq_out_view(&out)) && s.changed_s == 0x65000000 && s.n == 12);
	for (size_t n = 0; n < out.n; n++)
		cr_expect(!feedbag_stamp_parse(&s, view_left(icq_out_view(&out), n)), "%zu bytes", n);
	out = icq_out(bytes, sizeof(bytes));
	feedbag_result_put(&out, FEEDBAG_DONE);
	feedbag_result_put(&out, FEEDBAG_NEEDS_AUTH);
	in = icq_in(icq_out_view(&out));
	cr_expect(feedbag_result_next(&in, &result) && result == FEEDBAG_DONE);
	cr_expect(feedbag_result_next(&in, &result) && result == FEEDBAG_NEEDS_AUTH);
	cr_expect(!feedbag_result_next(&in, &result) && !in.bad);
	out = icq_out(bytes, sizeof(bytes));
	feedbag_rights_put(&out, max);
	cr_expect(out.n == 4 + 2 * FEEDBAG_TYPE_N &&
		icq_hex_is(view_left(icq_out_view(&out), 10), "0004 002a 0258 003d 0000"));
}

Test(feedbag, authorisation_comes_back)
{
	static const struct feedbag_auth a = {
		.uin = 100002, .is_granted = true, .reason = VIEW_INIT("please")
	};
	uint8_t bytes[64];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct feedbag_auth back;

	feedbag_auth_put(&out, &a);
	cr_expect(icq_hex_is(icq_out_view(&out), "06313030303032 0006 706c65617365 0000"));
	cr_expect(feedbag_auth_parse(&back, icq_out_view(&out)) && back.uin == 100002 &&
		view_eq(back.reason, a.reason));
	for (size_t n = 0; n < out.n - 2; n++)
		cr_expect(!feedbag_auth_parse(&back, view_left(icq_out_view(&out), n)), "%zu bytes", n);
	out = icq_out(bytes, sizeof(bytes));
	feedbag_auth_answer_put(&out, &a);
	cr_expect(icq_hex_is(icq_out_view(&out), "06313030303032 01 0006 706c65617365"));
	cr_expect(feedbag_auth_answer_parse(&back, icq_out_view(&out)) && back.is_granted &&
		view_eq(back.reason, a.reason));
	for (size_t n = 0; n < out.n; n++)
		cr_expect(
			!feedbag_auth_answer_parse(&back, view_left(icq_out_view(&out), n)), "%zu bytes", n);
	bytes[7] = 0;
	cr_expect(feedbag_auth_answer_parse(&back, icq_out_view(&out)) && !back.is_granted);
	out = icq_out(bytes, sizeof(bytes));
	feedbag_added_put(&out, &a);
	cr_expect(icq_hex_is(icq_out_view(&out), "06313030303032"));
	cr_expect(feedbag_added_parse(&back, icq_out_view(&out)) && back.uin == 100002);
	cr_expect(!feedbag_added_parse(&back, view_left(icq_out_view(&out), 6)));
}
