#include "icq/oscar_info.h"

#include <criterion/criterion.h>

#include "icq/oscar_ask.h"
#include "icq/oscar_meta.h"
#include "icq/oscar_person.h"
#include "oscar_rig.h"

static void
ask(struct oscar_client *c, uint16_t type, uint16_t sub, struct view data)
{
	const struct oscar_meta m = { .uin = 100001, .type = type, .seq = 7, .sub = sub, .data = data };

	oscar_client_begin(c);
	oscar_meta_put(&c->body, &m);
	oscar_client_send(c, SNAC_META_ASK);
}

static struct oscar_meta
expect(struct oscar_client *c, uint16_t type, uint16_t sub)
{
	struct oscar_meta m;

	cr_assert(oscar_meta_parse(&m, oscar_client_expect(c, SNAC_META_ANSWER)));
	cr_expect(
		m.uin == 100001 && m.seq == 7 && m.type == type && m.sub == sub, "%04x %04x", m.type, m.sub);
	return m;
}

Test(oscar_info, all_parts_of_somebody_are_told)
{
	struct oscar_rig r;
	struct oscar_client c;
	struct oscar_person who = { .age = 0 };

	oscar_rig_init(&r);
	oscar_rig_ready(&r, &c, 1);
	ask(&c, OSCAR_META_ASK, OSCAR_ASK_SELF, VIEW("\xa2\x86\1\0"));
	for (size_t i = 0; i < OSCAR_PERSON_PARTS; i++) {
		struct oscar_meta m = expect(&c, OSCAR_META_ANSWER, (uint16_t)oscar_person_parts[i]);

		cr_expect(m.result == OSCAR_RESULT_OK && oscar_person_parse(&who, m.sub, m.data));
		cr_expect(((c.snac.flags & SNAC_FLAG_MORE) != 0) == (i + 1 < OSCAR_PERSON_PARTS));
		if (m.sub == OSCAR_ANSWER_BASIC)
			cr_expect(view_eq(who.nick, VIEW("J\xfcrgen")), "in the client's character set");
		if (m.sub == OSCAR_ANSWER_ABOUT)
			cr_expect(view_eq(who.about, VIEW("about him")));
	}
	ask(&c, OSCAR_META_ASK, OSCAR_ASK_SHORT, VIEW("\xa2\x86\1\0"));
	cr_expect(expect(&c, OSCAR_META_ANSWER, OSCAR_ANSWER_SHORT).result == OSCAR_RESULT_OK);
	ask(&c, OSCAR_META_ASK, OSCAR_ASK_SHORT, VIEW("\xff\xff\1\0"));
	cr_expect(expect(&c, OSCAR_META_ANSWER, OSCAR_ANSWER_SHORT).result == OSCAR_RESULT_NONE);
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

Test(oscar_info, searches_tell_all_and_how_many_more_there_are)
{
	struct oscar_rig r;
	struct oscar_client c;
	struct oscar_found found;
	struct oscar_meta m;
	uint32_t left;

	oscar_rig_init(&r);
	oscar_rig_ready(&r, &c, 1);
	r.icq->found = 3;
	r.icq->left = 5;
	ask(&c, OSCAR_META_ASK, OSCAR_ASK_NAME, VIEW("\1\0\0\1\0\0\7\0J\xfcrgen\0"));
	cr_expect(icq_fake_said(r.icq, "search for 0: J\xc3\xbcrgen"));
	for (int i = 0; i < 2; i++) {
		m = expect(&c, OSCAR_META_ANSWER, OSCAR_ANSWER_FOUND);
		cr_expect(oscar_found_parse(&found, &left, m.data) && (c.snac.flags & SNAC_FLAG_MORE) != 0);
		cr_expect(found.uin == 100001 + (unsigned)i && view_eq(found.nick, VIEW("J\xfcrgen")) &&
			!found.needs_auth);
	}
	m = expect(&c, OSCAR_META_ANSWER, OSCAR_ANSWER_FOUND_LAST);
	cr_expect(oscar_found_parse(&found, &left, m.data) && left == 5 &&
		(c.snac.flags & SNAC_FLAG_MORE) == 0);
	r.icq->found = 0;
	ask(&c, OSCAR_META_ASK, OSCAR_ASK_UIN, VIEW("\xa2\x86\1\0"));
	cr_expect(icq_fake_said(r.icq, "search for 100002: "));
	cr_expect(expect(&c, OSCAR_META_ANSWER, OSCAR_ANSWER_FOUND_LAST).result == OSCAR_RESULT_NONE);
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

Test(oscar_info, what_a_client_says_of_itself_is_kept)
{
	struct oscar_rig r;
	struct oscar_client c;
	static const struct view own =
		VIEW_INIT("\5\0Kurt\0\1\0\0\1\0\0\4\0k@k\0\1\0\0\1\0\0\1\0\0\1\0\0\1\0\0\1\0\0\1\0\0\1\0\0"
			  "\0\0\0\0");

	oscar_rig_init(&r);
	oscar_rig_ready(&r, &c, 1);
	ask(&c, OSCAR_META_ASK, OSCAR_ASK_SET_BASIC, own);
	cr_expect(icq_fake_said(r.icq, "100001 is called Kurt") &&
		icq_fake_said(r.icq, "100001 has the address k@k"));
	cr_expect(expect(&c, OSCAR_META_ANSWER, OSCAR_ANSWER_SET_BASIC).result == OSCAR_RESULT_OK);
	ask(&c, OSCAR_META_ASK, OSCAR_ASK_SET_PASSWORD, VIEW("\5\0test\0"));
	cr_expect(expect(&c, OSCAR_META_ANSWER, OSCAR_ANSWER_SET_PASSWORD).result == OSCAR_RESULT_REFUSED);
	ask(&c, OSCAR_META_ASK, OSCAR_ASK_SET_SECURITY, VIEW("\1\0\0"));
	cr_expect(expect(&c, OSCAR_META_ANSWER, OSCAR_ANSWER_SET_SECURITY).result == OSCAR_RESULT_OK);
	r.icq->disk_is_behind = true;
	ask(&c, OSCAR_META_ASK, OSCAR_ASK_SET_BASIC, own);
	cr_expect(expect(&c, OSCAR_META_ANSWER, OSCAR_ANSWER_SET_BASIC).result == OSCAR_RESULT_REFUSED);
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

Test(oscar_info, what_nobody_knows_is_not_answered)
{
	struct oscar_rig r;
	struct oscar_client c;

	oscar_rig_init(&r);
	oscar_rig_ready(&r, &c, 1);
	ask(&c, OSCAR_META_ASK, 0x1234, VIEW("x"));
	ask(&c, 0x1234, 0, VIEW(""));
	cr_expect(oscar_client_is_quiet(&c));
	oscar_client_close(&c);
	oscar_rig_release(&r);
}

Test(oscar_info, stored_messages_stay_until_the_client_has_them)
{
	struct oscar_rig r;
	struct oscar_client c;
	struct oscar_offline o;
	struct oscar_meta m;

	oscar_rig_init(&r);
	r.icq->mail = 2;
	oscar_rig_ready(&r, &c, 1);
	ask(&c, OSCAR_META_OFFLINE_ASK, 0, VIEW(""));
	for (unsigned i = 0; i < 2; i++) {
		m = expect(&c, OSCAR_META_OFFLINE, 0);
		cr_expect(oscar_offline_parse(&o, m.data) && o.from == 100002 && o.kind == ICQ_KIND_TEXT);
		cr_expect(o.wall_s / 60 == (1790000000u + i) / 60 && (c.snac.flags & SNAC_FLAG_MORE) != 0);
	}
	m = expect(&c, OSCAR_META_OFFLINE_END, 0);
	cr_expect(view_eq(m.data, OSCAR_OFFLINE_END) && (c.snac.flags & SNAC_FLAG_MORE) == 0);
	cr_expect(r.icq->mail == 2);
	ask(&c, OSCAR_META_OFFLINE_DELETE, 0, VIEW(""));
	cr_expect(icq_fake_said(r.icq, "100001 has its mail") && oscar_client_is_quiet(&c));
	oscar_client_close(&c);
	oscar_rig_release(&r);
}
