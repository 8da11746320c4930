#include "icq/oscar_list.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "icq/feedbag.h"
#include "icq/oscar_roster.h"
#include "icq/oscar_user.h"
#include "oscar_rig.h"

static void
put_buddy(struct oscar_client *c, const char *name, uint16_t group, uint16_t id)
{
	const struct feedbag_item item = {
		.name = view_z(name), .group = group, .id = id, .type = FEEDBAG_BUDDY
	};

	feedbag_put(&c->body, &item);
}

/* ret: the result of one item. */
static uint16_t
edit(struct oscar_client *c, enum snac_id id, const char *name, uint16_t item)
{
	struct icq_in in;
	uint16_t result = 0xffff;

	oscar_client_begin(c);
	put_buddy(c, name, 1, item);
	oscar_client_send(c, id);
	in = icq_in(oscar_client_expect(c, SNAC_FEEDBAG_RESULT));
	cr_expect(c->snac.request == c->request);
	cr_assert(feedbag_result_next(&in, &result) && in.n == 0);
	return result;
}

static size_t
count_items(struct oscar_client *c, struct feedbag_part *part)
{
	size_t n = 0;

	do {
		cr_assert(feedbag_list_parse(part, oscar_client_expect(c, SNAC_FEEDBAG_LIST)));
		n += part->n;
	} while ((c->snac.flags & SNAC_FLAG_MORE) != 0);
	return n;
}

