#include "icq/oscar_roster.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "icq/icq_session.h"
#include "icq/tlv.h"

enum { MAX = 20 };

static struct feedbag_item
buddy(const char *name, uint16_t group, uint16_t id)
{
	return (struct feedbag_item){ .name = view_z(name), .group = group, .id = id, .type = FEEDBAG_BUDDY };
}

Test(oscar_roster, items_are_added_changed_and_deleted)
{
	struct oscar_roster *r = oscar_roster_new(VIEW(""), MAX);
	struct feedbag_item one = buddy("100001", 1, 1), two = buddy("100002", 1, 2), got;

	cr_expect(oscar_roster_add(r, &one) == FEEDBAG_DONE);
	cr_expect(oscar_roster_add(r, &two) == FEEDBAG_DONE);
	cr_expect(oscar_roster_add(r, &two) == FEEDBAG_EXISTS);
	cr_expect(oscar_roster_has(r, 100001) && oscar_roster_has(r, 100002) && !oscar_roster_has(r, 100003));
	one.name = VIEW("1000033");
	cr_expect(oscar_roster_update(r, &one) == FEEDBAG_DONE);
	cr_expect(
		!oscar_roster_has(r, 100001) && oscar_roster_has(r, 1000033) && oscar_roster_has(r, 100002));
	one.id = 9;
	cr_expect(oscar_roster_update(r, &one) == FEEDBAG_NOT_FOUND);
	cr_expect(oscar_roster_delete(r, &one) == FEEDBAG_NOT_FOUND);
	one.id = 1;
	cr_expect(oscar_roster_delete(r, &one) == FEEDBAG_DONE);
	cr_expect(!oscar_roster_find(r, 1, 1, &got));
	cr_assert(oscar_roster_find(r, 1, 2, &got));
	cr_expect(view_eq(got.name, VIEW("100002")) && oscar_roster_stamp(r).n == 1);
	oscar_roster_free(r);
}

Test(oscar_roster, what_is_kept_comes_back)
{
	struct oscar_roster *r = oscar_roster_new(VIEW(""), MAX), *again;
	struct feedbag_item one = buddy("100001", 1, 1);

	cr_expect(oscar_roster_add(r, &one) == FEEDBAG_DONE);
	oscar_roster_touch(r, 1000);
	oscar_roster_touch(r, 1000);
	again = oscar_roster_new(oscar_roster_blob(r), MAX);
	cr_expect(oscar_roster_stamp(again).changed_s == 1001 && oscar_roster_stamp(again).n == 1);
	cr_expect(view_eq(oscar_roster_blob(r), oscar_roster_blob(again)));
	oscar_roster_free(again);
	oscar_roster_free(r);
}

Test(oscar_roster, bytes_that_are_no_list_give_an_empty_one)
{
	static const struct view bad[] = { VIEW_INIT(""), VIEW_INIT("\1\0\0\0"), VIEW_INIT("\2\0\0\0\0"),
		VIEW_INIT("\1\0\0\0\0\0\006100"), VIEW_INIT("\1\0\0\0\0\0\1x\0\1\0\1\0\0\0\1x") };

	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct oscar_roster *r = oscar_roster_new(bad[i], MAX);

		cr_expect(oscar_roster_stamp(r).n == 0 && oscar_roster_stamp(r).changed_s == 0, "%zu", i);
		oscar_roster_free(r);
	}
}

Test(oscar_roster, contacts_have_a_limit_and_so_have_other_items)
{
	struct oscar_roster *r = oscar_roster_new(VIEW(""), MAX);
	struct feedbag_item item;
	char name[16];

	for (unsigned i = 0; i < MAX; i++) {
		(void)snprintf(name, sizeof(name), "%u", 100000u + i);
		item = buddy(name, 1, (uint16_t)(1 + i));
		cr_expect(oscar_roster_add(r, &item) == FEEDBAG_DONE);
	}
	item = buddy("200000", 1, 99);
	cr_expect(oscar_roster_add(r, &item) == FEEDBAG_LIMIT);
	for (unsigned i = 0; i < OSCAR_ROSTER_OTHERS_MAX; i++) {
		item = (struct feedbag_item){ .group = (uint16_t)(100 + i), .type = FEEDBAG_GROUP };
		cr_expect(oscar_roster_add(r, &item) == FEEDBAG_DONE);
	}
	item.group = 99;
	cr_expect(oscar_roster_add(r, &item) == FEEDBAG_LIMIT);
	item = buddy("200000", 100, 0);
	cr_expect(oscar_roster_update(r, &item) == FEEDBAG_REFUSED, "a group does not become a contact");
	oscar_roster_free(r);
}

