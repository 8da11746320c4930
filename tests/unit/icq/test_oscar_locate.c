#include "icq/oscar_locate.h"

#include <criterion/criterion.h>

#include "icq_hex.h"

static const struct oscar_locate away = {
	.has_caps = true,
	.has_away = true,
	.caps = OSCAR_CAP_UTF8 | OSCAR_CAP_TYPING,
	.away = VIEW_INIT("lunch"),
};

Test(oscar_locate, capabilities_and_away_text_come_back)
{
	uint8_t bytes[256];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct oscar_locate l;

	oscar_locate_put(&out, &away);
	cr_assert(oscar_locate_parse(&l, icq_out_view(&out)));
	cr_expect(l.has_caps && l.caps == away.caps && l.has_away && view_eq(l.away, away.away));
	cr_expect(view_eq(l.away_type, VIEW("text/plain; charset=\"utf-8\"")));
	cr_expect(oscar_locate_parse(&l, VIEW("")) && !l.has_caps && !l.has_away);
	cr_expect(oscar_locate_parse(&l, VIEW("\0\x04\0\0")) && l.has_away && l.away.n == 0, "back");
	cr_expect(!oscar_locate_parse(&l, view_left(icq_out_view(&out), out.n - 1)));
}

Test(oscar_locate, both_ways_to_ask)
{
	uint8_t bytes[64];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct icq_hex h;
	struct oscar_locate_ask a;

	oscar_locate_ask_put(
		&out, &(struct oscar_locate_ask){ OSCAR_LOCATE_AWAY | OSCAR_LOCATE_CAPS, 100002 });
	cr_expect(icq_hex_is(icq_out_view(&out), "00000006 06313030303032"));
	cr_assert(oscar_locate_ask_short_parse(&a, icq_out_view(&out)));
	cr_expect(a.uin == 100002 && a.what == (OSCAR_LOCATE_AWAY | OSCAR_LOCATE_CAPS));
	for (size_t n = 0; n < out.n; n++)
		cr_expect(
			!oscar_locate_ask_short_parse(&a, view_left(icq_out_view(&out), n)), "%zu bytes", n);
	cr_expect(oscar_locate_ask_parse(&a, icq_hex(&h, "0003 06313030303032")));
	cr_expect(a.uin == 100002 && a.what == OSCAR_LOCATE_AWAY);
	cr_expect(oscar_locate_ask_parse(&a, icq_hex(&h, "0005 06313030303032")) && a.what == 0);
	for (size_t n = 0; n < h.v.n; n++)
		cr_expect(!oscar_locate_ask_parse(&a, view_left(h.v, n)), "%zu bytes", n);
}

Test(oscar_locate, an_answer_is_the_user_and_his_text)
{
	static const struct oscar_user him = {
		.uin = 100002, .classes = 0x70, .has = OSCAR_HAS_STATUS, .status = 1
	};
	uint8_t bytes[256];
	struct icq_out out = icq_out(bytes, sizeof(bytes));
	struct oscar_user user;
	struct oscar_locate l;

	oscar_locate_info_put(&out, &him, &away);
	cr_assert(oscar_locate_info_parse(&user, &l, icq_out_view(&out)));
	cr_expect(user.uin == 100002 && user.status == 1 && user.classes == 0x70);
	cr_expect(view_eq(l.away, away.away) && l.caps == away.caps);
	cr_expect(!oscar_locate_info_parse(&user, &l, view_left(icq_out_view(&out), 10)));
	cr_expect(!oscar_locate_info_parse(&user, &l, view_left(icq_out_view(&out), out.n - 1)));
}

Test(oscar_locate, rights)
{
	uint8_t bytes[64];
	struct icq_out out = icq_out(bytes, sizeof(bytes));

	oscar_locate_rights_put(&out);
	cr_expect(icq_hex_is(icq_out_view(&out), "0001 0002 1000 0002 0002 0080"));
}