Test(oscar_list, edits_are_kept_and_told_to_the_core)
{
	struct oscar_rig r;
	struct oscar_client c;
	struct feedbag_part part;

	oscar_rig_init(&r);
	oscar_rig_ready(&r, &c, 1);
	cr_expect(edit(&c, SNAC_FEEDBAG_ADD, "100002", 5) == FEEDBAG_DONE);
	cr_expect(icq_fake_said(r.icq, "100001 adds 100002") && icq_fake_said(r.icq, "100001 has its list"));
	cr_expect(edit(&c, SNAC_FEEDBAG_ADD, "100002", 5) == FEEDBAG_EXISTS);
	cr_expect(edit(&c, SNAC_FEEDBAG_UPDATE, "100003", 5) == FEEDBAG_DONE);
	cr_expect(
		icq_fake_said(r.icq, "100001 removes 100002") && icq_fake_said(r.icq, "100001 adds 100003"));
	cr_expect(edit(&c, SNAC_FEEDBAG_UPDATE, "100003", 6) == FEEDBAG_NOT_FOUND);
	cr_expect(edit(&c, SNAC_FEEDBAG_DELETE, "", 6) == FEEDBAG_NOT_FOUND);
	cr_expect(edit(&c, SNAC_FEEDBAG_ADD, "100003", 7) == FEEDBAG_DONE);
	cr_expect(edit(&c, SNAC_FEEDBAG_DELETE, "100003", 7) == FEEDBAG_DONE);
	cr_expect(!icq_fake_said(r.icq, "100001 removes 100003"), "he is there once more");
	cr_expect(edit(&c, SNAC_FEEDBAG_ADD, "nobody", 8) == FEEDBAG_DONE);
	oscar_client_close(&c);

	oscar_rig_enter(&r, &c, 1);
	(void)oscar_client_expect(&c, SNAC_SERVICE_FAMILIES);
	oscar_client_snac(&c, SNAC_FEEDBAG_ASK, VIEW(""));
	cr_expect(count_items(&c, &part) == 2);
	buf_clear(&r.icq->said);
	cr_expect(r.icq->said.len == 0);
	oscar_client_snac(&c, SNAC_SERVICE_READY, VIEW(""));
	cr_expect(icq_fake_said(r.icq, "100001 adds 100003") && icq_fake_said(r.icq, "100001 has its list"));
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

Test(oscar_list, a_list_that_is_known_is_not_told_again)
{
	struct oscar_rig r;
	struct oscar_client c;
	struct feedbag_part part;
	struct feedbag_stamp stamp;

	oscar_rig_init(&r);
	oscar_rig_ready(&r, &c, 1);
	cr_expect(edit(&c, SNAC_FEEDBAG_ADD, "100002", 5) == FEEDBAG_DONE);
	oscar_client_snac(&c, SNAC_FEEDBAG_ASK, VIEW(""));
	cr_expect(count_items(&c, &part) == 1 && part.changed_s != 0);
	stamp = (struct feedbag_stamp){ .changed_s = part.changed_s, .n = 1 };
	oscar_client_begin(&c);
	feedbag_stamp_put(&c.body, &stamp);
	oscar_client_send(&c, SNAC_FEEDBAG_ASK_IF_NEWER);
	(void)oscar_client_expect(&c, SNAC_FEEDBAG_UNCHANGED);
	cr_expect(edit(&c, SNAC_FEEDBAG_UPDATE, "100003", 5) == FEEDBAG_DONE);
	oscar_client_begin(&c);
	feedbag_stamp_put(&c.body, &stamp);
	oscar_client_send(&c, SNAC_FEEDBAG_ASK_IF_NEWER);
	cr_expect(count_items(&c, &part) == 1);
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

Test(oscar_list, what_everybody_has_is_on_the_list)
{
	struct oscar_rig r;
	struct oscar_client c;
	struct feedbag_part part;
	struct feedbag_item item;
	bool found = false;

	oscar_rig_init(&r);
	r.icq->has_forced = true;
	oscar_rig_enter(&r, &c, 1);
	(void)oscar_client_expect(&c, SNAC_SERVICE_FAMILIES);
	for (int i = 0; i < 2; i++) {
		oscar_client_snac(&c, SNAC_FEEDBAG_ASK, VIEW(""));
		cr_expect(count_items(&c, &part) == 3, "the root, the group, the channel");
	}
	while (feedbag_next(&part.items, &item))
		found = found || view_eq(tlv_view(&item.tlvs, FEEDBAG_T_ALIAS), VIEW("#lobby"));
	cr_expect(found);
	oscar_client_close(&c);

	r.icq->disk_is_behind = true;
	oscar_rig_enter(&r, &c, 2);
	(void)oscar_client_expect(&c, SNAC_SERVICE_FAMILIES);
	oscar_client_snac(&c, SNAC_FEEDBAG_ASK, VIEW(""));
	cr_expect(count_items(&c, &part) == 3, "also where it can't be kept");
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

Test(oscar_list, what_can_not_be_kept_is_refused)
{
	struct oscar_rig r;
	struct oscar_client c;

	oscar_rig_init(&r);
	oscar_rig_ready(&r, &c, 1);
	r.icq->disk_is_behind = true;
	cr_expect(edit(&c, SNAC_FEEDBAG_ADD, "100002", 5) == FEEDBAG_REFUSED);
	cr_expect(!icq_fake_said(r.icq, "100001 adds 100002"));
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

Test(oscar_list, one_contact_above_the_limit_is_refused)
{
	struct oscar_rig r;
	struct oscar_client c;
	char name[16];
	struct icq_in in;
	uint16_t result = 0;

	oscar_rig_init(&r);
	oscar_rig_ready(&r, &c, 1);
	oscar_client_begin(&c);
	for (uint32_t i = 0; i <= r.icq->conf.max_contacts; i++) {
		(void)snprintf(name, sizeof(name), "%u", 100100u + i);
		put_buddy(&c, name, 1, (uint16_t)(i + 1));
	}
	oscar_client_send(&c, SNAC_FEEDBAG_ADD);
	in = icq_in(oscar_client_expect(&c, SNAC_FEEDBAG_RESULT));
	for (uint32_t i = 0; i < r.icq->conf.max_contacts; i++)
		cr_expect(feedbag_result_next(&in, &result) && result == FEEDBAG_DONE);
	cr_expect(feedbag_result_next(&in, &result) && result == FEEDBAG_LIMIT && in.n == 0);
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

Test(oscar_list, a_long_list_comes_in_several_parts)
{
	struct oscar_rig r;
	struct oscar_client c;
	struct feedbag_part part;
	size_t n = 0;

	oscar_rig_init(&r);
	r.icq->conf.max_contacts = 10000;
	oscar_rig_ready(&r, &c, 1);
	for (uint16_t i = 0; i < 30; i++) {
		oscar_client_begin(&c);
		for (uint16_t k = 0; k < 90; k++, n++)
			put_buddy(&c, "100002", 1, (uint16_t)(1 + i * 90 + k));
		oscar_client_send(&c, SNAC_FEEDBAG_ADD);
		oscar_client_forget(&c);
		icq_fake_advance(r.icq, 3000);
	}
	oscar_client_forget(&c);
	oscar_client_snac(&c, SNAC_FEEDBAG_ASK, VIEW(""));
	cr_expect(count_items(&c, &part) == n, "%zu", n);
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

Test(oscar_list, a_new_channel_is_pushed_once)
{
	struct oscar_rig r;
	struct oscar_client c;
	const struct icq_contact a = { .uin = 900000002, .name = VIEW("#a"), .is_channel = true };
	struct icq_session *s;
	struct feedbag_item item;
	struct icq_in in;

	oscar_rig_init(&r);
	oscar_rig_ready(&r, &c, 1);
	s = icq_fake_session(r.icq, 100001);
	s->ops->contact(s->link, &a);
	(void)oscar_client_expect(&c, SNAC_FEEDBAG_EDIT_BEGIN);
	in = icq_in(oscar_client_expect(&c, SNAC_FEEDBAG_ADD));
	cr_expect(feedbag_next(&in, &item) && item.type == FEEDBAG_GROUP &&
		view_eq(item.name, VIEW(OSCAR_ROSTER_CHANNELS)));
	in = icq_in(oscar_client_expect(&c, SNAC_FEEDBAG_ADD));
	cr_expect(feedbag_next(&in, &item) && view_eq(item.name, VIEW("900000002")));
	(void)oscar_client_expect(&c, SNAC_FEEDBAG_UPDATE);
	(void)oscar_client_expect(&c, SNAC_FEEDBAG_EDIT_END);
	s->ops->contact(s->link, &a);
	cr_expect(oscar_client_is_quiet(&c));
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

Test(oscar_list, whoever_asks_for_leave_gets_it)
{
	struct oscar_rig r;
	struct oscar_client c;
	struct feedbag_auth a;

	oscar_rig_init(&r);
	oscar_rig_ready(&r, &c, 1);
	oscar_client_snac(&c, SNAC_FEEDBAG_AUTH_ASK, VIEW("\006100002\0\2hi\0\0"));
	cr_assert(feedbag_auth_answer_parse(&a, oscar_client_expect(&c, SNAC_FEEDBAG_AUTH_ANSWERED)));
	cr_expect(a.uin == 100002 && a.is_granted);
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

Test(oscar_list, clients_with_a_list_of_their_own_have_no_other)
{
	struct oscar_rig r;
	struct oscar_client c;
	const struct icq_contact a = { .uin = 900000002, .name = VIEW("#a"), .is_channel = true };
	struct icq_session *s;
	struct icq_in in;
	uint32_t uin;

	oscar_rig_init(&r);
	oscar_rig_ready(&r, &c, 1);
	cr_expect(edit(&c, SNAC_FEEDBAG_ADD, "100002", 5) == FEEDBAG_DONE);
	oscar_client_close(&c);
	oscar_rig_enter(&r, &c, 1);
	(void)oscar_client_expect(&c, SNAC_SERVICE_FAMILIES);
	buf_clear(&r.icq->said);
	oscar_client_snac(&c, SNAC_BUDDY_ADD, VIEW("\006100003\006100004\1x"));
	oscar_client_snac(&c, SNAC_BUDDY_REMOVE, VIEW("\006100004"));
	oscar_client_snac(&c, SNAC_SERVICE_READY, VIEW(""));
	cr_expect(!icq_fake_said(r.icq, "100001 adds 100002"));
	cr_expect(
		icq_fake_said(r.icq, "100001 adds 100003") && icq_fake_said(r.icq, "100001 removes 100004"));
	cr_expect(icq_fake_said(r.icq, "100001 has its list"));
	s = icq_fake_session(r.icq, 100001);
	s->ops->contact(s->link, &a);
	cr_expect(oscar_client_is_quiet(&c));
	r.icq->conf.max_contacts = 2;
	oscar_client_snac(&c, SNAC_BUDDY_ADD, VIEW("\006100005"));
	in = icq_in(oscar_client_expect(&c, SNAC_BUDDY_REJECTED));
	cr_expect(oscar_uin_next(&in, &uin) && uin == 100005);
	oscar_client_close(&c);
	oscar_rig_release(&r);
}