Test(oscar_roster, all_of_it_fits_into_what_is_kept)
{
	static char big[OSCAR_ROSTER_ITEM_MAX];
	struct oscar_roster *r = oscar_roster_new(VIEW(""), MAX);
	struct feedbag_item item = { .group = 1, .type = FEEDBAG_GROUP };
	uint8_t bytes[OSCAR_ROSTER_ITEM_MAX];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	enum feedbag_result last = FEEDBAG_DONE;

	tlv_put(&out, 0x300, view_of(big, OSCAR_ROSTER_ITEM_MAX - 10 - 4));
	item.tlvs.bytes = icq_out_view(&out);
	for (; last == FEEDBAG_DONE; item.group++)
		last = oscar_roster_add(r, &item);
	cr_expect(last == FEEDBAG_LIMIT && oscar_roster_stamp(r).n == ICQ_LIST_MAX / OSCAR_ROSTER_ITEM_MAX);
	cr_expect(oscar_roster_blob(r).n <= ICQ_LIST_MAX);
	out = icq_out(bytes, sizeof(bytes));
	tlv_put(&out, 0x300, view_of(big, OSCAR_ROSTER_ITEM_MAX - 10 - 3));
	item = (struct feedbag_item){ .group = 1, .type = FEEDBAG_GROUP, .tlvs.bytes = icq_out_view(&out) };
	cr_expect(oscar_roster_update(r, &item) == FEEDBAG_LIMIT, "one byte too long for a frame");
	oscar_roster_free(r);
}

static bool
is_member(const struct oscar_roster *r, uint16_t group, uint16_t id)
{
	struct feedbag_item item;
	struct icq_in in;

	if (!oscar_roster_find(r, group, 0, &item))
		return false;
	in = icq_in(tlv_view(&item.tlvs, FEEDBAG_T_MEMBERS));
	while (in.n != 0)
		if (icq_get_u16_be(&in) == id)
			return true;
	return false;
}

Test(oscar_roster, channels_come_into_a_group_of_their_own)
{
	struct oscar_roster *r = oscar_roster_new(VIEW(""), MAX);
	struct feedbag_item mine = buddy("100001", 7, 40), got;
	struct oscar_roster_news one, two;

	cr_expect(oscar_roster_add(r, &mine) == FEEDBAG_DONE);
	cr_assert(oscar_roster_add_channel(r, 900000001, VIEW("#lobby"), &one));
	cr_assert(oscar_roster_add_channel(r, 900000002, VIEW("#a"), &two));
	cr_expect(one.is_group_new && !two.is_group_new && one.group == two.group);
	cr_expect(one.group == 8 && one.id == 41 && two.id == 42);
	cr_expect(is_member(r, 0, one.group) && is_member(r, one.group, one.id) &&
		is_member(r, one.group, two.id));
	cr_assert(oscar_roster_find(r, one.group, one.id, &got));
	cr_expect(view_eq(got.name, VIEW("900000001")) &&
		view_eq(tlv_view(&got.tlvs, FEEDBAG_T_ALIAS), VIEW("#lobby")));
	oscar_roster_free(r);
}

Test(oscar_roster, a_channel_without_room_changes_nothing)
{
	struct oscar_roster *r = oscar_roster_new(VIEW(""), 1);
	struct feedbag_item mine = buddy("100001", 7, 40);
	struct oscar_roster_news news;

	cr_expect(oscar_roster_add(r, &mine) == FEEDBAG_DONE);
	cr_expect(!oscar_roster_add_channel(r, 900000001, VIEW("#lobby"), &news));
	cr_expect(oscar_roster_stamp(r).n == 1);
	oscar_roster_free(r);
	r = oscar_roster_new(VIEW(""), MAX);
	mine = buddy("100001", 7, 0x7fff);
	cr_expect(oscar_roster_add(r, &mine) == FEEDBAG_DONE);
	cr_expect(!oscar_roster_add_channel(r, 900000001, VIEW("#lobby"), &news), "no number is left");
	oscar_roster_free(r);
}
